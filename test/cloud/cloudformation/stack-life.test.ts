import { expect } from 'chai';
import { stackUnderTest, type StackUnderTest } from './stack-under-test.js';

const chain = `
Resources:
  Last: { Type: 'AWS::SNS::Topic', DependsOn: Middle }
  Middle: { Type: 'AWS::ECS::Cluster', Properties: { ClusterName: !Sub 'c-\${First}' } }
  First: { Type: 'AWS::Logs::LogGroup' }
  Beside: { Type: 'AWS::Logs::LogGroup' }
`;

/** A cluster whose name another resource holds already cannot be created. */
const clash = (further = ''): string => `
Resources:
  Good: { Type: 'AWS::Logs::LogGroup' }
  Bad: { Type: 'AWS::ECS::Cluster', DependsOn: Good, Properties: { ClusterName: taken } }
  Never: { Type: 'AWS::SNS::Topic', DependsOn: Bad }
${further}`;

const keyspace = (name: string, policies = ''): string => `
Resources:
  Space: { Type: 'AWS::Cassandra::Keyspace', Properties: { KeyspaceName: ${name} }${policies} }
`;

describe('the life of a stack', () => {
  let test: StackUnderTest;
  beforeEach(async () => {
    test = await stackUnderTest();
  });

  const hold = (ClusterName: string): void => {
    test.call('CloudFormation', 'CreateStack', {
      StackName: 'other',
      TemplateBody: `Resources: { C: { Type: 'AWS::ECS::Cluster', Properties: { ClusterName: ${ClusterName} } } }`,
    });
    test.advance(60);
  };

  it('creates a resource when all that it depends on is complete, and others beside it', () => {
    test.create(chain);
    expect(test.stack().StackStatus).to.equal('CREATE_COMPLETE');
    expect(test.story()).to.deep.equal([
      'shop CREATE_IN_PROGRESS User Initiated',
      'First CREATE_IN_PROGRESS',
      'First CREATE_IN_PROGRESS Resource creation Initiated',
      'Beside CREATE_IN_PROGRESS',
      'Beside CREATE_IN_PROGRESS Resource creation Initiated',
      'First CREATE_COMPLETE',
      'Beside CREATE_COMPLETE',
      'Middle CREATE_IN_PROGRESS',
      'Middle CREATE_IN_PROGRESS Resource creation Initiated',
      'Middle CREATE_COMPLETE',
      'Last CREATE_IN_PROGRESS',
      'Last CREATE_IN_PROGRESS Resource creation Initiated',
      'Last CREATE_COMPLETE',
      'shop CREATE_COMPLETE',
    ]);
    expect(test.inventory('AWS::ECS::Cluster')[0]!.resource.id).to.equal(`c-${test.physicalId('First')}`);
  });

  it('names, tags and marks what it makes', () => {
    const id = test.create(chain, { Tags: [{ Key: 'team', Value: 'costs' }] });
    const [topic] = test.inventory('AWS::SNS::Topic');
    expect(topic!.resource.id).to.match(/^arn:aws-cn:sns:cn-north-1:123456789012:shop-Last-[A-Z2-7]{12}$/);
    expect(topic!.resource.stack).to.deep.equal({ stackName: 'shop', stackId: id, logicalId: 'Last' });
    const record = test.world.state.get(`r/AWS::SNS::Topic/123456789012/cn-north-1/${topic!.resource.id}`);
    expect(record).to.have.property('tags').that.includes({
      team: 'costs',
      'aws:cloudformation:stack-name': 'shop',
      'aws:cloudformation:logical-id': 'Last',
      'aws:cloudformation:stack-id': id,
    });
  });

  it('deletes in reverse, and can be described by its id afterwards, for 90 days', () => {
    const id = test.create(chain);
    test.remove();
    expect(test.inventory()).to.deep.equal([]);
    expect(test.story(id)).to.deep.equal([
      'shop DELETE_IN_PROGRESS User Initiated',
      'Beside DELETE_IN_PROGRESS',
      'Last DELETE_IN_PROGRESS',
      'Beside DELETE_COMPLETE',
      'Last DELETE_COMPLETE',
      'Middle DELETE_IN_PROGRESS',
      'Middle DELETE_COMPLETE',
      'First DELETE_IN_PROGRESS',
      'First DELETE_COMPLETE',
      'shop DELETE_COMPLETE',
    ]);
    expect(test.stack(id).StackStatus).to.equal('DELETE_COMPLETE');
    expect(test.members(id).map(({ ResourceStatus }) => ResourceStatus)).to.deep.equal(
      Array.from({ length: 4 }, () => 'DELETE_COMPLETE'),
    );
    expect(test.errorOf('CloudFormation', 'DescribeStacks', { StackName: 'shop' }).message).to.equal(
      'Stack with id shop does not exist',
    );
    test.advance(90 * 24 * 3600);
    expect(test.errorOf('CloudFormation', 'DescribeStacks', { StackName: id }).message).to.equal(
      `Stack with id ${id} does not exist`,
    );
  });

  it('a stack created again under its name is another stack', () => {
    const first = test.create(chain);
    test.remove();
    const second = test.create(chain);
    expect(second).not.to.equal(first);
    expect(test.stack(first).StackStatus).to.equal('DELETE_COMPLETE');
    expect(test.stack().StackId).to.equal(second);
  });

  describe('a creation that fails', () => {
    beforeEach(() => {
      hold('taken');
    });

    it('is rolled back: ROLLBACK_COMPLETE, and what it made is gone', () => {
      const before = test.inventory().length;
      test.create(clash());
      expect(test.story().slice(3)).to.deep.equal([
        'Good CREATE_COMPLETE',
        'Bad CREATE_IN_PROGRESS',
        test.story()[5],
        'shop ROLLBACK_IN_PROGRESS The following resource(s) failed to create: [Bad]. Rollback requested by user.',
        'Good DELETE_IN_PROGRESS',
        'Good DELETE_COMPLETE',
        'shop ROLLBACK_COMPLETE',
      ]);
      expect(test.story()[5]).to.match(
        /^Bad CREATE_FAILED Resource handler returned message: "Resource of type 'AWS::ECS::Cluster' with identifier 'taken' already exists." \(RequestToken: [0-9a-f-]{36}, HandlerErrorCode: AlreadyExists\)$/,
      );
      expect(test.inventory()).to.have.length(before + 1);
      expect(
        test.errorOf('CloudFormation', 'UpdateStack', { StackName: 'shop', TemplateBody: chain }).message,
      ).to.equal(`Stack:${test.stack().StackId} is in ROLLBACK_COMPLETE state and can not be updated.`);
      test.remove();
      expect(test.inventory()).to.have.length(before);
    });

    it('with DO_NOTHING stays as it is: CREATE_FAILED, and can be updated, rolled back or deleted', () => {
      test.create(clash(), { OnFailure: 'DO_NOTHING' });
      expect(test.stack().StackStatus).to.equal('CREATE_FAILED');
      expect(test.members().map(({ ResourceStatus }) => ResourceStatus)).to.deep.equal([
        'CREATE_FAILED',
        'CREATE_COMPLETE',
      ]);
      test.update(clash().replace('taken', 'free'));
      expect(test.stack().StackStatus).to.equal('UPDATE_COMPLETE');
      test.remove();
      test.create(clash(), { DisableRollback: true });
      test.cfn('RollbackStack');
      test.advance(60);
      expect(test.stack().StackStatus).to.equal('ROLLBACK_COMPLETE');
    });

    it('with DELETE leaves nothing', () => {
      const id = test.create(clash(), { OnFailure: 'DELETE' });
      expect(test.stack(id).StackStatus).to.equal('DELETE_COMPLETE');
      expect(test.inventory('AWS::Logs::LogGroup')).to.deep.equal([]);
    });

    it('cancels what is under way beside it', () => {
      test.create(clash("  Slow: { Type: 'AWS::EC2::NatGateway', Properties: { SubnetId: subnet-1 } }"));
      expect(test.story()).to.include('Slow CREATE_FAILED Resource creation cancelled');
      expect(test.story()).to.include(
        'shop ROLLBACK_IN_PROGRESS The following resource(s) failed to create: [Bad, Slow]. Rollback requested by user.',
      );
      expect(test.inventory('AWS::EC2::NatGateway')).to.deep.equal([]);
      expect(test.stack().StackStatus).to.equal('ROLLBACK_COMPLETE');
    });

    it('keeps what is to be retained, but not what is to be retained except on creation', () => {
      const kept = (policy: string): void => {
        test.create(
          clash().replace(
            "Type: 'AWS::Logs::LogGroup'",
            `Type: 'AWS::Logs::LogGroup', DeletionPolicy: ${policy}`,
          ),
        );
      };
      kept('RetainExceptOnCreate');
      expect(test.inventory('AWS::Logs::LogGroup')).to.have.length(0);
      test.remove();
      kept('Retain');
      expect(test.inventory('AWS::Logs::LogGroup')).to.have.length(1);
      expect(test.inventory('AWS::Logs::LogGroup')[0]!.resource.stack?.left).to.equal(true);
    });

    it('ends in ROLLBACK_FAILED where something cannot be deleted again', () => {
      const protectedTable = `  Db: { Type: 'AWS::DocDB::DBCluster', Properties: { DeletionProtection: true } }`;
      test.create(clash(protectedTable).replace('DependsOn: Good', 'DependsOn: [Good, Db]'));
      expect(test.stack()).to.include({
        StackStatus: 'ROLLBACK_FAILED',
        StackStatusReason: 'The following resource(s) failed to delete: [Db]. ',
      });
    });

    it('takes no longer than its timeout', () => {
      test.create(
        `Resources: { Slow: { Type: 'AWS::EC2::NatGateway', Properties: { SubnetId: subnet-1 } } }`,
        {
          TimeoutInMinutes: 1,
        },
      );
      expect(test.story()).to.include(
        'shop ROLLBACK_IN_PROGRESS Stack creation time exceeded the specified timeout. Rollback requested by user.',
      );
      expect(test.stack().StackStatus).to.equal('ROLLBACK_COMPLETE');
    });
  });

  describe('a deletion that fails', () => {
    const guarded = `
Resources:
  Net: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: 10.0.0.0/16 } }
  Db: { Type: 'AWS::DocDB::DBCluster', DependsOn: Net, DeletionPolicy: Delete, Properties: { DeletionProtection: true } }
  Topic: { Type: 'AWS::SNS::Topic' }
`;
    beforeEach(() => {
      test.create(guarded);
    });

    it('ends in DELETE_FAILED, with what does not depend on it gone', () => {
      const preview = test.preview('CloudFormation', 'DeleteStack', { StackName: 'shop' });
      expect(preview.stops).to.have.length(1);
      expect(preview.stops[0]).to.include({ origin: 'protection', by: 'DeletionProtection' });
      test.remove();
      expect(test.stack()).to.include({
        StackStatus: 'DELETE_FAILED',
        StackStatusReason: 'The following resource(s) failed to delete: [Db]. ',
      });
      expect(test.members().map(({ ResourceStatus }) => ResourceStatus)).to.deep.equal([
        'DELETE_FAILED',
        'CREATE_COMPLETE',
        'DELETE_COMPLETE',
      ]);
      const all = test.preview('CloudFormation', 'DeleteStack', { StackName: 'shop' }, { checked: false });
      expect(
        all.effects.filter(({ kind }) => kind === 'delete').map(({ resource }) => resource.type),
      ).to.have.members(['AWS::DocDB::DBCluster', 'AWS::EC2::VPC', 'AWS::CloudFormation::Stack']);
    });

    it('gets on with RetainResources, only then', () => {
      const { message } = test.errorOf('CloudFormation', 'DeleteStack', {
        StackName: 'shop',
        RetainResources: ['Db'],
      });
      expect(message).to.contain('only when the stack is in the DELETE_FAILED state');
      test.remove();
      expect(
        test.errorOf('CloudFormation', 'DeleteStack', { StackName: 'shop', RetainResources: ['Topic'] })
          .message,
      ).to.contain('must be in a valid state');
      test.remove({ RetainResources: ['Db'] });
      expect(test.inventory().map(({ resource }) => resource.type)).to.deep.equal(['AWS::DocDB::DBCluster']);
    });

    it('gets on with FORCE_DELETE_STACK, only then', () => {
      const forced = { StackName: 'shop', DeletionMode: 'FORCE_DELETE_STACK' };
      expect(test.errorOf('CloudFormation', 'DeleteStack', forced).message).to.equal(
        `Invalid operation on stack [${test.stack().StackId}]. You can activate DeletionMode FORCE_DELETE_STACK in a delete stack operation only when the stack is in the DELETE_FAILED state.`,
      );
      test.remove();
      test.remove({ DeletionMode: 'FORCE_DELETE_STACK' });
      expect(test.inventory().map(({ resource }) => resource.type)).to.deep.equal(['AWS::DocDB::DBCluster']);
    });
  });

  describe('termination protection', () => {
    it('stands in the way of DeleteStack only', () => {
      test.create(chain, { EnableTerminationProtection: true });
      const refused = test.errorOf('CloudFormation', 'DeleteStack', { StackName: 'shop' });
      expect(refused).to.include({
        code: 'ValidationError',
        origin: 'protection',
        message: 'Stack [shop] cannot be deleted while TerminationProtection is enabled',
      });
      test.update(chain.replace('Last:', 'Renamed:'));
      expect(test.stack().StackStatus).to.equal('UPDATE_COMPLETE');
      const lifted = test.preview('CloudFormation', 'UpdateTerminationProtection', {
        StackName: 'shop',
        EnableTerminationProtection: false,
      });
      expect(lifted.effects.map(({ kind }) => kind)).to.deep.equal(['unprotect']);
      test.cfn('UpdateTerminationProtection', { EnableTerminationProtection: false });
      test.remove();
      expect(test.inventory()).to.deep.equal([]);
    });

    it('is seen through where every check is taken as passed', () => {
      test.create(chain, { EnableTerminationProtection: true });
      const preview = test.preview(
        'CloudFormation',
        'DeleteStack',
        { StackName: 'shop' },
        { checked: false },
      );
      expect(preview.effects.filter(({ kind }) => kind === 'delete')).to.have.length(5);
    });
  });

  it('a deletion breaks a creation off', () => {
    const id = String(test.cfn('CreateStack', { TemplateBody: chain })['StackId']);
    test.advance(3);
    test.cfn('DeleteStack');
    expect(test.stack().StackStatus).to.equal('DELETE_IN_PROGRESS');
    test.advance(60);
    expect(test.stack(id).StackStatus).to.equal('DELETE_COMPLETE');
    expect(test.inventory()).to.deep.equal([]);
  });

  it('refuses to delete or update a stack that is being updated', () => {
    test.create(chain);
    test.cfn('UpdateStack', { TemplateBody: chain.replace('Last:', 'Renamed:') });
    const { StackId } = test.stack();
    expect(test.errorOf('CloudFormation', 'DeleteStack', { StackName: 'shop' }).message).to.equal(
      `Stack [${StackId}] cannot be deleted while in status UPDATE_IN_PROGRESS`,
    );
    expect(
      test.errorOf('CloudFormation', 'UpdateStack', { StackName: 'shop', TemplateBody: chain }).message,
    ).to.equal(`Stack:${StackId} is in UPDATE_IN_PROGRESS state and can not be updated.`);
  });

  describe('deletion policies', () => {
    it('Retain leaves the resource, outside the stack', () => {
      const id = test.create(keyspace('kept', ', DeletionPolicy: Retain'));
      test.remove();
      expect(test.story(id)).to.include('Space DELETE_SKIPPED');
      expect(test.stack(id).StackStatus).to.equal('DELETE_COMPLETE');
      const [kept] = test.inventory();
      expect(kept!.resource.id).to.equal('kept');
      expect(kept!.resource.stack?.left).to.equal(true);
    });

    it('Snapshot leaves a copy', () => {
      test.create(`
Resources: { Db: { Type: 'AWS::DocDB::DBCluster', DeletionPolicy: Snapshot, Properties: { DBClusterIdentifier: db } } }`);
      const { incarnation } = test.inventory('AWS::DocDB::DBCluster')[0]!.resource;
      test.remove();
      const [copy] = test.inventory();
      expect(copy!.resource.type).to.equal('AWS::DocDB::DBClusterSnapshot');
      expect(copy!.observed.copyOf).to.equal(incarnation);
    });

    it('Snapshot is refused where the type has none', () => {
      expect(
        test.errorOf('CloudFormation', 'CreateStack', {
          StackName: 'shop',
          TemplateBody: keyspace('x', ', DeletionPolicy: Snapshot'),
        }).message,
      ).to.contain('AWS::Cassandra::Keyspace does not support deletion policy Snapshot');
    });

    it('UpdateReplacePolicy Retain leaves what was replaced, DeletionPolicy does not', () => {
      test.create(keyspace('one', ', UpdateReplacePolicy: Retain'));
      test.update(keyspace('two', ', DeletionPolicy: Retain'));
      expect(test.inventory('AWS::Cassandra::Keyspace').map(({ resource }) => resource.id)).to.deep.equal([
        'two',
      ]);
      test.update(keyspace('three', ', UpdateReplacePolicy: Retain'));
      expect(test.inventory('AWS::Cassandra::Keyspace').map(({ resource }) => resource.id)).to.deep.equal([
        'three',
        'two',
      ]);
    });
  });
});

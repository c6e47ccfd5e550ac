import { expect } from 'chai';
import { stackUnderTest, type StackUnderTest } from './stack-under-test.js';

interface Wish {
  readonly display?: string;
  readonly cidr?: string;
  readonly clusterName?: string;
  readonly further?: string;
}

/** A topic that changes in place, a network that is replaced, and what follows from it. */
function template({ display = 'one', cidr = '10.0.0.0/16', clusterName, further = '' }: Wish = {}): string {
  return `
Resources:
  Net: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: ${cidr} } }
  Sub: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: !Ref Net, CidrBlock: 10.0.0.0/24 } }
  Topic: { Type: 'AWS::SNS::Topic', Properties: { DisplayName: ${display} } }
${clusterName === undefined ? '' : `  Cluster: { Type: 'AWS::ECS::Cluster', DependsOn: [Sub, Topic], Properties: { ClusterName: ${clusterName} } }`}
${further}
`;
}

describe('updating a stack', () => {
  let test: StackUnderTest;
  beforeEach(async () => {
    test = await stackUnderTest();
    test.call('CloudFormation', 'CreateStack', {
      StackName: 'other',
      TemplateBody: `Resources: { C: { Type: 'AWS::ECS::Cluster', Properties: { ClusterName: taken } } }`,
    });
  });
  const everything = (): unknown =>
    test
      .inventory()
      .filter(({ resource }) => resource.type !== 'AWS::CloudFormation::Stack')
      .map(({ resource, observed }) => [resource.id, resource.incarnation, observed]);

  it('changes in place what can be changed, and nothing else', () => {
    test.create(template());
    const before = test.members();
    test.update(template({ display: 'two' }));
    expect(test.story()).to.deep.equal([
      'shop UPDATE_IN_PROGRESS User Initiated',
      'Topic UPDATE_IN_PROGRESS',
      'Topic UPDATE_COMPLETE',
      'shop UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
      'shop UPDATE_COMPLETE',
    ]);
    expect(test.members().map((member) => member.PhysicalResourceId)).to.deep.equal(
      before.map((member) => member.PhysicalResourceId),
    );
  });

  it('leaves the tags by which CloudFormation knows its own', () => {
    test.create(template());
    test.update(template({ display: 'two' }), { Tags: [{ Key: 'stage', Value: 'test' }] });
    const { resource } = test.inventory('AWS::SNS::Topic')[0]!;
    const record = test.world.state.get(
      `r/AWS::SNS::Topic/${resource.account}/${resource.region}/${resource.id}`,
    );
    expect(record).to.have.property('tags').that.includes({
      stage: 'test',
      'aws:cloudformation:logical-id': 'Topic',
    });
  });

  it('makes the new before it deletes the old, and carries on what refers to it', () => {
    test.create(template());
    const [net, sub] = [test.physicalId('Net'), test.physicalId('Sub')];
    const preview = test.preview('CloudFormation', 'UpdateStack', {
      StackName: 'shop',
      TemplateBody: template({ cidr: '10.1.0.0/16' }),
    });
    expect(
      preview.effects
        .filter(({ kind }) => kind === 'replace')
        .map(({ resource }) => resource.stack!.logicalId),
    ).to.have.members(['Net', 'Sub']);
    test.update(template({ cidr: '10.1.0.0/16' }));
    const story = test.story();
    expect(story).to.include(
      'Net UPDATE_IN_PROGRESS Requested update requires the creation of a new physical resource; hence creating one.',
    );
    expect(story.indexOf('Sub UPDATE_COMPLETE')).to.be.lessThan(story.indexOf('Sub DELETE_IN_PROGRESS'));
    expect(story.indexOf('Sub DELETE_COMPLETE')).to.be.lessThan(story.indexOf('Net DELETE_IN_PROGRESS'));
    expect(test.physicalId('Net')).not.to.equal(net);
    expect(test.inventory('AWS::EC2::VPC')).to.have.length(1);
    expect(test.inventory('AWS::EC2::Subnet').map(({ resource }) => resource.id)).not.to.include(sub);
    const subnet = test.inventory('AWS::EC2::Subnet')[0]!;
    expect(subnet.observed.configuration).to.include({ VpcId: test.physicalId('Net') });
  });

  it('adds what is new and deletes what has left the template', () => {
    test.create(template({ further: "  Old: { Type: 'AWS::Logs::LogGroup' }" }));
    test.update(template({ further: "  New: { Type: 'AWS::Logs::LogGroup' }" }));
    const story = test.story();
    expect(story.indexOf('New CREATE_COMPLETE')).to.be.lessThan(story.indexOf('Old DELETE_IN_PROGRESS'));
    expect(test.members().map(({ LogicalResourceId }) => LogicalResourceId)).to.deep.equal([
      'Net',
      'New',
      'Sub',
      'Topic',
    ]);
  });

  it('refuses an update that changes nothing', () => {
    test.create(template(), { Tags: [{ Key: 'a', Value: 'b' }] });
    const same = { StackName: 'shop', UsePreviousTemplate: true };
    expect(test.errorOf('CloudFormation', 'UpdateStack', same).message).to.equal(
      'No updates are to be performed.',
    );
    expect(
      test.errorOf('CloudFormation', 'UpdateStack', { ...same, Tags: [{ Key: 'a', Value: 'b' }] }).message,
    ).to.equal('No updates are to be performed.');
    test.cfn('UpdateStack', { UsePreviousTemplate: true, Tags: [{ Key: 'a', Value: 'c' }] });
    test.advance(60);
    expect(test.story()).to.include('Topic UPDATE_COMPLETE');
  });

  it('refuses to change the type of a resource', () => {
    test.create(template());
    expect(
      test.errorOf('CloudFormation', 'UpdateStack', {
        StackName: 'shop',
        TemplateBody: template()
          .replace('AWS::SNS::Topic', 'AWS::Logs::LogGroup')
          .replace('{ DisplayName: one }', '{}'),
      }).message,
    ).to.equal(
      'Update of resource type is not permitted. The new template modifies resource type of the following resources: [Topic]',
    );
  });

  it('uses previous values, hides NoEcho, and fails on what was never given', () => {
    const text = `
Parameters: { Display: { Type: String, NoEcho: true }, Other: { Type: String, Default: x } }
Resources: { Topic: { Type: 'AWS::SNS::Topic', Properties: { DisplayName: !Sub '\${Display}\${Other}' } } }`;
    test.create(text, { Parameters: [{ ParameterKey: 'Display', ParameterValue: 'one' }] });
    test.update(text, {
      Parameters: [
        { ParameterKey: 'Display', UsePreviousValue: true },
        { ParameterKey: 'Other', ParameterValue: 'y' },
      ],
    });
    expect(test.inventory('AWS::SNS::Topic')[0]!.observed.configuration).to.include({ DisplayName: 'oney' });
    expect(test.stack().Parameters).to.deep.equal([
      { ParameterKey: 'Display', ParameterValue: '****' },
      { ParameterKey: 'Other', ParameterValue: 'y' },
    ]);
    expect(
      test.errorOf('CloudFormation', 'UpdateStack', { StackName: 'shop', UsePreviousTemplate: true }).message,
    ).to.equal('Parameters: [Display] must have values');
  });

  it('cannot replace what has a name of its own', () => {
    const text = (shard: string): string =>
      `Resources: { S: { Type: 'AWS::Kinesis::Stream', Properties: { Name: orders, ShardCount: 1, ${shard} } }, T: { Type: 'AWS::EC2::KeyPair', Properties: { KeyName: k, KeyType: ${shard.includes('1') ? 'rsa' : 'ed25519'} } } }`;
    test.create(text('RetentionPeriodHours: 24 '));
    test.update(text('RetentionPeriodHours: 31 '));
    expect(test.story().join('\n')).to.contain(
      'T UPDATE_FAILED CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename k and update the stack again.',
    );
    expect(test.stack().StackStatus).to.equal('UPDATE_ROLLBACK_COMPLETE');
  });

  describe('that fails', () => {
    it('is rolled back: UPDATE_ROLLBACK_COMPLETE, with everything as before', () => {
      test.create(template());
      const before = everything();
      const outputs = test.stack();
      test.update(template({ display: 'two', cidr: '10.1.0.0/16', clusterName: 'taken' }));
      const story = test.story();
      expect(story).to.include(
        'shop UPDATE_ROLLBACK_IN_PROGRESS The following resource(s) failed to create: [Cluster]. ',
      );
      expect(story.slice(-2)[0]).to.match(/DELETE_COMPLETE/);
      expect(story.at(-1)).to.equal('shop UPDATE_ROLLBACK_COMPLETE');
      expect(story).to.include('shop UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS');
      expect(everything()).to.deep.equal(before);
      expect(test.stack().Outputs).to.deep.equal(outputs.Outputs);
      expect(test.members().map(({ LogicalResourceId }) => LogicalResourceId)).to.deep.equal([
        'Net',
        'Sub',
        'Topic',
      ]);
      expect(test.cfn('GetTemplate')['TemplateBody']).to.equal(template());
    });

    it('stays with DisableRollback: UPDATE_FAILED; RollbackStack goes back', () => {
      test.create(template());
      const before = everything();
      test.update(template({ display: 'two', clusterName: 'taken' }), { DisableRollback: true });
      expect(test.stack().StackStatus).to.equal('UPDATE_FAILED');
      test.cfn('RollbackStack');
      test.advance(100);
      expect(test.stack().StackStatus).to.equal('UPDATE_ROLLBACK_COMPLETE');
      expect(everything()).to.deep.equal(before);
    });

    it('goes on from UPDATE_FAILED with the next update', () => {
      test.create(template());
      test.update(template({ display: 'two', clusterName: 'taken' }), { DisableRollback: true });
      test.update(template({ display: 'two', clusterName: 'free' }));
      expect(test.stack().StackStatus).to.equal('UPDATE_COMPLETE');
      expect(test.physicalId('Cluster')).to.equal('free');
    });

    it('and again goes on: what was put in between does not stay behind', () => {
      test.create(template());
      test.update(template({ cidr: '10.1.0.0/16', clusterName: 'taken' }), { DisableRollback: true });
      test.update(template({ cidr: '10.2.0.0/16', clusterName: 'taken' }), { DisableRollback: true });
      expect(test.inventory('AWS::EC2::VPC')).to.have.length(2);
      test.update(template({ cidr: '10.2.0.0/16', clusterName: 'free' }));
      expect(test.stack().StackStatus).to.equal('UPDATE_COMPLETE');
      expect(test.inventory('AWS::EC2::VPC').map(({ resource }) => resource.id)).to.deep.equal([
        test.physicalId('Net'),
      ]);
      test.remove();
      expect(test.inventory('AWS::EC2::Subnet')).to.deep.equal([]);
    });

    it('cannot always be rolled back: UPDATE_ROLLBACK_FAILED, then ContinueUpdateRollback', () => {
      test.create(template());
      test.cfn('UpdateStack', { TemplateBody: template({ display: 'two', clusterName: 'taken' }) });
      test.advance(4);
      // Someone deletes the topic while the update is under way.
      const [topic] = test.inventory('AWS::SNS::Topic');
      test.world.commit(
        test.world.propose({ cause: 'test', callId: 'test', checked: true }, (transaction) => {
          const place = {
            type: 'AWS::SNS::Topic',
            account: topic!.resource.account,
            region: topic!.resource.region,
          };
          transaction.deleteResource(transaction.resource(place, topic!.resource.id)!);
        }),
        null,
      );
      test.advance(100);
      expect(test.stack()).to.include({
        StackStatus: 'UPDATE_ROLLBACK_FAILED',
        StackStatusReason: 'The following resource(s) failed to update: [Topic]. ',
      });
      expect(
        test.errorOf('CloudFormation', 'UpdateStack', { StackName: 'shop', TemplateBody: template() })
          .message,
      ).to.contain('is in UPDATE_ROLLBACK_FAILED state and can not be updated.');
      test.cfn('ContinueUpdateRollback');
      test.advance(100);
      expect(test.stack().StackStatus).to.equal('UPDATE_ROLLBACK_FAILED');
      test.cfn('ContinueUpdateRollback', { ResourcesToSkip: ['Topic'] });
      test.advance(100);
      expect(test.stack().StackStatus).to.equal('UPDATE_ROLLBACK_COMPLETE');
      test.remove();
      expect(test.inventory('AWS::EC2::VPC')).to.deep.equal([]);
    });
  });

  it('can be cancelled', () => {
    test.create(template());
    const before = everything();
    test.cfn('UpdateStack', { TemplateBody: template({ display: 'two', cidr: '10.1.0.0/16' }) });
    test.advance(3);
    test.cfn('CancelUpdateStack');
    expect(test.stack().StackStatus).to.equal('UPDATE_ROLLBACK_IN_PROGRESS');
    test.advance(100);
    expect(test.stack().StackStatus).to.equal('UPDATE_ROLLBACK_COMPLETE');
    expect(everything()).to.deep.equal(before);
    expect(test.errorOf('CloudFormation', 'CancelUpdateStack', { StackName: 'shop' }).message).to.equal(
      'CancelUpdateStack cannot be called from current stack status',
    );
  });

  it('leaves behind what cannot be deleted any more, and says so', () => {
    const db = `  Db: { Type: 'AWS::DocDB::DBCluster', DeletionPolicy: Delete, Properties: { DeletionProtection: true } }`;
    test.create(template({ further: db }));
    test.update(template());
    expect(test.stack()).to.include({
      StackStatus: 'UPDATE_COMPLETE',
      StackStatusReason: 'Update successful. One or more resources could not be deleted.',
    });
    expect(test.inventory('AWS::DocDB::DBCluster')[0]!.resource.stack?.left).to.equal(true);
  });

  describe('under a stack policy', () => {
    const policy = JSON.stringify({
      Statement: [
        { Effect: 'Allow', Principal: '*', Action: 'Update:*', Resource: '*' },
        {
          Effect: 'Deny',
          Principal: '*',
          Action: ['Update:Replace', 'Update:Delete'],
          Resource: 'LogicalResourceId/Net',
        },
      ],
    });

    it('does not replace or delete what the policy guards', () => {
      test.create(template(), { StackPolicyBody: policy });
      const denial =
        'Action denied by stack policy: Statement [#2] does not allow [Update:Replace, Update:Delete] for resource [LogicalResourceId/Net];';
      const replacing = { StackName: 'shop', TemplateBody: template({ cidr: '10.1.0.0/16' }) };
      expect(test.preview('CloudFormation', 'UpdateStack', replacing).stops[0]).to.include({
        origin: 'protection',
      });
      test.update(replacing.TemplateBody);
      expect(test.story()).to.include(`Net UPDATE_FAILED ${denial}`);
      expect(test.stack().StackStatus).to.equal('UPDATE_ROLLBACK_COMPLETE');
      test.update(`Resources: { Topic: { Type: 'AWS::SNS::Topic' } }`);
      expect(test.story()).to.include(`shop UPDATE_ROLLBACK_IN_PROGRESS ${denial}`);
      test.update(template({ display: 'two' }));
      expect(test.stack().StackStatus).to.equal('UPDATE_COMPLETE');
    });

    it('gives way to a policy for the update alone, and does not stop DeleteStack', () => {
      test.create(template(), { StackPolicyBody: policy });
      const open = JSON.stringify({
        Statement: [{ Effect: 'Allow', Principal: '*', Action: 'Update:*', Resource: '*' }],
      });
      test.update(template({ cidr: '10.1.0.0/16' }), { StackPolicyDuringUpdateBody: open });
      expect(test.stack().StackStatus).to.equal('UPDATE_COMPLETE');
      expect(test.cfn('GetStackPolicy')['StackPolicyBody']).to.equal(policy);
      test.remove();
      expect(test.inventory('AWS::EC2::VPC')).to.deep.equal([]);
    });
  });
});

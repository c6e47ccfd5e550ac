/** Stacks in a stack where something stands in the way: permissions, cancelled and failed updates. */
import { expect } from 'chai';
import { credentialsActor, type Actor } from '../../../harness/contract/actor.js';
import { stackUnderTest, type StackUnderTest } from './stack-under-test.js';

const url = 'https://templates.s3.cn-north-1.amazonaws.com.cn/data.yaml';
const data = (name = 'one', more = ''): string => `
Resources:
  Topic: { Type: 'AWS::SNS::Topic', Properties: { DisplayName: ${name} } }
  Table:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]
      KeySchema: [{ AttributeName: id, KeyType: HASH }]
${more}`;
const database = (logicalId: string): string =>
  `  ${logicalId}: { Type: 'AWS::RDS::DBInstance', DeletionPolicy: Delete, Properties: { DBInstanceClass: db.t3.micro, Engine: postgres, AllocatedStorage: '20', MasterUsername: root, MasterUserPassword: secret1234 } }`;
const bad = `  Bad: { Type: 'AWS::Kinesis::Stream', Properties: { ShardCount: x } }`;
const outer = (more = ''): string => `
Resources:
  Data:
    Type: AWS::CloudFormation::Stack
    Properties: { TemplateURL: '${url}' }
${more}`;

describe('a stack in a stack, where something stands in the way', () => {
  let test: StackUnderTest;
  beforeEach(async () => {
    test = await stackUnderTest();
    test.call('S3', 'CreateBucket', {
      Bucket: 'templates',
      CreateBucketConfiguration: { LocationConstraint: 'cn-north-1' },
    });
    put(data());
  });
  const put = (Body: string): void => {
    test.call('S3', 'PutObject', { Bucket: 'templates', Key: 'data.yaml', Body });
  };
  const nested = (): string => test.physicalId('Data');
  const everything = (): unknown[] =>
    test
      .inventory()
      .filter(({ resource }) => !/S3|CloudFormation/.test(resource.type))
      .map(({ resource, observed }) => [resource.incarnation, observed.configuration]);
  const operator = (): Actor =>
    credentialsActor('arn:aws-cn:iam::123456789012:user/operator', 'AKIAOPERATOR');
  const permit = (...statements: object[]): void => {
    test.call('IAM', 'CreateUser', { UserName: 'operator' });
    test.call('IAM', 'PutUserPolicy', {
      UserName: 'operator',
      PolicyName: 'work',
      PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
    });
  };

  it('its resources are worked on as the caller: what it may not delete stays, and both stacks say so', () => {
    test.create(outer());
    permit(
      { Effect: 'Allow', Action: ['cloudformation:*', 'sns:*', 's3:*'], Resource: '*' },
      { Effect: 'Deny', Action: 'dynamodb:*', Resource: '*' },
    );
    const { effects, stops } = test.preview(
      'CloudFormation',
      'DeleteStack',
      { StackName: 'shop' },
      { as: operator() },
    );
    expect(stops.map(({ origin, action }) => [origin, action])).to.deep.equal([
      ['authorisation', 'dynamodb:DeleteTable'],
    ]);
    expect(effects.flatMap(({ kind, resource }) => (kind === 'delete' ? [resource.type] : []))).to.deep.equal(
      ['AWS::SNS::Topic'],
    );
    test.call('CloudFormation', 'DeleteStack', { StackName: 'shop' }, operator());
    test.advance(600);
    expect(test.stack().StackStatus).to.equal('DELETE_FAILED');
    expect(test.story().find((line) => line.startsWith('Data DELETE_FAILED'))).to.match(
      /^Data DELETE_FAILED Embedded stack arn:\S+ was not successfully deleted: The following resource\(s\) failed to delete: \[Table\]\. $/,
    );
    const id = nested();
    expect(test.stack(id).StackStatus).to.equal('DELETE_FAILED');
    test.call(
      'CloudFormation',
      'DeleteStack',
      { StackName: 'shop', DeletionMode: 'FORCE_DELETE_STACK' },
      operator(),
    );
    test.advance(600);
    expect(test.inventory('AWS::CloudFormation::Stack')).to.deep.equal([]);
    expect(test.inventory('AWS::DynamoDB::Table')[0]?.resource.stack).to.deep.include({
      left: true,
      root: { stackName: 'shop', logicalId: 'Data/Table' },
    });
  });

  it('to make it takes CreateStack on it, as the caller or the service role', () => {
    permit(
      { Effect: 'Allow', Action: ['s3:*', 'sns:*', 'dynamodb:*'], Resource: '*' },
      {
        Effect: 'Allow',
        Action: 'cloudformation:*',
        Resource: 'arn:aws-cn:cloudformation:*:*:stack/shop/*',
      },
    );
    test.call('CloudFormation', 'CreateStack', { StackName: 'shop', TemplateBody: outer() }, operator());
    test.advance(600);
    expect(test.stack().StackStatus).to.equal('ROLLBACK_COMPLETE');
    expect(test.story().find((line) => line.startsWith('Data CREATE_FAILED'))).to.contain(
      'is not authorized to perform: cloudformation:CreateStack on resource: arn:aws-cn:cloudformation:cn-north-1:123456789012:stack/shop-Data-',
    );
  });

  it('has the service role of the outer one, on whose behalf its resources are made', () => {
    const trust = { Effect: 'Allow', Principal: { Service: 'cloudformation.amazonaws.com' } };
    const { Role } = test.call<{ Role: { Arn: string } }>('IAM', 'CreateRole', {
      RoleName: 'deployer',
      AssumeRolePolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ ...trust, Action: 'sts:AssumeRole' }],
      }),
    });
    test.call('IAM', 'PutRolePolicy', {
      RoleName: 'deployer',
      PolicyName: 'work',
      PolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Action: ['s3:GetObject', 'cloudformation:*', 'sns:*'], Resource: '*' },
          {
            Effect: 'Allow',
            Action: 'dynamodb:*',
            Resource: '*',
            Condition: { 'ForAllValues:StringEquals': { 'aws:CalledVia': ['cloudformation.amazonaws.com'] } },
          },
        ],
      }),
    });
    test.create(outer(), { RoleARN: Role.Arn });
    expect(test.stack(nested())).to.include({ StackStatus: 'CREATE_COMPLETE', RoleARN: Role.Arn });
    test.call('IAM', 'DeleteRolePolicy', { RoleName: 'deployer', PolicyName: 'work' });
    put(data('two'));
    test.update(outer());
    expect(test.story().find((line) => line.startsWith('Data UPDATE_FAILED'))).to.contain(
      'assumed-role/deployer/AWSCloudFormation is not authorized to perform: cloudformation:UpdateStack',
    );
  });

  it('is given up where another resource of the outer one fails, and goes with the rollback', () => {
    put(data('one', database('Db')));
    const id = test.create(
      outer(bad.replace('Bad: {', 'Bad: { DependsOn: Slow,').concat(`\n  Slow: { Type: 'AWS::SNS::Topic' }`)),
    );
    const story = test.story(id);
    expect(story).to.include('Data CREATE_FAILED Resource creation cancelled');
    expect(story.at(-1)).to.equal('shop ROLLBACK_COMPLETE');
    expect(everything()).to.deep.equal([]);
    expect(test.inventory('AWS::CloudFormation::Stack')).to.have.length(1);
  });

  it('is given up before it has begun', () => {
    const id = test.create(outer(bad));
    expect(test.story(id).at(-1)).to.equal('shop ROLLBACK_COMPLETE');
    expect(everything()).to.deep.equal([]);
    expect(test.inventory('AWS::CloudFormation::Stack')).to.have.length(1);
  });

  it('whose creation is broken off by DeleteStack goes with the outer one', () => {
    put(data('one', database('Db')));
    test.cfn('CreateStack', { TemplateBody: outer() });
    test.advance(60);
    test.remove();
    expect(everything()).to.deep.equal([]);
    expect(test.inventory('AWS::CloudFormation::Stack')).to.deep.equal([]);
  });

  it('goes back to what it was where CancelUpdateStack stops the outer one', () => {
    test.create(outer());
    const before = everything();
    put(data('two', database('Db')));
    test.cfn('UpdateStack', { TemplateBody: outer() });
    test.advance(60);
    expect(test.stack(nested()).StackStatus).to.equal('UPDATE_IN_PROGRESS');
    test.cfn('CancelUpdateStack');
    test.advance(3600);
    expect(test.stack().StackStatus).to.equal('UPDATE_ROLLBACK_COMPLETE');
    expect(test.stack(nested()).StackStatus).to.equal('UPDATE_ROLLBACK_COMPLETE');
    expect(everything()).to.deep.equal(before);
  });

  it('left where its update failed, goes on with the next one', () => {
    test.create(outer());
    put(data('two', bad));
    test.update(outer(), { DisableRollback: true });
    expect(test.stack().StackStatus).to.equal('UPDATE_FAILED');
    expect(test.stack(nested()).StackStatus).to.equal('UPDATE_FAILED');
    put(data('three'));
    test.update(outer());
    expect(test.stack().StackStatus).to.equal('UPDATE_COMPLETE');
    expect(test.stack(nested()).StackStatus).to.equal('UPDATE_COMPLETE');
    expect(test.members(nested()).map(({ ResourceStatus }) => ResourceStatus)).to.deep.equal([
      'CREATE_COMPLETE',
      'UPDATE_COMPLETE',
    ]);
  });

  it('done with its update where another failed and was left so, can still go back with RollbackStack', () => {
    test.create(outer(`  Late: { Type: 'AWS::SNS::Topic' }`));
    const before = everything();
    put(data('two'));
    test.update(
      outer(
        `  Late: { Type: 'AWS::SNS::Topic', DependsOn: Data }\n${bad.replace('Bad: {', 'Bad: { DependsOn: Late,')}`,
      ),
      {
        DisableRollback: true,
      },
    );
    expect(test.stack().StackStatus).to.equal('UPDATE_FAILED');
    test.cfn('RollbackStack');
    test.advance(3600);
    expect(test.stack().StackStatus).to.equal('UPDATE_ROLLBACK_COMPLETE');
    expect(test.stack(nested()).StackStatus).to.equal('UPDATE_ROLLBACK_COMPLETE');
    expect(everything()).to.deep.equal(before);
  });

  it('that cannot go back holds the tree, until ContinueUpdateRollback on the root skips what is lost', () => {
    test.create(outer());
    put(data('two', database('Db')));
    test.cfn('UpdateStack', { TemplateBody: outer(bad.replace('Bad: {', 'Bad: { DependsOn: Data,')) });
    test.advance(60);
    const [topic] = test.inventory('AWS::SNS::Topic');
    test.world.commit(
      test.world.propose({ cause: 'test', callId: 'test', checked: true }, (transaction) => {
        const { type, account, region, id } = topic!.resource;
        transaction.deleteResource(transaction.resource({ type, account, region }, id)!);
      }),
      null,
    );
    test.advance(3600);
    expect(test.stack()).to.include({
      StackStatus: 'UPDATE_ROLLBACK_FAILED',
      StackStatusReason: 'The following resource(s) failed to update: [Data]. ',
    });
    const { StackName, StackStatus } = test.stack(nested());
    expect(StackStatus).to.equal('UPDATE_ROLLBACK_FAILED');
    expect(test.story().join('\n')).to.contain('Currently in UPDATE_ROLLBACK_FAILED with reason:');
    expect(
      test.errorOf('CloudFormation', 'ContinueUpdateRollback', { StackName: nested() }).message,
    ).to.contain('nested stack');
    expect(
      test.errorOf('CloudFormation', 'ContinueUpdateRollback', {
        StackName: 'shop',
        ResourcesToSkip: [`${StackName!}.Table`],
      }).message,
    ).to.contain('cannot be skipped');
    test.cfn('ContinueUpdateRollback');
    test.advance(600);
    expect(test.stack().StackStatus).to.equal('UPDATE_ROLLBACK_FAILED');
    test.cfn('ContinueUpdateRollback', { ResourcesToSkip: [`${StackName!}.Topic`] });
    test.advance(3600);
    expect(test.stack().StackStatus).to.equal('UPDATE_ROLLBACK_COMPLETE');
    expect(test.stack(nested()).StackStatus).to.equal('UPDATE_ROLLBACK_COMPLETE');
    expect(test.inventory('AWS::RDS::DBInstance')).to.deep.equal([]);
    test.remove();
    expect(test.inventory('AWS::CloudFormation::Stack')).to.deep.equal([]);
  });

  it('deleted or updated directly while the outer one works on it is told of, not lost', () => {
    put(data('one', database('Db')));
    test.cfn('CreateStack', { TemplateBody: outer() });
    test.advance(60);
    const id = nested();
    expect(
      test.errorOf('CloudFormation', 'UpdateStack', { StackName: id, TemplateBody: data() }).message,
    ).to.equal(`Stack:${id} is in CREATE_IN_PROGRESS state and can not be updated.`);
    test.cfn('DeleteStack', { StackName: id });
    test.advance(3600);
    expect(test.stack(id).StackStatus).to.equal('DELETE_COMPLETE');
    expect(test.stack().StackStatus).to.equal('ROLLBACK_COMPLETE');
    expect(everything()).to.deep.equal([]);
  });
});

/** Stacks in a stack: their life, from outside. */
import { expect } from 'chai';
import type { Effect } from '../../../harness/contract/effect.js';
import { stackUnderTest, type StackUnderTest } from './stack-under-test.js';

const address = (key: string): string => `https://templates.s3.cn-north-1.amazonaws.com.cn/${key}`;
const data = `
Parameters: { Name: { Type: String, Default: plain } }
Resources:
  Topic: { Type: 'AWS::SNS::Topic', Properties: { DisplayName: !Ref Name } }
  Table:
    Type: AWS::DynamoDB::Table
    DependsOn: Topic
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]
      KeySchema: [{ AttributeName: id, KeyType: HASH }]
Outputs: { TableName: { Value: !Ref Table } }`;
const outer = (properties = '', more = ''): string => `
Resources:
  Data:
    Type: AWS::CloudFormation::Stack
    Properties: { TemplateURL: '${address('data.yaml')}' ${properties} }
  Reader: { Type: 'AWS::SNS::Topic', Properties: { DisplayName: !GetAtt Data.Outputs.TableName } }
${more}`;

describe('a stack in a stack', () => {
  let test: StackUnderTest;
  beforeEach(async () => {
    test = await stackUnderTest();
    test.call('S3', 'CreateBucket', {
      Bucket: 'templates',
      CreateBucketConfiguration: { LocationConstraint: 'cn-north-1' },
    });
    put('data.yaml', data);
  });
  const put = (Key: string, Body: string): void => {
    test.call('S3', 'PutObject', { Bucket: 'templates', Key, Body });
  };
  const nested = (logicalId = 'Data'): string => test.physicalId(logicalId);
  const named = (effects: readonly Effect[], kind: string): string[] =>
    effects
      .filter((effect) => effect.kind === kind)
      .map(({ resource: { stack } }) => `${stack?.root?.stackName ?? ''}/${stack?.root?.logicalId ?? ''}`);

  it('has an id, events and outputs of its own, and its place in the tree', () => {
    const root = test.create(outer(`, Parameters: { Name: fancy }`), {
      Tags: [{ Key: 'team', Value: 'costs' }],
    });
    expect(test.story()).to.deep.equal([
      'shop CREATE_IN_PROGRESS User Initiated',
      'Data CREATE_IN_PROGRESS',
      'Data CREATE_IN_PROGRESS Resource creation Initiated',
      'Data CREATE_COMPLETE',
      'Reader CREATE_IN_PROGRESS',
      'Reader CREATE_IN_PROGRESS Resource creation Initiated',
      'Reader CREATE_COMPLETE',
      'shop CREATE_COMPLETE',
    ]);
    const stack = test.stack(nested());
    expect(stack.StackName).to.match(/^shop-Data-[A-Z0-9]{12}$/);
    expect(stack).to.deep.include({
      StackStatus: 'CREATE_COMPLETE',
      ParentId: root,
      RootId: root,
      Parameters: [{ ParameterKey: 'Name', ParameterValue: 'fancy' }],
      Tags: [{ Key: 'team', Value: 'costs' }],
    });
    expect(test.story(nested()).at(-1)).to.equal(`${stack.StackName} CREATE_COMPLETE`);
    const names = test
      .inventory('AWS::SNS::Topic')
      .map(({ observed }) => Reflect.get(observed.configuration as object, 'DisplayName') as string);
    expect(names.sort()).to.deep.equal(['fancy', stack.Outputs?.[0]?.OutputValue]);
    const [table] = test.inventory('AWS::DynamoDB::Table');
    expect(table?.resource.stack).to.deep.equal({
      stackName: stack.StackName,
      stackId: nested(),
      logicalId: 'Table',
      root: { stackName: 'shop', logicalId: 'Data/Table' },
    });
  });

  it('is deleted with the outer one, and the deletion shows what goes inside', () => {
    test.create(outer());
    const id = nested();
    const { effects } = test.preview('CloudFormation', 'DeleteStack', { StackName: 'shop' });
    expect(named(effects, 'delete').sort()).to.deep.equal([
      '/',
      '/',
      'shop/Data',
      'shop/Data/Table',
      'shop/Data/Topic',
    ]);
    test.remove();
    expect(test.inventory().filter(({ resource }) => !resource.type.startsWith('AWS::S3'))).to.deep.equal([]);
    expect(test.stack(id)).to.include({ StackStatus: 'DELETE_COMPLETE' });
  });

  it('that cannot be created fails the outer one in its words, and is rolled back with it', () => {
    put('data.yaml', data.replace('AWS::SNS::Topic', 'AWS::Kinesis::Stream'));
    const id = test.create(outer());
    const story = test.story(id);
    const failed = story.find((line) => line.startsWith('Data CREATE_FAILED'));
    expect(failed).to.match(
      /^Data CREATE_FAILED Embedded stack arn:aws-cn:cloudformation:\S+ was not successfully created: The following resource\(s\) failed to create: \[Topic\]\. $/,
    );
    expect(story.at(-1)).to.equal('shop ROLLBACK_COMPLETE');
    expect(test.inventory('AWS::CloudFormation::Stack')).to.have.length(1);
  });

  it('with a template that is not there or needs more capabilities fails as a resource', () => {
    const id = test.create(outer().replace('data.yaml', 'none.yaml'));
    expect(test.story(id).join('\n')).to.contain(
      'Data CREATE_FAILED S3 error: The specified key does not exist.',
    );
    test.remove();
    put('data.yaml', `Resources: { Group: { Type: 'AWS::IAM::Group' } }`);
    const second = test.create(outer().replace(/ {2}Reader.*/, ''), { Capabilities: [] });
    expect(test.story(second).join('\n')).to.contain('Requires capabilities : [CAPABILITY_IAM]');
  });

  it('is updated with the outer one, even where only its own template has changed', () => {
    test.create(outer());
    put(
      'data.yaml',
      data
        .replace('plain', 'changed')
        .replace('AttributeName: id, KeyType', 'AttributeName: key, KeyType')
        .replace('AttributeName: id, Attr', 'AttributeName: key, Attr'),
    );
    const { effects } = test.preview('CloudFormation', 'UpdateStack', {
      StackName: 'shop',
      TemplateBody: outer(),
    });
    expect(named(effects, 'replace')).to.deep.equal(['shop/Data/Table']);
    const before = test.inventory('AWS::DynamoDB::Table')[0]?.resource.id;
    test.update(outer());
    expect(test.story(nested()).slice(-8)).to.deep.equal(
      [
        'Topic UPDATE_COMPLETE',
        'Table UPDATE_IN_PROGRESS Requested update requires the creation of a new physical resource; hence creating one.',
        'Table UPDATE_IN_PROGRESS Resource creation Initiated',
        'Table UPDATE_COMPLETE',
        `${test.stack(nested()).StackName!} UPDATE_COMPLETE_CLEANUP_IN_PROGRESS`,
        'Table DELETE_IN_PROGRESS',
        'Table DELETE_COMPLETE',
        `${test.stack(nested()).StackName!} UPDATE_COMPLETE`,
      ].slice(-8),
    );
    expect(test.story().slice(-3)).to.deep.equal([
      'Reader UPDATE_COMPLETE',
      'shop UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
      'shop UPDATE_COMPLETE',
    ]);
    const tables = test.inventory('AWS::DynamoDB::Table').map(({ resource }) => resource.id);
    expect(tables).to.have.length(1);
    expect(tables).not.to.include(before);
    expect(test.stack(nested()).Outputs?.[0]?.OutputValue).to.equal(tables[0]);
  });

  it('that has nothing to change is looked into and left as it is', () => {
    test.create(outer());
    test.update(outer());
    expect(test.story()).to.include.members(['Data UPDATE_IN_PROGRESS', 'Data UPDATE_COMPLETE']);
    expect(test.stack(nested())).to.include({ StackStatus: 'CREATE_COMPLETE' });
  });

  it('goes back to what it was where another resource of the outer one fails', () => {
    test.create(outer());
    const table = test.inventory('AWS::DynamoDB::Table')[0]?.resource.incarnation;
    const outputs = test.stack(nested()).Outputs;
    put(
      'data.yaml',
      data
        .replace('AttributeName: id, KeyType', 'AttributeName: key, KeyType')
        .replace('AttributeName: id, Attr', 'AttributeName: key, Attr')
        .replace('plain', 'changed'),
    );
    test.update(
      outer('', `  Bad: { Type: 'AWS::Kinesis::Stream', DependsOn: Reader, Properties: { ShardCount: x } }`),
    );
    expect(test.stack()).to.include({ StackStatus: 'UPDATE_ROLLBACK_COMPLETE' });
    expect(test.stack(nested())).to.deep.include({
      StackStatus: 'UPDATE_ROLLBACK_COMPLETE',
      Outputs: outputs,
    });
    expect(test.inventory('AWS::DynamoDB::Table').map(({ resource }) => resource.incarnation)).to.deep.equal([
      table,
    ]);
    const names = test.inventory('AWS::SNS::Topic').map(({ observed }) => observed.configuration);
    expect(names).to.deep.include({ DisplayName: 'plain' });
    expect(names).to.have.length(2);
  });

  it('that cannot be updated fails the outer one in its words, and both go back', () => {
    test.create(outer());
    put(
      'data.yaml',
      data
        .replace(
          'Outputs:',
          `  Bad: { Type: 'AWS::Kinesis::Stream', Properties: { ShardCount: x } }\nOutputs:`,
        )
        .replace('plain', 'changed'),
    );
    test.update(outer());
    const story = test.story();
    expect(story.find((line) => line.startsWith('Data UPDATE_FAILED'))).to.match(
      /^Data UPDATE_FAILED Embedded stack arn:\S+ was not successfully updated\. Currently in UPDATE_ROLLBACK_IN_PROGRESS with reason: The following resource\(s\) failed to create: \[Bad\]\. The following resource\(s\) failed to update: \[Topic\]\. $/,
    );
    expect(story.at(-1)).to.equal('shop UPDATE_ROLLBACK_COMPLETE');
    expect(test.stack(nested())).to.include({ StackStatus: 'UPDATE_ROLLBACK_COMPLETE' });
    expect(test.members(nested()).map(({ LogicalResourceId }) => LogicalResourceId)).to.deep.equal([
      'Table',
      'Topic',
    ]);
    expect(test.inventory('AWS::SNS::Topic').map(({ observed }) => observed.configuration)).to.deep.include({
      DisplayName: 'plain',
    });
  });

  it('that leaves the template goes in the cleanup, protected or not', () => {
    test.create(outer());
    test.cfn('UpdateTerminationProtection', { EnableTerminationProtection: true });
    const id = nested();
    test.update(`Resources: { Reader: { Type: 'AWS::SNS::Topic', Properties: { DisplayName: x } } }`);
    expect(test.stack(id)).to.include({ StackStatus: 'DELETE_COMPLETE' });
    expect(test.inventory('AWS::DynamoDB::Table')).to.deep.equal([]);
  });

  it('with DeletionPolicy Retain stays where the outer one goes', () => {
    test.create(
      outer().replace(
        'Type: AWS::CloudFormation::Stack',
        'Type: AWS::CloudFormation::Stack\n    DeletionPolicy: Retain',
      ),
    );
    const id = nested();
    test.remove();
    expect(test.stack(id)).to.include({ StackStatus: 'CREATE_COMPLETE' });
    expect(test.inventory('AWS::DynamoDB::Table')).to.have.length(1);
    expect(test.inventory('AWS::CloudFormation::Stack')[0]?.resource.stack).to.include({ left: true });
    test.cfn('UpdateTerminationProtection', { StackName: id, EnableTerminationProtection: true });
    expect(test.stack(id)).to.include({ EnableTerminationProtection: true });
  });

  it('shares the protection of its root, which alone can switch it', () => {
    test.create(outer(), { EnableTerminationProtection: true });
    expect(test.stack(nested())).to.include({ EnableTerminationProtection: true });
    expect(test.errorOf('CloudFormation', 'DeleteStack', { StackName: nested() })).to.include({
      origin: 'protection',
      message: `Stack [${test.stack(nested()).StackName!}] cannot be deleted while TerminationProtection is enabled`,
    });
    const off = { EnableTerminationProtection: false };
    expect(
      test.errorOf('CloudFormation', 'UpdateTerminationProtection', { StackName: nested(), ...off }).message,
    ).to.contain('cannot be called on nested stack');
    const { effects } = test.preview('CloudFormation', 'UpdateTerminationProtection', {
      StackName: 'shop',
      ...off,
    });
    expect(effects.map(({ kind }) => kind)).to.deep.equal(['unprotect', 'unprotect']);
    test.cfn('UpdateTerminationProtection', off);
    test.cfn('DeleteStack', { StackName: nested() });
    test.advance(3600);
    test.remove();
    expect(test.inventory('AWS::CloudFormation::Stack')).to.deep.equal([]);
  });

  it('that takes too long is given up', () => {
    put(
      'data.yaml',
      data.replace(
        'Resources:',
        `Resources:\n  Db: { Type: 'AWS::RDS::DBInstance', Properties: { DBInstanceClass: db.t3.micro, Engine: postgres, AllocatedStorage: '20', MasterUsername: root, MasterUserPassword: secret1234 } }`,
      ),
    );
    const id = test.create(outer(', TimeoutInMinutes: 1'));
    expect(test.story(id).join('\n')).to.contain(
      'was not successfully created: Stack creation time exceeded',
    );
    expect(test.stack()).to.include({ StackStatus: 'ROLLBACK_COMPLETE' });
    expect(test.inventory('AWS::RDS::DBInstance')).to.deep.equal([]);
  });

  it('holds stacks of its own, at any depth', () => {
    put('middle.yaml', outer());
    const root = test.create(
      outer()
        .replaceAll('data.yaml', 'middle.yaml')
        .replace(/ {2}Reader.*/, ''),
    );
    const middle = nested();
    const inner = test
      .members(middle)
      .find(({ LogicalResourceId }) => LogicalResourceId === 'Data')!.PhysicalResourceId!;
    expect(test.stack(inner)).to.include({ RootId: root, ParentId: middle });
    const [table] = test.inventory('AWS::DynamoDB::Table');
    expect(table?.resource.stack?.root).to.deep.equal({ stackName: 'shop', logicalId: 'Data/Data/Table' });
    put('data.yaml', data.replace('plain', 'changed'));
    test.update(
      outer()
        .replaceAll('data.yaml', 'middle.yaml')
        .replace(/ {2}Reader.*/, ''),
    );
    for (const stack of ['shop', middle, inner]) {
      expect(test.stack(stack).StackStatus, stack).to.equal('UPDATE_COMPLETE');
    }
    test.remove();
    expect(test.inventory('AWS::DynamoDB::Table')).to.deep.equal([]);
  });
});

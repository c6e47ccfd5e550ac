import { expect } from 'chai';
import { credentialsActor, type Actor } from '../../../harness/contract/actor.js';
import { rootActor } from '../cloud-under-test.js';
import { stackUnderTest, type StackUnderTest } from '../cloudformation/stack-under-test.js';

const topic = `Resources: { Topic: { Type: 'AWS::SNS::Topic' } }`;

describe('CloudFormation', () => {
  let test: StackUnderTest;
  beforeEach(async () => {
    test = await stackUnderTest();
  });
  const refused = (operation: string, input: object): string =>
    test.errorOf('CloudFormation', operation, { StackName: 'shop', ...input }).message;

  describe('exports', () => {
    const exporting = (value: string, name = 'net'): string => `
Resources: { Topic: { Type: 'AWS::SNS::Topic' } }
Outputs: { Out: { Value: ${value}, Export: { Name: ${name} } } }`;
    const importing = `Resources: { T: { Type: 'AWS::SNS::Topic', Properties: { DisplayName: !ImportValue net } } }`;
    const importer = (): void => {
      test.call('CloudFormation', 'CreateStack', { StackName: 'user', TemplateBody: importing });
      test.advance(60);
    };

    it('are listed, imported, and known by who imports them', () => {
      const id = test.create(exporting('blue'));
      importer();
      expect(test.cfn('ListExports')['Exports']).to.deep.equal([
        { ExportingStackId: id, Name: 'net', Value: 'blue' },
      ]);
      expect(test.cfn('ListImports', { ExportName: 'net' })['Imports']).to.deep.equal(['user']);
      expect(refused('ListImports', { ExportName: 'other' })).to.equal(
        "Export 'other' is not imported by any stack.",
      );
      expect(test.inventory('AWS::SNS::Topic').map(({ observed }) => observed.configuration)).to.deep.include(
        {
          DisplayName: 'blue',
        },
      );
    });

    it('in use keep their stack from being deleted: it is what it was', () => {
      test.create(exporting('blue'));
      importer();
      const preview = test.preview('CloudFormation', 'DeleteStack', { StackName: 'shop' });
      expect(preview.effects.filter(({ kind }) => kind === 'delete')).to.deep.equal([]);
      test.remove();
      expect(test.stack()).to.include({
        StackStatus: 'CREATE_COMPLETE',
        StackStatusReason: 'Export net cannot be deleted as it is in use by user',
      });
      test.call('CloudFormation', 'DeleteStack', { StackName: 'user' });
      test.advance(60);
      test.remove();
      expect(test.inventory()).to.deep.equal([]);
      expect(test.cfn('ListExports')['Exports']).to.deep.equal([]);
    });

    it('in use can neither be changed nor taken away', () => {
      test.create(exporting('blue'));
      importer();
      test.update(exporting('red'));
      expect(test.story()).to.include(
        'shop UPDATE_ROLLBACK_IN_PROGRESS Export net cannot be updated as it is in use by user',
      );
      test.update(exporting('blue', 'other'));
      expect(test.story()).to.include(
        'shop UPDATE_ROLLBACK_IN_PROGRESS Export net cannot be deleted as it is in use by user',
      );
      expect(test.stack().StackStatus).to.equal('UPDATE_ROLLBACK_COMPLETE');
      expect(test.cfn('ListExports')['Exports']).to.have.length(1);
    });

    it('that nobody makes, or that another makes, fail the stack', () => {
      test.create(importing);
      expect(test.stack().StackStatus).to.equal('ROLLBACK_COMPLETE');
      expect(test.story()).to.include(
        'shop ROLLBACK_IN_PROGRESS No export named net found. Rollback requested by user.',
      );
      test.remove();
      test.call('CloudFormation', 'CreateStack', { StackName: 'first', TemplateBody: exporting('a') });
      test.advance(60);
      test.create(exporting('b'));
      expect(test.story()).to.include(
        'shop ROLLBACK_IN_PROGRESS Export with name net is already exported by stack first. Rollback requested by user.',
      );
    });
  });

  describe('CreateStack', () => {
    it('refuses a name that is taken, unless it is the same call again', () => {
      const id = test.create(topic, { ClientRequestToken: 't' });
      expect(
        test.errorOf('CloudFormation', 'CreateStack', { StackName: 'shop', TemplateBody: topic }),
      ).to.include({
        code: 'AlreadyExistsException',
        message: 'Stack [shop] already exists',
      });
      expect(test.cfn('CreateStack', { TemplateBody: topic, ClientRequestToken: 't' })).to.deep.equal({
        StackId: id,
      });
    });

    it('asks for capabilities', () => {
      const role = (name: string): string => `
Resources:
  R: { Type: 'AWS::IAM::Role', Properties: { ${name} AssumeRolePolicyDocument: { Version: 2012-10-17, Statement: [] } } }`;
      const asked = (name: string, Capabilities: string[]): unknown =>
        test.errorOf('CloudFormation', 'CreateStack', {
          StackName: 'shop',
          TemplateBody: role(name),
          Capabilities,
        });
      expect(asked('', [])).to.include({
        code: 'InsufficientCapabilitiesException',
        message: 'Requires capabilities : [CAPABILITY_IAM]',
      });
      expect(asked('RoleName: r,', ['CAPABILITY_IAM'])).to.include({
        message: 'Requires capabilities : [CAPABILITY_NAMED_IAM]',
      });
      expect(test.cfn('ValidateTemplate', { TemplateBody: role('') })).to.deep.include({
        Capabilities: ['CAPABILITY_IAM'],
        CapabilitiesReason: 'The following resource(s) require capabilities: [AWS::IAM::Role]',
      });
    });

    it('refuses what it would otherwise ignore', () => {
      expect(refused('CreateStack', { TemplateBody: topic, ResourceTypes: ['AWS::*'] })).to.equal(
        'not implemented: CloudFormation.CreateStack with ResourceTypes',
      );
      expect(refused('CreateStack', {})).to.equal('Either Template URL or Template Body must be specified.');
      expect(refused('CreateStack', { StackName: '1x', TemplateBody: topic })).to.contain(
        '[a-zA-Z][-a-zA-Z0-9]*',
      );
      expect(
        refused('CreateStack', { TemplateBody: topic, OnFailure: 'DELETE', DisableRollback: true }),
      ).to.contain('not both');
    });

    it('leaves nothing behind where it is refused', () => {
      const before = test.world.state;
      refused('CreateStack', { TemplateBody: topic, RoleARN: 'arn:aws-cn:iam::123456789012:role/nobody' });
      expect(before.changesTo(test.world.state)).to.deep.equal([]);
    });

    it('fails the resource whose properties its type does not have, or lacks what it needs', () => {
      test.create(`Resources: { T: { Type: 'AWS::SNS::Topic', Properties: { Colour: blue } } }`);
      expect(test.story()).to.include('T CREATE_FAILED Encountered unsupported property Colour');
      test.remove();
      test.create(`Resources: { T: { Type: 'AWS::EC2::Subnet' } }`);
      expect(test.story()).to.include('T CREATE_FAILED Property VpcId cannot be empty.');
    });
  });

  describe('with a service role', () => {
    const trusting = (service: string): string =>
      JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
      });
    const role = (name: string, service = 'cloudformation.amazonaws.com'): string => {
      const made = test.call('IAM', 'CreateRole', {
        RoleName: name,
        AssumeRolePolicyDocument: trusting(service),
      });
      return (made['Role'] as { Arn: string }).Arn;
    };
    const allow = (RoleName: string, Action: string | string[]): void => {
      test.call('IAM', 'PutRolePolicy', {
        RoleName,
        PolicyName: 'p',
        PolicyDocument: JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
        }),
      });
    };

    it('works on resources as the role, not as the caller, also later', () => {
      const RoleARN = role('deployer');
      allow('deployer', 'sns:CreateTopic');
      test.create(topic, { RoleARN });
      expect(test.stack()).to.include({ StackStatus: 'CREATE_COMPLETE', RoleARN });
      const preview = test.preview('CloudFormation', 'DeleteStack', { StackName: 'shop' });
      expect(preview.stops).to.have.length(1);
      expect(preview.stops[0]).to.include({ origin: 'authorisation', action: 'sns:DeleteTopic' });
      expect(preview.stops[0]!.message).to.contain(
        ':assumed-role/deployer/AWSCloudFormation is not authorized',
      );
      test.remove();
      expect(test.stack().StackStatus).to.equal('DELETE_FAILED');
      allow('deployer', 'sns:DeleteTopic');
      test.remove();
      expect(test.inventory('AWS::SNS::Topic')).to.deep.equal([]);
    });

    it('that is not there or does not trust CloudFormation is refused', () => {
      const nobody = 'arn:aws-cn:iam::123456789012:role/nobody';
      expect(refused('CreateStack', { TemplateBody: topic, RoleARN: nobody })).to.equal(
        `Role ${nobody} is invalid or cannot be assumed`,
      );
      const other = role('other', 'lambda.amazonaws.com');
      expect(refused('CreateStack', { TemplateBody: topic, RoleARN: other })).to.equal(
        `Role ${other} is invalid or cannot be assumed`,
      );
    });
  });

  describe('without a service role', () => {
    const operator = (): Actor =>
      credentialsActor('arn:aws-cn:iam::123456789012:user/operator', 'AKIAOPERATOR');
    const permit = (statements: readonly object[]): void => {
      test.call('IAM', 'CreateUser', { UserName: 'operator' });
      test.call('IAM', 'PutUserPolicy', {
        UserName: 'operator',
        PolicyName: 'work',
        PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
      });
    };
    const withTable = `
Resources:
  Topic: { Type: 'AWS::SNS::Topic' }
  Orders:
    Type: AWS::DynamoDB::Table
    DependsOn: Topic
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]
      KeySchema: [{ AttributeName: id, KeyType: HASH }]`;

    it('works on resources as the caller, who is stopped where the caller would be', () => {
      test.create(withTable);
      permit([
        { Effect: 'Allow', Action: ['cloudformation:*', 'dynamodb:*'], Resource: '*' },
        { Effect: 'Allow', Action: 'sns:*', Resource: '*' },
        { Sid: 'NoTables', Effect: 'Deny', Action: 'dynamodb:DeleteTable', Resource: '*' },
      ]);
      const preview = test.preview(
        'CloudFormation',
        'DeleteStack',
        { StackName: 'shop' },
        { as: operator() },
      );
      expect(preview.stops).to.have.length(1);
      expect(preview.stops[0]).to.include({ origin: 'authorisation', action: 'dynamodb:DeleteTable' });
      expect(preview.stops[0]!.by).to.match(/^identity-based policy \S+$/);
      expect(preview.effects.filter(({ kind }) => kind === 'delete')).to.deep.equal([]);
      const unchecked = test.preview(
        'CloudFormation',
        'DeleteStack',
        { StackName: 'shop' },
        { as: operator(), checked: false },
      );
      expect(unchecked.effects.filter(({ kind }) => kind === 'delete')).to.have.length(3);
      test.call('CloudFormation', 'DeleteStack', { StackName: 'shop' }, operator());
      test.advance(600);
      expect(test.stack().StackStatus).to.equal('DELETE_FAILED');
      expect(test.story().find((line) => line.startsWith('Orders DELETE_FAILED'))).to.match(
        /HandlerErrorCode: AccessDenied\)$/,
      );
    });

    it('is on the way of every resource: aws:CalledVia says so', () => {
      permit([
        { Effect: 'Allow', Action: 'cloudformation:*', Resource: '*' },
        {
          Effect: 'Allow',
          Action: ['sns:*', 'dynamodb:*'],
          Resource: '*',
          Condition: { 'ForAnyValue:StringEquals': { 'aws:CalledVia': 'cloudformation.amazonaws.com' } },
        },
      ]);
      test.call('CloudFormation', 'CreateStack', { StackName: 'shop', TemplateBody: withTable }, operator());
      test.advance(600);
      expect(test.stack().StackStatus).to.equal('CREATE_COMPLETE');
      expect(test.errorOf('DynamoDB', 'ListTables', {}, operator()).origin).to.equal('authorisation');
      const table = test.call<{ Table: { TableStatus: string } }>('DynamoDB', 'DescribeTable', {
        TableName: test.physicalId('Orders'),
      });
      expect(table.Table.TableStatus).to.equal('ACTIVE');
    });

    it('is stopped by a table that is protected', () => {
      test.create(`${withTable}\n      DeletionProtectionEnabled: true`);
      const preview = test.preview('CloudFormation', 'DeleteStack', { StackName: 'shop' });
      expect(preview.stops[0]).to.include({
        origin: 'protection',
        by: 'DeletionProtectionEnabled',
        action: 'dynamodb:DeleteTable',
      });
    });
  });

  it('lists stacks by status, pages through them, and finds one by a physical id', () => {
    for (let number = 0; number < 120; number += 1) {
      test.call('CloudFormation', 'CreateStack', { StackName: `s${number}`, TemplateBody: topic });
      test.advance(10);
    }
    test.call('CloudFormation', 'DeleteStack', { StackName: 's7' });
    test.advance(60);
    const first = test.cfn('ListStacks', { StackStatusFilter: ['CREATE_COMPLETE'] });
    const { NextToken } = first;
    const second = test.cfn('ListStacks', { StackStatusFilter: ['CREATE_COMPLETE'], NextToken });
    expect(first['StackSummaries']).to.have.length(100);
    expect(second['StackSummaries']).to.have.length(19);
    expect(
      test.cfn('ListStacks', { StackStatusFilter: ['DELETE_COMPLETE'] })['StackSummaries'],
    ).to.have.length(1);
    const [any] = test.inventory('AWS::SNS::Topic');
    const found = test.call<{ StackResources: { StackName: string }[] }>(
      'CloudFormation',
      'DescribeStackResources',
      {
        PhysicalResourceId: any!.resource.id,
      },
    );
    expect(found.StackResources[0]!.StackName).to.equal(any!.resource.stack!.stackName);
  });

  it('says what a template needs before it is deployed', () => {
    const text = `
Description: A shop
Parameters: { Stage: { Type: String, Default: test, AllowedValues: [test, production], Description: where } }
Resources: { Topic: { Type: 'AWS::SNS::Topic', Metadata: { a: 1 } } }`;
    expect(test.cfn('GetTemplateSummary', { StackName: undefined, TemplateBody: text })).to.deep.include({
      Description: 'A shop',
      ResourceTypes: ['AWS::SNS::Topic'],
      Parameters: [
        {
          ParameterKey: 'Stage',
          ParameterType: 'String',
          NoEcho: false,
          DefaultValue: 'test',
          Description: 'where',
          ParameterConstraints: { AllowedValues: ['test', 'production'] },
        },
      ],
    });
    test.create(text);
    expect(
      test.cfn('DescribeStackResource', { LogicalResourceId: 'Topic' })['StackResourceDetail'],
    ).to.include({
      ResourceStatus: 'CREATE_COMPLETE',
      Metadata: '{"a":1}',
    });
    expect(refused('DescribeStackResource', { LogicalResourceId: 'Nobody' })).to.equal(
      'Resource Nobody does not exist for stack shop',
    );
    expect(
      refused('ValidateTemplate', {
        TemplateBody: 'Resources: { A: { Type: "AWS::SNS::Topic", DependsOn: A } }',
      }),
    ).to.equal('Circular dependency between resources: [A]');
  });

  it('answers for stacks that do not exist as AWS does', () => {
    expect(refused('DescribeStackEvents', {})).to.equal('Stack [shop] does not exist');
    expect(refused('ListStackResources', {})).to.equal('Stack with id shop does not exist');
    expect(refused('UpdateStack', { TemplateBody: topic })).to.equal('Stack [shop] does not exist');
    expect(test.cfn('DeleteStack')).to.deep.equal({});
  });

  it('shows a polling reader the stack itself, on its way', () => {
    test.cfn('CreateStack', { TemplateBody: topic });
    const pending = test.backend.pendingUntil(
      test.backend.understand(
        {
          service: 'CloudFormation',
          operation: 'DescribeStacks',
          input: { StackName: 'shop' },
          region: 'cn-north-1',
          actor: rootActor(),
        },
        'c',
      ),
    );
    expect(pending).to.equal(test.world.now + 6000);
  });
});

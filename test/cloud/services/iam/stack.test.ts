import { expect } from 'chai';
import { cloudUnderTest, testAccount, type CloudUnderTest } from '../../cloud-under-test.js';

const trust = (service: string): object => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: service } }],
});
const allow = (action: string): object => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }],
});

/** A stack with one of everything that IAM provides. */
function template(action: string, more: Record<string, object> = {}): string {
  return JSON.stringify({
    Resources: {
      Fence: {
        Type: 'AWS::IAM::ManagedPolicy',
        Properties: { PolicyDocument: allow('dynamodb:*'), Roles: [{ Ref: 'Worker' }] },
      },
      Worker: {
        Type: 'AWS::IAM::Role',
        Properties: {
          AssumeRolePolicyDocument: trust('lambda.amazonaws.com'),
          Policies: [{ PolicyName: 'own', PolicyDocument: allow(action) }],
          ManagedPolicyArns: ['arn:aws-cn:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'],
          Tags: [{ Key: 'Team', Value: action }],
        },
      },
      Inline: {
        Type: 'AWS::IAM::Policy',
        Properties: { PolicyName: 'more', PolicyDocument: allow(action), Roles: [{ Ref: 'Worker' }] },
      },
      Embedded: {
        Type: 'AWS::IAM::RolePolicy',
        Properties: {
          PolicyName: 'embedded',
          RoleName: { Ref: 'Worker' },
          PolicyDocument: allow('s3:GetObject'),
        },
      },
      Machine: { Type: 'AWS::IAM::InstanceProfile', Properties: { Roles: [{ Ref: 'Worker' }] } },
      Readers: {
        Type: 'AWS::IAM::Group',
        Properties: {
          GroupName: 'readers',
          Policies: [{ PolicyName: 'read', PolicyDocument: allow('s3:Get*') }],
        },
      },
      Ann: { Type: 'AWS::IAM::User', Properties: { UserName: 'ann', Groups: [{ Ref: 'Readers' }] } },
      AnnsKey: { Type: 'AWS::IAM::AccessKey', Properties: { UserName: { Ref: 'Ann' } } },
      ...more,
    },
    Outputs: {
      RoleArn: { Value: { 'Fn::GetAtt': ['Worker', 'Arn'] } },
      RoleId: { Value: { 'Fn::GetAtt': ['Worker', 'RoleId'] } },
      Policy: { Value: { Ref: 'Fence' } },
      ProfileArn: { Value: { 'Fn::GetAtt': ['Machine', 'Arn'] } },
      Key: { Value: { Ref: 'AnnsKey' } },
    },
  });
}

describe('IAM in a stack', () => {
  let under: CloudUnderTest;
  const Capabilities = ['CAPABILITY_NAMED_IAM'];
  const status = (): string => {
    const { Stacks } = under.call<{ Stacks: { StackStatus: string; StackStatusReason?: string }[] }>(
      'CloudFormation',
      'DescribeStacks',
      { StackName: 'people' },
    );
    return Stacks[0]!.StackStatus;
  };
  const output = (key: string): string => {
    type Described = { Stacks: { Outputs: { OutputKey: string; OutputValue: string }[] }[] };
    const { Stacks } = under.call<Described>('CloudFormation', 'DescribeStacks', { StackName: 'people' });
    return Stacks[0]!.Outputs.find(({ OutputKey }) => OutputKey === key)!.OutputValue;
  };
  const iam = <Output extends object>(operation: string, input: object): Output =>
    under.call<Output>('IAM', operation, input);

  beforeEach(async () => {
    under = await cloudUnderTest();
    under.call('CloudFormation', 'CreateStack', {
      StackName: 'people',
      TemplateBody: template('s3:GetObject'),
      Capabilities,
    });
    under.advance(600);
    expect(status()).to.equal('CREATE_COMPLETE');
  });

  it('makes principals with their policies, and gives their attributes', () => {
    const RoleName = output('RoleArn').split('/').at(-1)!;
    expect(RoleName).to.match(/^people-Worker-[A-Z2-7]{12}$/);
    expect(output('RoleId')).to.match(/^AROA/);
    expect(output('Policy')).to.match(new RegExp(`^arn:aws-cn:iam::${testAccount}:policy/people-Fence-`));
    expect(output('ProfileArn')).to.match(/:instance-profile\/people-Machine-/);
    expect(output('Key')).to.match(/^AKIA/);
    expect(iam<{ PolicyNames: string[] }>('ListRolePolicies', { RoleName }).PolicyNames).to.deep.equal([
      'embedded',
      'more',
      'own',
    ]);
    expect(
      iam<{ AttachedPolicies: object[] }>('ListAttachedRolePolicies', { RoleName }).AttachedPolicies,
    ).to.have.length(2);
    expect(iam<{ Users: object[] }>('GetGroup', { GroupName: 'readers' }).Users).to.have.length(1);
  });

  it('changes what the template changes and keeps the rest', () => {
    const RoleName = output('RoleArn').split('/').at(-1)!;
    const id = output('RoleId');
    const TemplateBody = template('s3:PutObject');
    under.call('CloudFormation', 'UpdateStack', { StackName: 'people', TemplateBody, Capabilities });
    under.advance(600);
    expect(status()).to.equal('UPDATE_COMPLETE');
    expect(output('RoleId')).to.equal(id);
    for (const PolicyName of ['own', 'more']) {
      const { PolicyDocument } = iam<{ PolicyDocument: string }>('GetRolePolicy', { RoleName, PolicyName });
      expect(decodeURIComponent(PolicyDocument)).to.include('s3:PutObject');
    }
    const { Tags } = iam<{ Tags: object[] }>('ListRoleTags', { RoleName });
    expect(Tags).to.deep.include({ Key: 'Team', Value: 's3:PutObject' });
  });

  it('takes everything away again', () => {
    under.call('CloudFormation', 'DeleteStack', { StackName: 'people' });
    under.advance(600);
    expect(under.inventory().filter(({ resource }) => resource.type.startsWith('AWS::IAM::'))).to.deep.equal(
      [],
    );
  });

  it('cannot delete a role that somebody attached a policy to meanwhile', () => {
    const RoleName = output('RoleArn').split('/').at(-1)!;
    iam('AttachRolePolicy', { RoleName, PolicyArn: 'arn:aws-cn:iam::aws:policy/AWSDenyAll' });
    under.call('CloudFormation', 'DeleteStack', { StackName: 'people' });
    under.advance(600);
    expect(status()).to.equal('DELETE_FAILED');
    expect(under.inventory('AWS::IAM::Role').map(({ resource }) => resource.id)).to.deep.equal([RoleName]);
  });
});

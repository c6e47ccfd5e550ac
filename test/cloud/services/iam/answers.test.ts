import { expect } from 'chai';
import { cloudUnderTest, testAccount, type CloudUnderTest } from '../../cloud-under-test.js';

const document = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'sqs:*', Resource: '*' }],
});
const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }],
});
const limits = `arn:aws-cn:iam::${testAccount}:policy/limits`;

describe('what IAM answers', () => {
  let under: CloudUnderTest;
  beforeEach(async () => {
    under = await cloudUnderTest();
    call('CreatePolicy', { PolicyName: 'limits', Description: 'so far', PolicyDocument: document });
    call('CreateRole', {
      RoleName: 'worker',
      AssumeRolePolicyDocument: trust,
      PermissionsBoundary: limits,
    });
  });
  const call = <Output extends object>(operation: string, input: object): Output =>
    under.call<Output>('IAM', operation, input);

  it('tells the description of a policy in GetPolicy, not where it is created or listed', () => {
    const made = call<{ Policy: object }>('CreatePolicy', {
      PolicyName: 'more',
      Description: 'so far',
      PolicyDocument: document,
    });
    expect(made.Policy).to.not.have.property('Description');
    expect(call<{ Policy: object }>('GetPolicy', { PolicyArn: limits }).Policy).to.have.property(
      'Description',
      'so far',
    );
    const { Policies } = call<{ Policies: object[] }>('ListPolicies', { Scope: 'Local' });
    expect(Policies[0]).to.not.have.property('Description');
  });

  it('tells how long sessions of a role last in GetRole, not where it is created', () => {
    const made = call<{ Role: object }>('CreateRole', { RoleName: 'other', AssumeRolePolicyDocument: trust });
    expect(made.Role).to.not.have.property('MaxSessionDuration');
    const { Role } = call<{ Role: object }>('GetRole', { RoleName: 'other' });
    expect(Role).to.have.property('MaxSessionDuration', 3600);
  });

  it('calls the type of a permissions boundary Policy', () => {
    const { Role } = call<{ Role: { PermissionsBoundary: object } }>('GetRole', { RoleName: 'worker' });
    expect(Role.PermissionsBoundary).to.deep.equal({
      PermissionsBoundaryType: 'Policy',
      PermissionsBoundaryArn: limits,
    });
  });

  it('tells the boundary of a user in GetUser, not in lists', () => {
    call('CreateUser', { UserName: 'nora', PermissionsBoundary: limits });
    expect(call<{ User: object }>('GetUser', { UserName: 'nora' }).User).to.have.property(
      'PermissionsBoundary',
    );
    const { Users } = call<{ Users: object[] }>('ListUsers', {});
    expect(Users[0]).to.not.have.property('PermissionsBoundary');
  });

  it('refuses the name of a policy where its ARN is wanted', () => {
    for (const operation of ['AttachRolePolicy', 'DetachRolePolicy']) {
      const error = under.errorOf('IAM', operation, { RoleName: 'worker', PolicyArn: 'AdministratorAccess' });
      expect(error.code).to.equal('ValidationError');
      expect(error.message).to.match(/^Invalid ARN/);
    }
  });
});

/** What is asked of IAM about policies that roles, users and groups hold inline, and about the account as a whole. */
import { defineSuite, type FidelitySequence } from '../sequence.js';

const allowing = (...actions: readonly string[]): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Sid: 'some', Effect: 'Allow', Action: actions, Resource: '*' }],
  });

const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

/** @param holder as the names of operations have it. */
function inlineOf(holder: 'Role' | 'User' | 'Group'): FidelitySequence {
  const named = (name: string): object => ({ [`${holder}Name`]: name });
  const bob = named('bob');
  return {
    name: `policies inline in a ${holder.toLowerCase()}`,
    steps: [
      {
        operation: `Put${holder}Policy`,
        input: { ...bob, PolicyName: 'reads', PolicyDocument: allowing('s3:GetObject') },
        fails: 'NoSuchEntity',
      },
      {
        operation: `Create${holder}`,
        input: { ...bob, ...(holder === 'Role' ? { AssumeRolePolicyDocument: trust } : {}) },
      },
      { operation: `List${holder}Policies`, input: bob },
      {
        operation: `Put${holder}Policy`,
        input: { ...bob, PolicyName: 'reads', PolicyDocument: allowing('s3:GetObject') },
      },
      {
        operation: `Put${holder}Policy`,
        input: { ...bob, PolicyName: 'writes', PolicyDocument: allowing('s3:PutObject') },
      },
      {
        operation: `Put${holder}Policy`,
        input: { ...bob, PolicyName: 'reads', PolicyDocument: allowing('s3:Get*') },
      },
      {
        operation: `Put${holder}Policy`,
        input: { ...bob, PolicyName: 'broken', PolicyDocument: '{"Statement": 5}' },
        fails: 'MalformedPolicyDocument',
      },
      { operation: `List${holder}Policies`, input: bob },
      { operation: `Get${holder}Policy`, input: { ...bob, PolicyName: 'reads' } },
      { operation: `Get${holder}Policy`, input: { ...bob, PolicyName: 'never' }, fails: 'NoSuchEntity' },
      { operation: `Delete${holder}Policy`, input: { ...bob, PolicyName: 'reads' } },
      { operation: `Delete${holder}Policy`, input: { ...bob, PolicyName: 'reads' }, fails: 'NoSuchEntity' },
      { operation: `List${holder}Policies`, input: bob },
      { operation: `List${holder}Policies`, input: named('nobody'), fails: 'NoSuchEntity' },
      { operation: `Delete${holder}`, input: bob, fails: 'DeleteConflict' },
    ],
  };
}

export default defineSuite({
  name: 'iam-inline-policies',
  service: 'IAM',
  opaque: ['Marker'],
  sequences: [
    inlineOf('Role'),
    inlineOf('User'),
    inlineOf('Group'),
    {
      name: 'who may do what in the account',
      steps: [
        { operation: 'CreateGroup', input: { GroupName: 'staff' } },
        { operation: 'CreateUser', input: { UserName: 'vera', Tags: [{ Key: 'team', Value: 'a' }] } },
        { operation: 'AddUserToGroup', input: { GroupName: 'staff', UserName: 'vera' } },
        {
          operation: 'CreatePolicy',
          input: { PolicyName: 'work', PolicyDocument: allowing('sqs:*') },
          save: { policy: 'Policy.Arn' },
        },
        { operation: 'AttachGroupPolicy', input: { GroupName: 'staff', PolicyArn: '{policy}' } },
        { operation: 'CreateRole', input: { RoleName: 'worker', AssumeRolePolicyDocument: trust } },
        {
          operation: 'PutRolePolicy',
          input: { RoleName: 'worker', PolicyName: 'reads', PolicyDocument: allowing('s3:GetObject') },
        },
        { operation: 'GetAccountAuthorizationDetails', input: { Filter: ['User', 'Group'] } },
        { operation: 'GetAccountAuthorizationDetails', input: { Filter: ['Role'] } },
        { operation: 'GetAccountAuthorizationDetails', input: { Filter: ['LocalManagedPolicy'] } },
      ],
    },
  ],
});

/** What is asked of IAM about policies: managed ones with their versions, attached to whom, and those put inline. */
import { defineSuite } from '../sequence.js';

const allowing = (...actions: readonly string[]): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Sid: 'some', Effect: 'Allow', Action: actions, Resource: '*' }],
  });

const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

const nowhere = 'arn:aws:iam::{account}:policy/nowhere';
const readOnlyS3 = 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess';

export default defineSuite({
  name: 'iam-policies',
  service: 'IAM',
  opaque: ['Marker'],
  sequences: [
    {
      name: "a managed policy's life",
      steps: [
        { operation: 'GetPolicy', input: { PolicyArn: nowhere }, fails: 'NoSuchEntity' },
        {
          operation: 'CreatePolicy',
          input: {
            PolicyName: 'readers',
            Path: '/team/',
            Description: 'reads',
            PolicyDocument: allowing('s3:ListAllMyBuckets'),
            Tags: [{ Key: 'team', Value: 'a' }],
          },
          save: { policy: 'Policy.Arn' },
        },
        {
          operation: 'CreatePolicy',
          input: {
            PolicyName: 'readers',
            Path: '/team/',
            PolicyDocument: allowing('s3:ListAllMyBuckets'),
          },
          fails: 'EntityAlreadyExists',
        },
        { operation: 'GetPolicy', input: { PolicyArn: '{policy}' } },
        { operation: 'ListPolicies', input: { Scope: 'Local' } },
        { operation: 'ListPolicies', input: { Scope: 'Local', OnlyAttached: true } },
        { operation: 'ListPolicies', input: { Scope: 'Local', PathPrefix: '/other/' } },
        { operation: 'DeletePolicy', input: { PolicyArn: '{policy}' } },
        { operation: 'DeletePolicy', input: { PolicyArn: '{policy}' }, fails: 'NoSuchEntity' },
        { operation: 'ListPolicies', input: { Scope: 'Local' } },
      ],
    },
    {
      name: 'what a policy cannot be',
      steps: [
        {
          operation: 'CreatePolicy',
          input: { PolicyName: 'broken', PolicyDocument: 'not json' },
          fails: 'MalformedPolicyDocument',
        },
        {
          operation: 'CreatePolicy',
          input: {
            PolicyName: 'broken',
            PolicyDocument: JSON.stringify({
              Version: '2012-10-17',
              Statement: [{ Effect: 'Maybe', Action: 's3:ListAllMyBuckets', Resource: '*' }],
            }),
          },
          fails: 'MalformedPolicyDocument',
        },
        {
          operation: 'CreatePolicy',
          input: {
            PolicyName: 'broken',
            PolicyDocument: JSON.stringify({
              Version: '2012-10-17',
              Statement: [{ Effect: 'Allow', Action: 's3:ListAllMyBuckets' }],
            }),
          },
          fails: 'MalformedPolicyDocument',
        },
        {
          operation: 'CreatePolicy',
          input: { PolicyName: 'bro ken', PolicyDocument: allowing('s3:ListAllMyBuckets') },
          fails: 'ValidationError',
        },
        { operation: 'ListPolicies', input: { Scope: 'Local' } },
      ],
    },
    {
      name: 'versions of a policy',
      steps: [
        {
          operation: 'CreatePolicy',
          input: { PolicyName: 'versions', PolicyDocument: allowing('s3:ListAllMyBuckets') },
          save: { policy: 'Policy.Arn' },
        },
        {
          operation: 'CreatePolicyVersion',
          input: { PolicyArn: '{policy}', PolicyDocument: allowing('s3:*'), SetAsDefault: true },
        },
        {
          operation: 'CreatePolicyVersion',
          input: { PolicyArn: '{policy}', PolicyDocument: allowing('sqs:*') },
        },
        { operation: 'ListPolicyVersions', input: { PolicyArn: '{policy}' } },
        { operation: 'GetPolicyVersion', input: { PolicyArn: '{policy}', VersionId: 'v2' } },
        {
          operation: 'GetPolicyVersion',
          input: { PolicyArn: '{policy}', VersionId: 'v9' },
          fails: 'NoSuchEntity',
        },
        { operation: 'SetDefaultPolicyVersion', input: { PolicyArn: '{policy}', VersionId: 'v3' } },
        {
          operation: 'SetDefaultPolicyVersion',
          input: { PolicyArn: '{policy}', VersionId: 'v9' },
          fails: 'NoSuchEntity',
        },
        { operation: 'GetPolicy', input: { PolicyArn: '{policy}' } },
        {
          operation: 'DeletePolicyVersion',
          input: { PolicyArn: '{policy}', VersionId: 'v3' },
          fails: 'DeleteConflict',
        },
        { operation: 'DeletePolicyVersion', input: { PolicyArn: '{policy}', VersionId: 'v1' } },
        {
          operation: 'DeletePolicyVersion',
          input: { PolicyArn: '{policy}', VersionId: 'v1' },
          fails: 'NoSuchEntity',
        },
        { operation: 'ListPolicyVersions', input: { PolicyArn: '{policy}' } },
        { operation: 'DeletePolicy', input: { PolicyArn: '{policy}' }, fails: 'DeleteConflict' },
      ],
    },
    {
      name: 'no more than five versions',
      steps: [
        {
          operation: 'CreatePolicy',
          input: { PolicyName: 'many', PolicyDocument: allowing('s3:ListAllMyBuckets') },
          save: { policy: 'Policy.Arn' },
        },
        ...['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:ListBucket'].map((action) => ({
          operation: 'CreatePolicyVersion',
          input: { PolicyArn: '{policy}', PolicyDocument: allowing(action) },
        })),
        {
          operation: 'CreatePolicyVersion',
          input: { PolicyArn: '{policy}', PolicyDocument: allowing('s3:*') },
          fails: 'LimitExceeded',
        },
        {
          operation: 'CreatePolicyVersion',
          input: { PolicyArn: nowhere, PolicyDocument: allowing('s3:*') },
          fails: 'NoSuchEntity',
        },
        {
          operation: 'CreatePolicyVersion',
          input: { PolicyArn: '{policy}', PolicyDocument: '[]' },
          fails: 'MalformedPolicyDocument',
        },
        { operation: 'ListPolicyVersions', input: { PolicyArn: '{policy}' }, ordered: true },
      ],
    },
    {
      name: 'tags of a policy',
      steps: [
        {
          operation: 'CreatePolicy',
          input: { PolicyName: 'tagged', PolicyDocument: allowing('s3:*') },
          save: { policy: 'Policy.Arn' },
        },
        {
          operation: 'TagPolicy',
          input: {
            PolicyArn: '{policy}',
            Tags: [
              { Key: 'team', Value: 'a' },
              { Key: 'stage', Value: 'test' },
            ],
          },
        },
        { operation: 'UntagPolicy', input: { PolicyArn: '{policy}', TagKeys: ['team'] } },
        { operation: 'ListPolicyTags', input: { PolicyArn: '{policy}' } },
        {
          operation: 'TagPolicy',
          input: { PolicyArn: nowhere, Tags: [{ Key: 'team', Value: 'a' }] },
          fails: 'NoSuchEntity',
        },
        { operation: 'ListPolicyTags', input: { PolicyArn: nowhere }, fails: 'NoSuchEntity' },
        { operation: 'GetPolicy', input: { PolicyArn: '{policy}' } },
      ],
    },
    {
      name: 'policies attached to a role',
      steps: [
        { operation: 'CreateRole', input: { RoleName: 'worker', AssumeRolePolicyDocument: trust } },
        {
          operation: 'CreatePolicy',
          input: { PolicyName: 'work', PolicyDocument: allowing('sqs:*') },
          save: { policy: 'Policy.Arn' },
        },
        {
          operation: 'AttachRolePolicy',
          input: { RoleName: 'nobody', PolicyArn: '{policy}' },
          fails: 'NoSuchEntity',
        },
        {
          operation: 'AttachRolePolicy',
          input: { RoleName: 'worker', PolicyArn: nowhere },
          fails: 'NoSuchEntity',
        },
        { operation: 'AttachRolePolicy', input: { RoleName: 'worker', PolicyArn: '{policy}' } },
        { operation: 'AttachRolePolicy', input: { RoleName: 'worker', PolicyArn: '{policy}' } },
        { operation: 'ListAttachedRolePolicies', input: { RoleName: 'worker' } },
        { operation: 'ListAttachedRolePolicies', input: { RoleName: 'nobody' }, fails: 'NoSuchEntity' },
        { operation: 'ListEntitiesForPolicy', input: { PolicyArn: '{policy}' } },
        { operation: 'GetPolicy', input: { PolicyArn: '{policy}' } },
        { operation: 'DeletePolicy', input: { PolicyArn: '{policy}' }, fails: 'DeleteConflict' },
        { operation: 'DeleteRole', input: { RoleName: 'worker' }, fails: 'DeleteConflict' },
        { operation: 'DetachRolePolicy', input: { RoleName: 'worker', PolicyArn: '{policy}' } },
        {
          operation: 'DetachRolePolicy',
          input: { RoleName: 'worker', PolicyArn: '{policy}' },
          fails: 'NoSuchEntity',
        },
        { operation: 'ListEntitiesForPolicy', input: { PolicyArn: '{policy}' } },
        { operation: 'ListAttachedRolePolicies', input: { RoleName: 'worker' } },
      ],
    },
    {
      name: 'policies attached to a user and a group',
      steps: [
        { operation: 'CreateUser', input: { UserName: 'ulla' } },
        { operation: 'CreateGroup', input: { GroupName: 'staff' } },
        {
          operation: 'CreatePolicy',
          input: { PolicyName: 'staff', PolicyDocument: allowing('sqs:*') },
          save: { policy: 'Policy.Arn' },
        },
        { operation: 'AttachUserPolicy', input: { UserName: 'ulla', PolicyArn: '{policy}' } },
        {
          operation: 'AttachUserPolicy',
          input: { UserName: 'nobody', PolicyArn: '{policy}' },
          fails: 'NoSuchEntity',
        },
        { operation: 'AttachGroupPolicy', input: { GroupName: 'staff', PolicyArn: '{policy}' } },
        {
          operation: 'AttachGroupPolicy',
          input: { GroupName: 'nothing', PolicyArn: '{policy}' },
          fails: 'NoSuchEntity',
        },
        { operation: 'ListAttachedUserPolicies', input: { UserName: 'ulla' } },
        { operation: 'ListAttachedGroupPolicies', input: { GroupName: 'staff' } },
        { operation: 'ListEntitiesForPolicy', input: { PolicyArn: '{policy}' } },
        { operation: 'ListEntitiesForPolicy', input: { PolicyArn: nowhere }, fails: 'NoSuchEntity' },
        { operation: 'DetachUserPolicy', input: { UserName: 'ulla', PolicyArn: '{policy}' } },
        {
          operation: 'DetachUserPolicy',
          input: { UserName: 'ulla', PolicyArn: '{policy}' },
          fails: 'NoSuchEntity',
        },
        { operation: 'DetachGroupPolicy', input: { GroupName: 'staff', PolicyArn: '{policy}' } },
        {
          operation: 'DetachGroupPolicy',
          input: { GroupName: 'staff', PolicyArn: '{policy}' },
          fails: 'NoSuchEntity',
        },
        { operation: 'ListAttachedUserPolicies', input: { UserName: 'ulla' } },
        { operation: 'ListAttachedGroupPolicies', input: { GroupName: 'staff' } },
      ],
    },
    {
      name: 'holders of policies cannot be deleted',
      steps: [
        { operation: 'CreateUser', input: { UserName: 'ulla' } },
        { operation: 'CreateGroup', input: { GroupName: 'staff' } },
        {
          operation: 'CreatePolicy',
          input: { PolicyName: 'staff', PolicyDocument: allowing('sqs:*') },
          save: { policy: 'Policy.Arn' },
        },
        { operation: 'AttachUserPolicy', input: { UserName: 'ulla', PolicyArn: '{policy}' } },
        { operation: 'AttachGroupPolicy', input: { GroupName: 'staff', PolicyArn: '{policy}' } },
        { operation: 'DeleteUser', input: { UserName: 'ulla' }, fails: 'DeleteConflict' },
        { operation: 'DeleteGroup', input: { GroupName: 'staff' }, fails: 'DeleteConflict' },
        { operation: 'ListUsers' },
        { operation: 'ListGroups' },
      ],
    },
    {
      name: "a policy of AWS's own",
      steps: [
        { operation: 'CreateRole', input: { RoleName: 'reader', AssumeRolePolicyDocument: trust } },
        { operation: 'AttachRolePolicy', input: { RoleName: 'reader', PolicyArn: readOnlyS3 } },
        { operation: 'ListAttachedRolePolicies', input: { RoleName: 'reader' } },
        {
          operation: 'AttachRolePolicy',
          input: { RoleName: 'reader', PolicyArn: 'the-policy-called-readers' },
          fails: 'ValidationError',
        },
        { operation: 'ListAttachedRolePolicies', input: { RoleName: 'reader' } },
      ],
    },
  ],
});

/** What is asked of IAM about roles: their life, trust, tags, boundaries, instance profiles, and those of services. */
import { defineSuite } from '../sequence.js';

const trust = (service: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
  });

const readBuckets = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Sid: 'read', Effect: 'Allow', Action: ['s3:ListAllMyBuckets'], Resource: '*' }],
});

const withoutPrincipal = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole' }],
});

export default defineSuite({
  name: 'iam-roles',
  service: 'IAM',
  opaque: ['Marker'],
  sequences: [
    {
      name: "a role's life",
      steps: [
        { operation: 'GetRole', input: { RoleName: 'worker' }, fails: 'NoSuchEntity' },
        {
          operation: 'CreateRole',
          input: {
            RoleName: 'worker',
            Path: '/work/',
            AssumeRolePolicyDocument: trust('lambda.amazonaws.com'),
            Description: 'does the work',
            MaxSessionDuration: 7200,
            Tags: [{ Key: 'team', Value: 'a' }],
          },
        },
        {
          operation: 'CreateRole',
          input: { RoleName: 'worker', AssumeRolePolicyDocument: trust('lambda.amazonaws.com') },
          fails: 'EntityAlreadyExists',
        },
        { operation: 'GetRole', input: { RoleName: 'worker' } },
        { operation: 'ListRoles', input: { PathPrefix: '/work/' } },
        { operation: 'ListRoles', input: { PathPrefix: '/play/' } },
        { operation: 'DeleteRole', input: { RoleName: 'worker' } },
        { operation: 'DeleteRole', input: { RoleName: 'worker' }, fails: 'NoSuchEntity' },
        { operation: 'GetRole', input: { RoleName: 'worker' }, fails: 'NoSuchEntity' },
        { operation: 'ListRoles', input: { PathPrefix: '/work/' } },
      ],
    },
    {
      name: 'what a role cannot be',
      steps: [
        {
          operation: 'CreateRole',
          input: { RoleName: 'a b', AssumeRolePolicyDocument: trust('lambda.amazonaws.com') },
          fails: 'ValidationError',
        },
        {
          operation: 'CreateRole',
          input: { RoleName: 'r'.repeat(65), AssumeRolePolicyDocument: trust('lambda.amazonaws.com') },
          fails: 'ValidationError',
        },
        {
          operation: 'CreateRole',
          input: { RoleName: 'broken', AssumeRolePolicyDocument: '{"Version": ' },
          fails: 'MalformedPolicyDocument',
        },
        {
          operation: 'CreateRole',
          input: { RoleName: 'trusts-nobody', AssumeRolePolicyDocument: withoutPrincipal },
          fails: 'MalformedPolicyDocument',
        },
        {
          operation: 'CreateRole',
          input: {
            RoleName: 'hasty',
            AssumeRolePolicyDocument: trust('lambda.amazonaws.com'),
            MaxSessionDuration: 600,
          },
          fails: 'ValidationError',
        },
        { operation: 'GetRole', input: { RoleName: 'broken' }, fails: 'NoSuchEntity' },
      ],
    },
    {
      name: 'what a role is changed to',
      steps: [
        {
          operation: 'CreateRole',
          input: { RoleName: 'changing', AssumeRolePolicyDocument: trust('lambda.amazonaws.com') },
        },
        {
          operation: 'UpdateRole',
          input: { RoleName: 'changing', Description: 'changed', MaxSessionDuration: 10800 },
        },
        { operation: 'GetRole', input: { RoleName: 'changing' } },
        { operation: 'UpdateRole', input: { RoleName: 'nobody' }, fails: 'NoSuchEntity' },
        {
          operation: 'UpdateRoleDescription',
          input: { RoleName: 'changing', Description: 'changed again' },
        },
        {
          operation: 'UpdateAssumeRolePolicy',
          input: { RoleName: 'changing', PolicyDocument: trust('ec2.amazonaws.com') },
        },
        {
          operation: 'UpdateAssumeRolePolicy',
          input: { RoleName: 'changing', PolicyDocument: 'not json' },
          fails: 'MalformedPolicyDocument',
        },
        {
          operation: 'UpdateAssumeRolePolicy',
          input: { RoleName: 'nobody', PolicyDocument: trust('ec2.amazonaws.com') },
          fails: 'NoSuchEntity',
        },
        { operation: 'GetRole', input: { RoleName: 'changing' } },
        {
          operation: 'UpdateRole',
          input: { RoleName: 'changing', MaxSessionDuration: 50000 },
          fails: 'ValidationError',
        },
      ],
    },
    {
      name: "a role's tags",
      steps: [
        {
          operation: 'CreateRole',
          input: {
            RoleName: 'tagged',
            AssumeRolePolicyDocument: trust('lambda.amazonaws.com'),
            Tags: [{ Key: 'team', Value: 'a' }],
          },
        },
        {
          operation: 'TagRole',
          input: {
            RoleName: 'tagged',
            Tags: [
              { Key: 'team', Value: 'b' },
              { Key: 'stage', Value: 'test' },
            ],
          },
        },
        { operation: 'ListRoleTags', input: { RoleName: 'tagged' } },
        { operation: 'UntagRole', input: { RoleName: 'tagged', TagKeys: ['team'] } },
        { operation: 'ListRoleTags', input: { RoleName: 'tagged' } },
        {
          operation: 'TagRole',
          input: { RoleName: 'nobody', Tags: [{ Key: 'team', Value: 'a' }] },
          fails: 'NoSuchEntity',
        },
        { operation: 'UntagRole', input: { RoleName: 'nobody', TagKeys: ['team'] }, fails: 'NoSuchEntity' },
        { operation: 'GetRole', input: { RoleName: 'tagged' } },
        {
          operation: 'TagRole',
          input: { RoleName: 'tagged', Tags: [{ Key: 'aws:mine', Value: 'a' }] },
          fails: 'InvalidInput',
        },
      ],
    },
    {
      name: "a role's permissions boundary",
      steps: [
        {
          operation: 'CreatePolicy',
          input: { PolicyName: 'limits', PolicyDocument: readBuckets },
          save: { limits: 'Policy.Arn' },
        },
        {
          operation: 'CreateRole',
          input: {
            RoleName: 'bounded',
            AssumeRolePolicyDocument: trust('lambda.amazonaws.com'),
            PermissionsBoundary: '{limits}',
          },
        },
        { operation: 'GetRole', input: { RoleName: 'bounded' } },
        {
          operation: 'PutRolePermissionsBoundary',
          input: { RoleName: 'bounded', PermissionsBoundary: 'arn:aws:iam::{account}:policy/nowhere' },
          fails: 'NoSuchEntity',
        },
        {
          operation: 'PutRolePermissionsBoundary',
          input: {
            RoleName: 'bounded',
            PermissionsBoundary: 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess',
          },
        },
        { operation: 'GetRole', input: { RoleName: 'bounded' } },
        { operation: 'DeleteRolePermissionsBoundary', input: { RoleName: 'bounded' } },
        { operation: 'DeleteRolePermissionsBoundary', input: { RoleName: 'nobody' }, fails: 'NoSuchEntity' },
        { operation: 'GetRole', input: { RoleName: 'bounded' } },
      ],
    },
    {
      name: 'instance profiles',
      steps: [
        {
          operation: 'GetInstanceProfile',
          input: { InstanceProfileName: 'machines' },
          fails: 'NoSuchEntity',
        },
        {
          operation: 'CreateInstanceProfile',
          input: { InstanceProfileName: 'machines', Path: '/work/', Tags: [{ Key: 'team', Value: 'a' }] },
        },
        {
          operation: 'CreateInstanceProfile',
          input: { InstanceProfileName: 'machines' },
          fails: 'EntityAlreadyExists',
        },
        {
          operation: 'AddRoleToInstanceProfile',
          input: { InstanceProfileName: 'machines', RoleName: 'machine' },
          fails: 'NoSuchEntity',
        },
        {
          operation: 'CreateRole',
          input: { RoleName: 'machine', AssumeRolePolicyDocument: trust('ec2.amazonaws.com') },
        },
        {
          operation: 'AddRoleToInstanceProfile',
          input: { InstanceProfileName: 'machines', RoleName: 'machine' },
        },
        {
          operation: 'AddRoleToInstanceProfile',
          input: { InstanceProfileName: 'machines', RoleName: 'machine' },
          fails: 'LimitExceeded',
        },
        { operation: 'GetInstanceProfile', input: { InstanceProfileName: 'machines' } },
        { operation: 'ListInstanceProfiles' },
        { operation: 'ListInstanceProfilesForRole', input: { RoleName: 'machine' } },
        { operation: 'ListInstanceProfilesForRole', input: { RoleName: 'nobody' }, fails: 'NoSuchEntity' },
        {
          operation: 'DeleteInstanceProfile',
          input: { InstanceProfileName: 'machines' },
          fails: 'DeleteConflict',
        },
        { operation: 'DeleteRole', input: { RoleName: 'machine' }, fails: 'DeleteConflict' },
        {
          operation: 'RemoveRoleFromInstanceProfile',
          input: { InstanceProfileName: 'machines', RoleName: 'machine' },
        },
        {
          operation: 'RemoveRoleFromInstanceProfile',
          input: { InstanceProfileName: 'machines', RoleName: 'machine' },
          fails: 'NoSuchEntity',
        },
        {
          operation: 'TagInstanceProfile',
          input: { InstanceProfileName: 'machines', Tags: [{ Key: 'stage', Value: 'test' }] },
        },
        { operation: 'UntagInstanceProfile', input: { InstanceProfileName: 'machines', TagKeys: ['team'] } },
        { operation: 'ListInstanceProfileTags', input: { InstanceProfileName: 'machines' } },
        { operation: 'GetInstanceProfile', input: { InstanceProfileName: 'machines' } },
        { operation: 'DeleteInstanceProfile', input: { InstanceProfileName: 'machines' } },
        {
          operation: 'DeleteInstanceProfile',
          input: { InstanceProfileName: 'machines' },
          fails: 'NoSuchEntity',
        },
        { operation: 'ListInstanceProfiles' },
      ],
    },
    {
      name: 'roles of services',
      steps: [
        { operation: 'CreateServiceLinkedRole', input: { AWSServiceName: 'autoscaling.amazonaws.com' } },
        {
          operation: 'CreateServiceLinkedRole',
          input: { AWSServiceName: 'autoscaling.amazonaws.com' },
          fails: 'InvalidInput',
        },
        { operation: 'GetRole', input: { RoleName: 'AWSServiceRoleForAutoScaling' } },
        {
          operation: 'DeleteRole',
          input: { RoleName: 'AWSServiceRoleForAutoScaling' },
          fails: 'UnmodifiableEntity',
        },
        {
          operation: 'UpdateRole',
          input: { RoleName: 'AWSServiceRoleForAutoScaling', Description: 'mine' },
          fails: 'UnmodifiableEntity',
        },
        {
          operation: 'DeleteServiceLinkedRole',
          input: { RoleName: 'AWSServiceRoleForAutoScaling' },
          save: { task: 'DeletionTaskId' },
        },
        {
          operation: 'GetServiceLinkedRoleDeletionStatus',
          input: { DeletionTaskId: '{task}' },
          until: { path: 'Status', is: ['SUCCEEDED'] },
        },
        { operation: 'GetRole', input: { RoleName: 'AWSServiceRoleForAutoScaling' }, fails: 'NoSuchEntity' },
        {
          operation: 'DeleteServiceLinkedRole',
          input: { RoleName: 'AWSServiceRoleForNothing' },
          fails: 'NoSuchEntity',
        },
      ],
    },
  ],
});

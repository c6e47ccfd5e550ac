/** What is asked of IAM about users: their life, access keys, tags, boundaries, and the groups that they are in. */
import { defineSuite } from '../sequence.js';

const readBuckets = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Sid: 'read', Effect: 'Allow', Action: ['s3:ListAllMyBuckets'], Resource: '*' }],
});

export default defineSuite({
  name: 'iam-users',
  service: 'IAM',
  opaque: ['SecretAccessKey', 'AccessKeyId', 'Marker'],
  sequences: [
    {
      name: "a user's life",
      steps: [
        { operation: 'GetUser', input: { UserName: 'nora' }, fails: 'NoSuchEntity' },
        {
          operation: 'CreateUser',
          input: { UserName: 'nora', Path: '/team/', Tags: [{ Key: 'team', Value: 'a' }] },
        },
        { operation: 'CreateUser', input: { UserName: 'nora' }, fails: 'EntityAlreadyExists' },
        { operation: 'GetUser', input: { UserName: 'nora' } },
        { operation: 'ListUsers' },
        { operation: 'ListUsers', input: { PathPrefix: '/team/' } },
        { operation: 'ListUsers', input: { PathPrefix: '/other/' } },
        { operation: 'DeleteUser', input: { UserName: 'nora' } },
        { operation: 'DeleteUser', input: { UserName: 'nora' }, fails: 'NoSuchEntity' },
        { operation: 'GetUser', input: { UserName: 'nora' }, fails: 'NoSuchEntity' },
        { operation: 'ListUsers' },
      ],
    },
    {
      name: 'names of users',
      steps: [
        { operation: 'CreateUser', input: { UserName: 'nora' } },
        { operation: 'CreateUser', input: { UserName: 'NORA' }, fails: 'EntityAlreadyExists' },
        { operation: 'CreateUser', input: { UserName: 'no ra' }, fails: 'ValidationError' },
        { operation: 'CreateUser', input: { UserName: 'n'.repeat(65) }, fails: 'ValidationError' },
        { operation: 'CreateUser', input: { UserName: 'paul', Path: 'team' }, fails: 'ValidationError' },
        { operation: 'GetUser', input: { UserName: 'nora' } },
      ],
    },
    {
      name: 'what cannot be deleted yet',
      steps: [
        { operation: 'CreateUser', input: { UserName: 'olga' } },
        { operation: 'CreateAccessKey', input: { UserName: 'olga' } },
        { operation: 'DeleteUser', input: { UserName: 'olga' }, fails: 'DeleteConflict' },
        { operation: 'CreateUser', input: { UserName: 'pete' } },
        { operation: 'CreateGroup', input: { GroupName: 'singers' } },
        { operation: 'AddUserToGroup', input: { GroupName: 'singers', UserName: 'pete' } },
        { operation: 'DeleteUser', input: { UserName: 'pete' }, fails: 'DeleteConflict' },
        { operation: 'DeleteGroup', input: { GroupName: 'singers' }, fails: 'DeleteConflict' },
        {
          operation: 'CreatePolicy',
          input: { PolicyName: 'limits', PolicyDocument: readBuckets },
          save: { limits: 'Policy.Arn' },
        },
        {
          operation: 'CreateUser',
          input: { UserName: 'rita', PermissionsBoundary: '{limits}' },
        },
        { operation: 'DeletePolicy', input: { PolicyArn: '{limits}' }, fails: 'DeleteConflict' },
        { operation: 'ListUsers' },
      ],
    },
    {
      name: 'lists in pages',
      steps: [
        { operation: 'CreateUser', input: { UserName: 'anna' } },
        { operation: 'CreateUser', input: { UserName: 'bert' } },
        { operation: 'CreateUser', input: { UserName: 'carl' } },
        { operation: 'ListUsers', input: { MaxItems: 2 }, save: { marker: 'Marker' }, ordered: true },
        { operation: 'ListUsers', input: { MaxItems: 2, Marker: '{marker}' }, ordered: true },
        { operation: 'ListUsers', input: { MaxItems: 0 }, fails: 'ValidationError' },
      ],
    },
    {
      name: 'access keys',
      steps: [
        { operation: 'CreateAccessKey', input: { UserName: 'omar' }, fails: 'NoSuchEntity' },
        { operation: 'CreateUser', input: { UserName: 'omar' } },
        { operation: 'ListAccessKeys', input: { UserName: 'omar' } },
        {
          operation: 'CreateAccessKey',
          input: { UserName: 'omar' },
          save: { firstKey: 'AccessKey.AccessKeyId' },
        },
        { operation: 'CreateAccessKey', input: { UserName: 'omar' } },
        { operation: 'CreateAccessKey', input: { UserName: 'omar' }, fails: 'LimitExceeded' },
        { operation: 'ListAccessKeys', input: { UserName: 'omar' } },
        {
          operation: 'UpdateAccessKey',
          input: { UserName: 'omar', AccessKeyId: '{firstKey}', Status: 'Inactive' },
        },
        { operation: 'ListAccessKeys', input: { UserName: 'omar' } },
        {
          operation: 'UpdateAccessKey',
          input: { UserName: 'omar', AccessKeyId: 'AKIAIOSFODNN7NOTHERE', Status: 'Inactive' },
          fails: 'NoSuchEntity',
        },
        { operation: 'DeleteAccessKey', input: { UserName: 'omar', AccessKeyId: '{firstKey}' } },
        {
          operation: 'DeleteAccessKey',
          input: { UserName: 'omar', AccessKeyId: '{firstKey}' },
          fails: 'NoSuchEntity',
        },
        { operation: 'ListAccessKeys', input: { UserName: 'omar' } },
      ],
    },
    {
      name: "a user's tags",
      steps: [
        {
          operation: 'TagUser',
          input: { UserName: 'ruth', Tags: [{ Key: 'team', Value: 'a' }] },
          fails: 'NoSuchEntity',
        },
        { operation: 'CreateUser', input: { UserName: 'ruth' } },
        { operation: 'ListUserTags', input: { UserName: 'ruth' } },
        {
          operation: 'TagUser',
          input: {
            UserName: 'ruth',
            Tags: [
              { Key: 'team', Value: 'a' },
              { Key: 'stage', Value: 'test' },
            ],
          },
        },
        { operation: 'TagUser', input: { UserName: 'ruth', Tags: [{ Key: 'team', Value: 'b' }] } },
        { operation: 'UntagUser', input: { UserName: 'ruth', TagKeys: ['stage', 'never'] } },
        { operation: 'ListUserTags', input: { UserName: 'ruth' } },
        { operation: 'GetUser', input: { UserName: 'ruth' } },
        { operation: 'ListUserTags', input: { UserName: 'nobody' }, fails: 'NoSuchEntity' },
      ],
    },
    {
      name: "a user's permissions boundary",
      steps: [
        { operation: 'CreateUser', input: { UserName: 'sven' } },
        {
          operation: 'CreatePolicy',
          input: { PolicyName: 'limits', PolicyDocument: readBuckets },
          save: { limits: 'Policy.Arn' },
        },
        {
          operation: 'PutUserPermissionsBoundary',
          input: { UserName: 'sven', PermissionsBoundary: 'arn:aws:iam::{account}:policy/nowhere' },
          fails: 'NoSuchEntity',
        },
        {
          operation: 'PutUserPermissionsBoundary',
          input: { UserName: 'sven', PermissionsBoundary: '{limits}' },
        },
        { operation: 'GetUser', input: { UserName: 'sven' } },
        { operation: 'GetPolicy', input: { PolicyArn: '{limits}' } },
        { operation: 'DeleteUserPermissionsBoundary', input: { UserName: 'sven' } },
        { operation: 'GetUser', input: { UserName: 'sven' } },
        {
          operation: 'DeleteUserPermissionsBoundary',
          input: { UserName: 'nobody' },
          fails: 'NoSuchEntity',
        },
      ],
    },
    {
      name: 'groups and their members',
      steps: [
        { operation: 'GetGroup', input: { GroupName: 'builders' }, fails: 'NoSuchEntity' },
        { operation: 'CreateGroup', input: { GroupName: 'builders', Path: '/team/' } },
        { operation: 'CreateGroup', input: { GroupName: 'builders' }, fails: 'EntityAlreadyExists' },
        { operation: 'CreateUser', input: { UserName: 'tina' } },
        {
          operation: 'AddUserToGroup',
          input: { GroupName: 'builders', UserName: 'nobody' },
          fails: 'NoSuchEntity',
        },
        {
          operation: 'AddUserToGroup',
          input: { GroupName: 'nothing', UserName: 'tina' },
          fails: 'NoSuchEntity',
        },
        { operation: 'AddUserToGroup', input: { GroupName: 'builders', UserName: 'tina' } },
        { operation: 'AddUserToGroup', input: { GroupName: 'builders', UserName: 'tina' } },
        { operation: 'GetGroup', input: { GroupName: 'builders' } },
        { operation: 'ListGroupsForUser', input: { UserName: 'tina' } },
        { operation: 'ListGroupsForUser', input: { UserName: 'nobody' }, fails: 'NoSuchEntity' },
        { operation: 'ListGroups' },
        { operation: 'ListGroups', input: { PathPrefix: '/other/' } },
        { operation: 'RemoveUserFromGroup', input: { GroupName: 'builders', UserName: 'tina' } },
        { operation: 'ListGroupsForUser', input: { UserName: 'tina' } },
        { operation: 'DeleteGroup', input: { GroupName: 'builders' } },
        { operation: 'DeleteGroup', input: { GroupName: 'builders' }, fails: 'NoSuchEntity' },
        { operation: 'ListGroups' },
      ],
    },
    {
      name: "the account's alias",
      steps: [
        { operation: 'ListAccountAliases' },
        { operation: 'CreateAccountAlias', input: { AccountAlias: 'kiosk-{run}' } },
        { operation: 'ListAccountAliases' },
        { operation: 'CreateAccountAlias', input: { AccountAlias: 'Kiosk' }, fails: 'ValidationError' },
        { operation: 'DeleteAccountAlias', input: { AccountAlias: 'other-{run}' }, fails: 'NoSuchEntity' },
        { operation: 'DeleteAccountAlias', input: { AccountAlias: 'kiosk-{run}' } },
        { operation: 'ListAccountAliases' },
      ],
    },
  ],
});

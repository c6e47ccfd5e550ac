/** What is asked of STS: who calls, whose a key is, and sessions. */
import { defineSuite } from '../sequence.js';

const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::{account}:root' }, Action: 'sts:AssumeRole' },
  ],
});

export default defineSuite({
  name: 'sts',
  service: 'STS',
  opaque: ['AccessKeyId', 'SecretAccessKey', 'SessionToken', 'PackedPolicySize'],
  sequences: [
    {
      name: 'who calls',
      steps: [
        { operation: 'GetCallerIdentity' },
        { operation: 'CreateUser', service: 'IAM', input: { UserName: 'xenia' } },
        {
          operation: 'CreateAccessKey',
          service: 'IAM',
          input: { UserName: 'xenia' },
          save: { key: 'AccessKey.AccessKeyId' },
        },
        { operation: 'GetAccessKeyInfo', input: { AccessKeyId: '{key}' } },
        { operation: 'GetAccessKeyInfo', input: { AccessKeyId: 'short' }, fails: 'ValidationError' },
      ],
    },
    {
      name: 'sessions of the root',
      steps: [
        { operation: 'GetSessionToken', input: { DurationSeconds: 900 } },
        { operation: 'GetSessionToken', input: { DurationSeconds: 60 }, fails: 'ValidationError' },
        { operation: 'GetFederationToken', input: { Name: 'visitor' } },
        { operation: 'GetFederationToken', input: { Name: 'v' }, fails: 'ValidationError' },
        {
          operation: 'GetFederationToken',
          input: { Name: 'visitor', DurationSeconds: 500_000 },
          fails: 'ValidationError',
        },
        { operation: 'GetCallerIdentity' },
      ],
    },
    {
      name: 'roles that the root cannot assume',
      steps: [
        {
          operation: 'CreateRole',
          service: 'IAM',
          input: { RoleName: 'guest', AssumeRolePolicyDocument: trust },
          save: { role: 'Role.Arn' },
        },
        {
          operation: 'AssumeRole',
          input: { RoleArn: '{role}', RoleSessionName: 'a b' },
          fails: 'ValidationError',
        },
        {
          operation: 'AssumeRole',
          input: { RoleArn: '{role}', RoleSessionName: 'visit' },
          fails: 'AccessDenied',
        },
        {
          operation: 'AssumeRole',
          input: { RoleArn: 'arn:aws:iam::{account}:role/nobody', RoleSessionName: 'visit' },
          fails: 'AccessDenied',
        },
        { operation: 'GetCallerIdentity' },
      ],
    },
  ],
});

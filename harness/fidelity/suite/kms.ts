/** What is asked of KMS about keys: their life and states, policies, tags, aliases, rotation and grants. */
import { defineSuite } from '../sequence.js';

const nowhere = '0d3f2b6a-8c1e-4f57-9a60-b21c77e4d915';

const policyOf = (sid: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: sid,
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::{account}:root' },
        Action: 'kms:*',
        Resource: '*',
      },
    ],
  });

export default defineSuite({
  name: 'kms',
  service: 'KMS',
  opaque: ['GrantId', 'GrantToken', 'NextMarker', 'KeyMaterialId', 'CurrentKeyMaterialId'],
  sequences: [
    {
      name: "a key's life",
      steps: [
        { operation: 'DescribeKey', input: { KeyId: nowhere }, fails: 'NotFoundException' },
        {
          operation: 'CreateKey',
          input: { Description: 'for orders', Tags: [{ TagKey: 'team', TagValue: 'a' }] },
          save: { keyId: 'KeyMetadata.KeyId', keyArn: 'KeyMetadata.Arn' },
        },
        { operation: 'DescribeKey', input: { KeyId: '{keyId}' } },
        { operation: 'DescribeKey', input: { KeyId: '{keyArn}' } },
        { operation: 'ListKeys' },
        { operation: 'UpdateKeyDescription', input: { KeyId: '{keyId}', Description: 'for all orders' } },
        {
          operation: 'UpdateKeyDescription',
          input: { KeyId: nowhere, Description: 'for none' },
          fails: 'NotFoundException',
        },
        { operation: 'DescribeKey', input: { KeyId: '{keyId}' } },
      ],
    },
    {
      name: 'disabled and enabled',
      steps: [
        { operation: 'CreateKey', save: { keyId: 'KeyMetadata.KeyId', keyArn: 'KeyMetadata.Arn' } },
        { operation: 'DisableKey', input: { KeyId: '{keyId}' } },
        { operation: 'DescribeKey', input: { KeyId: '{keyId}' } },
        { operation: 'Encrypt', input: { KeyId: '{keyId}', Plaintext: '{zip}' }, fails: 'DisabledException' },
        { operation: 'EnableKeyRotation', input: { KeyId: '{keyId}' }, fails: 'DisabledException' },
        { operation: 'EnableKey', input: { KeyId: '{keyId}' } },
        { operation: 'DescribeKey', input: { KeyId: '{keyId}' } },
        { operation: 'EnableKey', input: { KeyId: nowhere }, fails: 'NotFoundException' },
        { operation: 'DisableKey', input: { KeyId: nowhere }, fails: 'NotFoundException' },
      ],
    },
    {
      name: 'deletion, scheduled and cancelled',
      steps: [
        { operation: 'CreateKey', save: { keyId: 'KeyMetadata.KeyId', keyArn: 'KeyMetadata.Arn' } },
        { operation: 'CancelKeyDeletion', input: { KeyId: '{keyId}' }, fails: 'KMSInvalidStateException' },
        {
          operation: 'ScheduleKeyDeletion',
          input: { KeyId: '{keyId}', PendingWindowInDays: 3 },
          fails: 'ValidationException',
        },
        { operation: 'ScheduleKeyDeletion', input: { KeyId: '{keyId}', PendingWindowInDays: 7 } },
        { operation: 'DescribeKey', input: { KeyId: '{keyId}' } },
        {
          operation: 'ScheduleKeyDeletion',
          input: { KeyId: '{keyId}', PendingWindowInDays: 7 },
          fails: 'KMSInvalidStateException',
        },
        { operation: 'EnableKey', input: { KeyId: '{keyId}' }, fails: 'KMSInvalidStateException' },
        { operation: 'DisableKey', input: { KeyId: '{keyId}' }, fails: 'KMSInvalidStateException' },
        {
          operation: 'GenerateDataKey',
          input: { KeyId: '{keyId}', KeySpec: 'AES_256' },
          fails: 'KMSInvalidStateException',
        },
        { operation: 'CancelKeyDeletion', input: { KeyId: '{keyId}' } },
        { operation: 'DescribeKey', input: { KeyId: '{keyId}' } },
        { operation: 'ScheduleKeyDeletion', input: { KeyId: nowhere }, fails: 'NotFoundException' },
      ],
    },
    {
      name: 'the policy of a key',
      steps: [
        { operation: 'CreateKey', save: { keyId: 'KeyMetadata.KeyId', keyArn: 'KeyMetadata.Arn' } },
        { operation: 'GetKeyPolicy', input: { KeyId: '{keyId}', PolicyName: 'default' } },
        { operation: 'ListKeyPolicies', input: { KeyId: '{keyId}' } },
        {
          operation: 'PutKeyPolicy',
          input: { KeyId: '{keyId}', PolicyName: 'default', Policy: policyOf('mine') },
        },
        { operation: 'GetKeyPolicy', input: { KeyId: '{keyId}', PolicyName: 'default' } },
        {
          operation: 'PutKeyPolicy',
          input: { KeyId: '{keyId}', PolicyName: 'default', Policy: 'not json' },
          fails: 'MalformedPolicyDocumentException',
        },
        {
          operation: 'GetKeyPolicy',
          input: { KeyId: nowhere, PolicyName: 'default' },
          fails: 'NotFoundException',
        },
        { operation: 'GetKeyPolicy', input: { KeyId: '{keyId}', PolicyName: 'default' } },
      ],
    },
    {
      name: 'tags',
      steps: [
        {
          operation: 'CreateKey',
          input: { Tags: [{ TagKey: 'team', TagValue: 'a' }] },
          save: { keyId: 'KeyMetadata.KeyId', keyArn: 'KeyMetadata.Arn' },
        },
        {
          operation: 'TagResource',
          input: {
            KeyId: '{keyId}',
            Tags: [
              { TagKey: 'team', TagValue: 'b' },
              { TagKey: 'stage', TagValue: 'test' },
            ],
          },
        },
        { operation: 'ListResourceTags', input: { KeyId: '{keyId}' } },
        { operation: 'UntagResource', input: { KeyId: '{keyId}', TagKeys: ['team', 'never'] } },
        { operation: 'ListResourceTags', input: { KeyId: '{keyId}' } },
        {
          operation: 'TagResource',
          input: { KeyId: nowhere, Tags: [{ TagKey: 'team', TagValue: 'b' }] },
          fails: 'NotFoundException',
        },
        { operation: 'ListResourceTags', input: { KeyId: nowhere }, fails: 'NotFoundException' },
        {
          operation: 'TagResource',
          input: { KeyId: '{keyId}', Tags: [{ TagKey: 'aws:mine', TagValue: 'a' }] },
          fails: 'TagException',
        },
      ],
    },
    {
      name: 'aliases',
      steps: [
        { operation: 'CreateKey', save: { firstId: 'KeyMetadata.KeyId', firstArn: 'KeyMetadata.Arn' } },
        { operation: 'CreateKey', save: { secondId: 'KeyMetadata.KeyId', secondArn: 'KeyMetadata.Arn' } },
        { operation: 'CreateAlias', input: { AliasName: 'alias/orders', TargetKeyId: '{firstId}' } },
        {
          operation: 'CreateAlias',
          input: { AliasName: 'alias/orders', TargetKeyId: '{secondId}' },
          fails: 'AlreadyExistsException',
        },
        {
          operation: 'CreateAlias',
          input: { AliasName: 'orders', TargetKeyId: '{firstId}' },
          fails: 'ValidationException',
        },
        {
          operation: 'CreateAlias',
          input: { AliasName: 'alias/aws/mine', TargetKeyId: '{firstId}' },
          fails: 'NotAuthorizedException',
        },
        { operation: 'DescribeKey', input: { KeyId: 'alias/orders' } },
        { operation: 'ListAliases', input: { KeyId: '{firstId}' } },
        { operation: 'UpdateAlias', input: { AliasName: 'alias/orders', TargetKeyId: '{secondId}' } },
        {
          operation: 'UpdateAlias',
          input: { AliasName: 'alias/never', TargetKeyId: '{secondId}' },
          fails: 'NotFoundException',
        },
        { operation: 'ListAliases', input: { KeyId: '{firstId}' } },
        { operation: 'ListAliases', input: { KeyId: '{secondId}' } },
        { operation: 'DeleteAlias', input: { AliasName: 'alias/orders' } },
        { operation: 'DeleteAlias', input: { AliasName: 'alias/orders' }, fails: 'NotFoundException' },
        { operation: 'DescribeKey', input: { KeyId: 'alias/orders' }, fails: 'NotFoundException' },
        { operation: 'ListAliases', input: { KeyId: '{secondId}' } },
      ],
    },
    {
      name: 'rotation',
      steps: [
        { operation: 'CreateKey', save: { keyId: 'KeyMetadata.KeyId', keyArn: 'KeyMetadata.Arn' } },
        { operation: 'GetKeyRotationStatus', input: { KeyId: '{keyId}' } },
        { operation: 'EnableKeyRotation', input: { KeyId: '{keyId}', RotationPeriodInDays: 180 } },
        { operation: 'GetKeyRotationStatus', input: { KeyId: '{keyId}' } },
        {
          operation: 'EnableKeyRotation',
          input: { KeyId: '{keyId}', RotationPeriodInDays: 30 },
          fails: 'ValidationException',
        },
        { operation: 'DisableKeyRotation', input: { KeyId: '{keyId}' } },
        { operation: 'GetKeyRotationStatus', input: { KeyId: '{keyId}' } },
        { operation: 'RotateKeyOnDemand', input: { KeyId: '{keyId}' } },
        { operation: 'ListKeyRotations', input: { KeyId: '{keyId}' } },
        { operation: 'GetKeyRotationStatus', input: { KeyId: nowhere }, fails: 'NotFoundException' },
        { operation: 'DisableKeyRotation', input: { KeyId: nowhere }, fails: 'NotFoundException' },
      ],
    },
    {
      name: 'grants',
      steps: [
        { operation: 'CreateUser', service: 'IAM', input: { UserName: 'wanda' } },
        { operation: 'CreateKey', save: { keyId: 'KeyMetadata.KeyId', keyArn: 'KeyMetadata.Arn' } },
        { operation: 'ListGrants', input: { KeyId: '{keyId}' } },
        {
          operation: 'CreateGrant',
          input: {
            KeyId: '{keyId}',
            GranteePrincipal: 'arn:aws:iam::{account}:user/wanda',
            RetiringPrincipal: 'arn:aws:iam::{account}:root',
            Operations: ['Decrypt', 'Encrypt'],
            Name: 'orders',
          },
          save: { grantId: 'GrantId' },
        },
        {
          operation: 'CreateGrant',
          input: {
            KeyId: nowhere,
            GranteePrincipal: 'arn:aws:iam::{account}:user/wanda',
            Operations: ['Decrypt'],
          },
          fails: 'NotFoundException',
        },
        {
          operation: 'CreateGrant',
          input: {
            KeyId: '{keyId}',
            GranteePrincipal: 'arn:aws:iam::{account}:user/wanda',
            Operations: ['Sing'],
          },
          fails: 'ValidationException',
        },
        { operation: 'ListGrants', input: { KeyId: '{keyId}' } },
        {
          operation: 'ListRetirableGrants',
          input: { RetiringPrincipal: 'arn:aws:iam::{account}:root' },
        },
        { operation: 'RevokeGrant', input: { KeyId: '{keyId}', GrantId: '{grantId}' } },
        { operation: 'ListGrants', input: { KeyId: '{keyId}' } },
        {
          operation: 'CreateGrant',
          input: {
            KeyId: '{keyId}',
            GranteePrincipal: 'arn:aws:iam::{account}:user/wanda',
            Operations: ['Decrypt'],
          },
          save: { otherId: 'GrantId' },
        },
        { operation: 'RetireGrant', input: { KeyId: '{keyArn}', GrantId: '{otherId}' } },
        {
          operation: 'RevokeGrant',
          input: { KeyId: '{keyId}', GrantId: '{otherId}' },
          fails: 'NotFoundException',
        },
        { operation: 'ListGrants', input: { KeyId: '{keyId}' } },
      ],
    },
  ],
});

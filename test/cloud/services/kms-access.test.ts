import { expect } from 'chai';
import type {
  CreateGrantCommandOutput,
  DecryptCommandOutput,
  KeyMetadata,
  ListAliasesCommandOutput,
  ListGrantsCommandOutput,
} from '@aws-sdk/client-kms';
import type { Actor } from '../../../harness/contract/actor.js';
import { AwsFailure, type AwsError } from '../../../harness/contract/aws-error.js';
import { testAccount, testStart } from '../cloud-under-test.js';
import { expectError } from './expect-error.js';
import {
  allow,
  kmsUnderTest,
  policyFor,
  root,
  secret,
  userWith,
  type KmsUnderTest,
} from './kms-under-test.js';

describe('KMS access', () => {
  let kms: KmsUnderTest;
  beforeEach(async () => {
    kms = await kmsUnderTest();
  });
  describe('key policies', () => {
    it('by default let the account’s own policies decide', () => {
      const { KeyId } = kms.createKey();
      expect(kms.call('ListKeyPolicies', { KeyId })).to.deep.include({ PolicyNames: ['default'] });
      const { Policy } = kms.call<{ Policy: string }>('GetKeyPolicy', { KeyId });
      expect(JSON.parse(Policy)).to.have.property('Id', 'key-default-1');
      const reader = userWith(kms.cloud, 'reader', 'kms:DescribeKey');
      kms.call('DescribeKey', { KeyId }, reader);
      expectError(
        kms.errorOf('Encrypt', { KeyId, Plaintext: secret }, reader),
        'AccessDeniedException',
        /is not authorized to perform: kms:Encrypt on resource/,
        'authorisation',
      );
    });

    it('must grant: without their word nobody may, whatever its own policies say', () => {
      const admin = userWith(kms.cloud, 'admin', 'kms:*');
      const Policy = policyFor(allow(admin.principal, 'kms:*'));
      const key = kms.call<{ KeyMetadata: KeyMetadata }>('CreateKey', { Policy }, admin).KeyMetadata;
      const KeyId = key.KeyId!;
      const other = userWith(kms.cloud, 'other', 'kms:*');
      expect(kms.errorOf('DescribeKey', { KeyId }, other).origin).to.equal('authorisation');
      expect(kms.errorOf('DescribeKey', { KeyId }).origin).to.equal('authorisation');
      const [effect] = kms.cloud.preview(
        'KMS',
        'PutKeyPolicy',
        { KeyId, Policy: policyFor(allow(admin.principal, 'kms:*'), allow(other.principal, 'kms:Decrypt')) },
        { as: admin },
      ).effects;
      expect(effect?.kind).to.equal('grant');
    });

    it('that would lock their author out are refused, unless the check is bypassed', () => {
      const { KeyId } = kms.createKey();
      const admin = userWith(kms.cloud, 'admin', 'kms:*');
      const Policy = policyFor(allow(`arn:aws-cn:iam::${testAccount}:user/else`, 'kms:*'));
      expectError(
        kms.errorOf('PutKeyPolicy', { KeyId, Policy }, admin),
        'MalformedPolicyDocumentException',
        'The new key policy will not allow you to update the key policy in the future.',
      );
      kms.call('PutKeyPolicy', { KeyId, Policy, BypassPolicyLockoutSafetyCheck: true }, admin);
      expect(kms.errorOf('GetKeyPolicy', { KeyId }, admin).origin).to.equal('authorisation');
      expect(kms.errorOf('CreateKey', { Policy: '{' }).code).to.equal('MalformedPolicyDocumentException');
    });

    it('open to anyone show as exposed', () => {
      const { KeyId } = kms.createKey();
      const Policy = policyFor(allow(root, 'kms:*'), allow('*', 'kms:Decrypt'));
      const kinds = kms.cloud
        .preview('KMS', 'PutKeyPolicy', { KeyId, Policy })
        .effects.map(({ kind }) => kind);
      expect(kinds).to.have.members(['expose', 'grant']);
    });

    it('ask about window, alias and encryption context', () => {
      const { KeyId } = kms.createKey();
      kms.call('CreateAlias', { AliasName: 'alias/costs', TargetKeyId: KeyId });
      const user = userWith(kms.cloud, 'user');
      const conditioned = (action: string, Condition: object): object => ({
        ...allow(user.principal, action),
        Condition,
      });
      kms.call('PutKeyPolicy', {
        KeyId,
        Policy: policyFor(
          allow(root, 'kms:*'),
          conditioned('kms:ScheduleKeyDeletion', {
            NumericEquals: { 'kms:ScheduleKeyDeletionPendingWindowInDays': '30' },
          }),
          conditioned('kms:Encrypt', { StringEquals: { 'kms:EncryptionContext:table': 'costs' } }),
          conditioned('kms:DescribeKey', {
            'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/costs' },
          }),
        ),
      });
      kms.call('DescribeKey', { KeyId }, user);
      const input = { KeyId, Plaintext: secret };
      expect(kms.errorOf('Encrypt', input, user).origin).to.equal('authorisation');
      kms.call('Encrypt', { ...input, EncryptionContext: { table: 'costs' } }, user);
      expect(kms.errorOf('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 }, user).origin).to.equal(
        'authorisation',
      );
      kms.call('ScheduleKeyDeletion', { KeyId }, user);
    });
  });

  describe('aliases', () => {
    it('name a key in cryptographic operations, move to another, and are listed', () => {
      const [one, two] = [kms.createKey({ Description: '1' }), kms.createKey({ Description: '2' })];
      const AliasName = 'alias/costs';
      kms.call('CreateAlias', { AliasName, TargetKeyId: one.KeyId });
      const arn = `arn:aws-cn:kms:cn-north-1:${testAccount}:${AliasName}`;
      expect(kms.describeKey(AliasName).KeyId).to.equal(one.KeyId);
      expect(kms.describeKey(arn).KeyId).to.equal(one.KeyId);
      const CiphertextBlob = kms.encrypt(AliasName);
      kms.call('UpdateAlias', { AliasName, TargetKeyId: two.KeyId });
      expect(kms.describeKey(AliasName).KeyId).to.equal(two.KeyId);
      expect(kms.call<DecryptCommandOutput>('Decrypt', { CiphertextBlob }).KeyId).to.equal(one.Arn);
      const listed = kms.call<ListAliasesCommandOutput>('ListAliases', { KeyId: two.KeyId });
      expect(listed.Aliases).to.deep.equal([
        {
          AliasName,
          AliasArn: arn,
          TargetKeyId: two.KeyId,
          CreationDate: new Date(testStart),
          LastUpdatedDate: new Date(testStart),
        },
      ]);
      expect(kms.call<ListAliasesCommandOutput>('ListAliases', { KeyId: one.KeyId }).Aliases).to.be.empty;
      kms.call('DeleteAlias', { AliasName });
      expectError(
        kms.errorOf('DeleteAlias', { AliasName }),
        'NotFoundException',
        `Alias ${arn} is not found.`,
      );
    });

    it('are refused with a name taken or wrong, or for a key that goes', () => {
      const { Arn, KeyId: TargetKeyId } = kms.createKey();
      kms.call('CreateAlias', { AliasName: 'alias/costs', TargetKeyId });
      const error = (AliasName: string): AwsError => kms.errorOf('CreateAlias', { AliasName, TargetKeyId });
      expectError(
        error('alias/costs'),
        'AlreadyExistsException',
        `An alias with the name arn:aws-cn:kms:cn-north-1:${testAccount}:alias/costs already exists`,
      );
      expect(error('costs').code).to.equal('ValidationException');
      expect(error('alias/a b').code).to.equal('ValidationException');
      expect(error('alias/aws/s3').code).to.equal('NotAuthorizedException');
      kms.call('ScheduleKeyDeletion', { KeyId: TargetKeyId });
      expectError(error('alias/more'), 'KMSInvalidStateException', `${Arn} is pending deletion.`);
    });
  });

  describe('grants', () => {
    it('let their grantee use a key until they are revoked', () => {
      const { Arn, KeyId } = kms.createKey();
      const user = userWith(kms.cloud, 'user');
      const input = { KeyId, GranteePrincipal: user.principal, Operations: ['Encrypt', 'DescribeKey'] };
      const [effect] = kms.cloud.preview('KMS', 'CreateGrant', input).effects;
      expect(effect?.kind).to.equal('grant');
      const { GrantId } = kms.call<CreateGrantCommandOutput>('CreateGrant', input);
      kms.call('DescribeKey', { KeyId }, user);
      kms.call('Encrypt', { KeyId, Plaintext: secret }, user);
      expect(kms.errorOf('GenerateDataKey', { KeyId, KeySpec: 'AES_128' }, user).origin).to.equal(
        'authorisation',
      );
      const { Grants } = kms.call<ListGrantsCommandOutput>('ListGrants', { KeyId });
      expect(Grants).to.deep.equal([
        {
          KeyId: Arn,
          GrantId,
          CreationDate: new Date(testStart),
          GranteePrincipal: user.principal,
          IssuingAccount: testAccount,
          Operations: ['Encrypt', 'DescribeKey'],
        },
      ]);
      kms.call('RevokeGrant', { KeyId, GrantId });
      expect(kms.errorOf('DescribeKey', { KeyId }, user).origin).to.equal('authorisation');
      expectError(
        kms.errorOf('RevokeGrant', { KeyId, GrantId }),
        'NotFoundException',
        `Grant ID ${GrantId} not found`,
      );
    });

    it('hold to their constraints on the encryption context', () => {
      const { KeyId } = kms.createKey();
      const [subset, exact] = [userWith(kms.cloud, 'subset'), userWith(kms.cloud, 'exact')];
      const grant = (user: Actor, Constraints: object): object =>
        kms.call('CreateGrant', {
          KeyId,
          GranteePrincipal: user.principal,
          Operations: ['Encrypt'],
          Constraints,
        });
      grant(subset, { EncryptionContextSubset: { table: 'costs' } });
      grant(exact, { EncryptionContextEquals: { table: 'costs' } });
      const allowed = (as: Actor, EncryptionContext?: object): boolean => {
        try {
          kms.call('Encrypt', { KeyId, Plaintext: secret, EncryptionContext }, as);
          return true;
        } catch (error) {
          if (error instanceof AwsFailure && error.error.origin === 'authorisation') return false;
          throw error;
        }
      };
      const more = { table: 'costs', day: '1' };
      expect([allowed(subset), allowed(subset, { table: 'costs' }), allowed(subset, more)]).to.deep.equal([
        false,
        true,
        true,
      ]);
      expect([allowed(exact), allowed(exact, { table: 'costs' }), allowed(exact, more)]).to.deep.equal([
        false,
        true,
        false,
      ]);
    });

    it('are retired by their retiring principal, by nobody else without permission', () => {
      const { KeyId } = kms.createKey();
      const [retiring, other] = [userWith(kms.cloud, 'retiring'), userWith(kms.cloud, 'other')];
      const { GrantId, GrantToken } = kms.call<CreateGrantCommandOutput>('CreateGrant', {
        KeyId,
        GranteePrincipal: other.principal,
        RetiringPrincipal: retiring.principal,
        Operations: ['Decrypt'],
      });
      const listed = kms.call<ListGrantsCommandOutput>('ListRetirableGrants', {
        RetiringPrincipal: retiring.principal,
      });
      expect(listed.Grants?.map((grant) => grant.GrantId)).to.deep.equal([GrantId]);
      expect(kms.errorOf('RetireGrant', { KeyId, GrantId }, other).origin).to.equal('authorisation');
      kms.call('RetireGrant', { GrantToken }, retiring);
      expect(kms.call<ListGrantsCommandOutput>('ListGrants', { KeyId }).Grants).to.be.empty;
      expect(kms.errorOf('RetireGrant', { GrantToken }).code).to.equal('InvalidGrantTokenException');
    });

    it('to nobody that IAM could know are refused', () => {
      const { KeyId } = kms.createKey();
      const error = kms.errorOf('CreateGrant', { KeyId, GranteePrincipal: '*', Operations: ['Decrypt'] });
      expectError(error, 'InvalidArnException', 'Invalid ARN: *');
    });
  });
});

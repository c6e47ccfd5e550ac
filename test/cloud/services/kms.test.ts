import { expect } from 'chai';
import fc from 'fast-check';
import type { DecryptCommandOutput, ListKeysCommandOutput } from '@aws-sdk/client-kms';
import { AwsFailure } from '../../../harness/contract/aws-error.js';
import { testAccount, testStart } from '../cloud-under-test.js';
import { expectError } from './expect-error.js';
import {
  aliasType,
  allow,
  dayMilliseconds,
  daySeconds,
  keyType,
  kmsUnderTest,
  root,
  secret,
  type KmsUnderTest,
} from './kms-under-test.js';
import { configurationOf, provideResource } from './provided-resource.js';

describe('KMS', () => {
  let kms: KmsUnderTest;
  beforeEach(async () => {
    kms = await kmsUnderTest();
  });
  describe('keys', () => {
    it('are enabled from the start, described by id and ARN, and listed page by page', () => {
      const key = kms.createKey({ Description: 'costs', Tags: [{ TagKey: 'team', TagValue: 'costs' }] });
      expect(key).to.deep.include({
        KeyState: 'Enabled',
        Enabled: true,
        Description: 'costs',
        KeyManager: 'CUSTOMER',
        CreationDate: new Date(testStart),
        Arn: `arn:aws-cn:kms:cn-north-1:${testAccount}:key/${key.KeyId}`,
      });
      expect(key.KeyId).to.match(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
      expect(kms.describeKey(key.Arn)).to.deep.equal(kms.describeKey(key.KeyId));
      const ids = [key.KeyId, kms.createKey().KeyId, kms.createKey().KeyId].sort();
      const first = kms.call<ListKeysCommandOutput>('ListKeys', { Limit: 2 });
      const rest = kms.call<ListKeysCommandOutput>('ListKeys', { Marker: first.NextMarker });
      expect([first.Truncated, rest.Truncated]).to.deep.equal([true, false]);
      expect([...first.Keys!, ...rest.Keys!].map(({ KeyId }) => KeyId)).to.deep.equal(ids);
      expect(kms.call('ListResourceTags', { KeyId: key.KeyId })).to.deep.include({
        Tags: [{ TagKey: 'team', TagValue: 'costs' }],
      });
      kms.call('UpdateKeyDescription', { KeyId: key.KeyId, Description: 'reports' });
      kms.call('TagResource', { KeyId: key.KeyId, Tags: [{ TagKey: 'stage', TagValue: 'live' }] });
      kms.call('UntagResource', { KeyId: key.KeyId, TagKeys: ['team'] });
      expect(kms.describeKey(key.KeyId).Description).to.equal('reports');
      expect(kms.call('ListResourceTags', { KeyId: key.KeyId })).to.deep.include({
        Tags: [{ TagKey: 'stage', TagValue: 'live' }],
      });
    });

    it('that do not exist, or are not ids, are not found', () => {
      const id = '00000000-0000-4000-8000-000000000000';
      const arn = `arn:aws-cn:kms:cn-north-1:${testAccount}:key/${id}`;
      expectError(
        kms.errorOf('DescribeKey', { KeyId: id }),
        'NotFoundException',
        `Key '${arn}' does not exist`,
      );
      expectError(
        kms.errorOf('DisableKey', { KeyId: 'costs' }),
        'NotFoundException',
        "Invalid keyId 'costs'",
      );
      expectError(
        kms.errorOf('DescribeKey', { KeyId: 'alias/none' }),
        'NotFoundException',
        `Alias arn:aws-cn:kms:cn-north-1:${testAccount}:alias/none is not found.`,
      );
    });

    it('of kinds that are not modeled are refused, never made', () => {
      expectError(
        kms.errorOf('CreateKey', { KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY' }),
        'NotImplemented',
        'not implemented: KMS.CreateKey with KeySpec RSA_2048',
        'unsupported',
      );
      expect(kms.errorOf('CreateKey', { MultiRegion: true }).code).to.equal('NotImplemented');
      expect(kms.cloud.inventory(keyType)).to.be.empty;
    });

    it('encrypt and decrypt only while they are enabled', () => {
      const { Arn, KeyId } = kms.createKey();
      const CiphertextBlob = kms.encrypt(KeyId);
      const effects = kms.cloud.preview('KMS', 'DisableKey', { KeyId }).effects;
      expect(effects.map(({ kind }) => kind)).to.deep.equal(['stop']);
      kms.call('DisableKey', { KeyId });
      for (const [operation, input] of [
        ['Encrypt', { KeyId, Plaintext: secret }],
        ['Decrypt', { CiphertextBlob }],
        ['GenerateDataKey', { KeyId, KeySpec: 'AES_256' }],
        ['EnableKeyRotation', { KeyId }],
      ] as const) {
        expectError(kms.errorOf(operation, input), 'DisabledException', `${Arn} is disabled.`);
      }
      kms.call('EnableKey', { KeyId });
      expect(kms.call<DecryptCommandOutput>('Decrypt', { CiphertextBlob })).to.deep.equal({
        KeyId: Arn,
        Plaintext: secret,
        EncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      });
    });
  });

  describe('deletion', () => {
    it('waits for its window, in which nothing works, and then takes key and aliases', () => {
      const { Arn, KeyId } = kms.createKey();
      const CiphertextBlob = kms.encrypt(KeyId);
      kms.call('CreateAlias', { AliasName: 'alias/costs', TargetKeyId: KeyId });
      const input = { KeyId, PendingWindowInDays: 7 };
      const effects = kms.cloud.preview('KMS', 'ScheduleKeyDeletion', input).effects;
      expect(
        effects.map(({ from, kind, resource }) => [
          kind,
          resource.type,
          (from - testStart) / dayMilliseconds,
        ]),
      ).to.deep.equal([
        ['expire', keyType, 0],
        ['stop', keyType, 0],
        ['delete', aliasType, 7],
        ['delete', keyType, 7],
      ]);
      expect(kms.call('ScheduleKeyDeletion', input)).to.deep.equal({
        KeyId: Arn,
        KeyState: 'PendingDeletion',
        PendingWindowInDays: 7,
        DeletionDate: new Date(testStart + 7 * dayMilliseconds),
      });
      const [observed] = kms.cloud.inventory(keyType).map((state) => state.observed);
      expect(observed).to.include({ serving: false, recoverableUntil: testStart + 7 * dayMilliseconds });
      const pending = `${Arn} is pending deletion.`;
      expectError(kms.errorOf('Decrypt', { CiphertextBlob }), 'KMSInvalidStateException', pending);
      expectError(kms.errorOf('EnableKey', { KeyId }), 'KMSInvalidStateException', pending);
      expectError(kms.errorOf('ScheduleKeyDeletion', { KeyId }), 'KMSInvalidStateException', pending);
      kms.cloud.advance(7 * daySeconds - 1);
      expect(kms.describeKey(KeyId).KeyState).to.equal('PendingDeletion');
      kms.cloud.advance(1);
      expect([...kms.cloud.inventory(keyType), ...kms.cloud.inventory(aliasType)]).to.be.empty;
      expectError(kms.errorOf('DescribeKey', { KeyId }), 'NotFoundException', `Key '${Arn}' does not exist`);
      expectError(kms.errorOf('Decrypt', { CiphertextBlob }), 'InvalidCiphertextException', '');
    });

    it('takes 30 days where nobody says, and at least 7', () => {
      const { KeyId } = kms.createKey();
      for (const PendingWindowInDays of [6, 31]) {
        expectError(
          kms.errorOf('ScheduleKeyDeletion', { KeyId, PendingWindowInDays }),
          'ValidationException',
          new RegExp(`Value '${PendingWindowInDays}' at 'pendingWindowInDays' failed`),
        );
      }
      kms.call('ScheduleKeyDeletion', { KeyId });
      expect(kms.describeKey(KeyId).DeletionDate).to.deep.equal(new Date(testStart + 30 * dayMilliseconds));
    });

    it('can be cancelled, which leaves the key disabled', () => {
      const { Arn, KeyId } = kms.createKey();
      expectError(
        kms.errorOf('CancelKeyDeletion', { KeyId }),
        'KMSInvalidStateException',
        `${Arn} is not pending deletion.`,
      );
      kms.call('ScheduleKeyDeletion', { KeyId });
      kms.cloud.advance(29 * daySeconds);
      kms.call('CancelKeyDeletion', { KeyId });
      kms.cloud.advance(60 * daySeconds);
      expect(kms.describeKey(KeyId)).to.include({ KeyState: 'Disabled', Enabled: false });
      kms.call('EnableKey', { KeyId });
      kms.encrypt(KeyId);
    });

    it('follows the key states for any order of calls', () => {
      const operations = [
        'EnableKey',
        'DisableKey',
        'ScheduleKeyDeletion',
        'CancelKeyDeletion',
        'EnableKeyRotation',
      ] as const;
      const next: Readonly<Record<string, Readonly<Record<string, string>>>> = {
        Enabled: { EnableKey: 'Enabled', DisableKey: 'Disabled', EnableKeyRotation: 'Enabled' },
        Disabled: { EnableKey: 'Enabled', DisableKey: 'Disabled' },
        PendingDeletion: { CancelKeyDeletion: 'Disabled' },
      };
      const property = fc.property(fc.array(fc.constantFrom(...operations), { maxLength: 12 }), (steps) => {
        const { KeyId } = kms.createKey();
        let state = 'Enabled';
        for (const step of steps) {
          const after =
            step === 'ScheduleKeyDeletion' && state !== 'PendingDeletion'
              ? 'PendingDeletion'
              : next[state]?.[step];
          try {
            kms.call(step, { KeyId });
            expect(after, `${step} while ${state}`).to.not.equal(undefined);
            state = after!;
          } catch (error) {
            if (!(error instanceof AwsFailure)) throw error;
            const code =
              step === 'EnableKeyRotation' && state === 'Disabled'
                ? 'DisabledException'
                : 'KMSInvalidStateException';
            expect([after, error.error.code]).to.deep.equal([undefined, code]);
          }
          expect(kms.describeKey(KeyId).KeyState).to.equal(state);
        }
      });
      fc.assert(property, { seed: 7, numRuns: 60 });
    });
  });

  describe('in stacks', () => {
    const properties = {
      Description: 'costs',
      EnableKeyRotation: 'true',
      KeyPolicy: { Version: '2012-10-17', Statement: [allow(root, 'kms:*') as never] },
      PendingWindowInDays: '7',
      Tags: [{ Key: 'team', Value: 'costs' }],
    };

    it('a key has its settings, changes in place, and waits for its window when it is deleted', () => {
      const key = provideResource(kms.cloud, keyType, properties);
      expect(key.attributes()).to.deep.equal({ KeyId: key.id, Arn: kms.describeKey(key.id).Arn });
      expect(configurationOf(kms.cloud, keyType)).to.deep.equal({
        Description: 'costs',
        EnableKeyRotation: true,
        RotationPeriodInDays: 365,
        Tags: { team: 'costs' },
      });
      key.update({
        ...properties,
        Description: 'reports',
        EnableKeyRotation: false,
        Enabled: false,
        Tags: [],
      });
      expect(kms.describeKey(key.id)).to.include({ KeyState: 'Disabled', Description: 'reports' });
      expect(configurationOf(kms.cloud, keyType)).to.deep.include({ EnableKeyRotation: false, Tags: {} });
      key.update({ ...properties, RotationPeriodInDays: 180 });
      expect(kms.describeKey(key.id).KeyState).to.equal('Enabled');
      expect(configurationOf(kms.cloud, keyType)['RotationPeriodInDays']).to.equal(180);
      key.remove();
      const [left] = kms.cloud.inventory(keyType);
      expect(left?.resource.stack?.logicalId).to.equal('Member');
      expect(left?.observed.serving).to.be.false;
      kms.cloud.advance(7 * daySeconds);
      expect(kms.cloud.inventory(keyType)).to.be.empty;
    });

    it('two keys of one stack are two keys', () => {
      const [one, two] = [
        provideResource(kms.cloud, keyType, {}, 'One'),
        provideResource(kms.cloud, keyType, {}, 'Two'),
      ];
      expect(one.id).to.not.equal(two.id);
    });

    it('an alias follows its target and goes with the stack', () => {
      const [one, two] = [kms.createKey({ Description: '1' }), kms.createKey({ Description: '2' })];
      const alias = provideResource(kms.cloud, aliasType, {
        AliasName: 'alias/costs',
        TargetKeyId: one.KeyId,
      });
      expect(alias.reference()).to.equal('alias/costs');
      alias.update({ AliasName: 'alias/costs', TargetKeyId: two.Arn });
      expect(kms.describeKey('alias/costs').KeyId).to.equal(two.KeyId);
      alias.remove();
      alias.remove();
      expect(kms.cloud.inventory(aliasType)).to.be.empty;
    });

    it('of a template come up and go by CreateStack and DeleteStack', () => {
      const TemplateBody = JSON.stringify({
        Resources: {
          Key: { Type: keyType, Properties: { PendingWindowInDays: 7 } },
          Alias: {
            Type: aliasType,
            Properties: { AliasName: 'alias/costs', TargetKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] } },
          },
        },
      });
      kms.cloud.call('CloudFormation', 'CreateStack', { StackName: 'costs', TemplateBody });
      kms.cloud.advance(600);
      const CiphertextBlob = kms.encrypt('alias/costs');
      kms.cloud.call('CloudFormation', 'DeleteStack', { StackName: 'costs' });
      kms.cloud.advance(600);
      expect(kms.cloud.inventory('AWS::CloudFormation::Stack').filter((state) => state.observed.serving)).to
        .be.empty;
      expect(kms.errorOf('Decrypt', { CiphertextBlob }).code).to.equal('KMSInvalidStateException');
      expect(kms.cloud.inventory(keyType)[0]?.resource.stack?.logicalId).to.equal('Key');
    });
  });
});

import { expect } from 'chai';
import fc from 'fast-check';
import type {
  DecryptCommandOutput,
  EncryptCommandOutput,
  GenerateDataKeyCommandOutput,
  GetKeyRotationStatusCommandOutput,
  KeyMetadata,
} from '@aws-sdk/client-kms';
import { cloudUnderTest, testStart } from '../cloud-under-test.js';
import { expectError } from './expect-error.js';
import { dayMilliseconds, daySeconds, kmsUnderTest, secret, type KmsUnderTest } from './kms-under-test.js';

describe('KMS cryptography', () => {
  let kms: KmsUnderTest;
  beforeEach(async () => {
    kms = await kmsUnderTest();
  });
  it('binds what it encrypts to key and encryption context', () => {
    const { KeyId } = kms.createKey();
    const other = kms.createKey({ Description: 'other' });
    const EncryptionContext = { table: 'costs' };
    const CiphertextBlob = kms.encrypt(KeyId, { EncryptionContext });
    expect(Buffer.from(CiphertextBlob).includes(secret)).to.be.false;
    const { Plaintext } = kms.call<DecryptCommandOutput>('Decrypt', { CiphertextBlob, EncryptionContext });
    expect(Plaintext).to.deep.equal(secret);
    expectError(kms.errorOf('Decrypt', { CiphertextBlob }), 'InvalidCiphertextException', '');
    expectError(
      kms.errorOf('Decrypt', { CiphertextBlob, EncryptionContext, KeyId: other.KeyId }),
      'IncorrectKeyException',
      'The key ID in the request does not identify a CMK that can perform this operation.',
    );
    const changed = Buffer.from(CiphertextBlob);
    changed[changed.length - 1]! ^= 1;
    expect(kms.errorOf('Decrypt', { CiphertextBlob: changed, EncryptionContext }).code).to.equal(
      'InvalidCiphertextException',
    );
    expect(kms.errorOf('Decrypt', { CiphertextBlob: Buffer.from('short') }).code).to.equal(
      'InvalidCiphertextException',
    );
    const moved = kms.call<{ CiphertextBlob: Uint8Array }>('ReEncrypt', {
      CiphertextBlob,
      SourceEncryptionContext: EncryptionContext,
      DestinationKeyId: other.Arn,
    });
    const opened = kms.call<DecryptCommandOutput>('Decrypt', { CiphertextBlob: moved.CiphertextBlob });
    expect([opened.KeyId, Buffer.from(opened.Plaintext!).toString()]).to.deep.equal([
      other.Arn,
      secret.toString(),
    ]);
    expectError(
      kms.errorOf('Encrypt', { KeyId, Plaintext: Buffer.alloc(4097) }),
      'ValidationException',
      /less than or equal to 4096$/,
    );
    expectError(
      kms.errorOf('Encrypt', { KeyId, Plaintext: secret, DryRun: true }),
      'DryRunOperationException',
      /DryRun option is set/,
    );
  });

  it('gives back any plaintext, and the same ciphertext in the same world only', async () => {
    const { KeyId } = kms.createKey();
    const property = fc.property(fc.uint8Array({ minLength: 1, maxLength: 64 }), (Plaintext) => {
      const CiphertextBlob = kms.encrypt(KeyId, { Plaintext });
      const opened = kms.call<DecryptCommandOutput>('Decrypt', { CiphertextBlob }).Plaintext!;
      expect(Buffer.from(opened).equals(Plaintext)).to.be.true;
    });
    fc.assert(property, { seed: 11, numRuns: 50 });
    const sameSeed = await cloudUnderTest();
    const otherSeed = await cloudUnderTest({ seed: 2 });
    const sealed = [kms.cloud, sameSeed, otherSeed].map((each) => {
      const { KeyMetadata } = each.call<{ KeyMetadata: KeyMetadata }>('KMS', 'CreateKey', {
        Description: 'x',
      });
      const input = { KeyId: KeyMetadata.KeyId, Plaintext: secret };
      const { CiphertextBlob } = each.call<EncryptCommandOutput>('KMS', 'Encrypt', input);
      return Buffer.from(CiphertextBlob!).toString('hex');
    });
    expect(sealed[0]).to.equal(sealed[1]);
    expect(sealed[0]).to.not.equal(sealed[2]);
  });

  it('makes data keys that no two calls share, and that the key can open', () => {
    const { Arn, KeyId } = kms.createKey();
    const input = { KeyId, KeySpec: 'AES_256' };
    const [one, two] = [
      kms.call<GenerateDataKeyCommandOutput>('GenerateDataKey', input),
      kms.call<GenerateDataKeyCommandOutput>('GenerateDataKey', input),
    ];
    expect(one.Plaintext).to.have.length(32);
    expect(Buffer.from(one.Plaintext!).equals(two.Plaintext!)).to.be.false;
    const { CiphertextBlob } = one;
    expect(kms.call<DecryptCommandOutput>('Decrypt', { CiphertextBlob })).to.deep.include({
      KeyId: Arn,
      Plaintext: one.Plaintext,
    });
    expect(kms.call('GenerateDataKeyWithoutPlaintext', { KeyId, NumberOfBytes: 64 })).to.have.all.keys(
      'CiphertextBlob',
      'KeyId',
    );
    expectError(
      kms.errorOf('GenerateDataKey', { KeyId }),
      'ValidationException',
      'Please specify either number of bytes or key spec.',
    );
    expect(
      kms.call<{ Plaintext: Uint8Array }>('GenerateRandom', { NumberOfBytes: 40 }).Plaintext,
    ).to.have.length(40);
  });

  it('opens what was sealed before a rotation, automatic or on demand', () => {
    const { KeyId } = kms.createKey();
    kms.call('EnableKeyRotation', { KeyId, RotationPeriodInDays: 90 });
    const before = kms.encrypt(KeyId);
    kms.call('RotateKeyOnDemand', { KeyId });
    kms.cloud.advance(200 * daySeconds);
    const status = kms.call<GetKeyRotationStatusCommandOutput>('GetKeyRotationStatus', { KeyId });
    expect(status).to.include({ KeyRotationEnabled: true, RotationPeriodInDays: 90 });
    expect(status.NextRotationDate).to.deep.equal(new Date(testStart + 270 * dayMilliseconds));
    const { Rotations } = kms.call<{ Rotations: { RotationDate: Date; RotationType: string }[] }>(
      'ListKeyRotations',
      { KeyId },
    );
    expect(
      Rotations.map(({ RotationDate, RotationType }) => [
        (RotationDate.getTime() - testStart) / dayMilliseconds,
        RotationType,
      ]),
    ).to.deep.equal([
      [0, 'ON_DEMAND'],
      [90, 'AUTOMATIC'],
      [180, 'AUTOMATIC'],
    ]);
    kms.call('DisableKeyRotation', { KeyId });
    const after = kms.encrypt(KeyId);
    for (const CiphertextBlob of [before, after]) {
      expect(kms.call<DecryptCommandOutput>('Decrypt', { CiphertextBlob }).Plaintext).to.deep.equal(secret);
    }
    expect(kms.errorOf('EnableKeyRotation', { KeyId, RotationPeriodInDays: 89 }).code).to.equal(
      'ValidationException',
    );
  });
});

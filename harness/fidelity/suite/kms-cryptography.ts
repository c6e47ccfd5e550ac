/** What is asked of KMS about what is encrypted with its keys: data, data keys, and random bytes. */
import { defineSuite } from '../sequence.js';

const nowhere = '0d3f2b6a-8c1e-4f57-9a60-b21c77e4d915';
const context = { table: 'orders' };

export default defineSuite({
  name: 'kms-cryptography',
  service: 'KMS',
  opaque: ['CiphertextBlob', 'KeyMaterialId', 'CurrentKeyMaterialId'],
  sequences: [
    {
      name: 'encrypt and decrypt',
      steps: [
        { operation: 'CreateKey', save: { keyId: 'KeyMetadata.KeyId', keyArn: 'KeyMetadata.Arn' } },
        {
          operation: 'Encrypt',
          input: { KeyId: '{keyId}', Plaintext: '{zip}', EncryptionContext: context },
          save: { secret: 'CiphertextBlob' },
        },
        { operation: 'Decrypt', input: { CiphertextBlob: '{secret}', EncryptionContext: context } },
        { operation: 'Decrypt', input: { CiphertextBlob: '{secret}' }, fails: 'InvalidCiphertextException' },
        {
          operation: 'Decrypt',
          input: { CiphertextBlob: '{zip}' },
          fails: 'InvalidCiphertextException',
        },
        { operation: 'Encrypt', input: { KeyId: nowhere, Plaintext: '{zip}' }, fails: 'NotFoundException' },
        {
          operation: 'Encrypt',
          input: { KeyId: 'alias/never', Plaintext: '{zip}' },
          fails: 'NotFoundException',
        },
      ],
    },
    {
      name: 'what a disabled key keeps',
      steps: [
        { operation: 'CreateKey', save: { keyId: 'KeyMetadata.KeyId', keyArn: 'KeyMetadata.Arn' } },
        {
          operation: 'Encrypt',
          input: { KeyId: '{keyId}', Plaintext: '{zip}' },
          save: { secret: 'CiphertextBlob' },
        },
        { operation: 'DisableKey', input: { KeyId: '{keyId}' } },
        { operation: 'Decrypt', input: { CiphertextBlob: '{secret}' }, fails: 'DisabledException' },
        { operation: 'EnableKey', input: { KeyId: '{keyId}' } },
        { operation: 'ScheduleKeyDeletion', input: { KeyId: '{keyId}' } },
        { operation: 'Decrypt', input: { CiphertextBlob: '{secret}' }, fails: 'KMSInvalidStateException' },
        { operation: 'CancelKeyDeletion', input: { KeyId: '{keyId}' } },
        { operation: 'EnableKey', input: { KeyId: '{keyId}' } },
        { operation: 'Decrypt', input: { CiphertextBlob: '{secret}' } },
      ],
    },
    {
      name: 'under another key',
      steps: [
        { operation: 'CreateKey', save: { firstId: 'KeyMetadata.KeyId', firstArn: 'KeyMetadata.Arn' } },
        { operation: 'CreateKey', save: { secondId: 'KeyMetadata.KeyId', secondArn: 'KeyMetadata.Arn' } },
        {
          operation: 'Encrypt',
          input: { KeyId: '{firstId}', Plaintext: '{zip}' },
          save: { secret: 'CiphertextBlob' },
        },
        {
          operation: 'ReEncrypt',
          input: { CiphertextBlob: '{secret}', DestinationKeyId: '{secondId}' },
          save: { again: 'CiphertextBlob' },
        },
        { operation: 'Decrypt', input: { CiphertextBlob: '{again}' } },
        {
          operation: 'Decrypt',
          input: { CiphertextBlob: '{again}', KeyId: '{firstId}' },
          fails: 'IncorrectKeyException',
        },
        {
          operation: 'ReEncrypt',
          input: { CiphertextBlob: '{secret}', DestinationKeyId: nowhere },
          fails: 'NotFoundException',
        },
      ],
    },
    {
      name: 'data keys and random bytes',
      steps: [
        { operation: 'CreateKey', save: { keyId: 'KeyMetadata.KeyId', keyArn: 'KeyMetadata.Arn' } },
        {
          operation: 'GenerateDataKey',
          input: { KeyId: '{keyId}', KeySpec: 'AES_256' },
          save: { wrapped: 'CiphertextBlob' },
          ignore: ['Plaintext'],
        },
        { operation: 'Decrypt', input: { CiphertextBlob: '{wrapped}' }, ignore: ['Plaintext'] },
        { operation: 'GenerateDataKeyWithoutPlaintext', input: { KeyId: '{keyId}', KeySpec: 'AES_128' } },
        { operation: 'GenerateDataKey', input: { KeyId: '{keyId}' }, fails: 'ValidationException' },
        {
          operation: 'GenerateDataKey',
          input: { KeyId: nowhere, KeySpec: 'AES_256' },
          fails: 'NotFoundException',
        },
        { operation: 'GenerateRandom', input: { NumberOfBytes: 32 }, ignore: ['Plaintext'] },
        { operation: 'GenerateRandom', input: { NumberOfBytes: 4096 }, fails: 'ValidationException' },
      ],
    },
  ],
});

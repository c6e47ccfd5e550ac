/** Data keys: random bytes for a caller's own cryptography, sealed under a key. */
import type {
  GenerateDataKeyCommandInput,
  GenerateDataKeyCommandOutput,
  GenerateDataKeyWithoutPlaintextCommandInput,
  GenerateDataKeyWithoutPlaintextCommandOutput,
  GenerateRandomCommandInput,
  GenerateRandomCommandOutput,
} from '@aws-sdk/client-kms';
import { constraint, type AwsFailure } from '../../../contract/aws-error.js';
import type { CallContext } from '../../call-context.js';
import { refuse } from '../../input-check.js';
import { operation } from '../../service.js';
import { requireNotDry } from './dry-run.js';
import { contextKeys, sealWith } from './encryption.js';
import { keyNamed, keyRequest, requireEnabled, type KeyRecord } from './key.js';

const specBytes: Readonly<Record<string, number>> = { AES_128: 16, AES_256: 32 };

function invalid(message: string): AwsFailure {
  return constraint('ValidationException', message);
}

function checkCount(count: number): number {
  if (count >= 1 && count <= 1024) return count;
  const rule = count < 1 ? 'greater than or equal to 1' : 'less than or equal to 1024';
  throw invalid(
    `1 validation error detected: Value '${count}' at 'numberOfBytes' failed to satisfy constraint: Member must have value ${rule}`,
  );
}

function lengthOf({ KeySpec, NumberOfBytes }: GenerateDataKeyWithoutPlaintextCommandInput): number {
  if ((KeySpec === undefined) === (NumberOfBytes === undefined)) {
    throw invalid('Please specify either number of bytes or key spec.');
  }
  if (NumberOfBytes !== undefined) return checkCount(NumberOfBytes);
  const length = specBytes[KeySpec ?? ''];
  if (length !== undefined) return length;
  throw invalid(
    `1 validation error detected: Value '${KeySpec}' at 'keySpec' failed to satisfy constraint: Member must satisfy enum value set: [AES_256, AES_128]`,
  );
}

/** Bytes that follow from the seed and the call: the next call of the same content gets others. */
function bytesFor(context: CallContext, label: string, length: number): Uint8Array {
  let hex = '';
  for (let block = 0; hex.length < length * 2; block += 1) {
    hex += context.transaction.hex(`${label} ${context.now} ${block}`, 64);
  }
  return Buffer.from(hex.slice(0, length * 2), 'hex');
}

function dataKey(
  input: GenerateDataKeyWithoutPlaintextCommandInput,
  context: CallContext,
): { readonly key: KeyRecord; readonly plaintext: Uint8Array; readonly sealed: Uint8Array } {
  const length = lengthOf(input);
  const key = keyNamed(context, input.KeyId);
  requireEnabled(key);
  requireNotDry(input);
  const plaintext = bytesFor(context, `data key ${key.id}`, length);
  return { key, plaintext, sealed: sealWith(context, key, plaintext, input.EncryptionContext) };
}

// Not read-only: the occurrence of each call counts, so that no two calls get the same bytes.

const generateDataKey = operation<GenerateDataKeyCommandInput, GenerateDataKeyCommandOutput>({
  readOnly: false,
  actions: (input, scene) => [
    keyRequest('kms:GenerateDataKey', input.KeyId, scene, contextKeys(input.EncryptionContext)),
  ],
  run: (input, context) => {
    refuse('KMS.GenerateDataKey', input, ['Recipient']);
    const { key, plaintext, sealed } = dataKey(input, context);
    return { CiphertextBlob: sealed, Plaintext: plaintext, KeyId: key.arn };
  },
});

const generateDataKeyWithoutPlaintext = operation<
  GenerateDataKeyWithoutPlaintextCommandInput,
  GenerateDataKeyWithoutPlaintextCommandOutput
>({
  readOnly: false,
  actions: (input, scene) => [
    keyRequest(
      'kms:GenerateDataKeyWithoutPlaintext',
      input.KeyId,
      scene,
      contextKeys(input.EncryptionContext),
    ),
  ],
  run: (input, context) => {
    const { key, sealed } = dataKey(input, context);
    return { CiphertextBlob: sealed, KeyId: key.arn };
  },
});

const generateRandom = operation<GenerateRandomCommandInput, GenerateRandomCommandOutput>({
  readOnly: false,
  actions: () => [{ action: 'kms:GenerateRandom', resources: ['*'] }],
  run: (input, context) => {
    refuse('KMS.GenerateRandom', input, ['CustomKeyStoreId', 'Recipient']);
    if (input.NumberOfBytes === undefined) throw invalid('NumberOfBytes is required.');
    return { Plaintext: bytesFor(context, 'random', checkCount(input.NumberOfBytes)) };
  },
});

export const dataKeyOperations = {
  GenerateDataKey: generateDataKey,
  GenerateDataKeyWithoutPlaintext: generateDataKeyWithoutPlaintext,
  GenerateRandom: generateRandom,
};

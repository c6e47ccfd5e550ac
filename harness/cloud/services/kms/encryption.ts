/** Encrypting, decrypting and re-encrypting small data under keys. */
import type {
  DecryptCommandInput,
  DecryptCommandOutput,
  EncryptCommandInput,
  EncryptCommandOutput,
  ReEncryptCommandInput,
  ReEncryptCommandOutput,
} from '@aws-sdk/client-kms';
import { AwsFailure, constraint } from '../../../contract/aws-error.js';
import type { ActionRequest } from '../../../contract/call.js';
import type { CallContext } from '../../call-context.js';
import { refuse, required } from '../../input-check.js';
import type { Scene } from '../../scene.js';
import { operation } from '../../service.js';
import {
  invalidCiphertext,
  parseCiphertext,
  seal,
  unseal,
  type Ciphertext,
  type EncryptionContext,
} from './ciphertext.js';
import { requireNotDry } from './dry-run.js';
import { findKey, keyNamed, keyRequest, requireEnabled, type KeyRecord } from './key.js';
import { materialNumber } from './rotation.js';

const mostBytes = 4096;

/** Condition keys of a request with an encryption context. */
export function contextKeys(context: EncryptionContext | undefined): NonNullable<ActionRequest['context']> {
  const entries = Object.entries(context ?? {});
  if (entries.length === 0) return {};
  const keys: Record<string, string | readonly string[]> = {
    'kms:EncryptionContextKeys': entries.map(([name]) => name),
  };
  for (const [name, value] of entries) keys[`kms:EncryptionContext:${name}`] = value;
  return keys;
}

/** Seals bytes with the key's present material. */
export function sealWith(
  context: CallContext,
  key: KeyRecord,
  plaintext: Uint8Array,
  bound: EncryptionContext | undefined,
): Uint8Array {
  const { model, motive } = context.transaction;
  const material = materialNumber(key, context.now);
  return seal(model.seed, key, material, plaintext, bound ?? {}, `${context.now} ${motive.cause}`);
}

function requireSymmetric(algorithm: string | undefined): void {
  if (algorithm === undefined || algorithm === 'SYMMETRIC_DEFAULT') return;
  throw constraint(
    'InvalidKeyUsageException',
    `Algorithm ${algorithm} and key spec SYMMETRIC_DEFAULT are incompatible.`,
  );
}

/** The ciphertext that a request carries, for IAM, which does not mind what is wrong with it. */
function readable(blob: Uint8Array | undefined): Ciphertext | undefined {
  try {
    return blob === undefined ? undefined : parseCiphertext(blob);
  } catch (error) {
    if (error instanceof AwsFailure) return undefined;
    throw error;
  }
}

/** The key that a ciphertext was made with: named in it; the caller's name, where given, says in which account. */
function sourceName(
  blob: Uint8Array | undefined,
  name: string | undefined,
  scene: Scene,
): string | undefined {
  const keyId = readable(blob)?.keyId;
  if (keyId === undefined) return name;
  return name !== undefined && findKey(scene, name)?.id === keyId ? name : (name ?? keyId);
}

/** @throws AwsFailure InvalidCiphertextException, IncorrectKeyException, and what the key's state says. */
function open(
  context: CallContext,
  blob: Uint8Array | undefined,
  name: string | undefined,
  bound: EncryptionContext | undefined,
): { readonly key: KeyRecord; readonly plaintext: Uint8Array } {
  const ciphertext = parseCiphertext(required(blob, 'CiphertextBlob'));
  const key = name === undefined ? findKey(context, ciphertext.keyId) : keyNamed(context, name);
  if (key === undefined) throw invalidCiphertext();
  if (key.id !== ciphertext.keyId) {
    throw constraint(
      'IncorrectKeyException',
      'The key ID in the request does not identify a CMK that can perform this operation.',
    );
  }
  requireEnabled(key);
  return { key, plaintext: unseal(context.transaction.model.seed, key, ciphertext, bound ?? {}) };
}

const encrypt = operation<EncryptCommandInput, EncryptCommandOutput>({
  readOnly: true,
  actions: (input, scene) => [
    keyRequest('kms:Encrypt', input.KeyId, scene, contextKeys(input.EncryptionContext)),
  ],
  run: (input, context) => {
    const plaintext = required(input.Plaintext, 'Plaintext');
    if (plaintext.length < 1 || plaintext.length > mostBytes) {
      const rule = plaintext.length < 1 ? 'greater than or equal to 1' : `less than or equal to ${mostBytes}`;
      throw constraint(
        'ValidationException',
        `1 validation error detected: Value at 'plaintext' failed to satisfy constraint: Member must have length ${rule}`,
      );
    }
    const key = keyNamed(context, input.KeyId);
    requireSymmetric(input.EncryptionAlgorithm);
    requireEnabled(key);
    requireNotDry(input);
    const CiphertextBlob = sealWith(context, key, plaintext, input.EncryptionContext);
    return { CiphertextBlob, KeyId: key.arn, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' };
  },
});

const decrypt = operation<DecryptCommandInput, DecryptCommandOutput>({
  readOnly: true,
  actions: (input, scene) => [
    keyRequest(
      'kms:Decrypt',
      sourceName(input.CiphertextBlob, input.KeyId, scene),
      scene,
      contextKeys(input.EncryptionContext),
    ),
  ],
  run: (input, context) => {
    refuse('KMS.Decrypt', input, ['Recipient', 'DryRunModifiers']);
    requireSymmetric(input.EncryptionAlgorithm);
    const { key, plaintext } = open(context, input.CiphertextBlob, input.KeyId, input.EncryptionContext);
    requireNotDry(input);
    return { KeyId: key.arn, Plaintext: plaintext, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' };
  },
});

const reEncrypt = operation<ReEncryptCommandInput, ReEncryptCommandOutput>({
  readOnly: true,
  actions: (input, scene) => [
    keyRequest(
      'kms:ReEncryptFrom',
      sourceName(input.CiphertextBlob, input.SourceKeyId, scene),
      scene,
      contextKeys(input.SourceEncryptionContext),
    ),
    keyRequest(
      'kms:ReEncryptTo',
      input.DestinationKeyId,
      scene,
      contextKeys(input.DestinationEncryptionContext),
    ),
  ],
  run: (input, context) => {
    refuse('KMS.ReEncrypt', input, ['DryRunModifiers']);
    requireSymmetric(input.SourceEncryptionAlgorithm);
    requireSymmetric(input.DestinationEncryptionAlgorithm);
    const source = open(context, input.CiphertextBlob, input.SourceKeyId, input.SourceEncryptionContext);
    const key = keyNamed(context, required(input.DestinationKeyId, 'DestinationKeyId'));
    requireEnabled(key);
    requireNotDry(input);
    return {
      CiphertextBlob: sealWith(context, key, source.plaintext, input.DestinationEncryptionContext),
      SourceKeyId: source.key.arn,
      KeyId: key.arn,
      SourceEncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      DestinationEncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
    };
  },
});

export const encryptionOperations = { Decrypt: decrypt, Encrypt: encrypt, ReEncrypt: reEncrypt };

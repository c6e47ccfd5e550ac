/** KMS's cryptography: AES-256-GCM, with key material that follows from the seed and never stands in the world. */
import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import { constraint, type AwsFailure } from '../../../contract/aws-error.js';
import { canonicalJson } from '../../../contract/json.js';
import { digest } from '../../world/cause.js';
import type { KeyRecord } from './key.js';

export type EncryptionContext = Readonly<Record<string, string>>;

/** A ciphertext taken apart. */
export interface Ciphertext {
  /** The id of the key it was made with. */
  readonly keyId: string;
  /** The number of that key's material. */
  readonly material: number;
  readonly initialisation: Uint8Array;
  readonly tag: Uint8Array;
  readonly sealed: Uint8Array;
}

const format = 1;
const keyIdLength = 16;
const materialOffset = 1 + keyIdLength;
const initialisationOffset = materialOffset + 4;
const tagOffset = initialisationOffset + 12;
const sealedOffset = tagOffset + 16;

function materialOf(seed: number, key: KeyRecord, number: number): Buffer {
  return Buffer.from(digest(seed, `kms ${key.id} ${key.incarnation}`, `material ${number}`), 'hex');
}

/**
 * Seals bytes with a key's material.
 * @param nonce what keeps two sealings of one plaintext apart. The initialisation vector is made of it, the plaintext and
 *   the context, so that no vector serves two plaintexts under one key.
 */
export function seal(
  seed: number,
  key: KeyRecord,
  material: number,
  plaintext: Uint8Array,
  context: EncryptionContext,
  nonce: string,
): Uint8Array {
  const secret = materialOf(seed, key, material);
  const bound = Buffer.from(canonicalJson(context));
  const initialisation = createHash('sha256')
    .update(secret)
    .update(canonicalJson([nonce, bound.toString()]))
    .update(plaintext)
    .digest()
    .subarray(0, 12);
  const cipher = createCipheriv('aes-256-gcm', secret, initialisation);
  cipher.setAAD(bound);
  const sealed = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  const number = Buffer.alloc(4);
  number.writeUInt32BE(material);
  const id = Buffer.from(key.id.replaceAll('-', ''), 'hex');
  return Buffer.concat([Buffer.of(format), id, number, initialisation, cipher.getAuthTag(), sealed]);
}

/** @throws AwsFailure InvalidCiphertextException where the bytes are not KMS's. */
export function parseCiphertext(blob: Uint8Array): Ciphertext {
  const bytes = Buffer.from(blob.buffer, blob.byteOffset, blob.byteLength);
  if (bytes.length < sealedOffset || bytes[0] !== format) throw invalidCiphertext();
  const hex = bytes.toString('hex', 1, materialOffset);
  return {
    keyId: [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-'),
    material: bytes.readUInt32BE(materialOffset),
    initialisation: bytes.subarray(initialisationOffset, tagOffset),
    tag: bytes.subarray(tagOffset, sealedOffset),
    sealed: bytes.subarray(sealedOffset),
  };
}

/** @throws AwsFailure InvalidCiphertextException where bytes, key or context are not those of the sealing. */
export function unseal(
  seed: number,
  key: KeyRecord,
  ciphertext: Ciphertext,
  context: EncryptionContext,
): Uint8Array {
  const secret = materialOf(seed, key, ciphertext.material);
  const decipher = createDecipheriv('aes-256-gcm', secret, ciphertext.initialisation, { authTagLength: 16 });
  decipher.setAAD(Buffer.from(canonicalJson(context)));
  decipher.setAuthTag(ciphertext.tag);
  try {
    return Buffer.concat([decipher.update(ciphertext.sealed), decipher.final()]);
  } catch {
    throw invalidCiphertext();
  }
}

/** AWS tells nothing more, so that nobody learns from it. */
export function invalidCiphertext(): AwsFailure {
  return constraint('InvalidCiphertextException', '');
}

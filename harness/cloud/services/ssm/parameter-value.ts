/** Values of SecureString parameters: KMS encrypts and decrypts them, on the caller's behalf. */
import { AwsFailure, constraint } from '../../../contract/aws-error.js';
import type { CallContext } from '../../call-context.js';
import { managedKey, type ParameterVersion } from './parameter.js';

/** What is stored of a value. Without a key of the account's own the world keeps it: AWS's key always answers. */
export function storedValue(context: CallContext, value: string, keyId: string | null): string {
  if (keyId === null || keyId === managedKey) return value;
  const { CiphertextBlob } = withKey(context, 'Encrypt', { KeyId: keyId, Plaintext: Buffer.from(value) });
  return Buffer.from(CiphertextBlob ?? []).toString('base64');
}

/**
 * A version's value as it is shown: of a SecureString that is not decrypted, its ciphertext.
 * @throws AwsFailure InvalidKeyId where the key is gone or cannot be used; AccessDenied where the caller may not decrypt.
 */
export function shownValue(context: CallContext, version: ParameterVersion, decrypt: boolean): string {
  const { type, value, keyId } = version;
  if (type !== 'SecureString') return value;
  const own = keyId !== null && keyId !== managedKey;
  // What AWS's own key would have made of it cannot be known, and must not be the value.
  if (!decrypt)
    return own ? value : Buffer.from(`${managedKey} version ${version.version}`).toString('base64');
  if (!own) return value;
  const { Plaintext } = withKey(context, 'Decrypt', { CiphertextBlob: Buffer.from(value, 'base64') });
  return Buffer.from(Plaintext ?? []).toString('utf8');
}

function withKey(
  context: CallContext,
  operation: 'Encrypt' | 'Decrypt',
  input: object,
): { readonly CiphertextBlob?: Uint8Array; readonly Plaintext?: Uint8Array } {
  const { standing } = context;
  try {
    return context
      .with({ calledVia: [...standing.calledVia, 'ssm.amazonaws.com'] })
      .invoke('KMS', operation, input);
  } catch (error) {
    if (!(error instanceof AwsFailure) || error.error.origin !== 'constraint') throw error;
    const { code, message } = error.error;
    throw constraint('InvalidKeyId', `${message} (Service: AWSKMS; Error Code: ${code})`);
  }
}

/** Derived signing keys, kept for as long as they are used: four HMACs a day, region and service rather than a request. */
import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';

interface KnownKey {
  readonly secret: string;
  readonly key: KeyObject;
}

/** Finds the signing key of a credential scope; makes it when it is new or the secret behind the key id has changed. */
export class SigningKeys {
  readonly #known = new Map<string, KnownKey>();
  readonly #limit: number;

  /** `limit`: how many keys are kept; past it the oldest goes. */
  constructor(limit = 4096) {
    this.#limit = limit;
  }

  /** `scope` is `DATE/REGION/SERVICE/aws4_request`. */
  find(accessKeyId: string, secret: string, scope: string): KeyObject {
    const name = `${accessKeyId}/${scope}`;
    const known = this.#known.get(name);
    if (known?.secret === secret) return known.key;
    if (this.#known.size >= this.#limit) {
      for (const oldest of this.#known.keys()) {
        this.#known.delete(oldest);
        break;
      }
    }
    const key = deriveSigningKey(secret, scope);
    this.#known.set(name, { secret, key });
    return key;
  }
}

function deriveSigningKey(secret: string, scope: string): KeyObject {
  let key: Buffer = Buffer.from(`AWS4${secret}`, 'utf8');
  for (const part of scope.split('/')) key = createHmac('sha256', key).update(part, 'utf8').digest();
  return createSecretKey(key);
}

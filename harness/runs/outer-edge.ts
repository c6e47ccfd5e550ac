/** The outer edge: the one place from which wall time and randomness come into a run. */
import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import type { Secrets } from '../cloud/cloud.js';
import type { Edge } from '../gateway/gateway.js';

export const edge: Edge = {
  wallTime: () => Date.now(),
  requestId: () => randomUUID(),
};

/** Secrets of one run: made of a key that nobody else has, so that none is stored and all can be found again. */
export function randomSecrets(): Secrets {
  const key = randomBytes(32);
  // Asked for on every request: worked out once for each of a run's few keys.
  const derived = new Map<string, string>();
  const derive = (text: string): string => {
    let secret = derived.get(text);
    if (secret === undefined) {
      secret = createHmac('sha256', key).update(text).digest('base64');
      derived.set(text, secret);
    }
    return secret;
  };
  return {
    secretOf: (accessKeyId) => derive(`secret ${accessKeyId}`).slice(0, 40),
    sessionTokenOf: (accessKeyId) => derive(`token ${accessKeyId}`),
  };
}

/** Wall time, for what people see of progress; it never reaches a journal. */
export function wallSeconds(): number {
  return performance.now() / 1000;
}

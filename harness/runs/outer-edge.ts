/** The outer edge: the one place from which wall time and randomness come into a run. */
import { setTimeout } from 'node:timers/promises';
import { createHmac, randomBytes, randomInt, randomUUID } from 'node:crypto';
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

/** What nobody can guess: 43 letters and digits that need no quoting anywhere. */
export function randomToken(): string {
  return randomBytes(32).toString('base64url');
}

/** Names one thing among those of a process. */
export function randomName(): string {
  return randomBytes(8).toString('hex');
}

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** What follows `AKIA` and `ASIA` in an access key id that nobody can guess: 16 letters and digits. */
export function randomKeyTail(): string {
  return Array.from(randomBytes(16), (byte) => base32.charAt(byte % 32)).join('');
}

/** Wall time, for what people see of progress; it never reaches a journal. */
export function wallSeconds(): number {
  return performance.now() / 1000;
}

/** Lets wall time pass; ends early where the signal comes. */
export async function pause(seconds: number, cancelled: AbortSignal): Promise<void> {
  try {
    await setTimeout(seconds * 1000, undefined, { signal: cancelled });
  } catch (error) {
    if (!cancelled.aborted) throw error;
  }
}

/** An account's number that no other run has: twelve digits, the first of them no zero. */
export function randomAccount(): string {
  return `${randomInt(1, 10)}${randomInt(0, 10 ** 11)
    .toString()
    .padStart(11, '0')}`;
}

/** Where stores keep account of their single records: an amount that stays the same may be other data than before. */
import { createHash } from 'node:crypto';
import type { Turnover } from '../contract/resource.js';

/** As stores keep it: absent while no single record was written. */
export type StoredTurnover = {
  readonly removed: { readonly records: number; readonly bytes: number };
  readonly overwritten: { readonly records: number; readonly bytes: number };
  readonly contents: string;
};

const none: StoredTurnover = {
  removed: { records: 0, bytes: 0 },
  overwritten: { records: 0, bytes: 0 },
  contents: '',
};

/** One record as it is written or taken: what it is, as text, and how large. */
export interface TurnedRecord {
  readonly text: string;
  readonly bytes: number;
}

/** Notes that `after` stands where `before` stood; null where nothing did, or does. */
export function turnOver(
  known: StoredTurnover | undefined,
  before: TurnedRecord | null,
  after: TurnedRecord | null,
): StoredTurnover | undefined {
  if (before?.text === after?.text) return known;
  const { removed, overwritten, contents } = known ?? none;
  const changed = {
    removed,
    overwritten,
    contents: shifted(contents, before === null ? '' : before.text, after === null ? '' : after.text),
  };
  if (before === null) return changed;
  const way = after === null ? 'removed' : 'overwritten';
  const { records, bytes } = changed[way];
  return { ...changed, [way]: { records: records + 1, bytes: bytes + before.bytes } };
}

/** The member of an observation: left out while no single record was written. */
export function observedTurnover(turnover: StoredTurnover | undefined): { readonly turnover?: Turnover } {
  return turnover === undefined ? {} : { turnover };
}

const modulus = 1n << 128n;

/** A sum of digests: the same records make the same contents, in whatever order they came and went. */
function shifted(contents: string, leaves: string, comes: string): string {
  const sum = (contents === '' ? 0n : BigInt(`0x${contents}`)) - digestOf(leaves) + digestOf(comes);
  const positive = ((sum % modulus) + modulus) % modulus;
  return positive === 0n ? '' : positive.toString(16);
}

function digestOf(text: string): bigint {
  if (text === '') return 0n;
  return BigInt(`0x${createHash('sha256').update(text).digest('hex').slice(0, 32)}`);
}

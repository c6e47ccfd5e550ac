/** Walks the keys of a bucket in their order, real and counted ones together, for the operations that list. */
import type { State } from '../../world/state.js';
import type { BucketRecord } from './bucket.js';
import { nextCountedKey } from './counted-objects.js';
import { entryAt, objectsPrefix, type ObjectEntry } from './object-entry.js';

export interface Walk {
  readonly prefix: string;
  readonly delimiter: string | undefined;
  /** The first key that may be shown. */
  readonly from: string;
  readonly limit: number;
  /** Whether objects behind delete markers are shown. */
  readonly hidden: boolean;
}

export interface Found {
  readonly keys: readonly (readonly [key: string, entry: ObjectEntry])[];
  /** What keys have in common up to the delimiter. */
  readonly prefixes: readonly string[];
  /** Where the next page begins; undefined on the last. */
  readonly next: string | undefined;
  /** The last key or prefix that is shown. */
  readonly last: string | undefined;
}

/** The smallest key after this one. */
export function after(key: string): string {
  return `${key}\u0000`;
}

/** The smallest key beyond all that begin with a text. */
export function beyond(prefix: string): string {
  return `${prefix}\uffff`;
}

export function walk(
  state: State,
  bucket: BucketRecord,
  { delimiter, from, hidden, limit, prefix }: Walk,
): Found {
  const keys: (readonly [string, ObjectEntry])[] = [];
  const prefixes: string[] = [];
  let last: string | undefined;
  let place = from > prefix ? from : prefix;
  for (;;) {
    const key = nextKey(state, bucket, place, hidden);
    if (key === undefined || !key.startsWith(prefix)) break;
    const entry = entryAt(state, bucket, key);
    place = after(key);
    if (!hidden && entry[0]?.marker !== false) continue;
    if (keys.length + prefixes.length >= limit) return { keys, prefixes, next: key, last };
    const end = delimiter === undefined || delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    if (end < 0) {
      keys.push([key, entry]);
      last = key;
    } else {
      const common = key.slice(0, end + (delimiter ?? '').length);
      prefixes.push(common);
      last = common;
      place = beyond(common);
    }
  }
  return { keys, prefixes, next: undefined, last };
}

function nextKey(state: State, bucket: BucketRecord, from: string, hidden: boolean): string | undefined {
  const prefix = objectsPrefix(bucket);
  const real = state.first(prefix + from, `${prefix}\uffff`)?.[0].slice(prefix.length);
  const allHidden = bucket.body.counted.hiddenSince !== null && !hidden;
  const counted = allHidden ? undefined : nextCountedKey(bucket.body, from);
  if (real === undefined || counted === undefined) return real ?? counted;
  return real < counted ? real : counted;
}

/**
 * Objects that are only counted: a bucket of two billion objects is a number, so their keys are made of their index.
 * One that is written, deleted or hidden becomes real, and its index is taken.
 */
import { createHash } from 'node:crypto';
import { countedAmount, type BucketBody, type BucketRecord } from './bucket.js';

const prefix = 'data/part-';
const suffix = '.bin';
const digits = 12;

export function countedKey(index: number): string {
  return `${prefix}${String(index).padStart(digits, '0')}${suffix}`;
}

/** How many indexes there are, taken ones included. */
function indexCount(body: BucketBody): number {
  let taken = 0;
  for (const [from, until] of body.counted.taken) taken += until - from;
  return countedAmount(body).records + taken;
}

/** The index of a counted object's key; undefined where the bucket counts no such object. */
export function countedIndex(body: BucketBody, key: string): number | undefined {
  if (!key.startsWith(prefix) || !key.endsWith(suffix)) return undefined;
  const text = key.slice(prefix.length, -suffix.length);
  if (!/^\d{12}$/.test(text)) return undefined;
  const index = Number(text);
  if (index >= indexCount(body) || rangeWith(body, index) !== undefined) return undefined;
  return index;
}

function rangeWith(body: BucketBody, index: number): readonly [number, number] | undefined {
  return body.counted.taken.find(([from, until]) => from <= index && index < until);
}

/** The first counted key at or after a text, in the order of keys. */
export function nextCountedKey(body: BucketBody, from: string): string | undefined {
  const count = indexCount(body);
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (countedKey(middle) < from) low = middle + 1;
    else high = middle;
  }
  for (let range = rangeWith(body, low); range !== undefined; range = rangeWith(body, low)) low = range[1];
  return low < count ? countedKey(low) : undefined;
}

/** The bytes of each counted object: an even share; the last one has what is left. */
export function countedSize(body: BucketBody): number {
  const { bytes, records } = countedAmount(body);
  if (records <= 1) return bytes;
  return Math.floor(bytes / records);
}

/** The taken ranges with one index more, joined where they touch. */
export function withTaken(body: BucketBody, index: number): BucketBody['counted'] {
  const ranges: (readonly [number, number])[] = [];
  let [from, until] = [index, index + 1];
  for (const range of body.counted.taken) {
    if (range[1] < from || range[0] > until) ranges.push(range);
    else [from, until] = [Math.min(from, range[0]), Math.max(until, range[1])];
  }
  ranges.push([from, until]);
  return { ...body.counted, taken: ranges.sort((left, right) => left[0] - right[0]) };
}

const largestBody = 1024 * 1024;

/** The content of a counted object: bytes that only its bucket and key decide. Undefined where it is too large. */
export function countedBody(bucket: BucketRecord, key: string, size: number): Buffer | undefined {
  if (size > largestBody) return undefined;
  const blocks: Buffer[] = [];
  for (let block = 0; block * 32 < size; block += 1) {
    blocks.push(createHash('sha256').update(`${bucket.incarnation}\n${key}\n${block}`).digest());
  }
  return Buffer.concat(blocks).subarray(0, size);
}

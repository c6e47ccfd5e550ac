/** Contents of objects, by their hash, and what is read of them. */
import { createHash } from 'node:crypto';
import { constraint, unsupported } from '../../../contract/aws-error.js';
import type { CallContext } from '../../call-context.js';
import type { State } from '../../world/state.js';
import { withFields, type BucketRecord } from './bucket.js';
import { countedBody } from './counted-objects.js';
import type { ObjectVersion } from './object-entry.js';

/** The bytes that a request carries. */
export function bytesOf(body: unknown, operation: string): Buffer {
  if (body === undefined) return Buffer.alloc(0);
  if (typeof body === 'string') return Buffer.from(body);
  if (body instanceof Uint8Array) return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  throw unsupported(`${operation} with a Body that is neither bytes nor text`);
}

/** Stores bytes once, however many objects hold them. */
export function storeContent(context: CallContext, bytes: Buffer): string {
  const hash = createHash('sha256').update(bytes).digest('hex');
  const key = `d/s3/contents/${hash}`;
  if (context.transaction.get(key) === undefined) context.transaction.put(key, bytes.toString('base64'));
  return hash;
}

export function loadContent(state: State, hash: string): Buffer {
  const stored = state.get(`d/s3/contents/${hash}`);
  return Buffer.from(typeof stored === 'string' ? stored : '', 'base64');
}

/** @throws AwsFailure origin unsupported where a large object is only counted and has no content to give. */
export function contentOf(state: State, bucket: BucketRecord, key: string, version: ObjectVersion): Buffer {
  if (version.content !== null) return loadContent(state, version.content);
  const made = countedBody(bucket, key, version.size);
  if (made === undefined) throw unsupported('S3.GetObject of a large object that is only counted');
  return made;
}

export function md5(bytes: Uint8Array): string {
  return createHash('md5').update(bytes).digest('hex');
}

interface Digests {
  readonly ContentMD5?: string | undefined;
  readonly ChecksumSHA1?: string | undefined;
  readonly ChecksumSHA256?: string | undefined;
}

/** @throws AwsFailure BadDigest where the bytes are not those that the request says. */
export function checkDigests(input: Digests, bytes: Buffer): void {
  const check = (name: string, algorithm: string, expected: string | undefined): void => {
    if (expected === undefined || createHash(algorithm).update(bytes).digest('base64') === expected) return;
    throw constraint('BadDigest', `The ${name} you specified did not match the calculated checksum.`);
  };
  check('Content-MD5', 'md5', input.ContentMD5);
  check('SHA1', 'sha1', input.ChecksumSHA1);
  check('SHA256', 'sha256', input.ChecksumSHA256);
}

export interface Slice {
  readonly bytes: Buffer;
  /** `bytes 0-9/100`; absent where all was asked for. */
  readonly contentRange?: string;
}

/**
 * The part of the content that a Range header asks for. One that does not parse is ignored, as HTTP says.
 * @throws AwsFailure InvalidRange where it begins beyond the end.
 */
export function slice(bytes: Buffer, range: string | undefined): Slice {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(range ?? '') ?? [];
  if (first === '' && last === '') return { bytes };
  const from = first === '' ? Math.max(0, bytes.length - Number(last)) : Number(first);
  const until = first === '' || last === '' ? bytes.length : Math.min(bytes.length, Number(last) + 1);
  if (from >= bytes.length || until <= from) {
    const failure = constraint('InvalidRange', 'The requested range is not satisfiable', 416);
    throw withFields(failure, { ActualObjectSize: String(bytes.length), RangeRequested: range ?? '' });
  }
  return { bytes: bytes.subarray(from, until), contentRange: `bytes ${from}-${until - 1}/${bytes.length}` };
}

/** The versions of the objects under one key, and how writing them changes what the bucket counts. */
import { createHash } from 'node:crypto';
import { constraint } from '../../../contract/aws-error.js';
import type { Json } from '../../../contract/json.js';
import type { CallContext } from '../../call-context.js';
import { turnOver, type StoredTurnover, type TurnedRecord } from '../../turnover.js';
import type { State } from '../../world/state.js';
import { changeBucket, withFields, type BucketRecord } from './bucket.js';
import { countedIndex, countedSize, withTaken } from './counted-objects.js';

export type ObjectLock = { readonly mode: 'GOVERNANCE' | 'COMPLIANCE'; readonly until: number };

/** One version of an object, or a delete marker. Times are virtual, in milliseconds. */
export type ObjectVersion = {
  /** `null`, as text, for versions written without versioning. */
  readonly id: string;
  readonly marker: boolean;
  readonly modifiedAt: number;
  /** Since when a newer version stands before it; null for the latest. */
  readonly noncurrentSince: number | null;
  readonly size: number;
  /** Without quotes. */
  readonly etag: string;
  /** Hash of its content; null where it is only counted. */
  readonly content: string | null;
  readonly parts: number;
  /** Headers that are given back as they came, by their members' names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly metadata: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly storageClass: string;
  readonly lock: ObjectLock | null;
  readonly legalHold: boolean;
};

/** All versions under a key, the latest first. */
export type ObjectEntry = readonly ObjectVersion[];

export function objectsPrefix(bucket: BucketRecord): string {
  return `d/s3/objects/${bucket.incarnation}/`;
}

/** The versions under a key; none where there is no such object. A counted object looks like a real one. */
export function entryAt(state: State, bucket: BucketRecord, key: string): ObjectEntry {
  const stored = state.get(objectsPrefix(bucket) + key);
  if (stored !== undefined) return stored as Json as unknown as ObjectEntry;
  return countedIndex(bucket.body, key) === undefined ? [] : countedEntry(bucket, key);
}

function countedEntry(bucket: BucketRecord, key: string): ObjectEntry {
  const { hiddenSince } = bucket.body.counted;
  const id = createHash('md5').update(`${bucket.incarnation}\n${key}`).digest('hex');
  const version: ObjectVersion = {
    id: 'null',
    marker: false,
    modifiedAt: bucket.createdAt,
    noncurrentSince: hiddenSince,
    size: countedSize(bucket.body),
    etag: id,
    content: null,
    parts: 1,
    headers: { ContentType: 'binary/octet-stream' },
    metadata: {},
    tags: {},
    storageClass: 'STANDARD',
    lock: defaultLock(bucket, bucket.createdAt),
    legalHold: false,
  };
  return hiddenSince === null ? [version] : [markerOf(id, hiddenSince), version];
}

export function markerOf(id: string, time: number): ObjectVersion {
  return {
    id,
    marker: true,
    modifiedAt: time,
    noncurrentSince: null,
    size: 0,
    etag: '',
    content: null,
    parts: 1,
    headers: {},
    metadata: {},
    tags: {},
    storageClass: 'STANDARD',
    lock: null,
    legalHold: false,
  };
}

const day = 24 * 3600 * 1000;

/** The retention that a bucket gives to versions written at a virtual time. */
export function defaultLock(bucket: BucketRecord, time: number): ObjectLock | null {
  const { retention } = bucket.body.lock;
  if (retention?.Mode === undefined) return null;
  const days = retention.Days ?? (retention.Years ?? 0) * 365;
  return { mode: retention.Mode, until: time + days * day };
}

interface EntryAmount {
  readonly records: number;
  readonly bytes: number;
  readonly visible: number;
  readonly hidden: number;
}

function amountOf(entry: ObjectEntry): EntryAmount {
  const versions = entry.filter((version) => !version.marker);
  return {
    records: versions.length,
    bytes: versions.reduce((total, version) => total + version.size, 0),
    visible: entry[0]?.marker === false ? 1 : 0,
    hidden: entry[0]?.marker === true && versions.length > 0 ? 1 : 0,
  };
}

/**
 * Stores what is now under a key, an empty entry deleting it, and counts it. An object that was only counted becomes
 * real by it.
 * @returns the bucket as it stands afterwards.
 */
export function saveEntry(
  context: CallContext,
  bucket: BucketRecord,
  key: string,
  entry: ObjectEntry,
): BucketRecord {
  const { body } = bucket;
  const place = objectsPrefix(bucket) + key;
  const index = context.state.get(place) === undefined ? countedIndex(body, key) : undefined;
  const was = entryAt(context.state, bucket, key);
  const before = amountOf(was);
  const after = amountOf(entry);
  const wasListed = index === undefined ? before : { records: 0, bytes: 0, visible: 0, hidden: 0 };
  if (entry.length === 0) context.transaction.delete(place);
  else context.transaction.put(place, entry);
  const hidden = (body.hidden ?? 0) + after.hidden - wasListed.hidden;
  const turnover = turnoverOf(body.turnover, key, was, entry);
  return changeBucket(context, bucket, {
    volume: {
      records: body.volume.records + after.records - before.records,
      bytes: body.volume.bytes + after.bytes - before.bytes,
    },
    listed: {
      records: body.listed.records + after.records - wasListed.records,
      bytes: body.listed.bytes + after.bytes - wasListed.bytes,
    },
    visible: body.visible + after.visible - wasListed.visible,
    ...(hidden === 0 && body.hidden === undefined ? {} : { hidden }),
    ...(turnover === undefined ? {} : { turnover }),
    ...(index === undefined ? {} : { counted: withTaken(body, index) }),
  });
}

/** Versions come and go; one that has other content now is overwritten. What is only counted has no content to tell. */
function turnoverOf(
  known: StoredTurnover | undefined,
  key: string,
  before: ObjectEntry,
  after: ObjectEntry,
): StoredTurnover | undefined {
  let turnover = known;
  for (const id of new Set([...before, ...after].map((version) => version.id))) {
    turnover = turnOver(turnover, turnedRecord(key, before, id), turnedRecord(key, after, id));
  }
  return turnover;
}

function turnedRecord(key: string, entry: ObjectEntry, id: string): TurnedRecord | null {
  const version = entry.find((each) => each.id === id && !each.marker);
  if (version === undefined) return null;
  const { content, etag, size } = version;
  return { text: content === null ? '' : `${key}\n${id}\n${etag}`, bytes: size };
}

/** Puts a version, or a marker, before the others, as the bucket's versioning says. */
export function pushVersion(
  context: CallContext,
  bucket: BucketRecord,
  key: string,
  version: ObjectVersion,
): BucketRecord {
  const entry = entryAt(context.state, bucket, key);
  // Without versioning, and where it is suspended, the version called null is overwritten.
  const kept = version.id === 'null' ? entry.filter((each) => each.id !== 'null') : entry;
  const [latest, ...older] = kept;
  const aged =
    latest === undefined ? [] : [{ ...latest, noncurrentSince: latest.noncurrentSince ?? context.now }];
  return saveEntry(context, bucket, key, [version, ...aged, ...older]);
}

/** Takes one version away for good. */
export function dropVersion(
  context: CallContext,
  bucket: BucketRecord,
  key: string,
  id: string,
): BucketRecord {
  const [latest, ...older] = entryAt(context.state, bucket, key).filter((version) => version.id !== id);
  const entry = latest === undefined ? [] : [{ ...latest, noncurrentSince: null }, ...older];
  return saveEntry(context, bucket, key, entry);
}

/** Stores one version of an entry with a part of it changed. */
export function changeVersion(
  context: CallContext,
  bucket: BucketRecord,
  key: string,
  id: string,
  changes: Partial<ObjectVersion>,
): BucketRecord {
  const entry = entryAt(context.state, bucket, key);
  return saveEntry(
    context,
    bucket,
    key,
    entry.map((each) => (each.id === id ? { ...each, ...changes } : each)),
  );
}

/** The id of a version that is written now. */
export function newVersionId(context: CallContext, bucket: BucketRecord, key: string): string {
  return bucket.body.versioning === 'Enabled'
    ? context.transaction.hex(`version ${bucket.id} ${key}`, 32)
    : 'null';
}

interface VersionInput {
  readonly Key?: string | undefined;
  readonly VersionId?: string | undefined;
}

/**
 * The version that a call names, or the latest.
 * @throws AwsFailure NoSuchKey, NoSuchVersion, or MethodNotAllowed for a delete marker named by its version.
 */
export function versionOf(context: CallContext, bucket: BucketRecord, input: VersionInput): ObjectVersion {
  const key = input.Key ?? '';
  const entry = entryAt(context.state, bucket, key);
  if (input.VersionId === undefined) {
    const [latest] = entry;
    if (latest === undefined || latest.marker) {
      throw withFields(constraint('NoSuchKey', 'The specified key does not exist.', 404), { Key: key });
    }
    return latest;
  }
  const version = entry.find((each) => each.id === input.VersionId);
  if (version === undefined) {
    throw withFields(constraint('NoSuchVersion', 'The specified version does not exist.', 404), {
      Key: key,
      VersionId: input.VersionId,
    });
  }
  if (version.marker) {
    throw constraint('MethodNotAllowed', 'The specified method is not allowed against this resource.', 405);
  }
  return version;
}

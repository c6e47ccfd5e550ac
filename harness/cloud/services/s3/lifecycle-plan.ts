/** What lifecycle rules will do, and when: the next time at which something changes is one event. */
import type { JsonObject } from '../../../contract/json.js';
import type { CallContext } from '../../call-context.js';
import { resourceKey } from '../../world/state.js';
import { changeBucket, countedAmount, findBucket, type BucketBody, type BucketRecord } from './bucket.js';
import { isAbout, isAboutCounted, prefixOf, type StoredRule } from './lifecycle-rule.js';
import { isLockedUntil } from './lock-state.js';
import { uploadsPrefix, storedUpload } from './upload-record.js';
import {
  defaultLock,
  dropVersion,
  entryAt,
  markerOf,
  newVersionId,
  objectsPrefix,
  pushVersion,
  saveEntry,
  type ObjectVersion,
} from './object-entry.js';

const day = 24 * 3600 * 1000;

/** One thing that a rule will do, at a virtual time that is a midnight. */
interface Task {
  readonly time: number;
  readonly act: (context: CallContext, bucket: BucketRecord) => BucketRecord;
}

/** S3 rounds the time up to the next midnight UTC (User Guide, "Expiring objects"). */
function midnightAfter(time: number): number {
  return Math.ceil(time / day) * day;
}

/** When the current version expires by a rule; undefined where the rule does not say. */
function expiryTime(rule: StoredRule, written: number): number | undefined {
  const { Date: date, Days: days } = rule.Expiration ?? {};
  if (days !== undefined) return midnightAfter(written + days * day);
  return date === undefined ? undefined : midnightAfter(Math.max(date, written));
}

function noncurrentTime(rule: StoredRule, since: number): number | undefined {
  const days = rule.NoncurrentVersionExpiration?.NoncurrentDays;
  return days === undefined ? undefined : midnightAfter(since + days * day);
}

function rulesOf(body: BucketBody): readonly StoredRule[] {
  return (body.lifecycle ?? []).filter((rule) => rule.Status === 'Enabled');
}

/** Takes the current version away, as a DeleteObject without a version does. */
function expireCurrent(context: CallContext, bucket: BucketRecord, key: string): BucketRecord {
  const [latest] = entryAt(context.state, bucket, key);
  // Another rule may have been first.
  if (latest === undefined || latest.marker) return bucket;
  if (bucket.body.versioning === null) return saveEntry(context, bucket, key, []);
  return pushVersion(context, bucket, key, markerOf(newVersionId(context, bucket, key), context.now));
}

function* tasksOfKey(context: CallContext, bucket: BucketRecord, key: string): Generator<Task> {
  const entry = entryAt(context.state, bucket, key);
  const [latest, ...older] = entry;
  if (latest === undefined) return;
  for (const rule of rulesOf(bucket.body)) {
    if (latest.marker && older.length === 0) {
      if (rule.Expiration?.ExpiredObjectDeleteMarker === true && key.startsWith(prefixOf(rule))) {
        yield {
          time: midnightAfter(latest.modifiedAt),
          act: (ctx, now) => dropVersion(ctx, now, key, latest.id),
        };
      }
    } else if (!latest.marker && isAbout(rule, key, latest)) {
      const time = expiryTime(rule, latest.modifiedAt);
      if (time !== undefined) yield { time, act: (ctx, now) => expireCurrent(ctx, now, key) };
    }
    const kept = rule.NoncurrentVersionExpiration?.NewerNoncurrentVersions ?? 0;
    for (const version of older.slice(kept)) yield* noncurrentTasks(rule, key, version);
  }
}

function* noncurrentTasks(rule: StoredRule, key: string, version: ObjectVersion): Generator<Task> {
  if (!isAbout(rule, key, version)) return;
  const time = noncurrentTime(rule, version.noncurrentSince ?? version.modifiedAt);
  const locked = isLockedUntil(version);
  if (time === undefined || locked === Number.POSITIVE_INFINITY) return;
  const free = Math.max(time, midnightAfter(locked));
  yield { time: free, act: (ctx, now) => dropVersion(ctx, now, key, version.id) };
}

/** The objects that are only counted go, or hide behind delete markers, all at once. */
function* tasksOfCounted(bucket: BucketRecord): Generator<Task> {
  const { body } = bucket;
  // Without a look at the amount: a scenario may say later how much there is.
  for (const rule of rulesOf(body)) {
    if (!isAboutCounted(rule, body)) continue;
    const { hiddenSince } = body.counted;
    if (hiddenSince === null) {
      const time = expiryTime(rule, bucket.createdAt);
      if (time !== undefined) yield { time, act: body.versioning === 'Enabled' ? hideCounted : dropCounted };
      continue;
    }
    const time = noncurrentTime(rule, hiddenSince);
    if (time === undefined) continue;
    const until = defaultLock(bucket, bucket.createdAt)?.until ?? 0;
    yield { time: Math.max(time, midnightAfter(until)), act: dropCounted };
  }
}

function hideCounted(context: CallContext, bucket: BucketRecord): BucketRecord {
  if (countedAmount(bucket.body).records === 0) return bucket;
  return changeBucket(context, bucket, { counted: { ...bucket.body.counted, hiddenSince: context.now } });
}

function dropCounted(context: CallContext, bucket: BucketRecord): BucketRecord {
  if (countedAmount(bucket.body).records === 0) return bucket;
  return changeBucket(context, bucket, {
    volume: bucket.body.listed,
    counted: { taken: [], hiddenSince: null },
  });
}

function* tasksOfUploads(context: CallContext, bucket: BucketRecord): Generator<Task> {
  for (const rule of rulesOf(bucket.body)) {
    const days = rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation;
    if (days === undefined) continue;
    for (const [place, value] of context.state.withPrefix(uploadsPrefix(bucket))) {
      const { initiatedAt, key } = storedUpload(value);
      if (!key.startsWith(prefixOf(rule))) continue;
      const abort = (ctx: CallContext, now: BucketRecord): BucketRecord => {
        ctx.transaction.delete(place);
        return now;
      };
      yield { time: midnightAfter(initiatedAt + days * day), act: abort };
    }
  }
}

function* allTasks(context: CallContext, bucket: BucketRecord): Generator<Task> {
  yield* tasksOfCounted(bucket);
  yield* tasksOfUploads(context, bucket);
  const prefix = objectsPrefix(bucket);
  for (const [place] of context.state.withPrefix(prefix)) {
    yield* tasksOfKey(context, bucket, place.slice(prefix.length));
  }
}

/** Plans anew over everything in the bucket; cancels what was planned. */
export function planLifecycle(context: CallContext, bucket: BucketRecord): BucketRecord {
  const endsAt = countedEnd(bucket, context.now);
  const known = endsAt === (bucket.body.endsAt ?? null) ? bucket : changeBucket(context, bucket, { endsAt });
  return plan(context, known, earliest(allTasks(context, known), context.now));
}

/** When the objects that are only counted will be gone for good by the rules as they are; null where they stay. */
function countedEnd(bucket: BucketRecord, now: number): number | null {
  if (countedAmount(bucket.body).records === 0) return null;
  const first = earliest(tasksOfCounted(bucket), now);
  const { counted, versioning } = bucket.body;
  const hides = versioning === 'Enabled' && counted.hiddenSince === null;
  if (first === Number.POSITIVE_INFINITY || !hides) return finite(first);
  const hidden = { ...bucket, body: { ...bucket.body, counted: { ...counted, hiddenSince: first } } };
  return finite(earliest(tasksOfCounted(hidden), first));
}

function finite(time: number): number | null {
  return time === Number.POSITIVE_INFINITY ? null : time;
}

/** Plans for one key that was just written, where that is sooner than what is planned. */
export function planLifecycleOf(context: CallContext, bucket: BucketRecord, key: string): BucketRecord {
  if (bucket.body.lifecycle === null) return bucket;
  const time = earliest(tasksOfKey(context, bucket, key), context.now);
  return time < (bucket.body.expiry?.time ?? Number.POSITIVE_INFINITY) ? plan(context, bucket, time) : bucket;
}

/** The first time at which something is done; what is overdue is done at the next midnight. */
function earliest(tasks: Iterable<Task>, now: number): number {
  const nextMidnight = (Math.floor(now / day) + 1) * day;
  let first = Number.POSITIVE_INFINITY;
  for (const { time } of tasks) first = Math.min(first, time <= now ? nextMidnight : time);
  return first;
}

function plan(context: CallContext, bucket: BucketRecord, time: number): BucketRecord {
  const { expiry } = bucket.body;
  if (expiry !== null) {
    if (expiry.time === time) return bucket;
    context.transaction.cancel(expiry.event);
  }
  if (time === Number.POSITIVE_INFINITY) {
    return expiry === null ? bucket : changeBucket(context, bucket, { expiry: null });
  }
  const { id, incarnation } = bucket;
  const about = resourceKey(bucket, id);
  const seconds = (time - context.now) / 1000;
  const event = context.schedule(seconds, 's3.lifecycle', { id, incarnation }, about);
  return changeBucket(context, bucket, { expiry: { event, time } });
}

function lifecycle(context: CallContext, payload: JsonObject): void {
  const { id, incarnation } = payload;
  const found = findBucket(context.state, context.partition, typeof id === 'string' ? id : '');
  if (found === undefined || found.incarnation !== incarnation) return;
  let bucket = changeBucket(context, found, { expiry: null });
  const due = [...allTasks(context, bucket)].filter(({ time }) => time <= context.now);
  const before = bucket;
  for (const { act } of due) bucket = act(context, bucket);
  // Where counting objects led nowhere, asking again every day would lead nowhere too.
  const idle = bucket === before && due.length > 0;
  if (!idle) planLifecycle(context, bucket);
  else planIdle(context, bucket);
}

/** Plans only what is not overdue. */
function planIdle(context: CallContext, bucket: BucketRecord): void {
  let first = Number.POSITIVE_INFINITY;
  for (const { time } of allTasks(context, bucket)) if (time > context.now) first = Math.min(first, time);
  plan(context, bucket, first);
}

export const lifecycleEvents = { 's3.lifecycle': lifecycle };

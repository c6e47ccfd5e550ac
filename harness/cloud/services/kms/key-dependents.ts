/**
 * What a key's state does to what it protects: it stops when it next needs its key, comes back with it, and is lost
 * with it (Developer Guide, "How unusable KMS keys affect data keys"). Found by index entries that kinds declare.
 */
import type { JsonObject } from '../../../contract/json.js';
import type { CallContext } from '../../call-context.js';
import { encryptedWith, markedWithout, withoutVolume, type KeyedBody } from '../../encrypted-resource.js';
import { sameIncarnation } from '../../records-at.js';
import type { EncryptedResource } from '../../service.js';
import { resourceAt, resourceKey, type ResourceRecord } from '../../world/state.js';
import { aliasesOf } from './alias.js';
import type { KeyBody, KeyRecord } from './key.js';

interface Dependent {
  readonly record: ResourceRecord;
  readonly encrypted: EncryptedResource;
}

/** Everything under a key, by its ARN or one of its aliases. */
function dependentsOf(context: CallContext, key: KeyRecord): Dependent[] {
  const found: Dependent[] = [];
  for (const { arn } of [key, ...aliasesOf(context, key.id)]) {
    for (const [, place] of context.state.withPrefix(`i/${encryptedWith(arn)}`)) {
      const record = typeof place === 'string' ? resourceAt(context.state, place) : undefined;
      const encrypted = record === undefined ? undefined : context.cloud.encrypted(record.type);
      if (record !== undefined && encrypted !== undefined) found.push({ record, encrypted });
    }
  }
  return found;
}

function trouble(record: ResourceRecord): KeyedBody['withoutKey'] {
  return (record.body as KeyedBody).withoutKey;
}

/** Everything under the key stops when it next needs it. */
export function keyUnusable(context: CallContext, key: KeyRecord): void {
  for (const { record, encrypted } of dependentsOf(context, key)) {
    const before = trouble(record);
    if (before?.stage === 'waiting') {
      context.transaction.putResource(markedWithout(record, { ...before, stage: 'inaccessible' }));
    }
    if (before !== undefined) continue;
    const seconds = encrypted.goesOnFor(record);
    if (seconds === 0) stopWithoutKey(context, record, encrypted);
    else schedule(context, record, seconds, 'kms.key-missed', { key: resourceKey(key, key.id) });
  }
}

/** What comes back by itself does, and the rest can be started, unless its service gave up before. */
export function keyUsable(context: CallContext, key: KeyRecord): void {
  for (const { record, encrypted } of dependentsOf(context, key)) {
    const before = trouble(record);
    if (before?.stage !== 'inaccessible') continue;
    const after = encrypted.comesBack ? null : { ...before, stage: 'waiting' as const };
    context.transaction.putResource(markedWithout(record, after));
  }
}

/** The key is gone, and with it all that only it could open. */
export function keyDestroyed(context: CallContext, key: KeyRecord): void {
  for (const { record, encrypted } of dependentsOf(context, key)) {
    const empty = (encrypted.loses ?? withoutVolume)(record);
    const since = trouble(record)?.since ?? context.now;
    context.transaction.putResource(markedWithout(empty, { since, stage: 'lost' }));
  }
}

function stopWithoutKey(context: CallContext, record: ResourceRecord, encrypted: EncryptedResource): void {
  const since = context.now;
  context.transaction.putResource(markedWithout(record, { since, stage: 'inaccessible' }));
  if (encrypted.over !== undefined) {
    schedule(context, record, encrypted.over.after, 'kms.key-given-up', { since });
  }
}

function schedule(
  context: CallContext,
  { account, id, incarnation, region, type }: ResourceRecord,
  seconds: number,
  handler: string,
  payload: JsonObject,
): void {
  const about = resourceKey({ type, account, region }, id);
  context.schedule(seconds, handler, { ...payload, type, account, region, id, incarnation }, about);
}

function dependentIn(context: CallContext, payload: JsonObject): Dependent | undefined {
  const { account, region, type } = payload;
  if (typeof account !== 'string' || typeof region !== 'string' || typeof type !== 'string') return undefined;
  const record = sameIncarnation(context.state, { type, account, region }, payload);
  const encrypted = context.cloud.encrypted(type);
  return record === undefined || encrypted === undefined ? undefined : { record, encrypted };
}

/** It needs its key; one that was enabled again in the meantime was never missed. */
function keyMissed(context: CallContext, payload: JsonObject): void {
  const dependent = dependentIn(context, payload);
  const { key } = payload;
  if (dependent === undefined || typeof key !== 'string') return;
  if (trouble(dependent.record) !== undefined) return;
  const state = resourceAt<KeyBody>(context.state, key)?.body.state;
  if (state !== 'Enabled') stopWithoutKey(context, dependent.record, dependent.encrypted);
}

function keyGivenUp(context: CallContext, payload: JsonObject): void {
  const dependent = dependentIn(context, payload);
  if (dependent === undefined) return;
  const { encrypted, record } = dependent;
  const withoutKey = trouble(record);
  if (withoutKey === undefined || withoutKey.since !== payload['since']) return;
  if (withoutKey.stage !== 'inaccessible' && withoutKey.stage !== 'waiting') return;
  const { account, region } = record;
  const after = encrypted.over?.becomes(record, context.with({ account, region })) ?? record;
  context.transaction.putResource(markedWithout(after, { ...withoutKey, stage: 'over' }));
}

export const keyDependentEvents = { 'kms.key-given-up': keyGivenUp, 'kms.key-missed': keyMissed };

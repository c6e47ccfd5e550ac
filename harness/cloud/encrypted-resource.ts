/** How a service says what becomes of its resources without the KMS key that protects them. */
import { parseArn } from '../contract/arn.js';
import type { ResourceRecord } from './world/state.js';

/** A resource's trouble with its key, kept in its body; absent while the key can be used. */
export type WithoutKey = {
  /** Virtual time from which it could not use its key. */
  readonly since: number;
  /**
   * `waiting`: its key can be used again, and its owner has to start it. `over`: its service gave up, and it does not
   * come back with its key. `lost`: the key is destroyed.
   */
  readonly stage: 'inaccessible' | 'waiting' | 'over' | 'lost';
};

/** A body whose record may be without its key. */
export interface KeyedBody {
  readonly withoutKey?: WithoutKey;
}

/** One type whose data keys of KMS protect; `service.ts` names it for the context that handlers get. */
export interface EncryptedFor<Context> {
  /** The record's type. */
  readonly type: string;
  /** Virtual seconds for which it goes on with what it has of its key. */
  readonly goesOnFor: (record: ResourceRecord) => number;
  /** Whether it serves again by itself as soon as its key can be used, or waits for its owner. */
  readonly comesBack: boolean;
  /** When, and how, its service gives up; absent where it waits for ever. */
  readonly over?: {
    /** Virtual seconds after it stopped. */
    readonly after: number;
    /** The record as it is then. */
    readonly becomes: (record: ResourceRecord, context: Context) => ResourceRecord;
  };
  /** The record without its data, once the key is destroyed; by default its body's `volume` is nothing. */
  readonly loses?: (record: ResourceRecord) => ResourceRecord;
}

/**
 * Index entries by which a key finds what it protects, for the kind of an encrypted type.
 * @param key as the owner named it: an ARN, an id, an alias; null or undefined where it is none of the owner's.
 */
export function keyIndexes(record: ResourceRecord, key: string | null | undefined): readonly string[] {
  if (key === null || key === undefined || key === '') return [];
  return [`${encryptedWith(keyArn(record, key))}${record.incarnation}`];
}

/** What the index entries of everything under one key, or one alias, begin with; without the `i/`. */
export function encryptedWith(arn: string): string {
  return `encrypted-with/${arn}/`;
}

function keyArn({ account, arn, region }: ResourceRecord, key: string): string {
  if (key.startsWith('arn:')) return key;
  const partition = parseArn(arn)?.partition ?? 'aws';
  const resource = key.startsWith('alias/') ? key : `key/${key}`;
  return `arn:${partition}:kms:${region}:${account}:${resource}`;
}

/** The record with its trouble, or without any. */
export function markedWithout(record: ResourceRecord, withoutKey: WithoutKey | null): ResourceRecord {
  const { withoutKey: _before, ...body } = record.body;
  return { ...record, body: withoutKey === null ? body : { ...body, withoutKey } };
}

/** The record with nothing left in it. */
export function withoutVolume(record: ResourceRecord): ResourceRecord {
  if (!('volume' in record.body)) return record;
  return { ...record, body: { ...record.body, volume: { records: 0, bytes: 0 } } };
}

/** What RDS keeps of a snapshot: a copy of a database's data that stays until someone deletes it. */
import type { CallContext } from '../../call-context.js';
import { keyIndexes, type WithoutKey } from '../../encrypted-resource.js';
import type { Scene } from '../../scene.js';
import { plainObservation } from '../../../contract/plain-observation.js';
import type { ResourceKind } from '../../world/model.js';
import { resourceAt, resourceKey, type ResourceRecord } from '../../world/state.js';
import {
  requiredMember,
  scheduleFor,
  type DatabaseBody,
  type DatabaseRecord,
  type Volume,
} from './database.js';
import { keyNotAccessible } from './key-access.js';
import { checkIdentifier, clusterSort, instanceSort, placeOf, plainId, rdsArn, type Sort } from './sort.js';

/** Modeled: a snapshot takes minutes; those after the first are incremental. */
const snapshotSeconds = 180;

/** A database as it was when it was copied. */
export type Source = {
  readonly id: string;
  readonly arn: string;
  readonly incarnation: string;
  /** Virtual time. */
  readonly createdAt: number;
  readonly resourceId: string;
  readonly settings: DatabaseBody['settings'];
};

export type SnapshotBody = {
  readonly status: 'creating' | 'available';
  readonly source: Source;
  readonly encryption: { readonly encrypted: boolean; readonly keyId: string | null };
  /** ARN of the snapshot that it is a copy of. */
  readonly copiedFrom: string | null;
  /** Virtual time of the data in it. */
  readonly takenAt: number;
  /** Accounts that may restore it; `all` for anyone. */
  readonly sharedWith: readonly string[];
  readonly volume: Volume;
  readonly withoutKey?: WithoutKey;
};

export type SnapshotRecord = ResourceRecord<SnapshotBody>;

export function sourceOf({ arn, body, createdAt, id, incarnation }: DatabaseRecord): Source {
  return { id, arn, incarnation, createdAt, resourceId: body.resourceId, settings: body.settings };
}

export function snapshotKey(sort: Sort, scene: Scene, id: string | undefined): string {
  return resourceKey(placeOf(sort.snapshotType, scene), plainId(id ?? ''));
}

/** @throws AwsFailure DBSnapshotNotFound or DBClusterSnapshotNotFoundFault. */
export function snapshotNamed(
  sort: Sort,
  context: CallContext,
  id: string | undefined,
  member: string,
): SnapshotRecord {
  const wanted = requiredMember(id, member);
  const snapshot = resourceAt<SnapshotBody>(context.state, snapshotKey(sort, context, wanted));
  if (snapshot === undefined) throw sort.snapshotNotFound(plainId(wanted));
  return snapshot;
}

/**
 * @throws AwsFailure InvalidDBSnapshotState or InvalidDBClusterSnapshotStateFault unless it is complete;
 *   KMSKeyNotAccessibleFault while its key cannot be used.
 */
export function requireSnapshotAvailable(sort: Sort, { body, id }: SnapshotRecord): void {
  if (body.withoutKey !== undefined) throw keyNotAccessible(id);
  if (body.status === 'available') return;
  throw sort.snapshotState(`Snapshot ${id} is not in available state: ${body.status}`);
}

/** Stores a new snapshot and lets it become available. */
export function bornSnapshot(
  sort: Sort,
  context: CallContext,
  name: string,
  tags: Readonly<Record<string, string>>,
  body: Omit<SnapshotBody, 'status' | 'sharedWith'>,
): SnapshotRecord {
  checkIdentifier(name, 'DBSnapshotIdentifier', 255);
  const place = placeOf(sort.snapshotType, context);
  const id = name.toLowerCase();
  if (context.transaction.resource(place, id) !== undefined) throw sort.snapshotExists(id);
  const identity = { id, arn: rdsArn(sort.snapshotArnWord, id, context), tags };
  const snapshot: SnapshotRecord = {
    ...context.born<SnapshotBody>(place, identity, { ...body, status: 'creating', sharedWith: [] }),
    // A snapshot is no member of a stack, even where a stack's operation takes it.
    stack: null,
  };
  context.transaction.putResource(snapshot);
  scheduleFor(context, snapshot, snapshotSeconds, 'snapshot-available');
  return snapshot;
}

/** Takes a snapshot of a database as it stands. */
export function takeSnapshot(
  sort: Sort,
  context: CallContext,
  database: DatabaseRecord,
  name: string,
  tags: Readonly<Record<string, string>>,
): SnapshotRecord {
  const { CopyTagsToSnapshot, KmsKeyId, StorageEncrypted } = database.body.settings;
  return bornSnapshot(
    sort,
    context,
    name,
    CopyTagsToSnapshot === true ? { ...database.tags, ...tags } : tags,
    {
      source: sourceOf(database),
      encryption: { encrypted: StorageEncrypted ?? false, keyId: KmsKeyId ?? null },
      copiedFrom: null,
      takenAt: context.now,
      volume: database.body.volume ?? { records: 0, bytes: 0 },
    },
  );
}

function snapshotKind(sort: Sort): ResourceKind {
  return {
    type: sort.snapshotType,
    observe: (record) => {
      const { body, tags } = record as SnapshotRecord;
      return plainObservation({
        serving: body.status === 'available' && body.withoutKey === undefined,
        exposed: body.sharedWith.includes('all'),
        grants: body.sharedWith.length === 0 ? null : { restore: body.sharedWith },
        data: body.volume,
        copyOf: body.source.incarnation,
        configuration: { Encryption: body.encryption, Source: body.source.id, Tags: tags },
      });
    },
    copiedAt: (record) => (record as SnapshotRecord).body.takenAt,
    status: (record) => {
      const { status } = (record as SnapshotRecord).body;
      return { name: status, pending: status === 'creating' };
    },
    indexes: (record) => keyIndexes(record, (record as SnapshotRecord).body.encryption.keyId),
  };
}

export const snapshotKinds = [snapshotKind(instanceSort), snapshotKind(clusterSort)];

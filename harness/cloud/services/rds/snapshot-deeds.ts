/** What is done with snapshots of instances and clusters alike: taking, copying, listing, sharing and deleting them. */
import type { Filter } from '@aws-sdk/client-rds';
import { parseArn } from '../../../contract/arn.js';
import { constraint, unsupported } from '../../../contract/aws-error.js';
import type { CallContext } from '../../call-context.js';
import { recordsAt } from '../../records-at.js';
import { databaseNamed } from './database.js';
import { requireCopyable } from './deletion.js';
import { filtered } from './listing.js';
import {
  bornSnapshot,
  requireSnapshotAvailable,
  snapshotNamed,
  takeSnapshot,
  type SnapshotBody,
  type SnapshotRecord,
} from './snapshot.js';
import { clusterSort, placeOf, plainId, type Sort } from './sort.js';

type Tags = Readonly<Record<string, string>>;

/** Takes a snapshot of the instance or cluster of that name. */
export function snapshotOf(
  sort: Sort,
  context: CallContext,
  databaseId: string | undefined,
  name: string,
  tags: Tags,
): SnapshotRecord {
  const database = databaseNamed(sort, context, databaseId);
  if (database.body.volume === undefined) {
    throw constraint(
      'InvalidParameterValue',
      'The specified instance is a member of a cluster and a snapshot cannot be created directly. Please use the CreateDBClusterSnapshot API instead.',
    );
  }
  requireCopyable(sort, database);
  return takeSnapshot(sort, context, database, name, tags);
}

export function copySnapshot(
  sort: Sort,
  context: CallContext,
  source: string | undefined,
  target: string,
  wish: { readonly tags: Tags; readonly copyTags: boolean; readonly keyId: string | undefined },
): SnapshotRecord {
  const region = source === undefined ? undefined : parseArn(source)?.region;
  if (region !== undefined && region !== context.region) {
    throw unsupported('RDS snapshot copies from another region');
  }
  const snapshot = snapshotNamed(sort, context, source, 'SourceDBSnapshotIdentifier');
  requireSnapshotAvailable(sort, snapshot);
  const { status: _status, sharedWith: _shared, ...body } = snapshot.body;
  const tags = wish.copyTags ? { ...snapshot.tags, ...wish.tags } : wish.tags;
  return bornSnapshot(sort, context, target, tags, {
    ...body,
    copiedFrom: snapshot.arn,
    encryption: wish.keyId === undefined ? body.encryption : { encrypted: true, keyId: wish.keyId },
  });
}

export interface SnapshotWish {
  readonly database: string | undefined;
  readonly snapshot: string | undefined;
  readonly resourceId: string | undefined;
  readonly type: string | undefined;
  readonly filters: Filter[] | undefined;
}

/** Snapshots that owners took; the automated ones show as automated backups. */
export function snapshotsFor(sort: Sort, context: CallContext, wish: SnapshotWish): SnapshotRecord[] {
  const { database, filters, resourceId, snapshot, type } = wish;
  if (snapshot !== undefined) return [snapshotNamed(sort, context, snapshot, 'DBSnapshotIdentifier')];
  if (type !== undefined && type !== 'manual') return [];
  const wanted = database === undefined ? undefined : plainId(database);
  const word = sort === clusterSort ? 'db-cluster' : 'db';
  const all = filtered<SnapshotRecord>(
    recordsAt<SnapshotBody>(context.state, placeOf(sort.snapshotType, context)),
    filters,
    {
      [sort === clusterSort ? 'db-cluster-id' : 'db-instance-id']: ({ body }) => body.source.id,
      [`${word}-snapshot-id`]: ({ id }) => id,
      'dbi-resource-id': ({ body }) => body.source.resourceId,
      engine: ({ body }) => body.source.settings.Engine,
      'snapshot-type': () => 'manual',
    },
  );
  return all.filter(
    ({ body }) =>
      (wanted === undefined || body.source.id === wanted) &&
      (resourceId === undefined || body.source.resourceId === resourceId),
  );
}

export function deleteSnapshot(sort: Sort, context: CallContext, id: string | undefined): SnapshotRecord {
  const snapshot = snapshotNamed(sort, context, id, 'DBSnapshotIdentifier');
  requireSnapshotAvailable(sort, snapshot);
  context.transaction.deleteResource(snapshot);
  return snapshot;
}

/**
 * Lets accounts, or anyone, restore a snapshot, or no longer.
 * @throws AwsFailure where an encrypted snapshot would become public.
 */
export function shareSnapshot(
  sort: Sort,
  context: CallContext,
  id: string | undefined,
  attribute: string | undefined,
  change: { readonly add: readonly string[] | undefined; readonly remove: readonly string[] | undefined },
): SnapshotRecord {
  const snapshot = snapshotNamed(sort, context, id, 'DBSnapshotIdentifier');
  if (attribute !== 'restore') {
    throw constraint('InvalidParameterValue', `Invalid attribute name: ${attribute ?? ''}`);
  }
  requireSnapshotAvailable(sort, snapshot);
  const { encryption, sharedWith } = snapshot.body;
  const added = change.add ?? [];
  const wrong = added.find((value) => value !== 'all' && !/^\d{12}$/.test(value));
  if (wrong !== undefined) throw constraint('InvalidParameterValue', `Invalid account: ${wrong}`);
  if (encryption.encrypted && added.includes('all')) {
    throw constraint('InvalidParameterValue', 'Encrypted snapshots cannot be shared publicly.');
  }
  const left = [...new Set([...sharedWith, ...added])].filter(
    (value) => change.remove?.includes(value) !== true,
  );
  const changed: SnapshotRecord = { ...snapshot, body: { ...snapshot.body, sharedWith: left.sort() } };
  context.transaction.putResource(changed);
  return changed;
}

/** Automated backups: kept beside a database while it has them switched on, and after it only where its owner said so. */
import type { CallContext } from '../../call-context.js';
import { keyIndexes, type WithoutKey } from '../../encrypted-resource.js';
import type { Scene } from '../../scene.js';
import { plainObservation } from '../../../contract/plain-observation.js';
import type { ResourceKind } from '../../world/model.js';
import type { ResourceRecord } from '../../world/state.js';
import { recordsAt } from '../../records-at.js';
import { scheduleFor, type DatabaseRecord, type Volume } from './database.js';
import { clusterSort, instanceSort, placeOf, rdsArn, sortOf, type Sort } from './sort.js';
import { sourceOf, type Source } from './snapshot.js';

export type AutomatedBackupBody = {
  readonly status: 'active' | 'retained';
  /** The database; once it is gone, as it last was. */
  readonly source: Source;
  /** Virtual time of the first backup. */
  readonly since: number;
  /** Virtual time of the end of what it holds; null while it goes on. */
  readonly until: number | null;
  /** Virtual time at which it goes by itself; null while the database is there. */
  readonly expiresAt: number | null;
  readonly volume: Volume;
  readonly withoutKey?: WithoutKey;
};

export type AutomatedBackupRecord = ResourceRecord<AutomatedBackupBody>;

const daySeconds = 24 * 3600;
/** The latest restorable time is typically within five minutes of now (User Guide, "Restoring to a specified time"). */
const latestLag = 5 * 60 * 1000;

export function automatedBackups(sort: Sort, scene: Scene): Generator<AutomatedBackupRecord> {
  return recordsAt<AutomatedBackupRecord['body']>(scene.state, placeOf(sort.backupType, scene));
}

/** The automated backup of one incarnation of a database, by its resource id. */
export function backupOf(sort: Sort, scene: Scene, resourceId: string): AutomatedBackupRecord | undefined {
  for (const backup of automatedBackups(sort, scene)) {
    if (backup.body.source.resourceId === resourceId) return backup;
  }
  return undefined;
}

/** Begins, keeps or ends automated backups, as the database's retention period says. */
export function followRetention(context: CallContext, database: DatabaseRecord): void {
  const { resourceId, settings, volume } = database.body;
  if (volume === undefined) return;
  const sort = sortOf(database.type);
  const present = backupOf(sort, context, resourceId);
  if ((settings.BackupRetentionPeriod ?? 0) === 0) {
    if (present !== undefined) context.transaction.deleteResource(present);
    return;
  }
  if (present !== undefined) return;
  const id = `ab-${context.transaction.base32(`automated backup ${database.incarnation}`, 26).toLowerCase()}`;
  const identity = { id, arn: rdsArn(sort.backupArnWord, id, context) };
  const backup = context.born<AutomatedBackupBody>(placeOf(sort.backupType, context), identity, {
    status: 'active',
    source: sourceOf(database),
    since: context.now,
    until: null,
    expiresAt: null,
    volume,
  });
  // What the service keeps is no member of a stack.
  context.transaction.putResource({ ...backup, stack: null });
}

/** The database is gone: its automated backups go with it, or stay for the rest of their retention period. */
export function endBackups(context: CallContext, database: DatabaseRecord): void {
  const present = backupOf(sortOf(database.type), context, database.body.resourceId);
  if (present === undefined) return;
  if (database.body.keepBackups !== true) {
    context.transaction.deleteResource(present);
    return;
  }
  const seconds = (database.body.settings.BackupRetentionPeriod ?? 1) * daySeconds;
  const expiresAt = context.now + seconds * 1000;
  const source = sourceOf(database);
  const body: AutomatedBackupBody = {
    ...present.body,
    status: 'retained',
    source,
    until: context.now,
    expiresAt,
  };
  context.transaction.putResource({ ...present, body });
  scheduleFor(context, present, seconds, 'backup-expires');
}

/** The earliest and latest virtual time that a database can be restored to. */
export function restoreWindow(
  { body }: AutomatedBackupRecord,
  retentionDays: number,
  now: number,
): { readonly earliest: number; readonly latest: number } {
  const latest = Math.max(body.since, body.until ?? now - latestLag);
  return { earliest: Math.max(body.since, now - retentionDays * daySeconds * 1000), latest };
}

function backupKind(sort: Sort): ResourceKind {
  return {
    type: sort.backupType,
    observe: (record) => {
      const { body } = record as AutomatedBackupRecord;
      return plainObservation({
        serving: body.withoutKey === undefined,
        data: body.volume,
        copyOf: body.source.incarnation,
        recoverableUntil: body.expiresAt,
        configuration: { Source: body.source.id },
      });
    },
    // It goes on with its database, and ends with it.
    copiedAt: (record, now) => restoreWindow(record as AutomatedBackupRecord, 1, now).latest,
    status: (record) => ({ name: (record as AutomatedBackupRecord).body.status, pending: false }),
    // While the database is there, its backup holds what it holds.
    indexes: (record) => {
      const { source, status } = (record as AutomatedBackupRecord).body;
      const follows = status === 'active' ? [`follows/${source.incarnation}/${record.id}`] : [];
      return [...follows, ...keyIndexes(record, source.settings.KmsKeyId)];
    },
  };
}

export const automatedBackupKinds = [backupKind(instanceSort), backupKind(clusterSort)];

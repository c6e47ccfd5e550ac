/** What a restore takes its data from: a snapshot, or a database's automated backups at a time. */
import { constraint } from '../../../contract/aws-error.js';
import type { CallContext } from '../../call-context.js';
import { automatedBackups, backupOf, restoreWindow, type AutomatedBackupRecord } from './automated-backup.js';
import { databaseNamed, findDatabase, type Volume } from './database.js';
import type { DatabaseSettings } from './database-settings.js';
import { keyNotAccessible } from './key-access.js';
import { requireSnapshotAvailable, snapshotNamed } from './snapshot.js';
import { clusterSort, type Sort } from './sort.js';

export interface RestoreSource {
  readonly settings: DatabaseSettings;
  readonly volume: Volume;
}

export interface PointInTimeWish {
  /** Identifier of a database that is there. */
  readonly database: string | undefined;
  readonly resourceId: string | undefined;
  readonly backupArn?: string | undefined;
  readonly time: Date | undefined;
  readonly useLatest: boolean | undefined;
}

function findBackup(sort: Sort, context: CallContext, wish: PointInTimeWish): AutomatedBackupRecord {
  const { backupArn, resourceId } = wish;
  if (backupArn !== undefined || resourceId !== undefined) {
    for (const backup of automatedBackups(sort, context)) {
      if (backup.arn === backupArn || backup.body.source.resourceId === resourceId) return backup;
    }
    throw sort.backupNotFound(backupArn ?? resourceId ?? '');
  }
  const database = databaseNamed(sort, context, wish.database);
  const backup = backupOf(sort, context, database.body.resourceId);
  if (backup !== undefined) return backup;
  throw sort === clusterSort
    ? constraint('InvalidRestoreFault', `The DB cluster ${database.id} has no restorable time yet.`)
    : constraint('PointInTimeRestoreNotEnabled', `Point in time restore is not enabled for ${database.id}.`);
}

/**
 * The data of a snapshot, encrypted as the snapshot is.
 * @param member the input's member that names it.
 * @throws AwsFailure where there is no such snapshot, or it is not complete.
 */
export function ofSnapshot(
  sort: Sort,
  context: CallContext,
  id: string | undefined,
  member: string,
): RestoreSource {
  const snapshot = snapshotNamed(sort, context, id, member);
  requireSnapshotAvailable(sort, snapshot);
  const { encryption, source, volume } = snapshot.body;
  const encrypted = encryption.keyId === null ? {} : { KmsKeyId: encryption.keyId };
  const settings = { ...source.settings, StorageEncrypted: encryption.encrypted, ...encrypted };
  return { settings, volume };
}

/** @throws AwsFailure where there are no backups, or none of that time. */
export function pointInTime(sort: Sort, context: CallContext, wish: PointInTimeWish): RestoreSource {
  const { time, useLatest = false } = wish;
  if (useLatest === (time !== undefined)) {
    throw constraint(
      'InvalidParameterCombination',
      useLatest
        ? 'You cannot specify a restore time and UseLatestRestorableTime.'
        : 'Either a restore time or UseLatestRestorableTime must be specified.',
    );
  }
  const backup = findBackup(sort, context, wish);
  const { source, volume, withoutKey } = backup.body;
  if (withoutKey !== undefined) throw keyNotAccessible(source.id);
  const live = findDatabase(sort, context, source.id);
  const same = live?.incarnation === source.incarnation ? live : undefined;
  const settings = same?.body.settings ?? source.settings;
  const { earliest, latest } = restoreWindow(backup, settings.BackupRetentionPeriod ?? 1, context.now);
  const wanted = time?.getTime() ?? latest;
  if (wanted < earliest || wanted > latest) {
    throw constraint(
      time !== undefined && wanted > latest ? 'InvalidParameterValue' : 'InvalidRestoreFault',
      `The specified instance cannot be restored to a time earlier than ${new Date(earliest).toISOString()} or later than ${new Date(latest).toISOString()}.`,
    );
  }
  return { settings, volume };
}

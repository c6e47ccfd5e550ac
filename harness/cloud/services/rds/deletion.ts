/** What holds back the deletion of an instance or a cluster, and the last snapshot before it. */
import { constraint, protection } from '../../../contract/aws-error.js';
import type { CallContext } from '../../call-context.js';
import type { DatabaseRecord } from './database.js';
import { beginDeletion } from './database-life.js';
import { takeSnapshot } from './snapshot.js';
import type { Sort } from './sort.js';

export interface DeletionWish {
  readonly SkipFinalSnapshot?: boolean | undefined;
  readonly FinalDBSnapshotIdentifier?: string | undefined;
  readonly DeleteAutomatedBackups?: boolean | undefined;
}

function invalid(message: string): Error {
  return constraint('InvalidParameterCombination', message);
}

/** @throws AwsFailure where it is protected, being deleted already, or the caller does not say what becomes of its data. */
export function deleteDatabase(
  sort: Sort,
  context: CallContext,
  database: DatabaseRecord,
  wish: DeletionWish,
): DatabaseRecord {
  const { settings, status, volume } = database.body;
  const { DeleteAutomatedBackups = true, FinalDBSnapshotIdentifier: final, SkipFinalSnapshot = false } = wish;
  context.protect(settings.DeletionProtection === true, () =>
    protection('InvalidParameterCombination', sort.protectedText),
  );
  if (status === 'deleting') throw sort.invalidState(`Instance ${database.id} is already being deleted.`);
  if (volume === undefined) {
    if (final !== undefined) {
      throw invalid('FinalDBSnapshotIdentifier can not be specified when deleting a cluster instance');
    }
    return beginDeletion(context, database, false);
  }
  if (SkipFinalSnapshot && final !== undefined) {
    throw invalid('FinalDBSnapshotIdentifier can not be specified when SkipFinalSnapshot is enabled.');
  }
  if (!SkipFinalSnapshot) {
    if (final === undefined) {
      throw invalid('FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.');
    }
    requireCopyable(sort, database);
    takeSnapshot(sort, context, database, final, {});
  }
  return beginDeletion(context, database, !DeleteAutomatedBackups);
}

/** @throws AwsFailure InvalidDBInstanceState or InvalidDBClusterStateFault while it cannot be copied. */
export function requireCopyable(sort: Sort, { body, id }: DatabaseRecord): void {
  const settled = ['available', 'modifying', 'stopped'].includes(body.status);
  if (settled && body.withoutKey === undefined) return;
  throw sort.invalidState(
    `Cannot create a snapshot because the database instance ${id} is not currently in the available state.`,
  );
}

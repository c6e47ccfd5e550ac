/** Point-in-time recovery: whether it is on, and how far back it reaches. */
import type {
  ContinuousBackupsDescription,
  DescribeContinuousBackupsCommandInput,
  DescribeContinuousBackupsCommandOutput,
  UpdateContinuousBackupsCommandInput,
  UpdateContinuousBackupsCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { constraint } from '../../../contract/aws-error.js';
import { required } from '../../input-check.js';
import { operation } from '../../service.js';
import { backupTableNotFound } from './backups.js';
import { deleteUnder, historyPrefix } from './item-store.js';
import { changeTable, tableArnOf, tableNamed, type TableRecord } from './table.js';
import { invalid } from './table-settings.js';

/** The latest restorable time is typically five minutes before the current time (API reference). */
const latestLag = 5 * 60 * 1000;
const longest = 35;

/** The earliest and the latest virtual time that a table can be restored to; undefined where recovery is off. */
export function restorableTimes(
  table: TableRecord,
  now: number,
): { readonly earliest: number; readonly latest: number } | undefined {
  const { recovery } = table.body;
  if (recovery === null) return undefined;
  const earliest = Math.max(recovery.since, now - recovery.days * 24 * 3600 * 1000);
  return { earliest, latest: Math.max(earliest, now - latestLag) };
}

function describeRecovery(table: TableRecord, now: number): ContinuousBackupsDescription {
  const times = restorableTimes(table, now);
  return {
    ContinuousBackupsStatus: 'ENABLED',
    PointInTimeRecoveryDescription:
      times === undefined
        ? { PointInTimeRecoveryStatus: 'DISABLED' }
        : {
            PointInTimeRecoveryStatus: 'ENABLED',
            RecoveryPeriodInDays: table.body.recovery?.days,
            EarliestRestorableDateTime: new Date(times.earliest),
            LatestRestorableDateTime: new Date(times.latest),
          },
  };
}

const update = operation<UpdateContinuousBackupsCommandInput, UpdateContinuousBackupsCommandOutput>({
  readOnly: false,
  actions: (input, scene) => [
    { action: 'dynamodb:UpdateContinuousBackups', resources: [tableArnOf(input.TableName, scene)] },
  ],
  run: (input, context) => {
    const table = tableNamed(context, input.TableName, backupTableNotFound);
    const wanted = required(input.PointInTimeRecoverySpecification, 'PointInTimeRecoverySpecification');
    const enabled = required(
      wanted.PointInTimeRecoveryEnabled,
      'PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled',
    );
    const { status, recovery } = table.body;
    // A stack sets it as part of creating the table: CloudFormation itself waits for the table first.
    if (status === 'DELETING' || (status === 'CREATING' && context.standing.member === null)) {
      throw constraint(
        'ContinuousBackupsUnavailableException',
        `Backups are being enabled for the table: ${table.id}. Please retry later`,
      );
    }
    const days = wanted.RecoveryPeriodInDays ?? recovery?.days ?? longest;
    if (days < 1 || days > longest) {
      throw invalid('RecoveryPeriodInDays must be between 1 and 35 days');
    }
    if (!enabled) deleteUnder(context, historyPrefix(table));
    const changed = changeTable(context, table, {
      recovery: enabled ? { since: recovery?.since ?? context.now, days } : null,
    });
    return { ContinuousBackupsDescription: describeRecovery(changed, context.now) };
  },
});

const describe = operation<DescribeContinuousBackupsCommandInput, DescribeContinuousBackupsCommandOutput>({
  readOnly: true,
  actions: (input, scene) => [
    { action: 'dynamodb:DescribeContinuousBackups', resources: [tableArnOf(input.TableName, scene)] },
  ],
  run: (input, context) => {
    const table = tableNamed(context, input.TableName, backupTableNotFound);
    return { ContinuousBackupsDescription: describeRecovery(table, context.now) };
  },
});

export const continuousBackupOperations = {
  DescribeContinuousBackups: describe,
  UpdateContinuousBackups: update,
};

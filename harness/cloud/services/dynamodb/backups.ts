/** Taking, showing, listing and deleting backups. */
import type {
  CreateBackupCommandInput,
  CreateBackupCommandOutput,
  DeleteBackupCommandInput,
  DeleteBackupCommandOutput,
  DescribeBackupCommandInput,
  DescribeBackupCommandOutput,
  ListBackupsCommandInput,
  ListBackupsCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { constraint, type AwsFailure } from '../../../contract/aws-error.js';
import { required } from '../../input-check.js';
import { recordsAt } from '../../records-at.js';
import { operation } from '../../service.js';
import {
  backupDescription,
  backupDetails,
  backupItemsPrefix,
  backupKeyOf,
  backupPlace,
  backupWithArn,
  takeBackup,
  type BackupBody,
} from './backup.js';
import { deleteUnder } from './item-store.js';
import { tableArnOf, tableNamed, tableNameOf } from './table.js';

export function backupTableNotFound(name: string): AwsFailure {
  return constraint('TableNotFoundException', `Table not found: ${name}`);
}

const createBackup = operation<CreateBackupCommandInput, CreateBackupCommandOutput>({
  readOnly: false,
  actions: (input, scene) => [
    { action: 'dynamodb:CreateBackup', resources: [tableArnOf(input.TableName, scene)] },
  ],
  run: (input, context) => {
    const name = required(input.BackupName, 'BackupName');
    const table = tableNamed(context, input.TableName, backupTableNotFound);
    if (table.body.status !== 'ACTIVE') {
      throw constraint('TableInUseException', `Table not available: ${table.id}`);
    }
    return { BackupDetails: backupDetails(takeBackup(context, table, name, 'USER')) };
  },
});

const describeBackup = operation<DescribeBackupCommandInput, DescribeBackupCommandOutput>({
  readOnly: true,
  actions: (input) => [{ action: 'dynamodb:DescribeBackup', resources: [input.BackupArn ?? '*'] }],
  shows: (input, scene) => backupKeyOf(input.BackupArn ?? '', scene),
  run: (input, context) => ({
    BackupDescription: backupDescription(backupWithArn(context, input.BackupArn)),
  }),
});

const listBackups = operation<ListBackupsCommandInput, ListBackupsCommandOutput>({
  readOnly: true,
  actions: () => [{ action: 'dynamodb:ListBackups', resources: ['*'] }],
  run: (input, context) => {
    const limit = input.Limit ?? 100;
    const wanted = input.BackupType ?? 'USER';
    const summaries: NonNullable<ListBackupsCommandOutput['BackupSummaries']> = [];
    for (const backup of recordsAt<BackupBody>(context.state, backupPlace(context))) {
      const { kind, source } = backup.body;
      if (input.ExclusiveStartBackupArn !== undefined && backup.id <= input.ExclusiveStartBackupArn) continue;
      if (wanted !== 'ALL' && wanted !== kind) continue;
      if (input.TableName !== undefined && tableNameOf(input.TableName) !== source.name) continue;
      if (input.TimeRangeLowerBound !== undefined && backup.createdAt < input.TimeRangeLowerBound.getTime())
        continue;
      if (input.TimeRangeUpperBound !== undefined && backup.createdAt >= input.TimeRangeUpperBound.getTime())
        continue;
      if (summaries.length === limit) {
        return { BackupSummaries: summaries, LastEvaluatedBackupArn: summaries.at(-1)?.BackupArn };
      }
      const { name, arn, body } = source;
      summaries.push({ ...backupDetails(backup), TableName: name, TableArn: arn, TableId: body.tableId });
    }
    return { BackupSummaries: summaries };
  },
});

const deleteBackup = operation<DeleteBackupCommandInput, DeleteBackupCommandOutput>({
  readOnly: false,
  actions: (input) => [{ action: 'dynamodb:DeleteBackup', resources: [input.BackupArn ?? '*'] }],
  run: (input, context) => {
    const backup = backupWithArn(context, input.BackupArn);
    if (backup.body.status === 'CREATING') {
      throw constraint('BackupInUseException', `Backup is being created: ${backup.id}`);
    }
    deleteUnder(context, backupItemsPrefix(backup));
    context.transaction.deleteResource(backup);
    const description = backupDescription(backup);
    return {
      BackupDescription: {
        ...description,
        BackupDetails: { ...backupDetails(backup), BackupStatus: 'DELETED' },
      },
    };
  },
});

export const backupOperations = {
  CreateBackup: createBackup,
  DeleteBackup: deleteBackup,
  DescribeBackup: describeBackup,
  ListBackups: listBackups,
};

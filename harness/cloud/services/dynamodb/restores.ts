/** Restoring a table from a backup or to a point in time: always to a new table. */
import type {
  RestoreTableFromBackupCommandInput,
  RestoreTableFromBackupCommandOutput,
  RestoreTableToPointInTimeCommandInput,
  RestoreTableToPointInTimeCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { constraint } from '../../../contract/aws-error.js';
import type { ActionRequest } from '../../../contract/call.js';
import type { Json } from '../../../contract/json.js';
import type { CallContext } from '../../call-context.js';
import type { WithoutKey } from '../../encrypted-resource.js';
import { refuse, required } from '../../input-check.js';
import type { Scene } from '../../scene.js';
import { operation } from '../../service.js';
import { toStored } from '../../stored-shape.js';
import { backupItemsPrefix, backupWithArn } from './backup.js';
import { backupTableNotFound } from './backups.js';
import { restorableTimes } from './continuous-backups.js';
import { copyItems, historyPrefix, itemsPrefix, type Remembered } from './item-store.js';
import {
  tableArnOf,
  tableNamed,
  tablePlace,
  type TableBody,
  type TableRecord,
  type TableRestore,
} from './table.js';
import { describeTable } from './table-description.js';
import { billing, checkTableName } from './table-settings.js';
import { bringUp } from './tables.js';

/**
 * Modeled: AWS says 20 minutes or more at any size, often under an hour, and that it cannot be calculated from the
 * size (Developer Guide, "Restoring a DynamoDB table from a backup").
 */
export const restoreSeconds = 30 * 60;

type Overrides = Pick<
  RestoreTableFromBackupCommandInput,
  | 'BillingModeOverride'
  | 'GlobalSecondaryIndexOverride'
  | 'LocalSecondaryIndexOverride'
  | 'ProvisionedThroughputOverride'
  | 'SSESpecificationOverride'
>;

/** A restore reads and writes the items of the target too (Developer Guide, "Using IAM with DynamoDB backup and restore"). */
const targetActions = [
  'BatchWriteItem',
  'DeleteItem',
  'GetItem',
  'PutItem',
  'Query',
  'Scan',
  'UpdateItem',
] as const;

function restoreActions(
  name: string,
  source: string,
  target: string | undefined,
  scene: Scene,
): ActionRequest[] {
  const table = tableArnOf(target, scene);
  return [
    { action: `dynamodb:${name}`, resources: [source] },
    { action: `dynamodb:${name}`, resources: [table] },
    ...targetActions.map((each) => ({ action: `dynamodb:${each}`, resources: [table] })),
  ];
}

/** Brings up the new table: settings of the source that a restore keeps, or what overrides them. */
function restore(
  context: CallContext,
  target: string,
  source: TableBody,
  overrides: Overrides,
  volume: TableBody['volume'],
  origin: Omit<TableRestore, 'inProgress'>,
): TableRecord {
  checkTableName(target, 'targetTableName');
  const existing = context.transaction.resource(tablePlace(context), target);
  if (existing !== undefined)
    throw constraint('TableAlreadyExistsException', `Table already exists: ${target}`);
  const paid =
    overrides.BillingModeOverride === undefined && overrides.ProvisionedThroughputOverride === undefined
      ? { billing: source.billing, throughput: source.throughput }
      : billing(overrides.BillingModeOverride, overrides.ProvisionedThroughputOverride);
  const globalIndexes = overrides.GlobalSecondaryIndexOverride;
  const localIndexes = overrides.LocalSecondaryIndexOverride;
  const encryption = overrides.SSESpecificationOverride;
  return bringUp(
    context,
    target,
    {},
    {
      ...paid,
      attributes: source.attributes,
      keys: source.keys,
      globalIndexes:
        globalIndexes === undefined
          ? source.globalIndexes.map((index) => ({ ...index, status: 'CREATING' as const }))
          : globalIndexes.map((index) => ({ ...toStored(index), status: 'CREATING' as const })),
      localIndexes: localIndexes === undefined ? source.localIndexes : toStored(localIndexes),
      encryption: encryption === undefined ? source.encryption : toStored(encryption),
      tableClass: source.tableClass,
      // Not restored: tags, streams, time to live, deletion protection, point-in-time recovery, policies.
      stream: null,
      deletionProtected: false,
      timeToLive: null,
      recovery: null,
      policy: null,
      restore: { ...origin, inProgress: true },
      volume: { records: 0, bytes: 0 },
    },
    restoreSeconds,
    { records: volume.records, bytes: volume.bytes },
  );
}

/** @throws AwsFailure ValidationException where what holds the data cannot use its key (Developer Guide, "Encryption at rest usage notes"). */
function requireKey(source: string, withoutKey: WithoutKey | undefined): void {
  if (withoutKey === undefined) return;
  throw constraint('ValidationException', `The KMS key of ${source} is not accessible.`);
}

const fromBackup = operation<RestoreTableFromBackupCommandInput, RestoreTableFromBackupCommandOutput>({
  readOnly: false,
  actions: (input, scene) =>
    restoreActions('RestoreTableFromBackup', input.BackupArn ?? '*', input.TargetTableName, scene),
  run: (input, context) => {
    refuse('DynamoDB.RestoreTableFromBackup', input, ['OnDemandThroughputOverride', 'VectorIndexOverride']);
    const target = required(input.TargetTableName, 'TargetTableName');
    const backup = backupWithArn(context, input.BackupArn);
    const { source, status } = backup.body;
    if (status !== 'AVAILABLE') {
      throw constraint('BackupInUseException', `Backup is being created: ${backup.id}`);
    }
    requireKey(backup.id, backup.body.withoutKey);
    const origin = { backupArn: backup.id, tableArn: source.arn, time: backup.createdAt };
    const table = restore(context, target, source.body, input, source.body.volume, origin);
    copyItems(context, backupItemsPrefix(backup), itemsPrefix(table));
    return { TableDescription: describeTable(table) };
  },
});

const toPointInTime = operation<
  RestoreTableToPointInTimeCommandInput,
  RestoreTableToPointInTimeCommandOutput
>({
  readOnly: false,
  actions: (input, scene) =>
    restoreActions(
      'RestoreTableToPointInTime',
      tableArnOf(input.SourceTableArn ?? input.SourceTableName, scene),
      input.TargetTableName,
      scene,
    ),
  run: (input, context) => {
    refuse('DynamoDB.RestoreTableToPointInTime', input, [
      'OnDemandThroughputOverride',
      'VectorIndexOverride',
    ]);
    const target = required(input.TargetTableName, 'TargetTableName');
    const source = tableNamed(context, input.SourceTableArn ?? input.SourceTableName, backupTableNotFound);
    requireKey(source.id, source.body.withoutKey);
    const times = restorableTimes(source, context.now);
    if (times === undefined) {
      throw constraint(
        'PointInTimeRecoveryUnavailableException',
        `Point in time recovery is not enabled for table '${source.id}'`,
      );
    }
    const wanted = input.RestoreDateTime?.getTime();
    const time = input.UseLatestRestorableTime === true || wanted === undefined ? times.latest : wanted;
    if (time < times.earliest || time > times.latest) {
      throw constraint(
        'InvalidRestoreTimeException',
        'An invalid restore time was specified. RestoreDateTime must be between EarliestRestorableDateTime and LatestRestorableDateTime.',
      );
    }
    const undone = rememberedSince(context, source, time);
    const volume = undone[0]?.volume ?? source.body.volume;
    const origin = { backupArn: null, tableArn: source.arn, time };
    const table = restore(context, target, source.body, input, volume, origin);
    copyItems(context, itemsPrefix(source), itemsPrefix(table));
    for (const { item, key } of undone.toReversed()) {
      const copied = itemsPrefix(table) + key.slice(itemsPrefix(source).length);
      if (item === null) context.transaction.delete(copied);
      else context.transaction.put(copied, item);
    }
    return { TableDescription: describeTable(table) };
  },
});

/** What writes after a virtual time found, oldest first. */
function rememberedSince(context: CallContext, table: TableRecord, time: number): Remembered[] {
  const prefix = historyPrefix(table);
  const found: Remembered[] = [];
  for (const [, value] of context.state.range(
    `${prefix}${String(time + 1).padStart(15, '0')}`,
    `${prefix}\uffff`,
  )) {
    found.push(value as Json as unknown as Remembered);
  }
  return found;
}

export const restoreOperations = {
  RestoreTableFromBackup: fromBackup,
  RestoreTableToPointInTime: toPointInTime,
};

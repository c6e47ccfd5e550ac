/** Changing a table in place: billing, indexes, streams, encryption, class and deletion protection. */
import type {
  GlobalSecondaryIndexUpdate,
  UpdateTableCommandInput,
  UpdateTableCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { constraint } from '../../../contract/aws-error.js';
import { refuse, required } from '../../input-check.js';
import { provisioningTimes } from '../../provisioning-times.js';
import { operation } from '../../service.js';
import { toStored } from '../../stored-shape.js';
import type { TableBody, TableIndex, TableRecord } from './table.js';
import { changeTable, requireActive, tableArnOf, tableNamed, tablePlace, tableType } from './table.js';
import { describeTable } from './table-description.js';
import { billing, checkKeys, invalid, invalidValue, streamOf } from './table-settings.js';

const slowMembers = [
  'BillingMode',
  'ProvisionedThroughput',
  'GlobalSecondaryIndexUpdates',
  'StreamSpecification',
  'SSESpecification',
  'TableClass',
] as const;

const updateTable = operation<UpdateTableCommandInput, UpdateTableCommandOutput>({
  readOnly: false,
  actions: (input, scene) => [
    { action: 'dynamodb:UpdateTable', resources: [tableArnOf(input.TableName, scene)] },
  ],
  run: (input, context) => {
    refuse('DynamoDB.UpdateTable', input, [
      'DisassociationProtectionEnabled',
      'GlobalTableSettingsReplicationMode',
      'GlobalTableWitnessUpdates',
      'MultiRegionConsistency',
      'OnDemandThroughput',
      'ReplicaUpdates',
      'VectorIndexUpdates',
      'WarmThroughput',
    ]);
    const table = tableNamed(context, input.TableName);
    const slow = slowMembers.some((member) => input[member] !== undefined);
    if (!slow && input.DeletionProtectionEnabled === undefined) {
      throw invalid(
        'At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates is required',
      );
    }
    requireActive(table);
    demandAnotherThroughput(table.body, input);
    const changes = changesOf(table, input, context.now);
    // Deletion protection alone is switched at once: AWS shows no updating state for it.
    const changed = changeTable(context, table, slow ? { ...changes, status: 'UPDATING' } : changes);
    if (slow) {
      const { id, incarnation } = changed;
      const about = context.key(tablePlace(context), id);
      const { update } = provisioningTimes(tableType);
      context.schedule(update, 'dynamodb.table-updated', { id, incarnation }, about);
    }
    return { TableDescription: describeTable(changed) };
  },
});

/** @throws AwsFailure ValidationException where nothing is asked for but the capacity that the table has. */
function demandAnotherThroughput(body: TableBody, input: UpdateTableCommandInput): void {
  const { ProvisionedThroughput: asked, BillingMode } = input;
  const { throughput } = body;
  if (asked === undefined || throughput === null || (BillingMode ?? body.billing) !== body.billing) return;
  const others = slowMembers.filter(
    (member) => member !== 'ProvisionedThroughput' && member !== 'BillingMode',
  );
  if (others.some((member) => input[member] !== undefined)) return;
  const same =
    asked.ReadCapacityUnits === throughput.ReadCapacityUnits &&
    asked.WriteCapacityUnits === throughput.WriteCapacityUnits;
  if (!same) return;
  throw invalid(
    'The provisioned throughput for the table will not change. The requested value equals the current value. ' +
      `Current ReadCapacityUnits provisioned for the table: ${throughput.ReadCapacityUnits}. ` +
      `Requested ReadCapacityUnits: ${asked.ReadCapacityUnits}. ` +
      `Current WriteCapacityUnits provisioned for the table: ${throughput.WriteCapacityUnits}. ` +
      `Requested WriteCapacityUnits: ${asked.WriteCapacityUnits}.`,
  );
}

function changesOf(table: TableRecord, input: UpdateTableCommandInput, now: number): Partial<TableBody> {
  const { body } = table;
  const paid =
    input.BillingMode === undefined && input.ProvisionedThroughput === undefined
      ? {}
      : billing(input.BillingMode ?? body.billing, input.ProvisionedThroughput);
  const indexes = changedIndexes(body, input.GlobalSecondaryIndexUpdates ?? []);
  const attributes =
    input.AttributeDefinitions === undefined ? {} : { attributes: toStored(input.AttributeDefinitions) };
  if (input.GlobalSecondaryIndexUpdates?.some((update) => update.Create !== undefined) === true) {
    const remaining = indexes.filter((index) => index.status !== 'DELETING');
    checkKeys(input.AttributeDefinitions ?? body.attributes, body.keys, [
      ...remaining.map((index) => ({ KeySchema: [...index.KeySchema] })),
      ...body.localIndexes.map((index) => ({ KeySchema: [...index.KeySchema] })),
    ]);
  }
  return {
    ...paid,
    ...attributes,
    globalIndexes: indexes,
    ...(input.StreamSpecification === undefined ? {} : { stream: changedStream(body, input, now) }),
    ...(input.SSESpecification === undefined ? {} : { encryption: toStored(input.SSESpecification) }),
    ...(input.TableClass === undefined ? {} : { tableClass: input.TableClass }),
    ...(input.DeletionProtectionEnabled === undefined
      ? {}
      : { deletionProtected: input.DeletionProtectionEnabled }),
  };
}

function changedStream(body: TableBody, input: UpdateTableCommandInput, now: number): TableBody['stream'] {
  const wanted = streamOf(input.StreamSpecification, now);
  if (wanted !== null && body.stream !== null) {
    throw invalidValue('Table already has an enabled stream: TableName');
  }
  if (wanted === null && body.stream === null) {
    throw invalidValue('Table is already disabled: TableName');
  }
  return wanted;
}

function changedIndexes(
  body: TableBody,
  updates: readonly GlobalSecondaryIndexUpdate[],
): readonly TableIndex[] {
  const indexes = [...body.globalIndexes];
  for (const { Create, Delete, Update } of updates) {
    const name = required((Create ?? Delete ?? Update)?.IndexName, 'IndexName');
    const existing = indexes.find((index) => index.IndexName === name);
    if (Create !== undefined) {
      if (existing !== undefined) {
        throw invalid(`Attempting to create an index which already exists: ${name}`);
      }
      indexes.push({ ...toStored(Create), status: 'CREATING' });
      continue;
    }
    if (existing === undefined) {
      throw constraint('ResourceNotFoundException', `Requested resource not found: No such index: ${name}`);
    }
    const throughput = Update?.ProvisionedThroughput;
    const changed: TableIndex =
      Delete === undefined
        ? {
            ...existing,
            ...(throughput === undefined ? {} : { ProvisionedThroughput: toStored(throughput) }),
          }
        : { ...existing, status: 'DELETING' };
    indexes[indexes.indexOf(existing)] = changed;
  }
  return indexes;
}

export const tableUpdateOperations = { UpdateTable: updateTable };

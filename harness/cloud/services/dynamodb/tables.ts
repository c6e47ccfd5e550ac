/** Creating, showing, listing and deleting tables. */
import type {
  CreateTableCommandInput,
  CreateTableCommandOutput,
  DeleteTableCommandInput,
  DeleteTableCommandOutput,
  DescribeTableCommandInput,
  DescribeTableCommandOutput,
  ListTablesCommandInput,
  ListTablesCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { constraint, protection } from '../../../contract/aws-error.js';
import type { CallContext } from '../../call-context.js';
import { refuse, required } from '../../input-check.js';
import { provisioningTimes } from '../../provisioning-times.js';
import { recordsAt } from '../../records-at.js';
import { operation } from '../../service.js';
import { toStored } from '../../stored-shape.js';
import { requestTags, tagsIn } from '../../tag-list.js';
import type { TableBody, TableRecord } from './table.js';
import {
  changeTable,
  requireSettled,
  tableArnOf,
  tableKeyOf,
  tableNamed,
  tableNameOf,
  tablePlace,
  tableType,
} from './table.js';
import { describeTable } from './table-description.js';
import { policyOf } from './resource-policies.js';
import { billing, checkKeys, checkTableName, invalidValue, streamOf } from './table-settings.js';

/** Stores a new table and lets it become active after some seconds; the event gets the payload. */
export function bringUp(
  context: CallContext,
  name: string,
  tags: Readonly<Record<string, string>>,
  body: Omit<TableBody, 'tableId' | 'status' | 'expiry'>,
  seconds: number,
  payload: Readonly<Record<string, string | number | null>>,
): TableRecord {
  const existing = context.transaction.resource<TableBody>(tablePlace(context), name);
  if (existing !== undefined) {
    if (existing.body.status === 'DELETING') requireSettled(existing);
    throw constraint('ResourceInUseException', `Table already exists: ${name}`);
  }
  const identity = { id: name, arn: tableArnOf(name, context), tags };
  const table = context.born<TableBody>(tablePlace(context), identity, {
    ...body,
    status: 'CREATING',
    tableId: context.transaction.uuid(`table ${name}`),
    expiry: null,
  });
  context.transaction.putResource(table);
  const about = context.key(tablePlace(context), name);
  context.schedule(
    seconds,
    'dynamodb.table-active',
    { ...payload, id: name, incarnation: table.incarnation },
    about,
  );
  return table;
}

const createTable = operation<CreateTableCommandInput, CreateTableCommandOutput>({
  readOnly: false,
  actions: (input, scene) => {
    const resources = [tableArnOf(input.TableName, scene)];
    const context = requestTags(tagsIn(input.Tags));
    const asked = [{ action: 'dynamodb:CreateTable', resources, context }];
    if ((input.Tags ?? []).length > 0) asked.push({ action: 'dynamodb:TagResource', resources, context });
    if (input.ResourcePolicy !== undefined) {
      asked.push({ action: 'dynamodb:PutResourcePolicy', resources, context: {} });
    }
    return asked;
  },
  run: (input, context) => {
    refuse('DynamoDB.CreateTable', input, [
      'GlobalTableSourceArn',
      'GlobalTableSettingsReplicationMode',
      'OnDemandThroughput',
      'VectorIndexes',
      'WarmThroughput',
    ]);
    const name = tableNameOf(required(input.TableName, 'TableName'));
    checkTableName(name);
    const definitions = input.AttributeDefinitions ?? [];
    const keys = input.KeySchema ?? [];
    const globalIndexes = input.GlobalSecondaryIndexes ?? [];
    const localIndexes = input.LocalSecondaryIndexes ?? [];
    checkKeys(definitions, keys, [...globalIndexes, ...localIndexes]);
    const paid = billing(input.BillingMode, input.ProvisionedThroughput);
    for (const index of globalIndexes) billing(paid.billing, index.ProvisionedThroughput);
    if (localIndexes.length > 0 && keys.length < 2) {
      throw invalidValue(
        'Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex',
      );
    }
    const table = bringUp(
      context,
      name,
      tagsIn(input.Tags),
      {
        ...paid,
        attributes: toStored(definitions),
        keys: toStored(keys),
        globalIndexes: globalIndexes.map((index) => ({ ...toStored(index), status: 'CREATING' as const })),
        localIndexes: toStored(localIndexes),
        stream: streamOf(input.StreamSpecification, context.now),
        encryption: input.SSESpecification === undefined ? null : toStored(input.SSESpecification),
        tableClass: input.TableClass ?? 'STANDARD',
        deletionProtected: input.DeletionProtectionEnabled ?? false,
        timeToLive: null,
        recovery: null,
        policy: input.ResourcePolicy === undefined ? null : policyOf(input.ResourcePolicy, context),
        restore: null,
        volume: { records: 0, bytes: 0 },
      },
      provisioningTimes(tableType).create,
      {},
    );
    return { TableDescription: describeTable(table) };
  },
});

const describe = operation<DescribeTableCommandInput, DescribeTableCommandOutput>({
  readOnly: true,
  actions: (input, scene) => [
    {
      action: 'dynamodb:DescribeTable',
      resources: [tableArnOf(input.TableName, scene)],
    },
  ],
  shows: (input, scene) => tableKeyOf(input.TableName, scene),
  run: (input, context) => ({ Table: describeTable(tableNamed(context, input.TableName)) }),
});

const listTables = operation<ListTablesCommandInput, ListTablesCommandOutput>({
  readOnly: true,
  actions: () => [{ action: 'dynamodb:ListTables', resources: ['*'] }],
  run: (input, context) => {
    const names: string[] = [];
    const limit = input.Limit ?? 100;
    // The API's own token is the last table's name.
    const after = input.ExclusiveStartTableName;
    for (const table of recordsAt(context.state, tablePlace(context))) {
      if (after !== undefined && table.id <= after) continue;
      if (names.length === limit) return { TableNames: names, LastEvaluatedTableName: names.at(-1) };
      names.push(table.id);
    }
    return { TableNames: names };
  },
});

const deleteTable = operation<DeleteTableCommandInput, DeleteTableCommandOutput>({
  readOnly: false,
  actions: (input, scene) => [
    {
      action: 'dynamodb:DeleteTable',
      resources: [tableArnOf(input.TableName, scene)],
    },
  ],
  run: (input, context) => {
    const table = tableNamed(context, input.TableName);
    context.protect(table.body.deletionProtected, () =>
      protection(
        'ValidationException',
        'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.',
      ),
    );
    requireSettled(table);
    const deleting = changeTable(context, table, { status: 'DELETING' });
    const { id, incarnation } = deleting;
    const about = context.key(tablePlace(context), id);
    context.schedule(provisioningTimes(tableType).delete, 'dynamodb.table-gone', { id, incarnation }, about);
    return { TableDescription: describeTable(deleting) };
  },
});

export const tableOperations = {
  CreateTable: createTable,
  DeleteTable: deleteTable,
  DescribeTable: describe,
  ListTables: listTables,
};

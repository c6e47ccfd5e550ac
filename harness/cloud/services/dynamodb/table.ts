/** What DynamoDB keeps of a table, how it is found, and what is observed of it. */
import type {
  AttributeDefinition,
  BillingMode,
  GlobalSecondaryIndex,
  KeySchemaElement,
  LocalSecondaryIndex,
  ProvisionedThroughput,
  SSESpecification,
  TableClass,
  TableStatus,
} from '@aws-sdk/client-dynamodb';
import { parseArn } from '../../../contract/arn.js';
import { constraint, type AwsFailure } from '../../../contract/aws-error.js';
import type { JsonObject } from '../../../contract/json.js';
import type { CallContext } from '../../call-context.js';
import { keyIndexes, type WithoutKey } from '../../encrypted-resource.js';
import { required } from '../../input-check.js';
import { allowsAnyone } from '../../policy-exposure.js';
import type { Scene } from '../../scene.js';
import type { Stored } from '../../stored-shape.js';
import { observedTurnover, type StoredTurnover } from '../../turnover.js';
import { plainObservation } from '../../../contract/plain-observation.js';
import type { ResourceKind } from '../../world/model.js';
import { resourceKey, type ResourcePlace, type ResourceRecord } from '../../world/state.js';

export const tableType = 'AWS::DynamoDB::Table';

export type TableIndex = Stored<GlobalSecondaryIndex> & {
  readonly status: 'CREATING' | 'ACTIVE' | 'DELETING';
};

export type TableRestore = {
  readonly backupArn: string | null;
  readonly tableArn: string;
  /** Virtual time to which the data was restored. */
  readonly time: number;
  readonly inProgress: boolean;
};

export type TableBody = {
  readonly status: 'CREATING' | 'UPDATING' | 'ACTIVE' | 'DELETING';
  readonly tableId: string;
  readonly attributes: Stored<AttributeDefinition[]>;
  readonly keys: Stored<KeySchemaElement[]>;
  readonly billing: BillingMode;
  readonly throughput: Stored<ProvisionedThroughput> | null;
  readonly globalIndexes: readonly TableIndex[];
  readonly localIndexes: Stored<LocalSecondaryIndex[]>;
  readonly stream: { readonly view: string; readonly label: string } | null;
  readonly encryption: Stored<SSESpecification> | null;
  readonly tableClass: TableClass;
  readonly deletionProtected: boolean;
  /** `changedAt` is virtual time in milliseconds; null where it was never set. */
  readonly timeToLive: {
    readonly attribute: string;
    readonly enabled: boolean;
    readonly changedAt: number;
  } | null;
  /** Point-in-time recovery, since a virtual time; null where it is off. */
  readonly recovery: { readonly since: number; readonly days: number } | null;
  readonly policy: { readonly text: string; readonly document: JsonObject; readonly revision: string } | null;
  readonly restore: TableRestore | null;
  /** The event in which the next items expire, and its virtual time; null where none is due. */
  readonly expiry: { readonly event: string; readonly time: number } | null;
  readonly volume: { readonly records: number; readonly bytes: number };
  readonly turnover?: StoredTurnover;
  readonly withoutKey?: WithoutKey;
  /** Where a table that was without its key for too long went. */
  readonly archive?: { readonly time: number; readonly backupArn: string };
};

export type TableRecord = ResourceRecord<TableBody>;

/** A table's name, as every operation takes it: the name itself or its ARN. */
export function tableNameOf(nameOrArn: string | undefined): string {
  if (nameOrArn === undefined) return '';
  return /^table\/([^/]+)/.exec(parseArn(nameOrArn)?.resource ?? '')?.[1] ?? nameOrArn;
}

export function tableArnOf(nameOrArn: string | undefined, scene: Scene): string {
  if (nameOrArn?.startsWith('arn:') === true) return nameOrArn;
  return `arn:${scene.partition}:dynamodb:${scene.region}:${scene.account}:table/${nameOrArn ?? ''}`;
}

export function tablePlace(scene: Scene): ResourcePlace {
  return { type: tableType, account: scene.account, region: scene.region };
}

/** For `shows`: the key of the table that a read is about. */
export function tableKeyOf(nameOrArn: string | undefined, scene: Scene): string {
  return resourceKey(tablePlace(scene), tableNameOf(nameOrArn));
}

/**
 * @throws AwsFailure ValidationException without a name; `missing`, by default ResourceNotFoundException, where
 *   there is no such table.
 */
export function tableNamed(
  context: CallContext,
  nameOrArn: string | undefined,
  missing: (name: string) => AwsFailure = tableNotFound,
): TableRecord {
  const name = tableNameOf(required(nameOrArn, 'TableName'));
  const table = context.transaction.resource<TableBody>(tablePlace(context), name);
  if (table === undefined) throw missing(name);
  return table;
}

export function tableNotFound(name: string): AwsFailure {
  return constraint('ResourceNotFoundException', `Requested resource not found: Table: ${name} not found`);
}

/** A table's status as answers show it (API Reference, "TableDescription"). */
export function shownStatus({ status, withoutKey }: TableBody): TableStatus {
  if (withoutKey === undefined || status === 'DELETING') return status;
  return withoutKey.stage === 'over' ? 'ARCHIVED' : 'INACCESSIBLE_ENCRYPTION_CREDENTIALS';
}

/** @throws AwsFailure ResourceInUseException unless the table is active and can use its key. */
export function requireActive(table: TableRecord): void {
  requireSettled(table);
  if (table.body.withoutKey === undefined) return;
  throw constraint(
    'ResourceInUseException',
    `Attempt to change a resource which is still in use: Table is in status ${shownStatus(table.body)}: ${table.id}`,
  );
}

/** @throws AwsFailure ResourceInUseException while the table comes up, changes or goes. */
export function requireSettled(table: TableRecord): void {
  const doing = { CREATING: 'created', UPDATING: 'updated', DELETING: 'deleted', ACTIVE: '' }[
    table.body.status
  ];
  if (doing === '') return;
  throw constraint(
    'ResourceInUseException',
    `Attempt to change a resource which is still in use: Table is being ${doing}: ${table.id}`,
  );
}

/** Stores the table with a part of its body changed. */
export function changeTable(
  context: CallContext,
  table: TableRecord,
  changes: Partial<TableBody>,
): TableRecord {
  const changed: TableRecord = { ...table, body: { ...table.body, ...changes } };
  context.transaction.putResource(changed);
  return changed;
}

/** Follows what the `AWS::DynamoDB::Table` and TableDescription pages call a table's settings. */
export const tableKind: ResourceKind = {
  type: tableType,
  observe: (record) => {
    const { body, tags } = record as TableRecord;
    const protections: string[] = [];
    if (body.deletionProtected) protections.push('DeletionProtectionEnabled');
    if (body.recovery !== null) protections.push('PointInTimeRecoveryEnabled');
    const serving = body.withoutKey === undefined && (body.status === 'ACTIVE' || body.status === 'UPDATING');
    return plainObservation({
      serving,
      protections,
      exposed: allowsAnyone(body.policy?.document ?? null),
      grants: body.policy?.document ?? null,
      data: body.volume,
      ...observedTurnover(body.turnover),
      configuration: {
        AttributeDefinitions: body.attributes,
        BillingMode: body.billing,
        GlobalSecondaryIndexes: body.globalIndexes
          .filter((index) => index.status !== 'DELETING')
          .map(({ status: _status, ...index }) => index),
        KeySchema: body.keys,
        LocalSecondaryIndexes: body.localIndexes,
        PointInTimeRecoveryDays: body.recovery?.days ?? 0,
        ProvisionedThroughput: body.throughput,
        SSESpecification: body.encryption,
        StreamViewType: body.stream?.view ?? null,
        TableClass: body.tableClass,
        Tags: tags,
        TimeToLive: body.timeToLive?.enabled === true ? body.timeToLive.attribute : null,
      },
    });
  },
  status: (record) => {
    const { body } = record as TableRecord;
    return { name: shownStatus(body), pending: body.status !== 'ACTIVE' };
  },
  indexes: (record) => keyIndexes(record, (record as TableRecord).body.encryption?.KMSMasterKeyId),
  resourcePolicy: (record) => (record as TableRecord).body.policy?.document ?? null,
};

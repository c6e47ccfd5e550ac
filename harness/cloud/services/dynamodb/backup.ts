/** What DynamoDB keeps of a backup: a copy of a table's data that outlives the table. */
import type { BackupDescription, BackupDetails } from '@aws-sdk/client-dynamodb';
import { constraint } from '../../../contract/aws-error.js';
import type { CallContext } from '../../call-context.js';
import { keyIndexes, type WithoutKey } from '../../encrypted-resource.js';
import { required } from '../../input-check.js';
import type { Scene } from '../../scene.js';
import { fromStored } from '../../stored-shape.js';
import { plainObservation } from '../../../contract/plain-observation.js';
import type { ResourceKind } from '../../world/model.js';
import { resourceKey, type ResourcePlace, type ResourceRecord } from '../../world/state.js';
import { copyItems, itemsPrefix } from './item-store.js';
import type { TableBody, TableRecord } from './table.js';

export const backupType = 'AWS::DynamoDB::Backup';

/** A system backup is kept for 35 days (Developer Guide, "Point-in-time recovery: How it works"). */
export const systemBackupSeconds = 35 * 24 * 3600;
/** Modeled: AWS calls it instantaneous, the status is seen on its way for a moment. */
const backupSeconds = 5;

export type BackupBody = {
  readonly status: 'CREATING' | 'AVAILABLE';
  readonly kind: 'USER' | 'SYSTEM';
  readonly name: string;
  /** Virtual time at which it goes by itself; null where it stays. */
  readonly expiresAt: number | null;
  /** The table as it was. */
  readonly source: {
    readonly name: string;
    readonly arn: string;
    readonly incarnation: string;
    readonly createdAt: number;
    readonly body: TableBody;
  };
  readonly withoutKey?: WithoutKey;
};

export type BackupRecord = ResourceRecord<BackupBody>;

/** A backup's id is its ARN: the API knows it by nothing else. */
export function backupPlace(scene: Scene): ResourcePlace {
  return { type: backupType, account: scene.account, region: scene.region };
}

export function backupItemsPrefix(backup: BackupRecord): string {
  return `d/dynamodb/backups/${backup.incarnation}/`;
}

/** @throws AwsFailure BackupNotFoundException where there is none. */
export function backupWithArn(context: CallContext, arn: string | undefined): BackupRecord {
  const id = required(arn, 'BackupArn');
  const backup = context.transaction.resource<BackupBody>(backupPlace(context), id);
  if (backup === undefined) throw constraint('BackupNotFoundException', `Backup not found: ${id}`);
  return backup;
}

/** Takes a backup of a table as it stands. A system backup is there at once and goes after 35 days. */
export function takeBackup(
  context: CallContext,
  table: TableRecord,
  name: string,
  kind: BackupBody['kind'],
): BackupRecord {
  const label = `backup ${table.id} ${name}`;
  const id = `${table.arn}/backup/${String(context.now).padStart(14, '0')}-${context.transaction.hex(label, 8)}`;
  const system = kind === 'SYSTEM';
  const backup = context.born<BackupBody>(
    backupPlace(context),
    { id, arn: id },
    {
      status: system ? 'AVAILABLE' : 'CREATING',
      kind,
      name,
      expiresAt: system ? context.now + systemBackupSeconds * 1000 : null,
      source: {
        name: table.id,
        arn: table.arn,
        incarnation: table.incarnation,
        createdAt: table.createdAt,
        body: table.body,
      },
      // It is encrypted as its table is.
      ...(table.body.withoutKey === undefined ? {} : { withoutKey: table.body.withoutKey }),
    },
  );
  // What the service keeps is no member of a stack, even where a stack's operation leads to it.
  const independent: BackupRecord = { ...backup, stack: null };
  context.transaction.putResource(independent);
  copyItems(context, itemsPrefix(table), backupItemsPrefix(independent));
  const handler = system ? 'dynamodb.backup-expires' : 'dynamodb.backup-available';
  const payload = { id, incarnation: independent.incarnation };
  context.schedule(system ? systemBackupSeconds : backupSeconds, handler, payload, backupKeyOf(id, context));
  return independent;
}

export function backupKeyOf(arn: string, scene: Scene): string {
  return resourceKey(backupPlace(scene), arn);
}

export function backupDetails(backup: BackupRecord): BackupDetails {
  const { expiresAt, kind, name, source, status } = backup.body;
  return {
    BackupArn: backup.id,
    BackupName: name,
    BackupSizeBytes: source.body.volume.bytes,
    BackupStatus: status,
    BackupType: kind,
    BackupCreationDateTime: new Date(backup.createdAt),
    ...(expiresAt === null ? {} : { BackupExpiryDateTime: new Date(expiresAt) }),
  };
}

export function backupDescription(backup: BackupRecord): BackupDescription {
  const { arn, body, createdAt, name } = backup.body.source;
  return {
    BackupDetails: backupDetails(backup),
    SourceTableDetails: {
      TableName: name,
      TableId: body.tableId,
      TableArn: arn,
      TableSizeBytes: body.volume.bytes,
      ItemCount: body.volume.records,
      KeySchema: fromStored(body.keys),
      TableCreationDateTime: new Date(createdAt),
      BillingMode: body.billing,
      ProvisionedThroughput: {
        ReadCapacityUnits: body.throughput?.ReadCapacityUnits ?? 0,
        WriteCapacityUnits: body.throughput?.WriteCapacityUnits ?? 0,
      },
    },
    SourceTableFeatureDetails: {
      GlobalSecondaryIndexes: body.globalIndexes.map(({ IndexName, KeySchema, Projection }) => ({
        IndexName,
        KeySchema: fromStored(KeySchema),
        Projection: fromStored(Projection),
      })),
      LocalSecondaryIndexes: fromStored(body.localIndexes),
    },
  };
}

export const backupKind: ResourceKind = {
  type: backupType,
  observe: (record) => {
    const { body } = record as BackupRecord;
    return plainObservation({
      serving: body.status === 'AVAILABLE' && body.withoutKey === undefined,
      data: body.source.body.volume,
      copyOf: body.source.incarnation,
      recoverableUntil: body.expiresAt,
      configuration: { BackupName: body.name, BackupType: body.kind },
    });
  },
  status: (record) => {
    const { status } = (record as BackupRecord).body;
    return { name: status, pending: status === 'CREATING' };
  },
  indexes: (record) =>
    keyIndexes(record, (record as BackupRecord).body.source.body.encryption?.KMSMasterKeyId),
};

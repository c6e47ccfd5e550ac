/** A table as DescribeTable and every operation that changes one shows it. */
import type { ProvisionedThroughput, TableDescription } from '@aws-sdk/client-dynamodb';
import { fromStored, type Stored } from '../../stored-shape.js';
import { shownStatus, type TableRecord } from './table.js';

export function describeTable(table: TableRecord): TableDescription {
  const { body } = table;
  return {
    TableName: table.id,
    TableArn: table.arn,
    TableId: body.tableId,
    TableStatus: shownStatus(body),
    CreationDateTime: new Date(table.createdAt),
    AttributeDefinitions: fromStored(body.attributes),
    KeySchema: fromStored(body.keys),
    ProvisionedThroughput: throughput(body.throughput),
    BillingModeSummary: body.billing === 'PAY_PER_REQUEST' ? { BillingMode: body.billing } : undefined,
    ItemCount: body.volume.records,
    TableSizeBytes: body.volume.bytes,
    DeletionProtectionEnabled: body.deletionProtected,
    TableClassSummary: body.tableClass === 'STANDARD' ? undefined : { TableClass: body.tableClass },
    ...globalIndexes(table),
    ...localIndexes(table),
    ...stream(table),
    ...encryption(table),
    ...restore(table),
  };
}

function throughput(stored: Stored<ProvisionedThroughput> | null): TableDescription['ProvisionedThroughput'] {
  return {
    NumberOfDecreasesToday: 0,
    ReadCapacityUnits: stored?.ReadCapacityUnits ?? 0,
    WriteCapacityUnits: stored?.WriteCapacityUnits ?? 0,
  };
}

function globalIndexes({ arn, body }: TableRecord): TableDescription {
  if (body.globalIndexes.length === 0) return {};
  return {
    GlobalSecondaryIndexes: body.globalIndexes.map((index) => ({
      IndexName: index.IndexName,
      IndexArn: `${arn}/index/${index.IndexName}`,
      IndexStatus: index.status,
      KeySchema: fromStored(index.KeySchema),
      Projection: fromStored(index.Projection),
      ProvisionedThroughput: throughput(index.ProvisionedThroughput ?? null),
      ItemCount: index.status === 'CREATING' ? 0 : body.volume.records,
      IndexSizeBytes: index.status === 'CREATING' ? 0 : body.volume.bytes,
    })),
  };
}

function localIndexes({ arn, body }: TableRecord): TableDescription {
  if (body.localIndexes.length === 0) return {};
  return {
    LocalSecondaryIndexes: body.localIndexes.map((index) => ({
      ...fromStored(index),
      IndexArn: `${arn}/index/${index.IndexName}`,
      ItemCount: body.volume.records,
      IndexSizeBytes: body.volume.bytes,
    })),
  };
}

function stream({ arn, body }: TableRecord): TableDescription {
  if (body.stream === null) return {};
  return {
    StreamSpecification: { StreamEnabled: true, StreamViewType: body.stream.view as 'KEYS_ONLY' },
    LatestStreamLabel: body.stream.label,
    LatestStreamArn: `${arn}/stream/${body.stream.label}`,
  };
}

function encryption({ account, arn, body, region }: TableRecord): TableDescription {
  if (body.encryption?.Enabled !== true) return {};
  const key = body.encryption.KMSMasterKeyId ?? 'alias/aws/dynamodb';
  const partition = arn.split(':')[1] ?? 'aws';
  const resource = key.startsWith('alias/') ? key : `key/${key}`;
  const keyArn = key.startsWith('arn:') ? key : `arn:${partition}:kms:${region}:${account}:${resource}`;
  const since = body.withoutKey?.since;
  return {
    SSEDescription: {
      Status: 'ENABLED',
      SSEType: 'KMS',
      KMSMasterKeyArn: keyArn,
      ...(since === undefined ? {} : { InaccessibleEncryptionDateTime: new Date(since) }),
    },
    ...(body.archive === undefined
      ? {}
      : {
          ArchivalSummary: {
            ArchivalDateTime: new Date(body.archive.time),
            ArchivalReason: 'INACCESSIBLE_ENCRYPTION_CREDENTIALS',
            ArchivalBackupArn: body.archive.backupArn,
          },
        }),
  };
}

function restore({ body }: TableRecord): TableDescription {
  if (body.restore === null) return {};
  const { backupArn, inProgress, tableArn, time } = body.restore;
  return {
    RestoreSummary: {
      SourceTableArn: tableArn,
      RestoreDateTime: new Date(time),
      RestoreInProgress: inProgress,
      ...(backupArn === null ? {} : { SourceBackupArn: backupArn }),
    },
  };
}

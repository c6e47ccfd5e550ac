/** Snapshots as the API shows them. */
import type { DBClusterSnapshot, DBSnapshot } from '@aws-sdk/client-rds';
import { listTags } from '../../tag-list.js';
import { engineNamed } from './engine.js';
import type { SnapshotRecord } from './snapshot.js';

function commonPart({ body, createdAt, tags }: SnapshotRecord) {
  const { encryption, source, status } = body;
  const { settings } = source;
  const engine = engineNamed(settings.Engine ?? '');
  return {
    SnapshotCreateTime: new Date(createdAt),
    Engine: settings.Engine,
    AllocatedStorage: settings.AllocatedStorage ?? 1,
    Status: status,
    Port: settings.Port ?? engine.port,
    MasterUsername: settings.MasterUsername,
    EngineVersion: settings.EngineVersion,
    LicenseModel: settings.LicenseModel ?? engine.license,
    SnapshotType: 'manual',
    PercentProgress: status === 'available' ? 100 : 0,
    StorageType: settings.StorageType,
    ...(encryption.keyId === null ? {} : { KmsKeyId: encryption.keyId }),
    IAMDatabaseAuthenticationEnabled: settings.EnableIAMDatabaseAuthentication ?? false,
    TagList: listTags(tags),
  };
}

export function describeSnapshot(snapshot: SnapshotRecord): DBSnapshot {
  const { arn, body, id } = snapshot;
  const { copiedFrom, encryption, source, takenAt } = body;
  return {
    ...commonPart(snapshot),
    DBSnapshotIdentifier: id,
    DBSnapshotArn: arn,
    DBInstanceIdentifier: source.id,
    DbiResourceId: source.resourceId,
    InstanceCreateTime: new Date(source.createdAt),
    Encrypted: encryption.encrypted,
    Iops: source.settings.Iops,
    OriginalSnapshotCreateTime: new Date(takenAt),
    SnapshotDatabaseTime: new Date(takenAt),
    ...(copiedFrom === null ? {} : { SourceDBSnapshotIdentifier: copiedFrom }),
  };
}

export function describeClusterSnapshot(snapshot: SnapshotRecord): DBClusterSnapshot {
  const { arn, body, id } = snapshot;
  const { copiedFrom, encryption, source } = body;
  return {
    ...commonPart(snapshot),
    DBClusterSnapshotIdentifier: id,
    DBClusterSnapshotArn: arn,
    DBClusterIdentifier: source.id,
    DbClusterResourceId: source.resourceId,
    ClusterCreateTime: new Date(source.createdAt),
    StorageEncrypted: encryption.encrypted,
    EngineMode: source.settings.EngineMode ?? 'provisioned',
    ...(copiedFrom === null ? {} : { SourceDBClusterSnapshotArn: copiedFrom }),
  };
}

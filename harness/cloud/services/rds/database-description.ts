/** Instances and clusters as the API shows them. */
import type { DBCluster, DBInstance } from '@aws-sdk/client-rds';
import type { CallContext } from '../../call-context.js';
import { fromStored } from '../../stored-shape.js';
import { listTags } from '../../tag-list.js';
import { backupOf, restoreWindow } from './automated-backup.js';
import { endpointOf, membersOf, shownStatus, type DatabaseRecord } from './database.js';
import { engineNamed, familyOf } from './engine.js';
import { usualWindows } from './maintenance-window.js';
import { clusterSort, instanceSort } from './sort.js';
import { describeSubnetGroup, findSubnetGroup } from './subnet-group.js';

/** The certificate authority of an instance whose owner chose none. */
export const usualAuthority = 'rds-ca-rsa2048-g1';

function secretOf({ body }: DatabaseRecord): Pick<DBInstance, 'MasterUserSecret'> {
  const { secret } = body;
  if (secret === null) return {};
  const key = secret.keyId === null ? {} : { KmsKeyId: secret.keyId };
  return { MasterUserSecret: { SecretArn: secret.arn, SecretStatus: 'active', ...key } };
}

function latestRestorable(database: DatabaseRecord, context: CallContext): number | undefined {
  const sort = database.type === clusterSort.type ? clusterSort : instanceSort;
  const backup = backupOf(sort, context, database.body.resourceId);
  if (backup === undefined) return undefined;
  return restoreWindow(backup, database.body.settings.BackupRetentionPeriod ?? 1, context.now).latest;
}

function groupsOf(ids: readonly string[] | undefined) {
  return (ids ?? []).map((VpcSecurityGroupId) => ({ VpcSecurityGroupId, Status: 'active' }));
}

/** The parts of the settings that instances and clusters show under the same names. */
function commonPart(database: DatabaseRecord) {
  const { settings } = database.body;
  const windows = usualWindows(database.id);
  return {
    AllocatedStorage: settings.AllocatedStorage ?? 1,
    AutoMinorVersionUpgrade: settings.AutoMinorVersionUpgrade ?? true,
    BackupRetentionPeriod: settings.BackupRetentionPeriod ?? 0,
    CharacterSetName: settings.CharacterSetName,
    CopyTagsToSnapshot: settings.CopyTagsToSnapshot ?? false,
    DatabaseInsightsMode: settings.DatabaseInsightsMode,
    DeletionProtection: settings.DeletionProtection ?? false,
    EnabledCloudwatchLogsExports: fromStored(settings.EnableCloudwatchLogsExports),
    Engine: settings.Engine,
    EngineLifecycleSupport: settings.EngineLifecycleSupport,
    EngineVersion: settings.EngineVersion,
    IAMDatabaseAuthenticationEnabled: settings.EnableIAMDatabaseAuthentication ?? false,
    Iops: settings.Iops,
    KmsKeyId: settings.KmsKeyId,
    MasterUsername: settings.MasterUsername,
    MonitoringInterval: settings.MonitoringInterval,
    MonitoringRoleArn: settings.MonitoringRoleArn,
    NetworkType: settings.NetworkType ?? 'IPV4',
    PerformanceInsightsEnabled: settings.EnablePerformanceInsights ?? false,
    PerformanceInsightsKMSKeyId: settings.PerformanceInsightsKMSKeyId,
    PerformanceInsightsRetentionPeriod: settings.PerformanceInsightsRetentionPeriod,
    PreferredBackupWindow: settings.PreferredBackupWindow ?? windows.backup,
    PreferredMaintenanceWindow: settings.PreferredMaintenanceWindow ?? windows.maintenance,
    PubliclyAccessible: settings.PubliclyAccessible ?? false,
    StorageEncrypted: settings.StorageEncrypted ?? false,
    StorageType: settings.StorageType,
    TagList: listTags(database.tags),
    VpcSecurityGroups: groupsOf(settings.VpcSecurityGroupIds),
    ...secretOf(database),
  };
}

export function describeInstance(database: DatabaseRecord, context: CallContext): DBInstance {
  const { body } = database;
  const { pending, settings, status } = body;
  const { Engine = '', EngineVersion = '' } = settings;
  const port = settings.Port ?? engineNamed(Engine).port;
  const family = `default.${familyOf(Engine, EngineVersion)}`;
  const groupName = settings.DBSubnetGroupName;
  const group = groupName === undefined ? undefined : findSubnetGroup(context, groupName);
  const latest = latestRestorable(database, context);
  return {
    ...commonPart(database),
    DBInstanceIdentifier: database.id,
    DBInstanceArn: database.arn,
    DBInstanceStatus: shownStatus(body),
    DbiResourceId: body.resourceId,
    DBInstanceClass: settings.DBInstanceClass,
    DBName: settings.DBName,
    // Addresses are there once the instance has come up.
    ...(status === 'creating' ? {} : { Endpoint: { Address: endpointOf(context, database), Port: port } }),
    DbInstancePort: 0,
    InstanceCreateTime: new Date(database.createdAt),
    AvailabilityZone: settings.AvailabilityZone ?? `${database.region}a`,
    CACertificateIdentifier: settings.CACertificateIdentifier ?? usualAuthority,
    DBClusterIdentifier: settings.DBClusterIdentifier,
    DBParameterGroups: [
      { DBParameterGroupName: settings.DBParameterGroupName ?? family, ParameterApplyStatus: 'in-sync' },
    ],
    DBSubnetGroup:
      group === undefined
        ? { DBSubnetGroupName: 'default', DBSubnetGroupDescription: 'default', SubnetGroupStatus: 'Complete' }
        : describeSubnetGroup(group, context),
    DedicatedLogVolume: settings.DedicatedLogVolume ?? false,
    LicenseModel: settings.LicenseModel ?? engineNamed(Engine).license,
    MaxAllocatedStorage: settings.MaxAllocatedStorage,
    MultiAZ: settings.MultiAZ ?? false,
    NcharCharacterSetName: settings.NcharCharacterSetName,
    PendingModifiedValues: pending === null ? {} : fromStored(pendingPart(pending.settings)),
    ProcessorFeatures: fromStored(settings.ProcessorFeatures),
    PromotionTier: settings.PromotionTier,
    StorageThroughput: settings.StorageThroughput,
    Timezone: settings.Timezone,
    ...(latest === undefined ? {} : { LatestRestorableTime: new Date(latest) }),
    ...(body.restart === null ? {} : { AutomaticRestartTime: new Date(body.restart.time) }),
  };
}

function pendingPart(settings: DatabaseRecord['body']['settings']) {
  const { DBClusterInstanceClass: _class, ...shown } = settings;
  return shown;
}

export function describeCluster(database: DatabaseRecord, context: CallContext): DBCluster {
  const { body } = database;
  const { settings } = body;
  const { Engine = '', EngineVersion = '' } = settings;
  const latest = latestRestorable(database, context);
  const backup = backupOf(clusterSort, context, body.resourceId);
  const { PerformanceInsightsKMSKeyId, TagList, ...common } = commonPart(database);
  return {
    ...common,
    TagList,
    PerformanceInsightsKMSKeyId,
    DBClusterIdentifier: database.id,
    DBClusterArn: database.arn,
    DbClusterResourceId: body.resourceId,
    Status: shownStatus(body),
    Endpoint: endpointOf(context, database),
    ReaderEndpoint: endpointOf(context, database, true),
    Port: settings.Port ?? engineNamed(Engine).port,
    ClusterCreateTime: new Date(database.createdAt),
    AvailabilityZones: fromStored(
      settings.AvailabilityZones ?? ['a', 'b', 'c'].map((zone) => database.region + zone),
    ),
    BacktrackWindow: settings.BacktrackWindow,
    DBClusterInstanceClass: settings.DBClusterInstanceClass,
    DBClusterMembers: membersOf(context, database.id).map((member, index) => ({
      DBInstanceIdentifier: member.id,
      IsClusterWriter: index === 0,
      DBClusterParameterGroupStatus: 'in-sync',
      PromotionTier: member.body.settings.PromotionTier ?? 1,
    })),
    DBClusterParameterGroup:
      settings.DBClusterParameterGroupName ?? `default.${familyOf(Engine, EngineVersion)}`,
    DBSubnetGroup: settings.DBSubnetGroupName ?? 'default',
    DatabaseName: settings.DatabaseName,
    EngineMode: settings.EngineMode ?? 'provisioned',
    HttpEndpointEnabled: settings.EnableHttpEndpoint ?? false,
    MultiAZ: membersOf(context, database.id).length > 1 || settings.DBClusterInstanceClass !== undefined,
    ServerlessV2ScalingConfiguration: fromStored(settings.ServerlessV2ScalingConfiguration),
    ...(latest === undefined || backup === undefined
      ? {}
      : {
          EarliestRestorableTime: new Date(
            restoreWindow(backup, settings.BackupRetentionPeriod ?? 1, context.now).earliest,
          ),
          LatestRestorableTime: new Date(latest),
        }),
    ...(body.restart === null ? {} : { AutomaticRestartTime: new Date(body.restart.time) }),
  };
}

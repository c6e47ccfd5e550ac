/** What owners set on DB instances and clusters, in the API's spelling, and which of it is taken, kept and shown. */
import type { CreateDBClusterCommandInput, CreateDBInstanceCommandInput } from '@aws-sdk/client-rds';
import { toStored, type Stored } from '../../stored-shape.js';

type Given = CreateDBInstanceCommandInput & CreateDBClusterCommandInput;

const shared = [
  'AllocatedStorage',
  'AutoMinorVersionUpgrade',
  'BackupRetentionPeriod',
  'CharacterSetName',
  'CopyTagsToSnapshot',
  'DBSubnetGroupName',
  'DatabaseInsightsMode',
  'DeletionProtection',
  'EnableCloudwatchLogsExports',
  'EnableIAMDatabaseAuthentication',
  'EnablePerformanceInsights',
  'Engine',
  'EngineLifecycleSupport',
  'EngineVersion',
  'Iops',
  'KmsKeyId',
  'MasterUsername',
  'MonitoringInterval',
  'MonitoringRoleArn',
  'NetworkType',
  'PerformanceInsightsKMSKeyId',
  'PerformanceInsightsRetentionPeriod',
  'Port',
  'PreferredBackupWindow',
  'PreferredMaintenanceWindow',
  'PubliclyAccessible',
  'StorageEncrypted',
  'StorageType',
  'VpcSecurityGroupIds',
] as const;

export const instanceMembers = [
  ...shared,
  'AvailabilityZone',
  'CACertificateIdentifier',
  'DBClusterIdentifier',
  'DBInstanceClass',
  'DBName',
  'DBParameterGroupName',
  'DedicatedLogVolume',
  'LicenseModel',
  'MaxAllocatedStorage',
  'MultiAZ',
  'NcharCharacterSetName',
  'ProcessorFeatures',
  'PromotionTier',
  'StorageThroughput',
  'Timezone',
] as const;

export const clusterMembers = [
  ...shared,
  'AvailabilityZones',
  'BacktrackWindow',
  'DBClusterInstanceClass',
  'DBClusterParameterGroupName',
  'DatabaseName',
  'EnableHttpEndpoint',
  'EngineMode',
  'ServerlessV2ScalingConfiguration',
] as const;

type SettingName = (typeof instanceMembers)[number] | (typeof clusterMembers)[number];

export type DatabaseSettings = Stored<Partial<Pick<Given, SettingName>>>;

/** The settings among an input's members. */
export function settingsIn(input: object, members: readonly SettingName[]): DatabaseSettings {
  const given: Record<string, unknown> = {};
  for (const name of members) {
    const value: unknown = Reflect.get(input, name);
    if (value !== undefined && value !== null) given[name] = value;
  }
  return toStored(given) as DatabaseSettings;
}

/**
 * Settings that change while the database is worked on: at once where the caller says ApplyImmediately, else in the next
 * maintenance window (User Guide, "Settings for DB instances"). All others change at once.
 */
const worked: ReadonlySet<string> = new Set([
  'AllocatedStorage',
  'DBClusterInstanceClass',
  'DBInstanceClass',
  'DBSubnetGroupName',
  'EngineVersion',
  'Iops',
  'LicenseModel',
  'MultiAZ',
  'ProcessorFeatures',
  'StorageThroughput',
  'StorageType',
]);

/** What of a modification changes now, and what with work on the database. */
export function partChanges(
  wanted: DatabaseSettings,
  present: DatabaseSettings,
): { readonly now: DatabaseSettings; readonly later: DatabaseSettings } {
  const now: Record<string, unknown> = {};
  const later: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(wanted)) {
    const old = present[name as SettingName];
    if (JSON.stringify(old) === JSON.stringify(value)) continue;
    // Backups switched on or off wait as well; another length of time does not.
    const backups = name === 'BackupRetentionPeriod' && (value === 0 || old === 0);
    (worked.has(name) || backups ? later : now)[name] = value;
  }
  return { now, later };
}

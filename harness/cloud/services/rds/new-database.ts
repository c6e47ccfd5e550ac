/** Makes the record of a new instance or cluster: created empty, or restored with another's data. */
import { constraint } from '../../../contract/aws-error.js';
import type { CallContext } from '../../call-context.js';
import { provisioningTimes } from '../../provisioning-times.js';
import { digest } from '../../world/cause.js';
import {
  findDatabase,
  requireStatus,
  type DatabaseBody,
  type DatabaseRecord,
  type Volume,
} from './database.js';
import { bringUp } from './database-life.js';
import type { DatabaseSettings } from './database-settings.js';
import { engineNamed } from './engine.js';
import { checkBackupWindow, checkMaintenanceWindow } from './maintenance-window.js';
import { checkParameterGroup } from './parameter-group.js';
import { checkIdentifier, clusterSort, instanceSort, placeOf, rdsArn, type Sort } from './sort.js';
import { checkSubnetGroup } from './subnet-group.js';

/** Modeled: a restore brings up an instance and loads data lazily; AWS gives no figure. */
export const restoreSeconds = 20 * 60;

const noData: Volume = { records: 0, bytes: 0 };

export interface NewDatabase {
  readonly id: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly settings: DatabaseSettings;
  /** Whether RDS makes and keeps the master user's password, and under which key. */
  readonly managed: { readonly keyId: string | null } | null;
  /** Data that it has once it is there; null for a new one. */
  readonly restored: Volume | null;
}

/**
 * Stores a new database and lets it come up.
 * @throws AwsFailure where the identifier is taken or wrong, or something that it names does not exist.
 */
export function bornDatabase(sort: Sort, context: CallContext, wanted: NewDatabase): DatabaseRecord {
  const { managed, restored, settings, tags } = wanted;
  const id = wanted.id.toLowerCase();
  checkIdentifier(id, sort === clusterSort ? 'DBClusterIdentifier' : 'DBInstanceIdentifier');
  if (findDatabase(sort, context, id) !== undefined) throw sort.exists();
  checkSettings(sort, context, settings);
  const place = placeOf(sort.type, context);
  const seed = context.transaction.hex(`rds ${sort.type} ${id}`, 64);
  const resourceId = sort.resourcePrefix + context.transaction.base32(`rds resource ${sort.type} ${id}`, 26);
  const member = settings.DBClusterIdentifier !== undefined;
  const identity = { id, arn: rdsArn(sort.arnWord, id, context), tags };
  const database = context.born<DatabaseBody>(place, identity, {
    status: 'creating',
    resourceId,
    settings,
    pending: null,
    restart: null,
    secret: managed === null ? null : { arn: secretArn(sort, context, seed), keyId: managed.keyId },
    keepBackups: null,
    ...(member ? {} : { volume: noData }),
  });
  const seconds = restored === null || member ? provisioningTimes(sort.type).create : restoreSeconds;
  bringUp(context, database, seconds, restored ?? noData);
  return database;
}

function secretArn(sort: Sort, { account, partition, region }: CallContext, seed: string): string {
  const uuid = [
    seed.slice(0, 8),
    seed.slice(8, 12),
    seed.slice(12, 16),
    seed.slice(16, 20),
    seed.slice(20, 32),
  ];
  const word = sort === clusterSort ? 'cluster' : 'db';
  const end = digest(0, seed, 'secret').slice(0, 6);
  return `arn:${partition}:secretsmanager:${region}:${account}:secret:rds!${word}-${uuid.join('-')}-${end}`;
}

/** @throws AwsFailure where a window, a retention period, a group or a cluster is not what it must be. */
export function checkSettings(sort: Sort, context: CallContext, settings: DatabaseSettings): void {
  const { BackupRetentionPeriod: days, PreferredBackupWindow: backup } = settings;
  const least = sort === clusterSort ? 1 : 0;
  if (days !== undefined && (days < least || days > 35)) {
    throw constraint(
      'InvalidParameterValue',
      `Invalid backup retention period: ${days}. Retention period must be between ${least} and 35 days.`,
    );
  }
  if (backup !== undefined) checkBackupWindow(backup);
  if (settings.PreferredMaintenanceWindow !== undefined)
    checkMaintenanceWindow(settings.PreferredMaintenanceWindow);
  checkSubnetGroup(context, settings.DBSubnetGroupName);
  checkParameterGroup(instanceSort, context, settings.DBParameterGroupName);
  checkParameterGroup(clusterSort, context, settings.DBClusterParameterGroupName);
}

/** Settings of an instance that its cluster decides (API reference, "CreateDBInstance": what does not apply to Aurora). */
export function memberSettings(context: CallContext, given: DatabaseSettings): DatabaseSettings {
  const clusterId = given.DBClusterIdentifier?.toLowerCase() ?? '';
  const cluster = findDatabase(clusterSort, context, clusterId);
  if (cluster === undefined) throw clusterSort.notFound(clusterId);
  // A stack makes instances as soon as the cluster is complete; before that the cluster cannot take any.
  requireStatus(clusterSort, cluster, ['available', 'creating', 'modifying']);
  if (given.Engine !== undefined && given.Engine !== cluster.body.settings.Engine) {
    throw constraint(
      'InvalidParameterCombination',
      `The engine name requested for your DB instance (${given.Engine}) doesn't match the engine name of your DB cluster (${cluster.body.settings.Engine ?? ''}).`,
    );
  }
  const {
    AllocatedStorage: _storage,
    BackupRetentionPeriod: _days,
    DeletionProtection: _protection,
    KmsKeyId: _key,
    MasterUsername: _user,
    StorageEncrypted: _encrypted,
    ...own
  } = given;
  const of = cluster.body.settings;
  const settings: DatabaseSettings = { ...of, ...own, DBClusterIdentifier: clusterId };
  const {
    AvailabilityZones: _zones,
    BacktrackWindow: _backtrack,
    DBClusterInstanceClass: _class,
    DBClusterParameterGroupName: _group,
    DatabaseName,
    DeletionProtection: _ofCluster,
    EnableHttpEndpoint: _endpoint,
    EngineMode: _mode,
    ServerlessV2ScalingConfiguration: _scaling,
    ...kept
  } = settings;
  return DatabaseName === undefined ? kept : { ...kept, DBName: DatabaseName };
}

/** What an owner left open, as RDS fills it in. */
export function withDefaults(sort: Sort, given: DatabaseSettings): DatabaseSettings {
  const engine = engineNamed(given.Engine ?? '');
  return {
    EngineVersion: engine.version,
    BackupRetentionPeriod: 1,
    StorageType: sort === clusterSort ? 'aurora' : 'gp2',
    ...given,
  };
}

/** Showing and deleting automated backups. */
import type {
  DBClusterAutomatedBackup,
  DBInstanceAutomatedBackup,
  DeleteDBClusterAutomatedBackupCommandInput,
  DeleteDBClusterAutomatedBackupCommandOutput,
  DeleteDBInstanceAutomatedBackupCommandInput,
  DeleteDBInstanceAutomatedBackupCommandOutput,
  DescribeDBClusterAutomatedBackupsCommandInput,
  DescribeDBClusterAutomatedBackupsCommandOutput,
  DescribeDBInstanceAutomatedBackupsCommandInput,
  DescribeDBInstanceAutomatedBackupsCommandOutput,
} from '@aws-sdk/client-rds';
import { constraint } from '../../../contract/aws-error.js';
import type { CallContext } from '../../call-context.js';
import type { Scene } from '../../scene.js';
import { operation } from '../../service.js';
import { automatedBackups, backupOf, restoreWindow, type AutomatedBackupRecord } from './automated-backup.js';
import { findDatabase } from './database.js';
import { engineNamed } from './engine.js';
import { usualWindows } from './maintenance-window.js';
import { filtered, listed } from './listing.js';
import { clusterSort, instanceSort, plainId, rdsArn, type Sort } from './sort.js';

/** The settings of its database: as they are, or as they last were. */
function settingsOf(sort: Sort, context: CallContext, { body }: AutomatedBackupRecord) {
  const database = findDatabase(sort, context, body.source.id);
  return database?.incarnation === body.source.incarnation ? database.body.settings : body.source.settings;
}

function commonPart(sort: Sort, context: CallContext, backup: AutomatedBackupRecord) {
  const settings = settingsOf(sort, context, backup);
  const engine = engineNamed(settings.Engine ?? '');
  const days = settings.BackupRetentionPeriod ?? 1;
  const { earliest, latest } = restoreWindow(backup, days, context.now);
  return {
    Region: backup.region,
    RestoreWindow: { EarliestTime: new Date(earliest), LatestTime: new Date(latest) },
    AllocatedStorage: settings.AllocatedStorage ?? 1,
    Status: backup.body.status,
    Port: settings.Port ?? engine.port,
    MasterUsername: settings.MasterUsername,
    Engine: settings.Engine,
    EngineVersion: settings.EngineVersion,
    LicenseModel: settings.LicenseModel ?? engine.license,
    StorageType: settings.StorageType,
    KmsKeyId: settings.KmsKeyId,
    IAMDatabaseAuthenticationEnabled: settings.EnableIAMDatabaseAuthentication ?? false,
    BackupRetentionPeriod: days,
    PreferredBackupWindow: settings.PreferredBackupWindow ?? usualWindows(backup.body.source.id).backup,
  };
}

function ofInstance(context: CallContext, backup: AutomatedBackupRecord): DBInstanceAutomatedBackup {
  const { source } = backup.body;
  return {
    ...commonPart(instanceSort, context, backup),
    DBInstanceArn: source.arn,
    DBInstanceIdentifier: source.id,
    DbiResourceId: source.resourceId,
    DBInstanceAutomatedBackupsArn: backup.arn,
    InstanceCreateTime: new Date(source.createdAt),
    Encrypted: source.settings.StorageEncrypted ?? false,
  };
}

function ofCluster(context: CallContext, backup: AutomatedBackupRecord): DBClusterAutomatedBackup {
  const { source } = backup.body;
  return {
    ...commonPart(clusterSort, context, backup),
    DBClusterArn: source.arn,
    DBClusterIdentifier: source.id,
    DbClusterResourceId: source.resourceId,
    DBClusterAutomatedBackupsArn: backup.arn,
    ClusterCreateTime: new Date(source.createdAt),
    StorageEncrypted: source.settings.StorageEncrypted ?? false,
    EngineMode: source.settings.EngineMode ?? 'provisioned',
  };
}

interface BackupWish {
  readonly arn?: string | undefined;
  readonly database: string | undefined;
  readonly resourceId: string | undefined;
  readonly filters: DescribeDBInstanceAutomatedBackupsCommandInput['Filters'];
}

function backupsFor(sort: Sort, context: CallContext, wish: BackupWish): AutomatedBackupRecord[] {
  const { arn, database, filters, resourceId } = wish;
  const all = filtered<AutomatedBackupRecord>(automatedBackups(sort, context), filters, {
    status: ({ body }) => body.status,
    [sort === clusterSort ? 'db-cluster-id' : 'db-instance-id']: ({ body }) => body.source.id,
    [sort === clusterSort ? 'db-cluster-resource-id' : 'dbi-resource-id']: ({ body }) =>
      body.source.resourceId,
  });
  const found = all.filter(
    (backup) =>
      (arn === undefined || backup.arn === arn) &&
      (resourceId === undefined || backup.body.source.resourceId === resourceId) &&
      (database === undefined || backup.body.source.id === plainId(database)),
  );
  const named = arn ?? resourceId;
  if (named !== undefined && found.length === 0) throw sort.backupNotFound(named);
  return found;
}

/** @throws AwsFailure where there is none, or its database still makes it: then BackupRetentionPeriod ends it. */
function deleteBackup(
  sort: Sort,
  context: CallContext,
  backup: AutomatedBackupRecord | undefined,
  name: string,
) {
  if (backup === undefined) throw sort.backupNotFound(name);
  if (backup.body.status !== 'retained') {
    throw constraint(
      sort === clusterSort
        ? 'InvalidDBClusterAutomatedBackupStateFault'
        : 'InvalidDBInstanceAutomatedBackupState',
      `The automated backup ${name} is not in retained state.`,
    );
  }
  context.transaction.deleteResource(backup);
  return backup;
}

/** The backup that a request names by its ARN or its database's resource id, for IAM. */
function arnFor(sort: Sort, scene: Scene, arn: string | undefined, resourceId: string | undefined): string {
  const found = resourceId === undefined ? undefined : backupOf(sort, scene, resourceId)?.arn;
  return arn ?? found ?? rdsArn(sort.backupArnWord, undefined, scene);
}

export const automatedBackupOperations = {
  DescribeDBInstanceAutomatedBackups: operation<
    DescribeDBInstanceAutomatedBackupsCommandInput,
    DescribeDBInstanceAutomatedBackupsCommandOutput
  >({
    readOnly: true,
    actions: (input, scene) => [
      {
        action: 'rds:DescribeDBInstanceAutomatedBackups',
        resources: [arnFor(instanceSort, scene, input.DBInstanceAutomatedBackupsArn, input.DbiResourceId)],
      },
    ],
    run: (input, context) => {
      const found = backupsFor(instanceSort, context, {
        arn: input.DBInstanceAutomatedBackupsArn,
        database: input.DBInstanceIdentifier,
        resourceId: input.DbiResourceId,
        filters: input.Filters,
      });
      const { items, ...rest } = listed(found, ({ id }) => id, input);
      return { DBInstanceAutomatedBackups: items.map((backup) => ofInstance(context, backup)), ...rest };
    },
  }),
  DescribeDBClusterAutomatedBackups: operation<
    DescribeDBClusterAutomatedBackupsCommandInput,
    DescribeDBClusterAutomatedBackupsCommandOutput
  >({
    readOnly: true,
    actions: (input, scene) => [
      {
        action: 'rds:DescribeDBClusterAutomatedBackups',
        resources: [arnFor(clusterSort, scene, undefined, input.DbClusterResourceId)],
      },
    ],
    run: (input, context) => {
      const found = backupsFor(clusterSort, context, {
        database: input.DBClusterIdentifier,
        resourceId: input.DbClusterResourceId,
        filters: input.Filters,
      });
      const { items, ...rest } = listed(found, ({ id }) => id, input);
      return { DBClusterAutomatedBackups: items.map((backup) => ofCluster(context, backup)), ...rest };
    },
  }),
  DeleteDBInstanceAutomatedBackup: operation<
    DeleteDBInstanceAutomatedBackupCommandInput,
    DeleteDBInstanceAutomatedBackupCommandOutput
  >({
    readOnly: false,
    actions: (input, scene) => [
      {
        action: 'rds:DeleteDBInstanceAutomatedBackup',
        resources: [arnFor(instanceSort, scene, input.DBInstanceAutomatedBackupsArn, input.DbiResourceId)],
      },
    ],
    run: (input, context) => {
      const { DBInstanceAutomatedBackupsArn: arn, DbiResourceId } = input;
      const [backup] = backupsFor(instanceSort, context, {
        arn,
        database: undefined,
        resourceId: DbiResourceId,
        filters: undefined,
      });
      const name = DbiResourceId ?? arn ?? '';
      const gone = deleteBackup(instanceSort, context, name === '' ? undefined : backup, name);
      return { DBInstanceAutomatedBackup: { ...ofInstance(context, gone), Status: 'deleting' } };
    },
  }),
  DeleteDBClusterAutomatedBackup: operation<
    DeleteDBClusterAutomatedBackupCommandInput,
    DeleteDBClusterAutomatedBackupCommandOutput
  >({
    readOnly: false,
    actions: (input, scene) => [
      {
        action: 'rds:DeleteDBClusterAutomatedBackup',
        resources: [arnFor(clusterSort, scene, undefined, input.DbClusterResourceId)],
      },
    ],
    run: (input, context) => {
      const name = input.DbClusterResourceId ?? '';
      const gone = deleteBackup(clusterSort, context, backupOf(clusterSort, context, name), name);
      return { DBClusterAutomatedBackup: { ...ofCluster(context, gone), Status: 'deleting' } };
    },
  }),
};

/** How stacks provide `AWS::RDS::DBInstance` (CloudFormation template reference). */
import { sameJson, type Json, type JsonObject } from '../../../contract/json.js';
import type { CallContext } from '../../call-context.js';
import { textOf } from '../../property.js';
import { provisioningTimes } from '../../provisioning-times.js';
import type { ResourceProvider } from '../../service.js';
import { findDatabase, type DatabaseRecord } from './database.js';
import { instanceMembers } from './database-settings.js';
import { usualAuthority } from './database-description.js';
import { restoreSeconds } from './new-database.js';
import { instanceSort } from './sort.js';
import {
  creationMembers,
  deleteDatabase,
  endpointAttributes,
  finalSnapshotName,
  finishUpdate,
  identifierOf,
  membersIn,
  refuseProperties,
  switchedOff,
  typed,
} from './stack-database.js';

const { type } = instanceSort;

const withoutBehaviour = [
  'AdditionalStorageVolumes',
  'AssociatedRoles',
  'AutomaticBackupReplicationRegion',
  'BackupTarget',
  'CustomIAMInstanceProfile',
  'DBClusterSnapshotIdentifier',
  'DBSecurityGroups',
  'Domain',
  'DomainFqdn',
  'OptionGroupName',
  'ReplicaMode',
  'SourceDBClusterIdentifier',
  'SourceRegion',
  'TdeCredentialArn',
];

const renamed = { VPCSecurityGroups: 'VpcSecurityGroupIds' };
const members = [
  ...instanceMembers.filter((name) => name !== 'VpcSecurityGroupIds'),
  'VPCSecurityGroups',
  'ManageMasterUserPassword',
  'MasterUserPassword',
];

const switches = ['DeletionProtection', 'PubliclyAccessible', 'MultiAZ', 'CopyTagsToSnapshot'];

/** Members of a new instance that a restore takes too. */
const notRestored = new Set([
  'AvailabilityZones',
  'MasterUsername',
  'MasterUserPassword',
  'CharacterSetName',
  'KmsKeyId',
  'StorageEncrypted',
  'EngineVersion',
  'Timezone',
  'NcharCharacterSetName',
  'MonitoringInterval',
  'MonitoringRoleArn',
  'DBClusterIdentifier',
  'PreferredMaintenanceWindow',
  'PromotionTier',
  'EnablePerformanceInsights',
  'PerformanceInsightsKMSKeyId',
  'PerformanceInsightsRetentionPeriod',
  'DatabaseInsightsMode',
  'MaxAllocatedStorage',
]);

function instanceOf(id: string, context: CallContext): DatabaseRecord | undefined {
  return findDatabase(instanceSort, context, id);
}

function create(id: string, properties: JsonObject, context: CallContext): number {
  const input = creationMembers(properties, members, renamed);
  const source = textOf(properties, 'SourceDBInstanceIdentifier');
  const resourceId = textOf(properties, 'SourceDbiResourceId');
  const backup = textOf(properties, 'SourceDBInstanceAutomatedBackupsArn');
  const snapshot = textOf(properties, 'DBSnapshotIdentifier');
  const restored = Object.fromEntries(Object.entries(input).filter(([name]) => !notRestored.has(name)));
  if (snapshot !== undefined && snapshot !== '') {
    context.invoke('RDS', 'RestoreDBInstanceFromDBSnapshot', {
      ...restored,
      DBInstanceIdentifier: id,
      DBSnapshotIdentifier: snapshot,
    });
    return restoreSeconds;
  }
  const time = textOf(properties, 'RestoreTime');
  if (
    resourceId !== undefined ||
    backup !== undefined ||
    time !== undefined ||
    properties['UseLatestRestorableTime'] === true
  ) {
    context.invoke('RDS', 'RestoreDBInstanceToPointInTime', {
      ...restored,
      TargetDBInstanceIdentifier: id,
      ...(source === undefined ? {} : { SourceDBInstanceIdentifier: source }),
      ...(resourceId === undefined ? {} : { SourceDbiResourceId: resourceId }),
      ...(backup === undefined ? {} : { SourceDBInstanceAutomatedBackupsArn: backup }),
      ...(time === undefined ? { UseLatestRestorableTime: true } : { RestoreTime: new Date(time) }),
    });
    return restoreSeconds;
  }
  refuseProperties(type, properties, ['SourceDBInstanceIdentifier']);
  context.invoke('RDS', 'CreateDBInstance', { ...input, DBInstanceIdentifier: id });
  return provisioningTimes(type).create;
}

export const instanceResource: ResourceProvider = {
  type,
  create: (given, context) => {
    const properties = typed(given);
    refuseProperties(type, properties, withoutBehaviour);
    const id = identifierOf(properties, 'DBInstanceIdentifier', context);
    return { physicalId: id, seconds: create(id, properties, context) };
  },
  update: (id, given, before, context) => {
    const [properties, previous] = [typed(given), typed(before)];
    const changed = (name: string): boolean => !sameJson(previous[name], properties[name]);
    refuseProperties(type, properties, withoutBehaviour.filter(changed));
    const { Port, EnableCloudwatchLogsExports, ...input } = membersIn(
      properties,
      members.filter(changed),
      renamed,
    );
    const further: Record<string, Json> = {
      ...(Port === undefined ? {} : { DBPortNumber: Port }),
      ...switchedOff(properties, switches, changed),
    };
    if (changed('EnableCloudwatchLogsExports')) {
      const next = (EnableCloudwatchLogsExports ?? []) as readonly string[];
      const old = (previous['EnableCloudwatchLogsExports'] ?? []) as readonly string[];
      further['CloudwatchLogsExportConfiguration'] = {
        EnableLogTypes: next.filter((name) => !old.includes(name)),
        DisableLogTypes: old.filter((name) => !next.includes(name)),
      };
    }
    if (Object.keys({ ...input, ...further }).length > 0) {
      context.invoke('RDS', 'ModifyDBInstance', {
        ...input,
        ...further,
        DBInstanceIdentifier: id,
        ApplyImmediately: properties['ApplyImmediately'] !== false,
      });
    }
    return finishUpdate(instanceOf(id, context), previous, properties, context);
  },
  delete: (id, given, context) =>
    deleteDatabase(instanceSort, id, context, ({ body }) => {
      const alone = body.volume !== undefined;
      context.invoke('RDS', 'DeleteDBInstance', {
        DBInstanceIdentifier: id,
        SkipFinalSnapshot: true,
        ...(alone ? { DeleteAutomatedBackups: typed(given)['DeleteAutomatedBackups'] !== false } : {}),
      });
    }),
  snapshot: (id, _properties, context) => {
    // An instance of a cluster has no data of its own to copy.
    if (instanceOf(id, context)?.body.volume === undefined) return;
    context.invoke('RDS', 'CreateDBSnapshot', {
      DBInstanceIdentifier: id,
      DBSnapshotIdentifier: finalSnapshotName(context, id),
    });
  },
  attributes: (id, _properties, context) => {
    const instance = instanceOf(id, context);
    if (instance === undefined) return {};
    const { resourceId, settings, status } = instance.body;
    return {
      'CertificateDetails.CAIdentifier': settings.CACertificateIdentifier ?? usualAuthority,
      DBInstanceArn: instance.arn,
      DBInstanceStatus: status,
      DbiResourceId: resourceId,
      ...endpointAttributes(context, instance),
      InstanceCreateTime: new Date(instance.createdAt).toISOString(),
    };
  },
};

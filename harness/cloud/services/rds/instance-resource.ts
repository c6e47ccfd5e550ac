/** How stacks provide `AWS::RDS::DBInstance` (CloudFormation template reference). */
import { sameJson, type Json, type JsonObject } from '../../../contract/json.js';
import type { CallContext } from '../../call-context.js';
import { physicalName } from '../../physical-name.js';
import { objectOf, textOf } from '../../property.js';
import { provisioningTimes } from '../../provisioning-times.js';
import type { ResourceProvider } from '../../service.js';
import { endpointOf, findDatabase, type DatabaseRecord } from './database.js';
import { instanceMembers } from './database-settings.js';
import { usualAuthority } from './database-description.js';
import { engineNamed } from './engine.js';
import { restoreSeconds } from './new-database.js';
import { instanceSort } from './sort.js';
import {
  finalSnapshotName,
  membersIn,
  refuseProperties,
  tagMembers,
  typed,
  updateTags,
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

function secretKey(properties: JsonObject): Record<string, Json> {
  const key = objectOf(properties, 'MasterUserSecret')?.['KmsKeyId'];
  return key === undefined ? {} : { MasterUserSecretKmsKeyId: key };
}

function instanceOf(id: string, context: CallContext): DatabaseRecord | undefined {
  return findDatabase(instanceSort, context, id);
}

function create(id: string, properties: JsonObject, context: CallContext): number {
  const input = {
    ...membersIn(properties, members, renamed),
    ...secretKey(properties),
    ...tagMembers(properties),
  };
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
    const id =
      textOf(properties, 'DBInstanceIdentifier')?.toLowerCase() ??
      physicalName(context, { maximum: 63, lowerCase: true });
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
    const further: Record<string, Json> = Port === undefined ? {} : { DBPortNumber: Port };
    if (changed('EnableCloudwatchLogsExports')) {
      const next = (EnableCloudwatchLogsExports ?? []) as readonly string[];
      const old = (previous['EnableCloudwatchLogsExports'] ?? []) as readonly string[];
      further['CloudwatchLogsExportConfiguration'] = {
        EnableLogTypes: next.filter((name) => !old.includes(name)),
        DisableLogTypes: old.filter((name) => !next.includes(name)),
      };
    }
    // A property that is taken out of a template goes back to what it is by default.
    for (const name of [
      'DeletionProtection',
      'PubliclyAccessible',
      'MultiAZ',
      'CopyTagsToSnapshot',
    ] as const) {
      if (changed(name) && properties[name] === undefined) further[name] = false;
    }
    if (Object.keys({ ...input, ...further }).length > 0) {
      context.invoke('RDS', 'ModifyDBInstance', {
        ...input,
        ...further,
        DBInstanceIdentifier: id,
        ApplyImmediately: properties['ApplyImmediately'] !== false,
      });
    }
    const instance = instanceOf(id, context);
    if (instance !== undefined) updateTags(instance.arn, previous, properties, context);
    return { seconds: instance?.body.status === 'modifying' ? provisioningTimes(type).update : 1 };
  },
  delete: (id, given, context) => {
    const instance = instanceOf(id, context);
    if (instance === undefined) return { seconds: 0 };
    if (instance.body.status !== 'deleting') {
      const alone = instance.body.volume !== undefined;
      context.invoke('RDS', 'DeleteDBInstance', {
        DBInstanceIdentifier: id,
        SkipFinalSnapshot: true,
        ...(alone ? { DeleteAutomatedBackups: typed(given)['DeleteAutomatedBackups'] !== false } : {}),
      });
    }
    return { seconds: provisioningTimes(type).delete };
  },
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
    const { resourceId, secret, settings, status } = instance.body;
    const port = settings.Port ?? engineNamed(settings.Engine ?? '').port;
    return {
      'CertificateDetails.CAIdentifier': settings.CACertificateIdentifier ?? usualAuthority,
      DBInstanceArn: instance.arn,
      DBInstanceStatus: status,
      DbiResourceId: resourceId,
      'Endpoint.Address': endpointOf(context, instance),
      'Endpoint.Port': String(port),
      InstanceCreateTime: new Date(instance.createdAt).toISOString(),
      ...(secret === null ? {} : { 'MasterUserSecret.SecretArn': secret.arn }),
    };
  },
};

/** How stacks provide `AWS::RDS::DBCluster` (CloudFormation template reference). */
import { sameJson, type Json, type JsonObject } from '../../../contract/json.js';
import type { CallContext } from '../../call-context.js';
import { physicalName } from '../../physical-name.js';
import { objectOf, textOf } from '../../property.js';
import { provisioningTimes } from '../../provisioning-times.js';
import type { ResourceProvider } from '../../service.js';
import { endpointOf, findDatabase, type DatabaseRecord } from './database.js';
import { clusterMembers } from './database-settings.js';
import { engineNamed } from './engine.js';
import { restoreSeconds } from './new-database.js';
import { clusterSort } from './sort.js';
import {
  finalSnapshotName,
  membersIn,
  refuseProperties,
  tagMembers,
  typed,
  updateTags,
} from './stack-database.js';

const { type } = clusterSort;

const withoutBehaviour = [
  'AssociatedRoles',
  'ClusterScalabilityType',
  'Domain',
  'EnableGlobalWriteForwarding',
  'EnableLocalWriteForwarding',
  'GlobalClusterIdentifier',
  'ReplicationSourceIdentifier',
  'ScalingConfiguration',
  'SourceRegion',
];

const renamed = {
  PerformanceInsightsEnabled: 'EnablePerformanceInsights',
  PerformanceInsightsKmsKeyId: 'PerformanceInsightsKMSKeyId',
};
const members = [
  ...clusterMembers.filter(
    (name) => name !== 'EnablePerformanceInsights' && name !== 'PerformanceInsightsKMSKeyId',
  ),
  ...Object.keys(renamed),
  'ManageMasterUserPassword',
  'MasterUserPassword',
];

/** Members of a new cluster that a restore does not take: the data brings them. */
const notRestored = new Set([
  'AllocatedStorage',
  'AutoMinorVersionUpgrade',
  'CharacterSetName',
  'DatabaseInsightsMode',
  'DatabaseName',
  'EnableHttpEndpoint',
  'ManageMasterUserPassword',
  'MasterUserPassword',
  'MasterUsername',
  'PreferredMaintenanceWindow',
  'StorageEncrypted',
]);

function clusterOf(id: string, context: CallContext): DatabaseRecord | undefined {
  return findDatabase(clusterSort, context, id);
}

function create(id: string, properties: JsonObject, context: CallContext): number {
  const key = objectOf(properties, 'MasterUserSecret')?.['KmsKeyId'];
  const input: Record<string, unknown> = {
    ...membersIn(properties, members, renamed),
    ...(key === undefined ? {} : { MasterUserSecretKmsKeyId: key }),
    ...tagMembers(properties),
    DBClusterIdentifier: id,
  };
  const restored = Object.fromEntries(Object.entries(input).filter(([name]) => !notRestored.has(name)));
  const snapshot = textOf(properties, 'SnapshotIdentifier');
  if (snapshot !== undefined && snapshot !== '') {
    context.invoke('RDS', 'RestoreDBClusterFromSnapshot', { ...restored, SnapshotIdentifier: snapshot });
    return restoreSeconds;
  }
  const source = textOf(properties, 'SourceDBClusterIdentifier');
  const resourceId = textOf(properties, 'SourceDbClusterResourceId');
  if (source !== undefined || resourceId !== undefined) {
    const { Engine: _engine, EngineVersion: _version, ...rest } = restored;
    const time = textOf(properties, 'RestoreToTime');
    const kind = textOf(properties, 'RestoreType');
    context.invoke('RDS', 'RestoreDBClusterToPointInTime', {
      ...rest,
      ...(source === undefined ? {} : { SourceDBClusterIdentifier: source }),
      ...(resourceId === undefined ? {} : { SourceDbClusterResourceId: resourceId }),
      ...(kind === undefined ? {} : { RestoreType: kind }),
      ...(time === undefined ? { UseLatestRestorableTime: true } : { RestoreToTime: new Date(time) }),
    });
    return restoreSeconds;
  }
  context.invoke('RDS', 'CreateDBCluster', input);
  return provisioningTimes(type).create;
}

export const clusterResource: ResourceProvider = {
  type,
  create: (given, context) => {
    const properties = typed(given);
    refuseProperties(type, properties, withoutBehaviour);
    const id =
      textOf(properties, 'DBClusterIdentifier')?.toLowerCase() ??
      physicalName(context, { maximum: 63, lowerCase: true });
    return { physicalId: id, seconds: create(id, properties, context) };
  },
  update: (id, given, before, context) => {
    const [properties, previous] = [typed(given), typed(before)];
    const changed = (name: string): boolean => !sameJson(previous[name], properties[name]);
    refuseProperties(type, properties, [...withoutBehaviour, 'EnableCloudwatchLogsExports'].filter(changed));
    const input: Record<string, Json> = membersIn(properties, members.filter(changed), renamed);
    for (const name of ['DeletionProtection', 'CopyTagsToSnapshot', 'EnableHttpEndpoint'] as const) {
      if (changed(name) && properties[name] === undefined) input[name] = false;
    }
    if (Object.keys(input).length > 0) {
      context.invoke('RDS', 'ModifyDBCluster', { ...input, DBClusterIdentifier: id, ApplyImmediately: true });
    }
    const cluster = clusterOf(id, context);
    if (cluster !== undefined) updateTags(cluster.arn, previous, properties, context);
    return { seconds: cluster?.body.status === 'modifying' ? provisioningTimes(type).update : 1 };
  },
  delete: (id, given, context) => {
    const cluster = clusterOf(id, context);
    if (cluster === undefined) return { seconds: 0 };
    if (cluster.body.status !== 'deleting') {
      context.invoke('RDS', 'DeleteDBCluster', {
        DBClusterIdentifier: id,
        SkipFinalSnapshot: true,
        DeleteAutomatedBackups: typed(given)['DeleteAutomatedBackups'] !== false,
      });
    }
    return { seconds: provisioningTimes(type).delete };
  },
  snapshot: (id, _properties, context) => {
    if (clusterOf(id, context) === undefined) return;
    context.invoke('RDS', 'CreateDBClusterSnapshot', {
      DBClusterIdentifier: id,
      DBClusterSnapshotIdentifier: finalSnapshotName(context, id),
    });
  },
  attributes: (id, _properties, context) => {
    const cluster = clusterOf(id, context);
    if (cluster === undefined) return {};
    const { resourceId, secret, settings } = cluster.body;
    return {
      DBClusterArn: cluster.arn,
      DBClusterResourceId: resourceId,
      'Endpoint.Address': endpointOf(context, cluster),
      'Endpoint.Port': String(settings.Port ?? engineNamed(settings.Engine ?? '').port),
      'ReadEndpoint.Address': endpointOf(context, cluster, true),
      ...(secret === null ? {} : { 'MasterUserSecret.SecretArn': secret.arn }),
    };
  },
};

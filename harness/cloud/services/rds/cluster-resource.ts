/** How stacks provide `AWS::RDS::DBCluster` (CloudFormation template reference). */
import { sameJson, type JsonObject } from '../../../contract/json.js';
import type { CallContext } from '../../call-context.js';
import { textOf } from '../../property.js';
import { provisioningTimes } from '../../provisioning-times.js';
import type { ResourceProvider } from '../../service.js';
import { endpointOf, findDatabase, type DatabaseRecord } from './database.js';
import { clusterMembers } from './database-settings.js';
import { restoreSeconds } from './new-database.js';
import { clusterSort } from './sort.js';
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

const switches = ['DeletionProtection', 'CopyTagsToSnapshot', 'EnableHttpEndpoint'];

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
  const input = { ...creationMembers(properties, members, renamed), DBClusterIdentifier: id };
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
    const id = identifierOf(properties, 'DBClusterIdentifier', context);
    return { physicalId: id, seconds: create(id, properties, context) };
  },
  update: (id, given, before, context) => {
    const [properties, previous] = [typed(given), typed(before)];
    const changed = (name: string): boolean => !sameJson(previous[name], properties[name]);
    refuseProperties(type, properties, [...withoutBehaviour, 'EnableCloudwatchLogsExports'].filter(changed));
    const input = {
      ...membersIn(properties, members.filter(changed), renamed),
      ...switchedOff(properties, switches, changed),
    };
    if (Object.keys(input).length > 0) {
      context.invoke('RDS', 'ModifyDBCluster', { ...input, DBClusterIdentifier: id, ApplyImmediately: true });
    }
    return finishUpdate(clusterOf(id, context), previous, properties, context);
  },
  delete: (id, given, context) =>
    deleteDatabase(clusterSort, id, context, () => {
      context.invoke('RDS', 'DeleteDBCluster', {
        DBClusterIdentifier: id,
        SkipFinalSnapshot: true,
        DeleteAutomatedBackups: typed(given)['DeleteAutomatedBackups'] !== false,
      });
    }),
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
    return {
      DBClusterArn: cluster.arn,
      DBClusterResourceId: cluster.body.resourceId,
      ...endpointAttributes(context, cluster),
      'ReadEndpoint.Address': endpointOf(context, cluster, true),
    };
  },
};

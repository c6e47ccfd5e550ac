/** Creating, changing, showing, stopping, starting and deleting DB clusters. */
import type {
  CreateDBClusterCommandInput,
  CreateDBClusterCommandOutput,
  DeleteDBClusterCommandInput,
  DeleteDBClusterCommandOutput,
  DescribeDBClustersCommandInput,
  DescribeDBClustersCommandOutput,
  ModifyDBClusterCommandInput,
  ModifyDBClusterCommandOutput,
  StartDBClusterCommandInput,
  StartDBClusterCommandOutput,
  StopDBClusterCommandInput,
  StopDBClusterCommandOutput,
} from '@aws-sdk/client-rds';
import { constraint, unsupported } from '../../../contract/aws-error.js';
import type { ActionRequest } from '../../../contract/call.js';
import { refuse } from '../../input-check.js';
import { recordsAt } from '../../records-at.js';
import type { Scene } from '../../scene.js';
import { operation } from '../../service.js';
import { requestTags, tagsIn } from '../../tag-list.js';
import {
  databaseKey,
  databaseNamed,
  membersOf,
  requiredMember,
  requireStatus,
  type DatabaseBody,
  type DatabaseRecord,
} from './database.js';
import { describeCluster } from './database-description.js';
import { canBeStarted } from './key-access.js';
import { modify, start, stop } from './database-life.js';
import { clusterMembers, partChanges, settingsIn } from './database-settings.js';
import { deleteDatabase } from './deletion.js';
import { engineNamed } from './engine.js';
import { normalized, withSecret } from './instances.js';
import { filtered, listed } from './listing.js';
import { bornDatabase, checkSettings, withDefaults } from './new-database.js';
import { clusterSort, placeOf, rdsArn } from './sort.js';

const sort = clusterSort;

export function clusterRequest(
  action: string,
  id: string | undefined,
  scene: Scene,
  context: ActionRequest['context'] = {},
): ActionRequest {
  return { action: `rds:${action}`, resources: [rdsArn('cluster', id, scene)], context };
}

function creationRequests(input: CreateDBClusterCommandInput, scene: Scene): ActionRequest[] {
  const { DBClusterParameterGroupName: group, DBSubnetGroupName } = input;
  const resources = [rdsArn('cluster', input.DBClusterIdentifier, scene)];
  if (group !== undefined) resources.push(rdsArn('cluster-pg', group, scene));
  if (DBSubnetGroupName !== undefined) resources.push(rdsArn('subgrp', DBSubnetGroupName, scene));
  const tags = requestTags(tagsIn(input.Tags));
  const engine = input.Engine === undefined ? {} : { 'rds:DatabaseEngine': input.Engine };
  const asked: ActionRequest[] = [
    { action: 'rds:CreateDBCluster', resources, context: { ...tags, ...engine } },
  ];
  if ((input.Tags ?? []).length > 0) {
    asked.push(clusterRequest('AddTagsToResource', input.DBClusterIdentifier, scene, tags));
  }
  return asked;
}

const create = operation<CreateDBClusterCommandInput, CreateDBClusterCommandOutput>({
  readOnly: false,
  actions: creationRequests,
  run: (input, context) => {
    refuse('RDS.CreateDBCluster', input, [
      'AssociatedRoles',
      'CACertificateIdentifier',
      'ClusterScalabilityType',
      'DBSystemId',
      'Domain',
      'DomainIAMRoleName',
      'EnableGlobalWriteForwarding',
      'EnableLimitlessDatabase',
      'EnableLocalWriteForwarding',
      'GlobalClusterIdentifier',
      'MasterUserAuthenticationType',
      'OptionGroupName',
      'PreSignedUrl',
      'RdsCustomClusterConfiguration',
      'ReplicationSourceIdentifier',
      'ScalingConfiguration',
      'TagSpecifications',
      'WithExpressConfiguration',
    ]);
    const id = requiredMember(input.DBClusterIdentifier, 'DBClusterIdentifier');
    const given = settingsIn(input, clusterMembers);
    if (!engineNamed(requiredMember(input.Engine, 'Engine')).cluster) {
      throw constraint('InvalidParameterValue', `Invalid DB engine for a cluster: ${input.Engine}`);
    }
    const mode = given.EngineMode ?? 'provisioned';
    if (mode !== 'provisioned') throw unsupported(`RDS.CreateDBCluster with EngineMode ${mode}`);
    if (given.MasterUsername === undefined) {
      throw constraint(
        'InvalidParameterValue',
        'The parameter MasterUsername must be provided and must not be blank.',
      );
    }
    const managed = input.ManageMasterUserPassword === true;
    if ((input.MasterUserPassword ?? '') === '' && !managed) {
      throw constraint(
        'InvalidParameterValue',
        'The parameter MasterUserPassword must be provided and must not be blank.',
      );
    }
    const database = bornDatabase(sort, context, {
      id,
      tags: tagsIn(input.Tags),
      settings: withDefaults(sort, given),
      managed: managed ? { keyId: input.MasterUserSecretKmsKeyId ?? null } : null,
      restored: null,
    });
    return { DBCluster: describeCluster(database, context) };
  },
});

const modifyCluster = operation<ModifyDBClusterCommandInput, ModifyDBClusterCommandOutput>({
  readOnly: false,
  actions: (input, scene) => [clusterRequest('ModifyDBCluster', input.DBClusterIdentifier, scene)],
  run: (input, context) => {
    refuse('RDS.ModifyDBCluster', input, [
      'AllowEngineModeChange',
      'AwsBackupRecoveryPointArn',
      'CACertificateIdentifier',
      'CloudwatchLogsExportConfiguration',
      'DBInstanceParameterGroupName',
      'Domain',
      'DomainIAMRoleName',
      'EnableGlobalWriteForwarding',
      'EnableLimitlessDatabase',
      'EnableLocalWriteForwarding',
      'EngineMode',
      'MasterUserAuthenticationType',
      'NewDBClusterIdentifier',
      'OptionGroupName',
      'ScalingConfiguration',
    ]);
    const database = databaseNamed(sort, context, input.DBClusterIdentifier);
    requireStatus(sort, database, ['available', 'stopped']);
    const wanted = settingsIn(input, clusterMembers);
    checkSettings(sort, context, wanted);
    const { later, now } = partChanges(wanted, database.body.settings);
    const immediately = input.ApplyImmediately ?? false;
    const changed = modify(context, withSecret(database, input, context), now, later, immediately);
    return { DBCluster: describeCluster(changed, context) };
  },
});

const describe = operation<DescribeDBClustersCommandInput, DescribeDBClustersCommandOutput>({
  readOnly: true,
  actions: (input, scene) => [clusterRequest('DescribeDBClusters', input.DBClusterIdentifier, scene)],
  shows: (input, scene) =>
    input.DBClusterIdentifier === undefined ? undefined : databaseKey(sort, scene, input.DBClusterIdentifier),
  run: (input, context) => {
    const all =
      input.DBClusterIdentifier === undefined
        ? recordsAt<DatabaseBody>(context.state, placeOf(sort.type, context))
        : [databaseNamed(sort, context, input.DBClusterIdentifier)];
    const found = filtered<DatabaseRecord>(all, normalized(input.Filters), {
      'db-cluster-id': ({ id }) => id,
      'db-cluster-resource-id': ({ body }) => body.resourceId,
      engine: ({ body }) => body.settings.Engine,
    });
    const { items, ...rest } = listed(found, ({ id }) => id, input);
    return { DBClusters: items.map((database) => describeCluster(database, context)), ...rest };
  },
});

const stopCluster = operation<StopDBClusterCommandInput, StopDBClusterCommandOutput>({
  readOnly: false,
  actions: (input, scene) => [clusterRequest('StopDBCluster', input.DBClusterIdentifier, scene)],
  run: (input, context) => {
    const database = databaseNamed(sort, context, input.DBClusterIdentifier);
    requireStatus(sort, database, ['available']);
    return { DBCluster: describeCluster(stop(context, database), context) };
  },
});

const startCluster = operation<StartDBClusterCommandInput, StartDBClusterCommandOutput>({
  readOnly: false,
  actions: (input, scene) => [clusterRequest('StartDBCluster', input.DBClusterIdentifier, scene)],
  run: (input, context) => {
    const database = databaseNamed(sort, context, input.DBClusterIdentifier);
    if (!canBeStarted(database)) requireStatus(sort, database, ['stopped']);
    return { DBCluster: describeCluster(start(context, database), context) };
  },
});

const remove = operation<DeleteDBClusterCommandInput, DeleteDBClusterCommandOutput>({
  readOnly: false,
  actions: (input, scene) => {
    const asked = [clusterRequest('DeleteDBCluster', input.DBClusterIdentifier, scene)];
    const final = input.FinalDBSnapshotIdentifier;
    if (final === undefined) return asked;
    return [
      ...asked,
      { action: 'rds:DeleteDBCluster', resources: [rdsArn('cluster-snapshot', final, scene)] },
    ];
  },
  run: (input, context) => {
    const database = databaseNamed(sort, context, input.DBClusterIdentifier);
    const deleted = deleteDatabase(sort, context, database, input);
    if (membersOf(context, database.id).some(({ body }) => body.status !== 'deleting')) {
      throw sort.invalidState(
        'Cluster cannot be deleted, it still contains DB instances in non-deleting state.',
      );
    }
    return { DBCluster: describeCluster(deleted, context) };
  },
});

export const clusterOperations = {
  CreateDBCluster: create,
  DeleteDBCluster: remove,
  DescribeDBClusters: describe,
  ModifyDBCluster: modifyCluster,
  StartDBCluster: startCluster,
  StopDBCluster: stopCluster,
};

/** Creating, changing, showing, stopping, starting, rebooting and deleting DB instances. */
import type {
  CreateDBInstanceCommandInput,
  CreateDBInstanceCommandOutput,
  DeleteDBInstanceCommandInput,
  DeleteDBInstanceCommandOutput,
  DescribeDBInstancesCommandInput,
  DescribeDBInstancesCommandOutput,
  ModifyDBInstanceCommandInput,
  ModifyDBInstanceCommandOutput,
  RebootDBInstanceCommandInput,
  RebootDBInstanceCommandOutput,
  StartDBInstanceCommandInput,
  StartDBInstanceCommandOutput,
  StopDBInstanceCommandInput,
  StopDBInstanceCommandOutput,
} from '@aws-sdk/client-rds';
import { constraint, type AwsFailure } from '../../../contract/aws-error.js';
import type { ActionRequest } from '../../../contract/call.js';
import { refuse } from '../../input-check.js';
import { recordsAt } from '../../records-at.js';
import type { Scene } from '../../scene.js';
import { operation } from '../../service.js';
import { requestTags, tagsIn } from '../../tag-list.js';
import {
  databaseKey,
  databaseNamed,
  requiredMember,
  requireStatus,
  type DatabaseBody,
  type DatabaseRecord,
} from './database.js';
import { describeInstance } from './database-description.js';
import { canBeStarted } from './key-access.js';
import { modify, reboot, start, stop } from './database-life.js';
import { instanceMembers, partChanges, settingsIn } from './database-settings.js';
import { deleteDatabase, requireCopyable } from './deletion.js';
import { engineNamed } from './engine.js';
import { filtered, listed } from './listing.js';
import { bornDatabase, checkSettings, memberSettings, withDefaults } from './new-database.js';
import { takeSnapshot } from './snapshot.js';
import { clusterSort, instanceSort, placeOf, plainId, rdsArn } from './sort.js';

const sort = instanceSort;

export function instanceRequest(
  action: string,
  id: string | undefined,
  scene: Scene,
  context: ActionRequest['context'] = {},
): ActionRequest {
  return { action: `rds:${action}`, resources: [rdsArn('db', id, scene)], context };
}

/** Where an instance is made, IAM asks about all that it is made of. */
function creationRequests(input: CreateDBInstanceCommandInput, scene: Scene): ActionRequest[] {
  const { DBClusterIdentifier, DBParameterGroupName, DBSubnetGroupName } = input;
  const resources = [rdsArn('db', input.DBInstanceIdentifier, scene)];
  if (DBClusterIdentifier !== undefined) resources.push(rdsArn('cluster', DBClusterIdentifier, scene));
  if (DBParameterGroupName !== undefined) resources.push(rdsArn('pg', DBParameterGroupName, scene));
  if (DBSubnetGroupName !== undefined) resources.push(rdsArn('subgrp', DBSubnetGroupName, scene));
  const tags = requestTags(tagsIn(input.Tags));
  const engine = input.Engine === undefined ? {} : { 'rds:DatabaseEngine': input.Engine };
  const asked: ActionRequest[] = [
    { action: 'rds:CreateDBInstance', resources, context: { ...tags, ...engine } },
  ];
  if ((input.Tags ?? []).length > 0) {
    asked.push(instanceRequest('AddTagsToResource', input.DBInstanceIdentifier, scene, tags));
  }
  return asked;
}

function blank(member: string): AwsFailure {
  return constraint(
    'InvalidParameterValue',
    `The parameter ${member} must be provided and must not be blank.`,
  );
}

/** Options that all operations on instances know and that have no behaviour here. */
export const notTaken = [
  'DBCapacityReservationIdentifier',
  'Domain',
  'DomainAuthSecretArn',
  'DomainDnsIps',
  'DomainFqdn',
  'DomainIAMRoleName',
  'DomainOu',
  'EnableCustomerOwnedIp',
  'AdditionalStorageVolumes',
  'OptionGroupName',
  'TagSpecifications',
  'TdeCredentialArn',
  'TdeCredentialPassword',
] as const;

const create = operation<CreateDBInstanceCommandInput, CreateDBInstanceCommandOutput>({
  readOnly: false,
  actions: creationRequests,
  run: (input, context) => {
    refuse('RDS.CreateDBInstance', input, [
      ...notTaken,
      'BackupTarget',
      'CustomIamInstanceProfile',
      'DBSystemId',
      'DBSecurityGroups',
      'MasterUserAuthenticationType',
      'MultiTenant',
    ]);
    const id = requiredMember(input.DBInstanceIdentifier, 'DBInstanceIdentifier');
    const given = settingsIn(input, instanceMembers);
    const member = given.DBClusterIdentifier !== undefined;
    const engine = engineNamed(requiredMember(input.Engine, 'Engine'));
    requiredMember(input.DBInstanceClass, 'DBInstanceClass');
    const managed = input.ManageMasterUserPassword === true;
    if (!member) {
      if (!engine.instance)
        throw constraint('InvalidParameterCombination', 'DBClusterIdentifier is required for this engine');
      if (given.MasterUsername === undefined) throw blank('MasterUsername');
      if (given.AllocatedStorage === undefined) throw blank('AllocatedStorage');
      if ((input.MasterUserPassword ?? '') === '' && !managed) throw blank('MasterUserPassword');
    }
    if (managed && input.MasterUserPassword !== undefined) {
      throw constraint(
        'InvalidParameterCombination',
        'You cannot specify MasterUserPassword for an instance with ManageMasterUserPassword enabled.',
      );
    }
    const database = bornDatabase(sort, context, {
      id,
      tags: tagsIn(input.Tags),
      settings: member ? memberSettings(context, given) : withDefaults(sort, given),
      managed: managed && !member ? { keyId: input.MasterUserSecretKmsKeyId ?? null } : null,
      restored: null,
    });
    return { DBInstance: describeInstance(database, context) };
  },
});

const modifyInstance = operation<ModifyDBInstanceCommandInput, ModifyDBInstanceCommandOutput>({
  readOnly: false,
  actions: (input, scene) => [instanceRequest('ModifyDBInstance', input.DBInstanceIdentifier, scene)],
  run: (input, context) => {
    refuse('RDS.ModifyDBInstance', input, [
      ...notTaken,
      'AutomationMode',
      'AwsBackupRecoveryPointArn',
      'DBSecurityGroups',
      'Engine',
      'MasterUserAuthenticationType',
      'MultiTenant',
      'NewDBInstanceIdentifier',
      'ReplicaMode',
      'UseDefaultProcessorFeatures',
    ]);
    const database = databaseNamed(sort, context, input.DBInstanceIdentifier);
    requireStatus(sort, database, ['available', 'stopped']);
    const { CloudwatchLogsExportConfiguration: logs, DBPortNumber: Port } = input;
    const wanted = settingsIn({ ...input, Port }, instanceMembers);
    const kept = (database.body.settings.EnableCloudwatchLogsExports ?? []).filter(
      (name) => logs?.DisableLogTypes?.includes(name) !== true,
    );
    const EnableCloudwatchLogsExports = [...new Set([...kept, ...(logs?.EnableLogTypes ?? [])])];
    checkSettings(sort, context, wanted);
    const changes = partChanges(
      logs === undefined ? wanted : { ...wanted, EnableCloudwatchLogsExports },
      database.body.settings,
    );
    const changed = modify(
      context,
      withSecret(database, input, context),
      changes.now,
      changes.later,
      input.ApplyImmediately ?? false,
    );
    return { DBInstance: describeInstance(changed, context) };
  },
});

/** A managed password comes and goes with its secret. */
export function withSecret(
  database: DatabaseRecord,
  input: Pick<ModifyDBInstanceCommandInput, 'ManageMasterUserPassword' | 'MasterUserSecretKmsKeyId'>,
  context: { readonly partition: string },
): DatabaseRecord {
  const { ManageMasterUserPassword: managed, MasterUserSecretKmsKeyId: keyId = null } = input;
  if (managed === undefined) return database;
  if (!managed) return { ...database, body: { ...database.body, secret: null } };
  if (database.body.secret !== null) return database;
  const { account, body, incarnation, region } = database;
  const name = `rds!${body.resourceId.toLowerCase()}-${incarnation.slice(0, 6)}`;
  const arn = `arn:${context.partition}:secretsmanager:${region}:${account}:secret:${name}`;
  return { ...database, body: { ...body, secret: { arn, keyId } } };
}

const describe = operation<DescribeDBInstancesCommandInput, DescribeDBInstancesCommandOutput>({
  readOnly: true,
  actions: (input, scene) => [instanceRequest('DescribeDBInstances', input.DBInstanceIdentifier, scene)],
  shows: (input, scene) =>
    input.DBInstanceIdentifier === undefined
      ? undefined
      : databaseKey(sort, scene, input.DBInstanceIdentifier),
  run: (input, context) => {
    const all =
      input.DBInstanceIdentifier === undefined
        ? recordsAt<DatabaseBody>(context.state, placeOf(sort.type, context))
        : [databaseNamed(sort, context, input.DBInstanceIdentifier)];
    const found = filtered<DatabaseRecord>(all, normalized(input.Filters), {
      'db-instance-id': ({ id }) => id,
      'db-cluster-id': ({ body }) => body.settings.DBClusterIdentifier,
      'dbi-resource-id': ({ body }) => body.resourceId,
      engine: ({ body }) => body.settings.Engine,
    });
    const { items, ...rest } = listed(found, ({ id }) => id, input);
    return { DBInstances: items.map((database) => describeInstance(database, context)), ...rest };
  },
});

/** Filters take ARNs where they take identifiers. */
export function normalized(filters: DescribeDBInstancesCommandInput['Filters']): typeof filters {
  return filters?.map((filter) =>
    filter.Name === 'db-instance-id' || filter.Name === 'db-cluster-id'
      ? { ...filter, Values: filter.Values?.map(plainId) }
      : filter,
  );
}

const stopInstance = operation<StopDBInstanceCommandInput, StopDBInstanceCommandOutput>({
  readOnly: false,
  actions: (input, scene) => [instanceRequest('StopDBInstance', input.DBInstanceIdentifier, scene)],
  run: (input, context) => {
    refuse('RDS.StopDBInstance', input, ['DetachFromDBCapacityReservation']);
    const database = databaseNamed(sort, context, input.DBInstanceIdentifier);
    requireAlone(database, 'stopped');
    requireStatus(sort, database, ['available']);
    if (input.DBSnapshotIdentifier !== undefined) {
      requireCopyable(sort, database);
      takeSnapshot(sort, context, database, input.DBSnapshotIdentifier, {});
    }
    return { DBInstance: describeInstance(stop(context, database), context) };
  },
});

function requireAlone({ body }: DatabaseRecord, done: string): void {
  if (body.settings.DBClusterIdentifier === undefined) return;
  throw clusterSort.invalidState(`Aurora DB instances are not eligible for being ${done} on their own.`);
}

const startInstance = operation<StartDBInstanceCommandInput, StartDBInstanceCommandOutput>({
  readOnly: false,
  actions: (input, scene) => [instanceRequest('StartDBInstance', input.DBInstanceIdentifier, scene)],
  run: (input, context) => {
    refuse('RDS.StartDBInstance', input, ['DBCapacityReservationIdentifier']);
    const database = databaseNamed(sort, context, input.DBInstanceIdentifier);
    requireAlone(database, 'started');
    if (!canBeStarted(database)) requireStatus(sort, database, ['stopped']);
    return { DBInstance: describeInstance(start(context, database), context) };
  },
});

const rebootInstance = operation<RebootDBInstanceCommandInput, RebootDBInstanceCommandOutput>({
  readOnly: false,
  actions: (input, scene) => [instanceRequest('RebootDBInstance', input.DBInstanceIdentifier, scene)],
  run: (input, context) => {
    const database = databaseNamed(sort, context, input.DBInstanceIdentifier);
    requireStatus(sort, database, ['available']);
    if (input.ForceFailover === true && database.body.settings.MultiAZ !== true) {
      throw constraint(
        'InvalidParameterCombination',
        'ForceFailover cannot be specified since the instance is not configured for MultiAZ.',
      );
    }
    return { DBInstance: describeInstance(reboot(context, database), context) };
  },
});

const remove = operation<DeleteDBInstanceCommandInput, DeleteDBInstanceCommandOutput>({
  readOnly: false,
  actions: (input, scene) => [instanceRequest('DeleteDBInstance', input.DBInstanceIdentifier, scene)],
  run: (input, context) => {
    const database = databaseNamed(sort, context, input.DBInstanceIdentifier);
    return { DBInstance: describeInstance(deleteDatabase(sort, context, database, input), context) };
  },
});

export const instanceOperations = {
  CreateDBInstance: create,
  DeleteDBInstance: remove,
  DescribeDBInstances: describe,
  ModifyDBInstance: modifyInstance,
  RebootDBInstance: rebootInstance,
  StartDBInstance: startInstance,
  StopDBInstance: stopInstance,
};

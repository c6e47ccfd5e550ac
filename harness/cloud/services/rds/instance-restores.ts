/** Restoring instances: always to a new one, with the data of a snapshot or of a time. */
import type {
  RestoreDBInstanceFromDBSnapshotCommandInput,
  RestoreDBInstanceFromDBSnapshotCommandOutput,
  RestoreDBInstanceToPointInTimeCommandInput,
  RestoreDBInstanceToPointInTimeCommandOutput,
} from '@aws-sdk/client-rds';
import { constraint } from '../../../contract/aws-error.js';
import type { CallContext } from '../../call-context.js';
import { refuse } from '../../input-check.js';
import { operation } from '../../service.js';
import { requestTags, tagsIn } from '../../tag-list.js';
import { requiredMember, type DatabaseRecord } from './database.js';
import { describeInstance } from './database-description.js';
import { instanceMembers, settingsIn, type DatabaseSettings } from './database-settings.js';
import { notTaken } from './instances.js';
import { bornDatabase } from './new-database.js';
import { ofSnapshot, pointInTime, type RestoreSource } from './restore-source.js';
import { instanceSort, rdsArn } from './sort.js';

const sort = instanceSort;

/** Settings that a restored instance gets anew, unless the caller says otherwise (User Guide, "Restoring to a DB instance"). */
function kept(settings: DatabaseSettings): DatabaseSettings {
  const {
    DBParameterGroupName: _group,
    DBSubnetGroupName: _subnets,
    DeletionProtection: _protection,
    EnableCloudwatchLogsExports: _logs,
    MonitoringInterval: _interval,
    MonitoringRoleArn: _role,
    MultiAZ: _zones,
    PubliclyAccessible: _public,
    VpcSecurityGroupIds: _groups,
    ...rest
  } = settings;
  return rest;
}

type RestoreInput = Omit<RestoreDBInstanceFromDBSnapshotCommandInput, 'DBInstanceIdentifier'>;

function restore(
  context: CallContext,
  target: string,
  source: RestoreSource,
  input: RestoreInput,
): DatabaseRecord {
  const settings: DatabaseSettings = { ...kept(source.settings), ...settingsIn(input, instanceMembers) };
  if (input.Engine !== undefined && input.Engine !== source.settings.Engine) {
    throw constraint(
      'InvalidParameterCombination',
      `The snapshot's engine ${source.settings.Engine ?? ''} cannot be restored as ${input.Engine}.`,
    );
  }
  return bornDatabase(sort, context, {
    id: target,
    tags: tagsIn(input.Tags),
    settings,
    managed:
      input.ManageMasterUserPassword === true ? { keyId: input.MasterUserSecretKmsKeyId ?? null } : null,
    restored: source.volume,
  });
}

const untaken = [
  ...notTaken,
  'BackupTarget',
  'CustomIamInstanceProfile',
  'UseDefaultProcessorFeatures',
] as const;

const fromSnapshot = operation<
  RestoreDBInstanceFromDBSnapshotCommandInput,
  RestoreDBInstanceFromDBSnapshotCommandOutput
>({
  readOnly: false,
  actions: (input, scene) => {
    const resources = [
      rdsArn('db', input.DBInstanceIdentifier, scene),
      rdsArn('snapshot', input.DBSnapshotIdentifier, scene),
    ];
    if (input.DBSubnetGroupName !== undefined)
      resources.push(rdsArn('subgrp', input.DBSubnetGroupName, scene));
    const context = requestTags(tagsIn(input.Tags));
    return [{ action: 'rds:RestoreDBInstanceFromDBSnapshot', resources, context }];
  },
  run: (input, context) => {
    refuse('RDS.RestoreDBInstanceFromDBSnapshot', input, [...untaken, 'DBClusterSnapshotIdentifier']);
    const target = requiredMember(input.DBInstanceIdentifier, 'DBInstanceIdentifier');
    const source = ofSnapshot(sort, context, input.DBSnapshotIdentifier, 'DBSnapshotIdentifier');
    return { DBInstance: describeInstance(restore(context, target, source, input), context) };
  },
});

const toPointInTime = operation<
  RestoreDBInstanceToPointInTimeCommandInput,
  RestoreDBInstanceToPointInTimeCommandOutput
>({
  readOnly: false,
  actions: (input, scene) => {
    const resources = [rdsArn('db', input.TargetDBInstanceIdentifier, scene)];
    if (input.SourceDBInstanceIdentifier !== undefined)
      resources.push(rdsArn('db', input.SourceDBInstanceIdentifier, scene));
    if (input.SourceDBInstanceAutomatedBackupsArn !== undefined)
      resources.push(input.SourceDBInstanceAutomatedBackupsArn);
    const context = requestTags(tagsIn(input.Tags));
    return [{ action: 'rds:RestoreDBInstanceToPointInTime', resources, context }];
  },
  run: (input, context) => {
    refuse('RDS.RestoreDBInstanceToPointInTime', input, untaken);
    const target = requiredMember(input.TargetDBInstanceIdentifier, 'TargetDBInstanceIdentifier');
    const source = pointInTime(sort, context, {
      database: input.SourceDBInstanceIdentifier,
      resourceId: input.SourceDbiResourceId,
      backupArn: input.SourceDBInstanceAutomatedBackupsArn,
      time: input.RestoreTime,
      useLatest: input.UseLatestRestorableTime,
    });
    return { DBInstance: describeInstance(restore(context, target, source, input), context) };
  },
});

export const instanceRestoreOperations = {
  RestoreDBInstanceFromDBSnapshot: fromSnapshot,
  RestoreDBInstanceToPointInTime: toPointInTime,
};

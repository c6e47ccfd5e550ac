/** Restoring clusters: always to a new one, which then needs instances. */
import type {
  RestoreDBClusterFromSnapshotCommandInput,
  RestoreDBClusterFromSnapshotCommandOutput,
  RestoreDBClusterToPointInTimeCommandInput,
  RestoreDBClusterToPointInTimeCommandOutput,
} from '@aws-sdk/client-rds';
import { unsupported } from '../../../contract/aws-error.js';
import type { CallContext } from '../../call-context.js';
import { refuse } from '../../input-check.js';
import { operation } from '../../service.js';
import { requestTags, tagsIn } from '../../tag-list.js';
import { requiredMember, type DatabaseRecord } from './database.js';
import { describeCluster } from './database-description.js';
import { clusterMembers, settingsIn, type DatabaseSettings } from './database-settings.js';
import { bornDatabase } from './new-database.js';
import { ofSnapshot, pointInTime, type RestoreSource } from './restore-source.js';
import { clusterSort, rdsArn } from './sort.js';

const sort = clusterSort;

type RestoreInput = Omit<
  RestoreDBClusterToPointInTimeCommandInput,
  'DBClusterIdentifier' | 'SourceDBClusterIdentifier'
>;

function restore(
  context: CallContext,
  target: string,
  source: RestoreSource,
  input: RestoreInput,
): DatabaseRecord {
  const {
    DBClusterParameterGroupName: _group,
    DBSubnetGroupName: _subnets,
    DeletionProtection: _protection,
    EnableCloudwatchLogsExports: _logs,
    VpcSecurityGroupIds: _groups,
    ...kept
  } = source.settings;
  const settings: DatabaseSettings = { ...kept, ...settingsIn(input, clusterMembers) };
  const tags = tagsIn(input.Tags);
  return bornDatabase(sort, context, { id: target, tags, settings, managed: null, restored: source.volume });
}

const untaken = [
  'AssociatedRoles',
  'Domain',
  'DomainIAMRoleName',
  'EnableInternetAccessGateway',
  'OptionGroupName',
  'RdsCustomClusterConfiguration',
  'ScalingConfiguration',
  'TagSpecifications',
] as const;

const fromSnapshot = operation<
  RestoreDBClusterFromSnapshotCommandInput,
  RestoreDBClusterFromSnapshotCommandOutput
>({
  readOnly: false,
  actions: (input, scene) => [
    {
      action: 'rds:RestoreDBClusterFromSnapshot',
      resources: [
        rdsArn('cluster', input.DBClusterIdentifier, scene),
        rdsArn('cluster-snapshot', input.SnapshotIdentifier, scene),
      ],
      context: requestTags(tagsIn(input.Tags)),
    },
  ],
  run: (input, context) => {
    refuse('RDS.RestoreDBClusterFromSnapshot', input, untaken);
    const target = requiredMember(input.DBClusterIdentifier, 'DBClusterIdentifier');
    requiredMember(input.Engine, 'Engine');
    const source = ofSnapshot(sort, context, input.SnapshotIdentifier, 'SnapshotIdentifier');
    const { EngineVersion } = input;
    const version = EngineVersion === undefined ? {} : { EngineVersion };
    const settings = { ...source.settings, ...version };
    const database = restore(context, target, { ...source, settings }, input);
    return { DBCluster: describeCluster(database, context) };
  },
});

const toPointInTime = operation<
  RestoreDBClusterToPointInTimeCommandInput,
  RestoreDBClusterToPointInTimeCommandOutput
>({
  readOnly: false,
  actions: (input, scene) => {
    const resources = [rdsArn('cluster', input.DBClusterIdentifier, scene)];
    if (input.SourceDBClusterIdentifier !== undefined)
      resources.push(rdsArn('cluster', input.SourceDBClusterIdentifier, scene));
    const context = requestTags(tagsIn(input.Tags));
    return [{ action: 'rds:RestoreDBClusterToPointInTime', resources, context }];
  },
  run: (input, context) => {
    refuse('RDS.RestoreDBClusterToPointInTime', input, untaken);
    const kind = input.RestoreType ?? 'full-copy';
    if (kind !== 'full-copy') throw unsupported(`RDS.RestoreDBClusterToPointInTime with RestoreType ${kind}`);
    const target = requiredMember(input.DBClusterIdentifier, 'DBClusterIdentifier');
    const source = pointInTime(sort, context, {
      database: input.SourceDBClusterIdentifier,
      resourceId: input.SourceDbClusterResourceId,
      time: input.RestoreToTime,
      useLatest: input.UseLatestRestorableTime,
    });
    return { DBCluster: describeCluster(restore(context, target, source, input), context) };
  },
});

export const clusterRestoreOperations = {
  RestoreDBClusterFromSnapshot: fromSnapshot,
  RestoreDBClusterToPointInTime: toPointInTime,
};

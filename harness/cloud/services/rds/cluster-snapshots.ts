/** The operations on snapshots of clusters. */
import type {
  CopyDBClusterSnapshotCommandInput,
  CopyDBClusterSnapshotCommandOutput,
  CreateDBClusterSnapshotCommandInput,
  CreateDBClusterSnapshotCommandOutput,
  DeleteDBClusterSnapshotCommandInput,
  DeleteDBClusterSnapshotCommandOutput,
  DescribeDBClusterSnapshotAttributesCommandInput,
  DescribeDBClusterSnapshotAttributesCommandOutput,
  DescribeDBClusterSnapshotsCommandInput,
  DescribeDBClusterSnapshotsCommandOutput,
  ModifyDBClusterSnapshotAttributeCommandInput,
  ModifyDBClusterSnapshotAttributeCommandOutput,
} from '@aws-sdk/client-rds';
import { refuse } from '../../input-check.js';
import { operation } from '../../service.js';
import { requestTags, tagsIn } from '../../tag-list.js';
import { requiredMember } from './database.js';
import { normalized } from './instances.js';
import { listed } from './listing.js';
import { snapshotKey, snapshotNamed, type SnapshotRecord } from './snapshot.js';
import { copySnapshot, deleteSnapshot, shareSnapshot, snapshotOf, snapshotsFor } from './snapshot-deeds.js';
import { describeClusterSnapshot } from './snapshot-description.js';
import { clusterSort, rdsArn } from './sort.js';

const sort = clusterSort;

function attributes({ body, id }: SnapshotRecord) {
  return {
    DBClusterSnapshotAttributesResult: {
      DBClusterSnapshotIdentifier: id,
      DBClusterSnapshotAttributes: [{ AttributeName: 'restore', AttributeValues: [...body.sharedWith] }],
    },
  };
}

export const clusterSnapshotOperations = {
  CreateDBClusterSnapshot: operation<
    CreateDBClusterSnapshotCommandInput,
    CreateDBClusterSnapshotCommandOutput
  >({
    readOnly: false,
    actions: (input, scene) => [
      {
        action: 'rds:CreateDBClusterSnapshot',
        resources: [
          rdsArn('cluster', input.DBClusterIdentifier, scene),
          rdsArn('cluster-snapshot', input.DBClusterSnapshotIdentifier, scene),
        ],
        context: requestTags(tagsIn(input.Tags)),
      },
    ],
    run: (input, context) => {
      const name = requiredMember(input.DBClusterSnapshotIdentifier, 'DBClusterSnapshotIdentifier');
      const taken = snapshotOf(sort, context, input.DBClusterIdentifier, name, tagsIn(input.Tags));
      return { DBClusterSnapshot: describeClusterSnapshot(taken) };
    },
  }),
  CopyDBClusterSnapshot: operation<CopyDBClusterSnapshotCommandInput, CopyDBClusterSnapshotCommandOutput>({
    readOnly: false,
    actions: (input, scene) => [
      {
        action: 'rds:CopyDBClusterSnapshot',
        resources: [
          rdsArn('cluster-snapshot', input.SourceDBClusterSnapshotIdentifier, scene),
          rdsArn('cluster-snapshot', input.TargetDBClusterSnapshotIdentifier, scene),
        ],
        context: requestTags(tagsIn(input.Tags)),
      },
    ],
    run: (input, context) => {
      refuse('RDS.CopyDBClusterSnapshot', input, ['PreSignedUrl']);
      const target = requiredMember(
        input.TargetDBClusterSnapshotIdentifier,
        'TargetDBClusterSnapshotIdentifier',
      );
      const copy = copySnapshot(sort, context, input.SourceDBClusterSnapshotIdentifier, target, {
        tags: tagsIn(input.Tags),
        copyTags: input.CopyTags ?? false,
        keyId: input.KmsKeyId,
      });
      return { DBClusterSnapshot: describeClusterSnapshot(copy) };
    },
  }),
  DeleteDBClusterSnapshot: operation<
    DeleteDBClusterSnapshotCommandInput,
    DeleteDBClusterSnapshotCommandOutput
  >({
    readOnly: false,
    actions: (input, scene) => [
      {
        action: 'rds:DeleteDBClusterSnapshot',
        resources: [rdsArn('cluster-snapshot', input.DBClusterSnapshotIdentifier, scene)],
      },
    ],
    run: (input, context) => {
      const gone = describeClusterSnapshot(deleteSnapshot(sort, context, input.DBClusterSnapshotIdentifier));
      return { DBClusterSnapshot: { ...gone, Status: 'deleted' } };
    },
  }),
  DescribeDBClusterSnapshots: operation<
    DescribeDBClusterSnapshotsCommandInput,
    DescribeDBClusterSnapshotsCommandOutput
  >({
    readOnly: true,
    actions: (input, scene) => [
      {
        action: 'rds:DescribeDBClusterSnapshots',
        resources: [
          input.DBClusterSnapshotIdentifier === undefined
            ? rdsArn('cluster', input.DBClusterIdentifier, scene)
            : rdsArn('cluster-snapshot', input.DBClusterSnapshotIdentifier, scene),
        ],
      },
    ],
    shows: (input, scene) =>
      input.DBClusterSnapshotIdentifier === undefined
        ? undefined
        : snapshotKey(sort, scene, input.DBClusterSnapshotIdentifier),
    run: (input, context) => {
      const found = snapshotsFor(sort, context, {
        database: input.DBClusterIdentifier,
        snapshot: input.DBClusterSnapshotIdentifier,
        resourceId: input.DbClusterResourceId,
        type: input.SnapshotType,
        filters: normalized(input.Filters),
      });
      const { items, ...rest } = listed(found, ({ id }) => id, input);
      return { DBClusterSnapshots: items.map(describeClusterSnapshot), ...rest };
    },
  }),
  DescribeDBClusterSnapshotAttributes: operation<
    DescribeDBClusterSnapshotAttributesCommandInput,
    DescribeDBClusterSnapshotAttributesCommandOutput
  >({
    readOnly: true,
    actions: (input, scene) => [
      {
        action: 'rds:DescribeDBClusterSnapshotAttributes',
        resources: [rdsArn('cluster-snapshot', input.DBClusterSnapshotIdentifier, scene)],
      },
    ],
    run: (input, context) =>
      attributes(
        snapshotNamed(sort, context, input.DBClusterSnapshotIdentifier, 'DBClusterSnapshotIdentifier'),
      ),
  }),
  ModifyDBClusterSnapshotAttribute: operation<
    ModifyDBClusterSnapshotAttributeCommandInput,
    ModifyDBClusterSnapshotAttributeCommandOutput
  >({
    readOnly: false,
    actions: (input, scene) => [
      {
        action: 'rds:ModifyDBClusterSnapshotAttribute',
        resources: [rdsArn('cluster-snapshot', input.DBClusterSnapshotIdentifier, scene)],
      },
    ],
    run: (input, context) => {
      const {
        AttributeName,
        DBClusterSnapshotIdentifier: id,
        ValuesToAdd: add,
        ValuesToRemove: remove,
      } = input;
      return attributes(shareSnapshot(sort, context, id, AttributeName, { add, remove }));
    },
  }),
};

/** The operations on snapshots of instances. */
import type {
  CopyDBSnapshotCommandInput,
  CopyDBSnapshotCommandOutput,
  CreateDBSnapshotCommandInput,
  CreateDBSnapshotCommandOutput,
  DeleteDBSnapshotCommandInput,
  DeleteDBSnapshotCommandOutput,
  DescribeDBSnapshotAttributesCommandInput,
  DescribeDBSnapshotAttributesCommandOutput,
  DescribeDBSnapshotsCommandInput,
  DescribeDBSnapshotsCommandOutput,
  ModifyDBSnapshotAttributeCommandInput,
  ModifyDBSnapshotAttributeCommandOutput,
} from '@aws-sdk/client-rds';
import { refuse } from '../../input-check.js';
import { operation } from '../../service.js';
import { requestTags, tagsIn } from '../../tag-list.js';
import { requiredMember } from './database.js';
import { normalized } from './instances.js';
import { listed } from './listing.js';
import { snapshotKey, snapshotNamed, type SnapshotRecord } from './snapshot.js';
import { copySnapshot, deleteSnapshot, shareSnapshot, snapshotOf, snapshotsFor } from './snapshot-deeds.js';
import { describeSnapshot } from './snapshot-description.js';
import { instanceSort, rdsArn } from './sort.js';

const sort = instanceSort;

function attributes({ body, id }: SnapshotRecord) {
  return {
    DBSnapshotAttributesResult: {
      DBSnapshotIdentifier: id,
      DBSnapshotAttributes: [{ AttributeName: 'restore', AttributeValues: [...body.sharedWith] }],
    },
  };
}

export const instanceSnapshotOperations = {
  CreateDBSnapshot: operation<CreateDBSnapshotCommandInput, CreateDBSnapshotCommandOutput>({
    readOnly: false,
    actions: (input, scene) => [
      {
        action: 'rds:CreateDBSnapshot',
        resources: [
          rdsArn('db', input.DBInstanceIdentifier, scene),
          rdsArn('snapshot', input.DBSnapshotIdentifier, scene),
        ],
        context: requestTags(tagsIn(input.Tags)),
      },
    ],
    run: (input, context) => {
      const name = requiredMember(input.DBSnapshotIdentifier, 'DBSnapshotIdentifier');
      const taken = snapshotOf(sort, context, input.DBInstanceIdentifier, name, tagsIn(input.Tags));
      return { DBSnapshot: describeSnapshot(taken) };
    },
  }),
  CopyDBSnapshot: operation<CopyDBSnapshotCommandInput, CopyDBSnapshotCommandOutput>({
    readOnly: false,
    actions: (input, scene) => [
      {
        action: 'rds:CopyDBSnapshot',
        resources: [
          rdsArn('snapshot', input.SourceDBSnapshotIdentifier, scene),
          rdsArn('snapshot', input.TargetDBSnapshotIdentifier, scene),
        ],
        context: requestTags(tagsIn(input.Tags)),
      },
    ],
    run: (input, context) => {
      refuse('RDS.CopyDBSnapshot', input, [
        'OptionGroupName',
        'PreSignedUrl',
        'SnapshotAvailabilityZone',
        'SnapshotTarget',
        'TagSpecifications',
        'TargetCustomAvailabilityZone',
      ]);
      const target = requiredMember(input.TargetDBSnapshotIdentifier, 'TargetDBSnapshotIdentifier');
      const copy = copySnapshot(sort, context, input.SourceDBSnapshotIdentifier, target, {
        tags: tagsIn(input.Tags),
        copyTags: input.CopyTags ?? false,
        keyId: input.KmsKeyId,
      });
      return { DBSnapshot: describeSnapshot(copy) };
    },
  }),
  DeleteDBSnapshot: operation<DeleteDBSnapshotCommandInput, DeleteDBSnapshotCommandOutput>({
    readOnly: false,
    actions: (input, scene) => [
      { action: 'rds:DeleteDBSnapshot', resources: [rdsArn('snapshot', input.DBSnapshotIdentifier, scene)] },
    ],
    run: (input, context) => {
      const gone = describeSnapshot(deleteSnapshot(sort, context, input.DBSnapshotIdentifier));
      return { DBSnapshot: { ...gone, Status: 'deleted' } };
    },
  }),
  DescribeDBSnapshots: operation<DescribeDBSnapshotsCommandInput, DescribeDBSnapshotsCommandOutput>({
    readOnly: true,
    actions: (input, scene) => [
      {
        action: 'rds:DescribeDBSnapshots',
        resources: [
          input.DBSnapshotIdentifier === undefined
            ? rdsArn('db', input.DBInstanceIdentifier, scene)
            : rdsArn('snapshot', input.DBSnapshotIdentifier, scene),
        ],
      },
    ],
    shows: (input, scene) =>
      input.DBSnapshotIdentifier === undefined
        ? undefined
        : snapshotKey(sort, scene, input.DBSnapshotIdentifier),
    run: (input, context) => {
      const found = snapshotsFor(sort, context, {
        database: input.DBInstanceIdentifier,
        snapshot: input.DBSnapshotIdentifier,
        resourceId: input.DbiResourceId,
        type: input.SnapshotType,
        filters: normalized(input.Filters),
      });
      const { items, ...rest } = listed(found, ({ id }) => id, input);
      return { DBSnapshots: items.map(describeSnapshot), ...rest };
    },
  }),
  DescribeDBSnapshotAttributes: operation<
    DescribeDBSnapshotAttributesCommandInput,
    DescribeDBSnapshotAttributesCommandOutput
  >({
    readOnly: true,
    actions: (input, scene) => [
      {
        action: 'rds:DescribeDBSnapshotAttributes',
        resources: [rdsArn('snapshot', input.DBSnapshotIdentifier, scene)],
      },
    ],
    run: (input, context) =>
      attributes(snapshotNamed(sort, context, input.DBSnapshotIdentifier, 'DBSnapshotIdentifier')),
  }),
  ModifyDBSnapshotAttribute: operation<
    ModifyDBSnapshotAttributeCommandInput,
    ModifyDBSnapshotAttributeCommandOutput
  >({
    readOnly: false,
    actions: (input, scene) => [
      {
        action: 'rds:ModifyDBSnapshotAttribute',
        resources: [rdsArn('snapshot', input.DBSnapshotIdentifier, scene)],
      },
    ],
    run: (input, context) => {
      const { AttributeName, DBSnapshotIdentifier: id, ValuesToAdd: add, ValuesToRemove: remove } = input;
      return attributes(shareSnapshot(sort, context, id, AttributeName, { add, remove }));
    },
  }),
};

/** Creating, changing, showing and deleting parameter groups of instances and clusters. */
import type {
  CreateDBClusterParameterGroupCommandInput,
  CreateDBClusterParameterGroupCommandOutput,
  CreateDBParameterGroupCommandInput,
  CreateDBParameterGroupCommandOutput,
  DBClusterParameterGroup,
  DBParameterGroup,
  DeleteDBClusterParameterGroupCommandInput,
  DeleteDBClusterParameterGroupCommandOutput,
  DeleteDBParameterGroupCommandInput,
  DeleteDBParameterGroupCommandOutput,
  DescribeDBClusterParameterGroupsCommandInput,
  DescribeDBClusterParameterGroupsCommandOutput,
  DescribeDBParameterGroupsCommandInput,
  DescribeDBParameterGroupsCommandOutput,
  ModifyDBClusterParameterGroupCommandInput,
  ModifyDBClusterParameterGroupCommandOutput,
  ModifyDBParameterGroupCommandInput,
  ModifyDBParameterGroupCommandOutput,
  Parameter,
  Tag,
} from '@aws-sdk/client-rds';
import { constraint } from '../../../contract/aws-error.js';
import type { ActionRequest } from '../../../contract/call.js';
import type { CallContext } from '../../call-context.js';
import { recordsAt } from '../../records-at.js';
import type { Scene } from '../../scene.js';
import { operation } from '../../service.js';
import { requestTags, tagsIn } from '../../tag-list.js';
import { requiredMember } from './database.js';
import { filtered, listed } from './listing.js';
import {
  findParameterGroup,
  parameterGroupNamed,
  parameterGroupTypeOf,
  usersOf,
  type ParameterGroupBody,
  type ParameterGroupRecord,
} from './parameter-group.js';
import { checkIdentifier, clusterSort, instanceSort, placeOf, rdsArn, type Sort } from './sort.js';

const mostParameters = 20;

function wordOf(sort: Sort): string {
  return sort === clusterSort ? 'cluster-pg' : 'pg';
}

function asked(
  action: string,
  sort: Sort,
  name: string | undefined,
  scene: Scene,
  tags?: readonly Tag[],
): ActionRequest[] {
  const context = requestTags(tagsIn(tags));
  return [{ action: `rds:${action}`, resources: [rdsArn(wordOf(sort), name, scene)], context }];
}

function create(
  sort: Sort,
  context: CallContext,
  name: string,
  family: string | undefined,
  description: string | undefined,
  tags: readonly Tag[] | undefined,
): ParameterGroupRecord {
  const id = name.toLowerCase();
  checkIdentifier(id, 'DBParameterGroupName', 255);
  if (findParameterGroup(sort, context, id) !== undefined) {
    throw constraint('DBParameterGroupAlreadyExists', `Parameter group ${id} already exists`);
  }
  const identity = { id, arn: rdsArn(wordOf(sort), id, context), tags: tagsIn(tags) };
  const group = context.born<ParameterGroupBody>(placeOf(parameterGroupTypeOf(sort), context), identity, {
    family: requiredMember(family, 'DBParameterGroupFamily'),
    description: requiredMember(description, 'Description'),
    parameters: {},
  });
  context.transaction.putResource(group);
  return group;
}

function modify(
  sort: Sort,
  context: CallContext,
  name: string | undefined,
  list: readonly Parameter[] | undefined,
): ParameterGroupRecord {
  const group = parameterGroupNamed(sort, context, name);
  const wanted = requiredMember(list, 'Parameters');
  if (wanted.length > mostParameters) {
    throw constraint(
      'InvalidParameterValue',
      `A maximum of ${mostParameters} parameters can be modified in a single request.`,
    );
  }
  const parameters: Record<string, { value: string; method: string }> = { ...group.body.parameters };
  for (const { ApplyMethod, ParameterName, ParameterValue } of wanted) {
    const parameter = requiredMember(ParameterName, 'ParameterName');
    const method = requiredMember(ApplyMethod, 'ApplyMethod');
    parameters[parameter] = { value: requiredMember(ParameterValue, 'ParameterValue'), method };
  }
  context.transaction.putResource({ ...group, body: { ...group.body, parameters } });
  return group;
}

function remove(sort: Sort, context: CallContext, name: string | undefined): void {
  const group = parameterGroupNamed(sort, context, name);
  if (usersOf(sort, context, group.id).length > 0) {
    throw constraint(
      'InvalidDBParameterGroupState',
      `One or more database instances are still members of this parameter group ${group.id}, so the group cannot be deleted`,
    );
  }
  context.transaction.deleteResource(group);
}

function groupsOf(
  sort: Sort,
  context: CallContext,
  name: string | undefined,
): Iterable<ParameterGroupRecord> {
  if (name !== undefined) return [parameterGroupNamed(sort, context, name)];
  return recordsAt<ParameterGroupBody>(context.state, placeOf(parameterGroupTypeOf(sort), context));
}

function ofInstances({ arn, body, id }: ParameterGroupRecord): DBParameterGroup {
  return {
    DBParameterGroupName: id,
    DBParameterGroupArn: arn,
    DBParameterGroupFamily: body.family,
    Description: body.description,
  };
}

function ofClusters({ arn, body, id }: ParameterGroupRecord): DBClusterParameterGroup {
  return {
    DBClusterParameterGroupName: id,
    DBClusterParameterGroupArn: arn,
    DBParameterGroupFamily: body.family,
    Description: body.description,
  };
}

export const parameterGroupOperations = {
  CreateDBParameterGroup: operation<CreateDBParameterGroupCommandInput, CreateDBParameterGroupCommandOutput>({
    readOnly: false,
    actions: (input, scene) =>
      asked('CreateDBParameterGroup', instanceSort, input.DBParameterGroupName, scene, input.Tags),
    run: (input, context) => {
      const name = requiredMember(input.DBParameterGroupName, 'DBParameterGroupName');
      const { DBParameterGroupFamily: family, Description } = input;
      return {
        DBParameterGroup: ofInstances(create(instanceSort, context, name, family, Description, input.Tags)),
      };
    },
  }),
  CreateDBClusterParameterGroup: operation<
    CreateDBClusterParameterGroupCommandInput,
    CreateDBClusterParameterGroupCommandOutput
  >({
    readOnly: false,
    actions: (input, scene) =>
      asked(
        'CreateDBClusterParameterGroup',
        clusterSort,
        input.DBClusterParameterGroupName,
        scene,
        input.Tags,
      ),
    run: (input, context) => {
      const name = requiredMember(input.DBClusterParameterGroupName, 'DBClusterParameterGroupName');
      const { DBParameterGroupFamily: family, Description } = input;
      const group = create(clusterSort, context, name, family, Description, input.Tags);
      return { DBClusterParameterGroup: ofClusters(group) };
    },
  }),
  ModifyDBParameterGroup: operation<ModifyDBParameterGroupCommandInput, ModifyDBParameterGroupCommandOutput>({
    readOnly: false,
    actions: (input, scene) =>
      asked('ModifyDBParameterGroup', instanceSort, input.DBParameterGroupName, scene),
    run: (input, context) => ({
      DBParameterGroupName: modify(instanceSort, context, input.DBParameterGroupName, input.Parameters).id,
    }),
  }),
  ModifyDBClusterParameterGroup: operation<
    ModifyDBClusterParameterGroupCommandInput,
    ModifyDBClusterParameterGroupCommandOutput
  >({
    readOnly: false,
    actions: (input, scene) =>
      asked('ModifyDBClusterParameterGroup', clusterSort, input.DBClusterParameterGroupName, scene),
    run: (input, context) => {
      const group = modify(clusterSort, context, input.DBClusterParameterGroupName, input.Parameters);
      return { DBClusterParameterGroupName: group.id };
    },
  }),
  DeleteDBParameterGroup: operation<DeleteDBParameterGroupCommandInput, DeleteDBParameterGroupCommandOutput>({
    readOnly: false,
    actions: (input, scene) =>
      asked('DeleteDBParameterGroup', instanceSort, input.DBParameterGroupName, scene),
    run: (input, context) => {
      remove(instanceSort, context, input.DBParameterGroupName);
      return {};
    },
  }),
  DeleteDBClusterParameterGroup: operation<
    DeleteDBClusterParameterGroupCommandInput,
    DeleteDBClusterParameterGroupCommandOutput
  >({
    readOnly: false,
    actions: (input, scene) =>
      asked('DeleteDBClusterParameterGroup', clusterSort, input.DBClusterParameterGroupName, scene),
    run: (input, context) => {
      remove(clusterSort, context, input.DBClusterParameterGroupName);
      return {};
    },
  }),
  DescribeDBParameterGroups: operation<
    DescribeDBParameterGroupsCommandInput,
    DescribeDBParameterGroupsCommandOutput
  >({
    readOnly: true,
    actions: (input, scene) =>
      asked('DescribeDBParameterGroups', instanceSort, input.DBParameterGroupName, scene),
    run: (input, context) => {
      const groups = filtered(groupsOf(instanceSort, context, input.DBParameterGroupName), input.Filters, {});
      const { items, ...rest } = listed(groups, ({ id }) => id, input);
      return { DBParameterGroups: items.map(ofInstances), ...rest };
    },
  }),
  DescribeDBClusterParameterGroups: operation<
    DescribeDBClusterParameterGroupsCommandInput,
    DescribeDBClusterParameterGroupsCommandOutput
  >({
    readOnly: true,
    actions: (input, scene) =>
      asked('DescribeDBClusterParameterGroups', clusterSort, input.DBClusterParameterGroupName, scene),
    run: (input, context) => {
      const groups = filtered(
        groupsOf(clusterSort, context, input.DBClusterParameterGroupName),
        input.Filters,
        {},
      );
      const { items, ...rest } = listed(groups, ({ id }) => id, input);
      return { DBClusterParameterGroups: items.map(ofClusters), ...rest };
    },
  }),
};

/** Operations on groups and their members (IAM API Reference: CreateGroup and its like). */
import type {
  AddUserToGroupCommandInput,
  AddUserToGroupCommandOutput,
  CreateGroupCommandInput,
  CreateGroupCommandOutput,
  DeleteGroupCommandInput,
  DeleteGroupCommandOutput,
  GetGroupCommandInput,
  GetGroupCommandOutput,
  Group,
  ListGroupsCommandInput,
  ListGroupsCommandOutput,
  ListGroupsForUserCommandInput,
  ListGroupsForUserCommandOutput,
  RemoveUserFromGroupCommandInput,
  RemoveUserFromGroupCommandOutput,
} from '@aws-sdk/client-iam';
import type { CallContext } from '../../call-context.js';
import { recordsAt } from '../../records-at.js';
import { operation, type Operation } from '../../service.js';
import type { Scene } from '../../scene.js';
import { plainObservation } from '../../../contract/plain-observation.js';
import type { ResourceKind } from '../../world/model.js';
import type { ResourceRecord } from '../../world/state.js';
import { deleteConflict, limitExceeded } from './failures.js';
import {
  existing,
  findGroup,
  groups,
  holderArn,
  holderIndexes,
  iamArn,
  policyGrants,
  users,
  type HolderBody,
  type InAccount,
  type UserBody,
} from './holder.js';
import { newHolderBody, requireFreeName, requireNoPolicies } from './holder-life.js';
import { listed, listedByPath } from './listing.js';
import { checkedName, checkedPath } from './names.js';
import { shownUser, theUser } from './users.js';

export const groupKind: ResourceKind = {
  type: groups.type,
  indexes: holderIndexes,
  observe: (record) => {
    const body = record.body as HolderBody;
    return plainObservation({ grants: policyGrants(body), configuration: { path: body.path } });
  },
};

export function shownGroup(record: ResourceRecord<HolderBody>): Group {
  const { path, uniqueId } = record.body;
  return {
    Path: path,
    GroupName: record.id,
    GroupId: uniqueId,
    Arn: record.arn,
    CreateDate: new Date(record.createdAt),
  };
}

function theGroup(scene: InAccount, name: string | undefined): ResourceRecord<HolderBody> {
  const checked = checkedName(name, 'GroupName', groups.longestName);
  return existing(findGroup(scene, checked), groups, checked);
}

/** The users of a group, by name. */
function membersOf(context: CallContext, group: string): ResourceRecord<UserBody>[] {
  const all = [...recordsAt<UserBody>(context.state, context.globalPlace(users.type))];
  return all.filter((record) => record.body.groups.includes(group));
}

function onGroup(action: string) {
  return ({ GroupName }: { readonly GroupName?: string | undefined }, scene: Scene) => [
    { action, resources: [holderArn(scene, groups, GroupName)] },
  ];
}

export const groupOperations: Readonly<Record<string, Operation>> = {
  CreateGroup: operation<CreateGroupCommandInput, CreateGroupCommandOutput>({
    readOnly: false,
    actions: ({ GroupName, Path }, scene) => [
      { action: 'iam:CreateGroup', resources: [iamArn(scene, 'group', Path ?? '/', GroupName ?? '')] },
    ],
    run: (input, context) => {
      const name = checkedName(input.GroupName, 'GroupName', groups.longestName);
      const path = checkedPath(input.Path);
      requireFreeName(context, groups, name);
      const identity = { id: name, arn: iamArn(context, 'group', path, name) };
      const body = newHolderBody(context, groups, name, path);
      const record = context.born(context.globalPlace(groups.type), identity, body);
      context.transaction.putResource(record);
      return { Group: shownGroup(record) };
    },
  }),

  GetGroup: operation<GetGroupCommandInput, GetGroupCommandOutput>({
    readOnly: true,
    actions: onGroup('iam:GetGroup'),
    run: (input, context) => {
      const record = theGroup(context, input.GroupName);
      const { items, paging } = listed(membersOf(context, record.id), (user) => user.id, input);
      return { Group: shownGroup(record), Users: items.map((user) => shownUser(user, false)), ...paging };
    },
  }),

  ListGroups: operation<ListGroupsCommandInput, ListGroupsCommandOutput>({
    readOnly: true,
    actions: () => [{ action: 'iam:ListGroups', resources: ['*'] }],
    run: (input, context) => {
      const { items, paging } = listedByPath<HolderBody>(context, groups.type, input);
      return { Groups: items.map(shownGroup), ...paging };
    },
  }),

  DeleteGroup: operation<DeleteGroupCommandInput, DeleteGroupCommandOutput>({
    readOnly: false,
    actions: onGroup('iam:DeleteGroup'),
    run: ({ GroupName }, context) => {
      const record = theGroup(context, GroupName);
      if (membersOf(context, record.id).length > 0) {
        throw deleteConflict('Cannot delete entity, must remove users from group first.');
      }
      requireNoPolicies(record.body);
      context.transaction.deleteResource(record);
      return {};
    },
  }),

  AddUserToGroup: operation<AddUserToGroupCommandInput, AddUserToGroupCommandOutput>({
    readOnly: false,
    actions: onGroup('iam:AddUserToGroup'),
    run: ({ GroupName, UserName }, context) => {
      const { id: group } = theGroup(context, GroupName);
      const user = theUser(context, checkedName(UserName, 'UserName', 128));
      if (user.body.groups.includes(group)) return {};
      const joined = [...user.body.groups, group].sort();
      if (joined.length > 10) throw limitExceeded('Cannot exceed quota for GroupsPerUser: 10');
      context.transaction.putResource({ ...user, body: { ...user.body, groups: joined } });
      return {};
    },
  }),

  RemoveUserFromGroup: operation<RemoveUserFromGroupCommandInput, RemoveUserFromGroupCommandOutput>({
    readOnly: false,
    actions: onGroup('iam:RemoveUserFromGroup'),
    run: ({ GroupName, UserName }, context) => {
      const { id: group } = theGroup(context, GroupName);
      const user = theUser(context, checkedName(UserName, 'UserName', 128));
      const remaining = user.body.groups.filter((name) => name !== group);
      context.transaction.putResource({ ...user, body: { ...user.body, groups: remaining } });
      return {};
    },
  }),

  ListGroupsForUser: operation<ListGroupsForUserCommandInput, ListGroupsForUserCommandOutput>({
    readOnly: true,
    actions: ({ UserName }, scene) => [
      { action: 'iam:ListGroupsForUser', resources: [holderArn(scene, users, UserName)] },
    ],
    run: (input, context) => {
      const user = theUser(context, checkedName(input.UserName, 'UserName', 128));
      const joined = user.body.groups
        .map((name) => findGroup(context, name))
        .filter((group) => group !== undefined);
      const { items, paging } = listed(joined, (group) => group.id, input);
      return { Groups: items.map(shownGroup), ...paging };
    },
  }),
};

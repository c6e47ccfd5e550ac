/** Operations on users (IAM API Reference: CreateUser and its like). */
import type {
  CreateUserCommandInput,
  CreateUserCommandOutput,
  DeleteUserCommandInput,
  DeleteUserCommandOutput,
  GetUserCommandInput,
  GetUserCommandOutput,
  ListUsersCommandInput,
  ListUsersCommandOutput,
  User,
} from '@aws-sdk/client-iam';
import type { Actor } from '../../../contract/actor.js';
import type { CallContext } from '../../call-context.js';
import { operation, type Operation } from '../../service.js';
import { listTags } from '../../tag-list.js';
import { plainObservation } from '../../../contract/plain-observation.js';
import type { ResourceKind } from '../../world/model.js';
import type { ResourceRecord } from '../../world/state.js';
import { keysOf } from './access-key-record.js';
import { boundaryIn, boundaryOf } from './boundary.js';
import { deleteConflict, validationError } from './failures.js';
import {
  existing,
  findUser,
  holderArn,
  holderIndexes,
  iamArn,
  policyGrants,
  users,
  type InAccount,
  type UserBody,
} from './holder.js';
import { creationRequest, newHolderBody, requireFreeName, requireNoPolicies } from './holder-life.js';
import { listedByPath } from './listing.js';
import { checkedName, checkedPath } from './names.js';
import { checkedTags } from './tagging.js';

export const userKind: ResourceKind = {
  type: users.type,
  indexes: holderIndexes,
  observe: (record) => {
    const body = record.body as UserBody;
    const groups = body.groups.length === 0 ? {} : { groups: body.groups };
    return plainObservation({
      grants: policyGrants(body, groups),
      configuration: { path: body.path, tags: record.tags },
    });
  },
};

/**
 * A user as IAM's answers show it.
 * @param whole whether the answer carries boundary and tags, as GetUser's does and ListUsers' does not.
 */
export function shownUser(record: ResourceRecord<UserBody>, whole: boolean): User {
  const { path, uniqueId } = record.body;
  return {
    Path: path,
    UserName: record.id,
    UserId: uniqueId,
    Arn: record.arn,
    CreateDate: new Date(record.createdAt),
    ...(whole ? boundaryOf(record.body) : {}),
    ...(whole && Object.keys(record.tags).length > 0 ? { Tags: listTags(record.tags) } : {}),
  };
}

/** The user that a call is about: the one named, else the caller. */
export function namedUser(actor: Actor, name: string | undefined): string | undefined {
  if (name !== undefined) return name;
  const mark = ':user/';
  const at = actor.principal.indexOf(mark);
  return at < 0 ? undefined : actor.principal.slice(actor.principal.lastIndexOf('/') + 1);
}

/** @throws AwsFailure where nobody is named and the caller is no user. */
export function requiredUser(context: CallContext, name: string | undefined): string {
  const user = namedUser(context.actor, name);
  if (user === undefined)
    throw validationError('Must specify userName when calling with non-User credentials');
  return checkedName(user, 'UserName', 128);
}

export function theUser(scene: InAccount, name: string): ResourceRecord<UserBody> {
  return existing(findUser(scene, name), users, name);
}

function deleteUser(context: CallContext, name: string): void {
  const record = theUser(context, name);
  requireNoPolicies(record.body);
  if (record.body.groups.length > 0)
    throw deleteConflict('Cannot delete entity, must remove users from group first.');
  if (keysOf(context, name).length > 0) {
    throw deleteConflict('Cannot delete entity, must delete access keys first.');
  }
  context.transaction.deleteResource(record);
}

export const userOperations: Readonly<Record<string, Operation>> = {
  CreateUser: operation<CreateUserCommandInput, CreateUserCommandOutput>({
    readOnly: false,
    actions: (input, scene) => [creationRequest(users, input.UserName, input, scene)],
    run: (input, context) => {
      const name = checkedName(input.UserName, 'UserName', users.longestName);
      const path = checkedPath(input.Path);
      requireFreeName(context, users, name);
      const identity = {
        id: name,
        arn: iamArn(context, 'user', path, name),
        tags: checkedTags(input.Tags, context.standing),
      };
      const record = context.born<UserBody>(context.globalPlace(users.type), identity, {
        ...newHolderBody(context, users, name, path),
        boundary: boundaryIn(context, input.PermissionsBoundary),
        groups: [],
      });
      context.transaction.putResource(record);
      return { User: shownUser(record, true) };
    },
  }),

  GetUser: operation<GetUserCommandInput, GetUserCommandOutput>({
    readOnly: true,
    actions: ({ UserName }, scene) => {
      const { principal } = scene.actor;
      const name = namedUser(scene.actor, UserName);
      const isRoot = name === undefined && principal.endsWith(':root');
      return [{ action: 'iam:GetUser', resources: [isRoot ? principal : holderArn(scene, users, name)] }];
    },
    run: ({ UserName }, context) => {
      const { principal } = context.actor;
      if (UserName === undefined && principal.endsWith(':root')) {
        const { account } = context;
        return {
          User: { Path: '/', UserName: 'root', UserId: account, Arn: principal, CreateDate: new Date(0) },
        };
      }
      return { User: shownUser(theUser(context, requiredUser(context, UserName)), true) };
    },
  }),

  ListUsers: operation<ListUsersCommandInput, ListUsersCommandOutput>({
    readOnly: true,
    actions: () => [{ action: 'iam:ListUsers', resources: ['*'] }],
    run: (input, context) => {
      const { items, paging } = listedByPath<UserBody>(context, users.type, input);
      return { Users: items.map((record) => shownUser(record, false)), ...paging };
    },
  }),

  DeleteUser: operation<DeleteUserCommandInput, DeleteUserCommandOutput>({
    readOnly: false,
    actions: ({ UserName }, scene) => [
      { action: 'iam:DeleteUser', resources: [holderArn(scene, users, UserName)] },
    ],
    run: ({ UserName }, context) => {
      deleteUser(context, checkedName(UserName, 'UserName', 128));
      return {};
    },
  }),
};

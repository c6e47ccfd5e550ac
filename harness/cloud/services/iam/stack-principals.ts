/** Roles, users and groups as stack resources: each made and changed by IAM's own operations. */
import { unsupported } from '../../../contract/aws-error.js';
import type { JsonObject } from '../../../contract/json.js';
import { sameJson } from '../../../contract/json.js';
import type { CallContext } from '../../call-context.js';
import { givenMembers } from '../../given-members.js';
import { physicalName } from '../../physical-name.js';
import { documentOf, numberOf, textOf } from '../../property.js';
import { provisioningTimes } from '../../provisioning-times.js';
import type { ResourceProvider } from '../../service.js';
import { findGroup, findHolder, findRole, findUser, groups, roles, users, type Holder } from './holder.js';
import {
  applyBoundary,
  applyPolicies,
  applyTags,
  difference,
  nothing,
  tagList,
  unlessGone,
} from './stack-policies.js';

function nameOf(holder: Holder, properties: JsonObject, context: CallContext): string {
  return textOf(properties, holder.member) ?? physicalName(context, { maximum: holder.longestName });
}

function refuseMove(holder: Holder, properties: JsonObject, previous: JsonObject): void {
  if (textOf(properties, 'Path') !== textOf(previous, 'Path'))
    throw unsupported(`${holder.type} with another Path`);
}

function settingsOf({ Description, MaxSessionDuration }: JsonObject): readonly unknown[] {
  return [Description, MaxSessionDuration];
}

const roleResource: ResourceProvider = {
  type: roles.type,
  create: (properties, context) => {
    const RoleName = nameOf(roles, properties, context);
    context.invoke(
      'IAM',
      'CreateRole',
      givenMembers({
        RoleName,
        Path: textOf(properties, 'Path'),
        AssumeRolePolicyDocument: documentOf(properties, 'AssumeRolePolicyDocument'),
        Description: textOf(properties, 'Description'),
        MaxSessionDuration: numberOf(properties, 'MaxSessionDuration'),
        PermissionsBoundary: textOf(properties, 'PermissionsBoundary'),
        Tags: tagList(properties),
      }),
    );
    applyPolicies({ holder: roles, name: RoleName, properties, previous: nothing }, context);
    return { physicalId: RoleName, seconds: provisioningTimes(roles.type).create };
  },
  update: (RoleName, properties, previous, context) => {
    const trust = documentOf(properties, 'AssumeRolePolicyDocument');
    if (trust !== documentOf(previous, 'AssumeRolePolicyDocument')) {
      context.invoke('IAM', 'UpdateAssumeRolePolicy', { RoleName, PolicyDocument: trust });
    }
    if (!sameJson(settingsOf(properties), settingsOf(previous))) {
      const MaxSessionDuration = numberOf(properties, 'MaxSessionDuration') ?? 3600;
      const Description = textOf(properties, 'Description') ?? '';
      context.invoke('IAM', 'UpdateRole', { RoleName, Description, MaxSessionDuration });
    }
    const change = { holder: roles, name: RoleName, properties, previous };
    applyBoundary(change, context);
    applyPolicies(change, context);
    applyTags(change, context);
    return { seconds: provisioningTimes(roles.type).update };
  },
  delete: (RoleName, properties, context) => {
    applyPolicies({ holder: roles, name: RoleName, properties: nothing, previous: properties }, context);
    unlessGone(() => context.invoke('IAM', 'DeleteRole', { RoleName }));
    return { seconds: provisioningTimes(roles.type).delete };
  },
  attributes: (name, _properties, context) => {
    const role = findRole(context, name);
    return { Arn: role?.arn ?? '', RoleId: role?.body.uniqueId ?? '' };
  },
};

function applyMembership(
  UserName: string,
  properties: JsonObject,
  previous: JsonObject,
  context: CallContext,
): void {
  const { added, removed } = difference(properties, previous, 'Groups');
  for (const GroupName of removed) {
    unlessGone(() => context.invoke('IAM', 'RemoveUserFromGroup', { UserName, GroupName }));
  }
  for (const GroupName of added) context.invoke('IAM', 'AddUserToGroup', { UserName, GroupName });
}

const userResource: ResourceProvider = {
  type: users.type,
  create: (properties, context) => {
    if (properties['LoginProfile'] !== undefined) throw unsupported('AWS::IAM::User with LoginProfile');
    const UserName = nameOf(users, properties, context);
    context.invoke(
      'IAM',
      'CreateUser',
      givenMembers({
        UserName,
        Path: textOf(properties, 'Path'),
        PermissionsBoundary: textOf(properties, 'PermissionsBoundary'),
        Tags: tagList(properties),
      }),
    );
    applyMembership(UserName, properties, nothing, context);
    applyPolicies({ holder: users, name: UserName, properties, previous: nothing }, context);
    return { physicalId: UserName, seconds: provisioningTimes(users.type).create };
  },
  update: (UserName, properties, previous, context) => {
    if (properties['LoginProfile'] !== undefined) throw unsupported('AWS::IAM::User with LoginProfile');
    refuseMove(users, properties, previous);
    const change = { holder: users, name: UserName, properties, previous };
    applyBoundary(change, context);
    applyMembership(UserName, properties, previous, context);
    applyPolicies(change, context);
    applyTags(change, context);
    return { seconds: provisioningTimes(users.type).update };
  },
  delete: (UserName, properties, context) => {
    applyMembership(UserName, nothing, properties, context);
    applyPolicies({ holder: users, name: UserName, properties: nothing, previous: properties }, context);
    unlessGone(() => context.invoke('IAM', 'DeleteUser', { UserName }));
    return { seconds: provisioningTimes(users.type).delete };
  },
  attributes: (name, _properties, context) => ({ Arn: findUser(context, name)?.arn ?? '' }),
};

const groupResource: ResourceProvider = {
  type: groups.type,
  create: (properties, context) => {
    const GroupName = nameOf(groups, properties, context);
    context.invoke('IAM', 'CreateGroup', givenMembers({ GroupName, Path: textOf(properties, 'Path') }));
    applyPolicies({ holder: groups, name: GroupName, properties, previous: nothing }, context);
    return { physicalId: GroupName, seconds: provisioningTimes(groups.type).create };
  },
  update: (GroupName, properties, previous, context) => {
    refuseMove(groups, properties, previous);
    applyPolicies({ holder: groups, name: GroupName, properties, previous }, context);
    return { seconds: provisioningTimes(groups.type).update };
  },
  delete: (GroupName, properties, context) => {
    applyPolicies({ holder: groups, name: GroupName, properties: nothing, previous: properties }, context);
    unlessGone(() => context.invoke('IAM', 'DeleteGroup', { GroupName }));
    return { seconds: provisioningTimes(groups.type).delete };
  },
  attributes: (name, _properties, context) => ({ Arn: findGroup(context, name)?.arn ?? '' }),
};

/** `AWS::IAM::UserToGroupAddition`: it has no record of its own, only the users' membership. */
const membershipType = 'AWS::IAM::UserToGroupAddition';
const membershipResource: ResourceProvider = {
  type: membershipType,
  create: (properties, context) => {
    changeMembers(properties, nothing, context);
    return {
      physicalId: physicalName(context, { maximum: 128 }),
      seconds: provisioningTimes(membershipType).create,
    };
  },
  update: (_physicalId, properties, previous, context) => {
    changeMembers(properties, previous, context);
    return { seconds: provisioningTimes(membershipType).update };
  },
  delete: (_physicalId, properties, context) => {
    changeMembers({ GroupName: properties['GroupName'] ?? null }, properties, context);
    return { seconds: provisioningTimes(membershipType).delete };
  },
  attributes: (physicalId) => ({ Id: physicalId }),
};

function changeMembers(properties: JsonObject, previous: JsonObject, context: CallContext): void {
  const { added, removed } = difference(properties, previous, 'Users');
  for (const UserName of removed) {
    const GroupName = textOf(previous, 'GroupName') ?? '';
    unlessGone(() => context.invoke('IAM', 'RemoveUserFromGroup', { UserName, GroupName }));
  }
  const GroupName = textOf(properties, 'GroupName') ?? '';
  for (const UserName of added) context.invoke('IAM', 'AddUserToGroup', { UserName, GroupName });
}

const linkedRoleType = 'AWS::IAM::ServiceLinkedRole';
const serviceLinkedRoleResource: ResourceProvider = {
  type: linkedRoleType,
  create: (properties, context) => {
    const { Role } = context.invoke<{ Role: { RoleName: string } }>(
      'IAM',
      'CreateServiceLinkedRole',
      givenMembers({
        AWSServiceName: textOf(properties, 'AWSServiceName'),
        CustomSuffix: textOf(properties, 'CustomSuffix'),
        Description: textOf(properties, 'Description'),
      }),
    );
    return { physicalId: Role.RoleName, seconds: provisioningTimes(linkedRoleType).create };
  },
  update: () => {
    throw unsupported('AWS::IAM::ServiceLinkedRole with another Description');
  },
  delete: (RoleName, _properties, context) => {
    if (findHolder(context, roles, RoleName) !== undefined) {
      context.invoke('IAM', 'DeleteServiceLinkedRole', { RoleName });
    }
    return { seconds: provisioningTimes(linkedRoleType).delete };
  },
  attributes: (physicalId) => ({ RoleName: physicalId }),
};

export const principalResources: readonly ResourceProvider[] = [
  roleResource,
  userResource,
  groupResource,
  membershipResource,
  serviceLinkedRoleResource,
];

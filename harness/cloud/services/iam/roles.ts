/** Operations on roles (IAM API Reference: CreateRole and its like). */
import type {
  CreateRoleCommandInput,
  CreateRoleCommandOutput,
  DeleteRoleCommandInput,
  DeleteRoleCommandOutput,
  GetRoleCommandInput,
  GetRoleCommandOutput,
  ListRolesCommandInput,
  ListRolesCommandOutput,
  UpdateAssumeRolePolicyCommandInput,
  UpdateAssumeRolePolicyCommandOutput,
  UpdateRoleCommandInput,
  UpdateRoleCommandOutput,
  UpdateRoleDescriptionCommandInput,
  UpdateRoleDescriptionCommandOutput,
} from '@aws-sdk/client-iam';
import type { CallContext } from '../../call-context.js';
import { recordsAt } from '../../records-at.js';
import type { Scene } from '../../scene.js';
import { operation, type Operation } from '../../service.js';
import { requestTags, tagsIn } from '../../tag-list.js';
import type { ResourceRecord } from '../../world/state.js';
import { boundaryIn } from './boundary.js';
import { alreadyExists, deleteConflict, limitExceeded, validationError } from './failures.js';
import {
  boundaryContext,
  existing,
  findRole,
  holderArn,
  iamArn,
  nameTaken,
  roles,
  type InAccount,
  type RoleBody,
} from './holder.js';
import { profilesOf } from './instance-profile-record.js';
import { listed } from './listing.js';
import { checkedName, checkedNumber, checkedPath } from './names.js';
import { checkedPolicy, policySize } from './policy-text.js';
import { shownRole } from './role-record.js';
import { refuseProtectedRole } from './protected-role.js';
import { checkedTags } from './tagging.js';

/** Sessions of a role last an hour to twelve. */
function checkedDuration(seconds: number | undefined): number {
  return checkedNumber(seconds ?? 3600, 'MaxSessionDuration', 3600, 43_200);
}

function checkedDescription(description: string | undefined): string | null {
  if (description === undefined || description === '') return null;
  if (description.length <= 1000) return description;
  throw validationError(
    "1 validation error detected: Value at 'description' failed to satisfy constraint: Member must have length less than or equal to 1000",
  );
}

function checkedTrust(text: string | undefined, member: string): string {
  const trust = checkedPolicy(text, 'trust', member);
  if (policySize(trust) <= 2048) return trust;
  throw limitExceeded('Cannot exceed quota for ACLSizePerRole: 2048');
}

function theRole(scene: InAccount, name: string | undefined): ResourceRecord<RoleBody> {
  const checked = checkedName(name, 'RoleName', roles.longestName);
  return existing(findRole(scene, checked), roles, checked);
}

/** The role, unless a service owns it. */
function ownRole(context: CallContext, name: string | undefined): ResourceRecord<RoleBody> {
  const record = theRole(context, name);
  refuseProtectedRole(record);
  return record;
}

function onRole(action: string) {
  return ({ RoleName }: { readonly RoleName?: string | undefined }, scene: Scene) => [
    {
      action,
      resources: [holderArn(scene, roles, RoleName)],
      context: boundaryContext(findRole(scene, RoleName ?? '')),
    },
  ];
}

function put(context: CallContext, record: ResourceRecord<RoleBody>, changes: Partial<RoleBody>): void {
  context.transaction.putResource({ ...record, body: { ...record.body, ...changes } });
}

export const roleOperations: Readonly<Record<string, Operation>> = {
  CreateRole: operation<CreateRoleCommandInput, CreateRoleCommandOutput>({
    readOnly: false,
    actions: ({ RoleName, Path, PermissionsBoundary, Tags }, scene) => [
      {
        action: 'iam:CreateRole',
        resources: [iamArn(scene, 'role', Path ?? '/', RoleName ?? '')],
        context: {
          ...requestTags(tagsIn(Tags)),
          ...(PermissionsBoundary === undefined ? {} : { 'iam:PermissionsBoundary': PermissionsBoundary }),
        },
      },
    ],
    run: (input, context) => {
      const name = checkedName(input.RoleName, 'RoleName', roles.longestName);
      const path = checkedPath(input.Path);
      const trust = checkedTrust(input.AssumeRolePolicyDocument, 'AssumeRolePolicyDocument');
      if (nameTaken(context, roles.type, name)) throw alreadyExists(`Role with name ${name} already exists.`);
      const identity = {
        id: name,
        arn: iamArn(context, 'role', path, name),
        tags: checkedTags(input.Tags, context.standing),
      };
      const record = context.born<RoleBody>(context.globalPlace(roles.type), identity, {
        path,
        uniqueId: roles.idPrefix + context.transaction.base32(`role ${name}`, 17),
        inline: {},
        attached: [],
        boundary: boundaryIn(context, input.PermissionsBoundary),
        trust,
        description: checkedDescription(input.Description),
        maxSessionDuration: checkedDuration(input.MaxSessionDuration),
        linkedService: null,
      });
      context.transaction.putResource(record);
      return { Role: shownRole(record, true) };
    },
  }),

  GetRole: operation<GetRoleCommandInput, GetRoleCommandOutput>({
    readOnly: true,
    actions: onRole('iam:GetRole'),
    run: ({ RoleName }, context) => ({ Role: shownRole(theRole(context, RoleName), true) }),
  }),

  ListRoles: operation<ListRolesCommandInput, ListRolesCommandOutput>({
    readOnly: true,
    actions: () => [{ action: 'iam:ListRoles', resources: ['*'] }],
    run: (input, context) => {
      const prefix = input.PathPrefix ?? '/';
      const all = [...recordsAt<RoleBody>(context.state, context.globalPlace(roles.type))];
      const chosen = all.filter((record) => record.body.path.startsWith(prefix));
      const { items, paging } = listed(chosen, (record) => record.id, input);
      return { Roles: items.map((record) => shownRole(record, false)), ...paging };
    },
  }),

  UpdateRole: operation<UpdateRoleCommandInput, UpdateRoleCommandOutput>({
    readOnly: false,
    actions: onRole('iam:UpdateRole'),
    run: ({ RoleName, Description, MaxSessionDuration }, context) => {
      const record = ownRole(context, RoleName);
      put(context, record, {
        ...(Description === undefined ? {} : { description: checkedDescription(Description) }),
        ...(MaxSessionDuration === undefined
          ? {}
          : { maxSessionDuration: checkedDuration(MaxSessionDuration) }),
      });
      return {};
    },
  }),

  UpdateRoleDescription: operation<UpdateRoleDescriptionCommandInput, UpdateRoleDescriptionCommandOutput>({
    readOnly: false,
    actions: onRole('iam:UpdateRoleDescription'),
    run: ({ RoleName, Description }, context) => {
      put(context, ownRole(context, RoleName), { description: checkedDescription(Description) });
      return { Role: shownRole(theRole(context, RoleName), true) };
    },
  }),

  UpdateAssumeRolePolicy: operation<UpdateAssumeRolePolicyCommandInput, UpdateAssumeRolePolicyCommandOutput>({
    readOnly: false,
    actions: onRole('iam:UpdateAssumeRolePolicy'),
    run: ({ RoleName, PolicyDocument }, context) => {
      const record = ownRole(context, RoleName);
      put(context, record, { trust: checkedTrust(PolicyDocument, 'PolicyDocument') });
      return {};
    },
  }),

  DeleteRole: operation<DeleteRoleCommandInput, DeleteRoleCommandOutput>({
    readOnly: false,
    actions: onRole('iam:DeleteRole'),
    run: ({ RoleName }, context) => {
      const record = ownRole(context, RoleName);
      const { inline, attached } = record.body;
      if (profilesOf(context, record.id).length > 0) {
        throw deleteConflict('Cannot delete entity, must remove roles from instance profile first.');
      }
      if (Object.keys(inline).length > 0) {
        throw deleteConflict('Cannot delete entity, must delete policies first.');
      }
      if (attached.length > 0) throw deleteConflict('Cannot delete entity, must detach all policies first.');
      context.transaction.deleteResource(record);
      return {};
    },
  }),
};

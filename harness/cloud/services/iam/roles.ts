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
import type { Scene } from '../../scene.js';
import { operation, type Operation } from '../../service.js';
import type { ResourceRecord } from '../../world/state.js';
import { boundaryIn } from './boundary.js';
import { deleteConflict, limitExceeded, validationError } from './failures.js';
import { existing, findRole, iamArn, roles, type InAccount, type RoleBody } from './holder.js';
import { creationRequest, newHolderBody, requireFreeName, requireNoPolicies } from './holder-life.js';
import { profilesOf } from './instance-profile-record.js';
import { listedByPath } from './listing.js';
import { holderRequest } from './named-holder.js';
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
    holderRequest(action, roles, RoleName, scene),
  ];
}

function put(context: CallContext, record: ResourceRecord<RoleBody>, changes: Partial<RoleBody>): void {
  context.transaction.putResource({ ...record, body: { ...record.body, ...changes } });
}

export const roleOperations: Readonly<Record<string, Operation>> = {
  CreateRole: operation<CreateRoleCommandInput, CreateRoleCommandOutput>({
    readOnly: false,
    actions: (input, scene) => [creationRequest(roles, input.RoleName, input, scene)],
    run: (input, context) => {
      const name = checkedName(input.RoleName, 'RoleName', roles.longestName);
      const path = checkedPath(input.Path);
      const trust = checkedTrust(input.AssumeRolePolicyDocument, 'AssumeRolePolicyDocument');
      requireFreeName(context, roles, name);
      const identity = {
        id: name,
        arn: iamArn(context, 'role', path, name),
        tags: checkedTags(input.Tags, context.standing),
      };
      const record = context.born<RoleBody>(context.globalPlace(roles.type), identity, {
        ...newHolderBody(context, roles, name, path),
        boundary: boundaryIn(context, input.PermissionsBoundary),
        trust,
        description: checkedDescription(input.Description),
        maxSessionDuration: checkedDuration(input.MaxSessionDuration),
        linkedService: null,
      });
      context.transaction.putResource(record);
      // How long sessions last is told by GetRole and ListRoles (API Reference, CreateRole: Examples).
      const { MaxSessionDuration: _, ...shown } = shownRole(record, true);
      return { Role: shown };
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
      const { items, paging } = listedByPath<RoleBody>(context, roles.type, input);
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
      if (profilesOf(context, record.id).length > 0) {
        throw deleteConflict('Cannot delete entity, must remove roles from instance profile first.');
      }
      requireNoPolicies(record.body);
      context.transaction.deleteResource(record);
      return {};
    },
  }),
};

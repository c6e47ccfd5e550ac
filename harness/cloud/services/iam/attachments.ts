/** Managed policies attached to users, groups and roles: the same three operations for each (AttachRolePolicy and its like). */
import type {
  ListEntitiesForPolicyCommandInput,
  ListEntitiesForPolicyCommandOutput,
} from '@aws-sdk/client-iam';
import { parseArn } from '../../../contract/arn.js';
import type { CallContext } from '../../call-context.js';
import { required } from '../../input-check.js';
import type { Scene } from '../../scene.js';
import { operation, type Operation } from '../../service.js';
import { resourceAt, type ResourceRecord } from '../../world/state.js';
import { limitExceeded, missing, noSuchEntity, validationError } from './failures.js';
import { groups, roles, users, type Holder, type HolderBody } from './holder.js';
import { listed, type ListInput } from './listing.js';
import { awsManagedPolicy, findManagedPolicy, isAttachable, usersOf } from './managed-policy.js';
import { holderRequest, namedHolder, type NamesHolder } from './named-holder.js';
import { refuseProtectedRole } from './protected-role.js';

const mostAttached = 10;

/** What the inputs of the nine operations have in common. */
type AttachmentInput = ListInput &
  NamesHolder & {
    readonly PolicyArn?: string;
    readonly PathPrefix?: string;
  };

/** The name at the end of a policy's ARN. */
export function policyNameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

function attachmentOperations(holder: Holder): Record<string, Operation> {
  const { noun, member } = holder;
  const found = (input: AttachmentInput, context: CallContext): ResourceRecord<HolderBody> =>
    namedHolder(context, holder, input);
  const asked = (action: string) => (input: AttachmentInput, scene: Scene) => {
    const request = holderRequest(action, holder, input[member], scene);
    if (input.PolicyArn === undefined) return [request];
    return [{ ...request, context: { ...request.context, 'iam:PolicyARN': input.PolicyArn } }];
  };
  return {
    [`Attach${noun}Policy`]: operation<AttachmentInput, object>({
      readOnly: false,
      actions: asked(`iam:Attach${noun}Policy`),
      run: (input, context) => {
        const arn = checkedPolicyArn(input.PolicyArn);
        const record = found(input, context);
        refuseProtectedRole(record);
        if (!isAttachable(context, arn)) {
          throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
        }
        const { attached } = record.body;
        if (attached.includes(arn)) return {};
        if (attached.length >= mostAttached) {
          throw limitExceeded(`Cannot exceed quota for PoliciesPer${noun}: ${mostAttached}`);
        }
        const body = { ...record.body, attached: [...attached, arn].sort() };
        context.transaction.putResource({ ...record, body });
        return {};
      },
    }),

    [`Detach${noun}Policy`]: operation<AttachmentInput, object>({
      readOnly: false,
      actions: asked(`iam:Detach${noun}Policy`),
      run: (input, context) => {
        const arn = checkedPolicyArn(input.PolicyArn);
        const record = found(input, context);
        refuseProtectedRole(record);
        const attached = record.body.attached.filter((each) => each !== arn);
        if (attached.length === record.body.attached.length) {
          throw noSuchEntity(`Policy ${arn} was not found.`);
        }
        context.transaction.putResource({ ...record, body: { ...record.body, attached } });
        return {};
      },
    }),

    [`ListAttached${noun}Policies`]: operation<AttachmentInput, object>({
      readOnly: true,
      actions: asked(`iam:ListAttached${noun}Policies`),
      run: (input, context) => {
        const prefix = input.PathPrefix ?? '/';
        const arns = found(input, context).body.attached.filter((arn) =>
          pathOf(context, arn).startsWith(prefix),
        );
        const { items, paging } = listed(arns, (arn) => arn, input);
        return {
          AttachedPolicies: items.map((arn) => ({ PolicyName: policyNameOf(arn), PolicyArn: arn })),
          ...paging,
        };
      },
    }),
  };
}

/** The policy that is meant, told by its ARN and not, as people do, by its name. */
function checkedPolicyArn(value: string | undefined): string {
  const arn = required(value, 'PolicyArn', missing);
  if (parseArn(arn) === undefined) throw validationError('Invalid ARN:  Could not be parsed!');
  return arn;
}

function pathOf(context: CallContext, arn: string): string {
  return findManagedPolicy(context.state, arn)?.body.path ?? awsManagedPolicy(arn)?.path ?? '/';
}

export const attachmentOperationsOfAll: Readonly<Record<string, Operation>> = {
  ...attachmentOperations(users),
  ...attachmentOperations(groups),
  ...attachmentOperations(roles),

  ListEntitiesForPolicy: operation<ListEntitiesForPolicyCommandInput, ListEntitiesForPolicyCommandOutput>({
    readOnly: true,
    actions: ({ PolicyArn }) => [{ action: 'iam:ListEntitiesForPolicy', resources: [PolicyArn ?? ''] }],
    run: (input, context) => {
      const arn = required(input.PolicyArn, 'PolicyArn', missing);
      if (!isAttachable(context, arn)) throw noSuchEntity(`Policy ${arn} was not found.`);
      const wanted = wantedHolders(input.EntityFilter);
      const uses =
        input.PolicyUsageFilter === 'PermissionsBoundary' ? (['bounded'] as const) : allUses(input);
      const keys = new Set(uses.flatMap((use) => [...usersOf(context, arn, use)]));
      const records = [...keys]
        .sort()
        .map((key) => resourceAt<HolderBody>(context.state, key))
        .filter((record) => record !== undefined)
        .filter(({ type, body }) => wanted.includes(type) && body.path.startsWith(input.PathPrefix ?? '/'));
      const { items, paging } = listed(records, ({ type, id }) => `${type}/${id}`, input);
      const of = (holder: Holder) => items.filter(({ type }) => type === holder.type);
      return {
        PolicyGroups: of(groups).map(({ id, body }) => ({ GroupName: id, GroupId: body.uniqueId })),
        PolicyUsers: of(users).map(({ id, body }) => ({ UserName: id, UserId: body.uniqueId })),
        PolicyRoles: of(roles).map(({ id, body }) => ({ RoleName: id, RoleId: body.uniqueId })),
        ...paging,
      };
    },
  }),
};

function allUses(input: ListEntitiesForPolicyCommandInput): readonly ('attached' | 'bounded')[] {
  return input.PolicyUsageFilter === 'PermissionsPolicy' ? ['attached'] : ['attached', 'bounded'];
}

function wantedHolders(filter: ListEntitiesForPolicyCommandInput['EntityFilter']): readonly string[] {
  if (filter === 'User') return [users.type];
  if (filter === 'Role') return [roles.type];
  if (filter === 'Group') return [groups.type];
  if (filter === undefined) return [users.type, roles.type, groups.type];
  return [];
}

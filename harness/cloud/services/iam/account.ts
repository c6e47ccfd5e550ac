/** Operations on an account as a whole: its alias, and everything in it that decides who may do what. */
import type {
  CreateAccountAliasCommandInput,
  CreateAccountAliasCommandOutput,
  DeleteAccountAliasCommandInput,
  DeleteAccountAliasCommandOutput,
  EntityType,
  GetAccountAuthorizationDetailsCommandInput,
  GetAccountAuthorizationDetailsCommandOutput,
  ListAccountAliasesCommandInput,
  ListAccountAliasesCommandOutput,
} from '@aws-sdk/client-iam';
import type { CallContext } from '../../call-context.js';
import { required } from '../../input-check.js';
import { recordsAt } from '../../records-at.js';
import type { Scene } from '../../scene.js';
import { operation, type Operation } from '../../service.js';
import type { ResourceRecord } from '../../world/state.js';
import { policyNameOf } from './attachments.js';
import { alreadyExists, missing, noSuchEntity, validationError } from './failures.js';
import { shownGroup } from './groups.js';
import { groups, roles, users, type HolderBody, type RoleBody, type UserBody } from './holder.js';
import { profilesOf, shownProfile } from './instance-profile-record.js';
import { listed } from './listing.js';
import { findManagedPolicy, type ManagedPolicyBody } from './managed-policy.js';
import { policiesIn } from './managed-policies.js';
import { encodedPolicy } from './policy-text.js';
import { shownVersion, versionsOf } from './policy-versions.js';
import { shownRole } from './role-record.js';
import { shownUser } from './users.js';

function aliasKey({ account }: Pick<Scene, 'account'>): string {
  return `d/iam/${account}/alias`;
}

function aliasOf(context: CallContext): string | undefined {
  const alias = context.state.get(aliasKey(context));
  return typeof alias === 'string' ? alias : undefined;
}

/** The lists of policies that every holder's details carry. */
function policiesOf(noun: string, { inline, attached }: HolderBody): object {
  return {
    ...(Object.keys(inline).length === 0
      ? {}
      : {
          [`${noun}PolicyList`]: Object.entries(inline).map(([PolicyName, text]) => ({
            PolicyName,
            PolicyDocument: encodedPolicy(text),
          })),
        }),
    AttachedManagedPolicies: attached.map((arn) => ({ PolicyName: policyNameOf(arn), PolicyArn: arn })),
  };
}

/** One entry of GetAccountAuthorizationDetails, with the list that it goes to. */
interface Detail {
  readonly list: 'UserDetailList' | 'GroupDetailList' | 'RoleDetailList' | 'Policies';
  readonly key: string;
  readonly show: () => object;
}

function* detailsOf(context: CallContext, filter: readonly EntityType[]): Generator<Detail> {
  const wants = (type: EntityType): boolean => filter.length === 0 || filter.includes(type);
  const holders = <Body extends HolderBody>(type: string): Generator<ResourceRecord<Body>> =>
    recordsAt<Body>(context.state, context.globalPlace(type));
  if (wants('Group')) {
    for (const record of holders<HolderBody>(groups.type)) {
      const show = (): object => ({ ...shownGroup(record), ...policiesOf('Group', record.body) });
      yield { list: 'GroupDetailList', key: `1 ${record.id}`, show };
    }
  }
  if (wants('Role')) {
    for (const record of holders<RoleBody>(roles.type)) {
      yield { list: 'RoleDetailList', key: `2 ${record.id}`, show: () => roleDetail(context, record) };
    }
  }
  if (wants('User')) {
    for (const record of holders<UserBody>(users.type)) {
      const GroupList = record.body.groups;
      const show = (): object => ({
        ...shownUser(record, true),
        GroupList,
        ...policiesOf('User', record.body),
      });
      yield { list: 'UserDetailList', key: `3 ${record.id}`, show };
    }
  }
  const scope = wants('LocalManagedPolicy') ? (wants('AWSManagedPolicy') ? 'All' : 'Local') : 'AWS';
  if (scope === 'AWS' && !wants('AWSManagedPolicy')) return;
  for (const policy of policiesIn(context, scope, true)) {
    const arn = policy.Arn ?? '';
    const record = findManagedPolicy(context.state, arn);
    // Of AWS's policies it lists those that are in use.
    if (record === undefined && (policy.AttachmentCount ?? 0) === 0) continue;
    const { Tags: _, ...shown } = policy;
    yield { list: 'Policies', key: `4 ${arn}`, show: () => ({ ...shown, ...versionList(record) }) };
  }
}

function versionList(record: ResourceRecord<ManagedPolicyBody> | undefined): object {
  if (record === undefined) return {};
  const versions = versionsOf(record).map(([id, version]) => shownVersion(record, id, version, true));
  return { PolicyVersionList: versions };
}

function roleDetail(context: CallContext, record: ResourceRecord<RoleBody>): object {
  const { Description: _, MaxSessionDuration: __, ...shown } = shownRole(record, true);
  const profiles = profilesOf(context, record.id).map((profile) => shownProfile(context, profile));
  return { ...shown, InstanceProfileList: profiles, ...policiesOf('Role', record.body) };
}

export const accountOperations: Readonly<Record<string, Operation>> = {
  CreateAccountAlias: operation<CreateAccountAliasCommandInput, CreateAccountAliasCommandOutput>({
    readOnly: false,
    actions: () => [{ action: 'iam:CreateAccountAlias', resources: ['*'] }],
    run: ({ AccountAlias }, context) => {
      const alias = required(AccountAlias, 'AccountAlias', missing);
      if (!/^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$/.test(alias)) {
        throw validationError(
          "1 validation error detected: Value at 'accountAlias' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$",
        );
      }
      const taken = context.state.get(`d/iam/alias/${alias}`);
      if (taken !== undefined && taken !== context.account) {
        throw alreadyExists(`The account alias ${alias} already exists.`);
      }
      const before = aliasOf(context);
      if (before !== undefined) context.transaction.delete(`d/iam/alias/${before}`);
      context.transaction.put(aliasKey(context), alias);
      context.transaction.put(`d/iam/alias/${alias}`, context.account);
      return {};
    },
  }),

  ListAccountAliases: operation<ListAccountAliasesCommandInput, ListAccountAliasesCommandOutput>({
    readOnly: true,
    actions: () => [{ action: 'iam:ListAccountAliases', resources: ['*'] }],
    run: (_input, context) => {
      const alias = aliasOf(context);
      return { AccountAliases: alias === undefined ? [] : [alias], IsTruncated: false };
    },
  }),

  DeleteAccountAlias: operation<DeleteAccountAliasCommandInput, DeleteAccountAliasCommandOutput>({
    readOnly: false,
    actions: () => [{ action: 'iam:DeleteAccountAlias', resources: ['*'] }],
    run: ({ AccountAlias }, context) => {
      const alias = required(AccountAlias, 'AccountAlias', missing);
      if (aliasOf(context) !== alias) throw noSuchEntity(`The account alias ${alias} cannot be found.`);
      context.transaction.delete(aliasKey(context));
      context.transaction.delete(`d/iam/alias/${alias}`);
      return {};
    },
  }),

  GetAccountAuthorizationDetails: operation<
    GetAccountAuthorizationDetailsCommandInput,
    GetAccountAuthorizationDetailsCommandOutput
  >({
    readOnly: true,
    actions: () => [{ action: 'iam:GetAccountAuthorizationDetails', resources: ['*'] }],
    run: (input, context) => {
      const { items, paging } = listed(detailsOf(context, input.Filter ?? []), ({ key }) => key, input);
      const of = (list: Detail['list']): object[] =>
        items.filter((item) => item.list === list).map((item) => item.show());
      return {
        UserDetailList: of('UserDetailList'),
        GroupDetailList: of('GroupDetailList'),
        RoleDetailList: of('RoleDetailList'),
        Policies: of('Policies'),
        ...paging,
      };
    },
  }),
};

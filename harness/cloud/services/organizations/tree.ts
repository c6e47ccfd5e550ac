/** Operations on the tree of an organization: root, units, accounts (Organizations API Reference). */
import type {
  Account,
  CreateOrganizationalUnitCommandInput,
  CreateOrganizationalUnitCommandOutput,
  DeleteOrganizationalUnitCommandInput,
  DeleteOrganizationalUnitCommandOutput,
  DescribeAccountCommandInput,
  DescribeAccountCommandOutput,
  DescribeOrganizationCommandInput,
  DescribeOrganizationCommandOutput,
  DescribeOrganizationalUnitCommandInput,
  DescribeOrganizationalUnitCommandOutput,
  ListAccountsCommandInput,
  ListAccountsCommandOutput,
  ListAccountsForParentCommandInput,
  ListAccountsForParentCommandOutput,
  ListChildrenCommandInput,
  ListChildrenCommandOutput,
  ListOrganizationalUnitsForParentCommandInput,
  ListOrganizationalUnitsForParentCommandOutput,
  ListParentsCommandInput,
  ListParentsCommandOutput,
  ListRootsCommandInput,
  ListRootsCommandOutput,
  MoveAccountCommandInput,
  MoveAccountCommandOutput,
  OrganizationalUnit,
  Root,
  UpdateOrganizationalUnitCommandInput,
  UpdateOrganizationalUnitCommandOutput,
} from '@aws-sdk/client-organizations';
import { constraint, type AwsFailure } from '../../../contract/aws-error.js';
import type { CallContext } from '../../call-context.js';
import { required } from '../../input-check.js';
import type { Scene } from '../../scene.js';
import { operation, type Operation } from '../../service.js';
import { requestTags, tagsIn } from '../../tag-list.js';
import type { ResourceRecord } from '../../world/state.js';
import { invalidInput, missing } from './failures.js';
import { fullAccessId } from './full-access.js';
import {
  askedArn,
  joinedOrganization,
  listed,
  managedOrganization,
  recordsOf,
  targetArn,
} from './membership.js';
import { shownOrganization } from './new-organization.js';
import {
  accountRecord,
  accountType,
  organizationArn,
  serviceControl,
  unitRecord,
  unitType,
  type AccountBody,
  type OrganizationRecord,
  type UnitBody,
} from './organization-record.js';

function shownAccount(record: ResourceRecord<AccountBody>): Account {
  const { name, email, joined } = record.body;
  return {
    Id: record.id,
    Arn: record.arn,
    Email: email,
    Name: name,
    Status: 'ACTIVE',
    State: 'ACTIVE',
    JoinedMethod: joined,
    JoinedTimestamp: new Date(record.createdAt),
  };
}

function shownUnit({ id, arn, body }: ResourceRecord<UnitBody>): OrganizationalUnit {
  return { Id: id, Arn: arn, Name: body.name };
}

export function shownRoot(organization: OrganizationRecord): Root {
  const { rootId, enabled } = organization.body;
  return {
    Id: rootId,
    Arn: organizationArn(organization, `root/${rootId}`),
    Name: 'Root',
    PolicyTypes: enabled.includes(serviceControl) ? [{ Type: serviceControl, Status: 'ENABLED' }] : [],
  };
}

function unitNotFound(): AwsFailure {
  return constraint(
    'OrganizationalUnitNotFoundException',
    "We can't find an OU with the OrganizationalUnitId that you specified.",
  );
}

function theUnit(
  context: CallContext,
  organization: OrganizationRecord,
  id: string | undefined,
): ResourceRecord<UnitBody> {
  const record = unitRecord(context.state, organization, required(id, 'OrganizationalUnitId', missing));
  if (record === undefined) throw unitNotFound();
  return record;
}

function theAccount(
  context: CallContext,
  organization: OrganizationRecord,
  id: string | undefined,
): ResourceRecord<AccountBody> {
  const record = accountRecord(context.state, required(id, 'AccountId', missing));
  if (record?.body.organization === organization.id) return record;
  throw constraint('AccountNotFoundException', "You specified an account that doesn't exist.");
}

/** @throws AwsFailure where a parent is neither the root nor a unit. */
function checkedParent(
  context: CallContext,
  organization: OrganizationRecord,
  value: string | undefined,
  code = 'ParentNotFoundException',
): string {
  const id = required(value, 'ParentId', missing);
  if (id === organization.body.rootId || unitRecord(context.state, organization, id) !== undefined) return id;
  throw constraint(code, "You specified parent that doesn't exist.");
}

function unitsUnder(
  context: CallContext,
  organization: OrganizationRecord,
  parent: string,
): ResourceRecord<UnitBody>[] {
  return recordsOf<UnitBody>(context, organization, unitType).filter(({ body }) => body.parent === parent);
}

function accountsUnder(
  context: CallContext,
  organization: OrganizationRecord,
  parent: string,
): ResourceRecord<AccountBody>[] {
  return recordsOf<AccountBody>(context, organization, accountType).filter(
    ({ body }) => body.parent === parent,
  );
}

function refuseNameTaken(
  context: CallContext,
  organization: OrganizationRecord,
  parent: string,
  name: string,
): void {
  if (!unitsUnder(context, organization, parent).some(({ body }) => body.name === name)) return;
  throw constraint('DuplicateOrganizationalUnitException', 'An OU with the same name already exists.');
}

const on = (action: string, id: string | undefined, scene: Scene) => [
  { action, resources: [askedArn(scene, (organization) => targetArn(organization, id ?? ''))] },
];
const idOf = ({ id }: { readonly id: string }): string => id;

export const treeOperations: Readonly<Record<string, Operation>> = {
  DescribeOrganization: operation<DescribeOrganizationCommandInput, DescribeOrganizationCommandOutput>({
    readOnly: true,
    actions: () => [{ action: 'organizations:DescribeOrganization', resources: ['*'] }],
    run: (_input, context) => {
      return { Organization: shownOrganization(context.state, joinedOrganization(context)) };
    },
  }),

  ListRoots: operation<ListRootsCommandInput, ListRootsCommandOutput>({
    readOnly: true,
    actions: () => [{ action: 'organizations:ListRoots', resources: ['*'] }],
    run: (_input, context) => ({ Roots: [shownRoot(managedOrganization(context))] }),
  }),

  ListAccounts: operation<ListAccountsCommandInput, ListAccountsCommandOutput>({
    readOnly: true,
    actions: () => [{ action: 'organizations:ListAccounts', resources: ['*'] }],
    run: (input, context) => {
      const all = recordsOf<AccountBody>(context, managedOrganization(context), accountType);
      const { items, paging } = listed(all, idOf, input);
      return { Accounts: items.map(shownAccount), ...paging };
    },
  }),

  ListAccountsForParent: operation<ListAccountsForParentCommandInput, ListAccountsForParentCommandOutput>({
    readOnly: true,
    actions: ({ ParentId }, scene) => on('organizations:ListAccountsForParent', ParentId, scene),
    run: (input, context) => {
      const organization = managedOrganization(context);
      const parent = checkedParent(context, organization, input.ParentId);
      const { items, paging } = listed(accountsUnder(context, organization, parent), idOf, input);
      return { Accounts: items.map(shownAccount), ...paging };
    },
  }),

  DescribeAccount: operation<DescribeAccountCommandInput, DescribeAccountCommandOutput>({
    readOnly: true,
    actions: ({ AccountId }, scene) => on('organizations:DescribeAccount', AccountId, scene),
    run: ({ AccountId }, context) => ({
      Account: shownAccount(theAccount(context, managedOrganization(context), AccountId)),
    }),
  }),

  MoveAccount: operation<MoveAccountCommandInput, MoveAccountCommandOutput>({
    readOnly: false,
    actions: (input, scene) =>
      [input.AccountId, input.SourceParentId, input.DestinationParentId].flatMap((id) =>
        on('organizations:MoveAccount', id, scene),
      ),
    run: ({ AccountId, SourceParentId, DestinationParentId }, context) => {
      const organization = managedOrganization(context);
      const record = theAccount(context, organization, AccountId);
      const source = checkedParent(context, organization, SourceParentId, 'SourceParentNotFoundException');
      const parent = checkedParent(
        context,
        organization,
        DestinationParentId,
        'DestinationParentNotFoundException',
      );
      if (record.body.parent !== source) {
        throw constraint('AccountNotFoundException', "You specified an account that doesn't exist.");
      }
      if (parent === source) {
        throw constraint(
          'DuplicateAccountException',
          'That account is already present in the specified destination.',
        );
      }
      context.transaction.putResource({ ...record, body: { ...record.body, parent } });
      return {};
    },
  }),

  CreateOrganizationalUnit: operation<
    CreateOrganizationalUnitCommandInput,
    CreateOrganizationalUnitCommandOutput
  >({
    readOnly: false,
    actions: ({ ParentId, Tags }, scene) =>
      on('organizations:CreateOrganizationalUnit', ParentId, scene).map((request) => ({
        ...request,
        context: requestTags(tagsIn(Tags)),
      })),
    run: ({ ParentId, Name, Tags }, context) => {
      const organization = managedOrganization(context);
      const parent = checkedParent(context, organization, ParentId);
      const name = required(Name, 'Name', missing);
      if (name.length < 1 || name.length > 128)
        throw invalidInput('You specified an invalid value for Name.');
      refuseNameTaken(context, organization, parent, name);
      const suffix = organization.body.rootId.slice(2);
      const id = `ou-${suffix}-${context.transaction.hex(`unit ${name} under ${parent}`, 8)}`;
      const identity = { id, arn: organizationArn(organization, `ou/${id}`), tags: tagsIn(Tags) };
      const body = { organization: organization.id, name, attached: [fullAccessId], parent };
      const record = context.born<UnitBody>(context.globalPlace(unitType), identity, body);
      context.transaction.putResource(record);
      return { OrganizationalUnit: shownUnit(record) };
    },
  }),

  DescribeOrganizationalUnit: operation<
    DescribeOrganizationalUnitCommandInput,
    DescribeOrganizationalUnitCommandOutput
  >({
    readOnly: true,
    actions: (input, scene) =>
      on('organizations:DescribeOrganizationalUnit', input.OrganizationalUnitId, scene),
    run: ({ OrganizationalUnitId }, context) => ({
      OrganizationalUnit: shownUnit(theUnit(context, managedOrganization(context), OrganizationalUnitId)),
    }),
  }),

  UpdateOrganizationalUnit: operation<
    UpdateOrganizationalUnitCommandInput,
    UpdateOrganizationalUnitCommandOutput
  >({
    readOnly: false,
    actions: (input, scene) =>
      on('organizations:UpdateOrganizationalUnit', input.OrganizationalUnitId, scene),
    run: ({ OrganizationalUnitId, Name }, context) => {
      const organization = managedOrganization(context);
      const record = theUnit(context, organization, OrganizationalUnitId);
      const name = Name ?? record.body.name;
      if (name !== record.body.name) refuseNameTaken(context, organization, record.body.parent, name);
      const renamed = { ...record, body: { ...record.body, name } };
      context.transaction.putResource(renamed);
      return { OrganizationalUnit: shownUnit(renamed) };
    },
  }),

  DeleteOrganizationalUnit: operation<
    DeleteOrganizationalUnitCommandInput,
    DeleteOrganizationalUnitCommandOutput
  >({
    readOnly: false,
    actions: (input, scene) =>
      on('organizations:DeleteOrganizationalUnit', input.OrganizationalUnitId, scene),
    run: ({ OrganizationalUnitId }, context) => {
      const organization = managedOrganization(context);
      const record = theUnit(context, organization, OrganizationalUnitId);
      const children =
        unitsUnder(context, organization, record.id).length +
        accountsUnder(context, organization, record.id).length;
      if (children > 0) {
        throw constraint(
          'OrganizationalUnitNotEmptyException',
          'The specified OU is not empty. Move all accounts to another root or to other OUs, remove all child OUs, and try the operation again.',
        );
      }
      context.transaction.deleteResource(record);
      return {};
    },
  }),

  ListOrganizationalUnitsForParent: operation<
    ListOrganizationalUnitsForParentCommandInput,
    ListOrganizationalUnitsForParentCommandOutput
  >({
    readOnly: true,
    actions: ({ ParentId }, scene) => on('organizations:ListOrganizationalUnitsForParent', ParentId, scene),
    run: (input, context) => {
      const organization = managedOrganization(context);
      const parent = checkedParent(context, organization, input.ParentId);
      const { items, paging } = listed(unitsUnder(context, organization, parent), idOf, input);
      return { OrganizationalUnits: items.map(shownUnit), ...paging };
    },
  }),

  ListChildren: operation<ListChildrenCommandInput, ListChildrenCommandOutput>({
    readOnly: true,
    actions: ({ ParentId }, scene) => on('organizations:ListChildren', ParentId, scene),
    run: (input, context) => {
      const organization = managedOrganization(context);
      const parent = checkedParent(context, organization, input.ParentId);
      const Type = required(input.ChildType, 'ChildType', missing);
      const children: readonly { readonly id: string }[] =
        Type === 'ACCOUNT'
          ? accountsUnder(context, organization, parent)
          : unitsUnder(context, organization, parent);
      const { items, paging } = listed(children, idOf, input);
      return { Children: items.map(({ id }) => ({ Id: id, Type })), ...paging };
    },
  }),

  ListParents: operation<ListParentsCommandInput, ListParentsCommandOutput>({
    readOnly: true,
    actions: ({ ChildId }, scene) => on('organizations:ListParents', ChildId, scene),
    run: ({ ChildId }, context) => {
      const organization = managedOrganization(context);
      const id = required(ChildId, 'ChildId', missing);
      const child = unitRecord(context.state, organization, id) ?? accountRecord(context.state, id);
      if (child?.body.organization !== organization.id) {
        throw constraint(
          'ChildNotFoundException',
          "We can't find an organizational unit (OU) or Amazon Web Services account with the ChildId that you specified.",
        );
      }
      const { parent } = child.body;
      return { Parents: [{ Id: parent, Type: parent.startsWith('r-') ? 'ROOT' : 'ORGANIZATIONAL_UNIT' }] };
    },
  }),
};

/** Sets up the organization of an environment, before anything happens in it. */
import type { JsonObject } from '../../../contract/json.js';
import type { ResourceRecord } from '../../world/state.js';
import type { Transaction } from '../../world/transaction.js';
import { fullAccessId } from './full-access.js';
import {
  accountType,
  organizationArn,
  organizationType,
  serviceControl,
  type AccountBody,
  type OrganizationBody,
  type OrganizationRecord,
} from './organization-record.js';

export interface OrganizationWish {
  /** `o-` and 10 to 32 lower-case letters or digits. */
  readonly id: string;
  readonly managementAccount: string;
  readonly memberAccounts: readonly string[];
  readonly partition: string;
  /** Types of policies that are enabled in its root; service control policies where it is left out. */
  readonly enabled?: readonly string[];
}

/**
 * An organization with all features and its accounts right under the root; FullAWSAccess is attached
 * everywhere. An account that is the management account as well is listed once.
 */
export function createOrganization(transaction: Transaction, wish: OrganizationWish): OrganizationRecord {
  const { id, managementAccount, memberAccounts, partition, enabled = [serviceControl] } = wish;
  const rootId = `r-${transaction.hex(`root of ${id}`, 4)}`;
  const place = { account: managementAccount, region: '' };
  const arn = `arn:${partition}:organizations::${managementAccount}:organization/${id}`;
  const organization = born<OrganizationBody>(
    transaction,
    { ...place, type: organizationType, id, arn },
    {
      organization: id,
      name: 'Root',
      attached: [fullAccessId],
      managementAccount,
      rootId,
      enabled,
    },
  );
  transaction.putResource(organization);
  for (const account of new Set([managementAccount, ...memberAccounts])) {
    const managing = account === managementAccount;
    const identity = {
      ...place,
      type: accountType,
      id: account,
      arn: organizationArn(organization, `account/${account}`),
    };
    const body: AccountBody = {
      organization: id,
      name: managing ? 'management' : `account-${account}`,
      attached: [fullAccessId],
      parent: rootId,
      email: `aws+${account}@example.com`,
      joined: managing ? 'INVITED' : 'CREATED',
    };
    transaction.putResource(born(transaction, identity, body));
  }
  return organization;
}

function born<Body extends JsonObject>(
  transaction: Transaction,
  identity: Pick<ResourceRecord, 'type' | 'id' | 'arn' | 'account' | 'region'>,
  body: Body,
): ResourceRecord<Body> {
  return {
    ...identity,
    incarnation: transaction.hex(`incarnation ${identity.type} ${identity.id}`),
    createdAt: transaction.now,
    tags: {},
    stack: null,
    body,
  };
}

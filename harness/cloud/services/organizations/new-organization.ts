/** Making an account the management account of an organization of its own (API Reference, CreateOrganization). */
import type {
  CreateOrganizationCommandInput,
  CreateOrganizationCommandOutput,
  Organization,
} from '@aws-sdk/client-organizations';
import { constraint, unsupported } from '../../../contract/aws-error.js';
import { operation, type Operation } from '../../service.js';
import type { State } from '../../world/state.js';
import { createOrganization } from './create-organization.js';
import {
  accountRecord,
  organizationArn,
  organizationOf,
  serviceControl,
  type OrganizationRecord,
} from './organization-record.js';

/** An organization as its answers show it. */
export function shownOrganization(state: State, organization: OrganizationRecord): Organization {
  const { managementAccount } = organization.body;
  return {
    Id: organization.id,
    Arn: organization.arn,
    FeatureSet: 'ALL',
    MasterAccountArn: organizationArn(organization, `account/${managementAccount}`),
    MasterAccountId: managementAccount,
    MasterAccountEmail: accountRecord(state, managementAccount)?.body.email,
    AvailablePolicyTypes: [{ Type: serviceControl, Status: 'ENABLED' }],
  };
}

export const newOrganizationOperations: Readonly<Record<string, Operation>> = {
  CreateOrganization: operation<CreateOrganizationCommandInput, CreateOrganizationCommandOutput>({
    readOnly: false,
    actions: () => [{ action: 'organizations:CreateOrganization', resources: ['*'] }],
    run: ({ FeatureSet = 'ALL' }, context) => {
      if (FeatureSet !== 'ALL') {
        throw unsupported(`Organizations.CreateOrganization with FeatureSet ${FeatureSet}`);
      }
      const { account, partition, state, transaction } = context;
      if (organizationOf(state, account) !== undefined) {
        throw constraint(
          'AlreadyInOrganizationException',
          'The provided account is already a member of an organization.',
        );
      }
      const id = `o-${transaction.hex(`organization of ${account}`, 10)}`;
      // Policy types wait to be enabled in the root (API Reference, EnablePolicyType).
      const organization = createOrganization(transaction, {
        id,
        managementAccount: account,
        memberAccounts: [],
        partition,
        enabled: [],
      });
      return { Organization: shownOrganization(transaction.state, organization) };
    },
  }),
};

/** The records of an organization: itself with its root, its units, accounts and policies. */
import type { JsonObject } from '../../../contract/json.js';
import { documentOf } from '../iam/policy-text.js';
import { plainObservation } from '../../../contract/plain-observation.js';
import type { ResourceKind } from '../../world/model.js';
import { resourceAt, resourceKey, type ResourceRecord, type State } from '../../world/state.js';

export const organizationType = 'AWS::Organizations::Organization';
export const accountType = 'AWS::Organizations::Account';
export const unitType = 'AWS::Organizations::OrganizationalUnit';
export const policyType = 'AWS::Organizations::Policy';

/** The type of policy that limits what accounts may do; the others are not implemented. */
export const serviceControl = 'SERVICE_CONTROL_POLICY';

/** Something that policies are attached to. */
export type TargetBody = {
  readonly organization: string;
  readonly name: string;
  /** Ids of attached service control policies, in the order of attachment. */
  readonly attached: readonly string[];
};

/** The organization; its `attached` are the policies on its root. */
export type OrganizationBody = TargetBody & {
  readonly managementAccount: string;
  readonly rootId: string;
  /** Types of policies that are enabled on the root. */
  readonly enabled: readonly string[];
};

export type UnitBody = TargetBody & { readonly parent: string };

export type AccountBody = TargetBody & {
  readonly parent: string;
  readonly email: string;
  /** Whether it was made in the organization or invited to it. */
  readonly joined: 'CREATED' | 'INVITED';
};

export type OrganizationPolicyBody = {
  readonly organization: string;
  readonly name: string;
  readonly description: string;
  readonly content: string;
};

export type OrganizationRecord = ResourceRecord<OrganizationBody>;

/** Every record of an organization lies in its management account. */
function keyOf(type: string, managementAccount: string, id: string): string {
  return resourceKey({ type, account: managementAccount, region: '' }, id);
}

/** The organization that an account belongs to; undefined where it belongs to none. */
export function organizationOf(state: State, account: string): OrganizationRecord | undefined {
  const member = accountRecord(state, account);
  if (member === undefined) return undefined;
  return resourceAt<OrganizationBody>(
    state,
    keyOf(organizationType, member.account, member.body.organization),
  );
}

/** An account's record in whatever organization it is. */
export function accountRecord(state: State, account: string): ResourceRecord<AccountBody> | undefined {
  const key = state.get(`i/organization-account/${account}`);
  return typeof key === 'string' ? resourceAt<AccountBody>(state, key) : undefined;
}

export function unitRecord(
  state: State,
  { body }: OrganizationRecord,
  id: string,
): ResourceRecord<UnitBody> | undefined {
  return resourceAt<UnitBody>(state, keyOf(unitType, body.managementAccount, id));
}

export function policyRecord(
  state: State,
  { body }: OrganizationRecord,
  id: string,
): ResourceRecord<OrganizationPolicyBody> | undefined {
  return resourceAt<OrganizationPolicyBody>(state, keyOf(policyType, body.managementAccount, id));
}

/** A root, unit or account by its id, as something that policies are attached to. */
export function targetRecord(
  state: State,
  organization: OrganizationRecord,
  id: string,
): ResourceRecord<TargetBody> | undefined {
  if (id === organization.body.rootId) return organization;
  if (id.startsWith('ou-')) return unitRecord(state, organization, id);
  const account = accountRecord(state, id);
  return account?.body.organization === organization.id ? account : undefined;
}

/** The ARN of a root, unit, account or policy of an organization. */
export function organizationArn({ arn, id, body }: OrganizationRecord, resource: string): string {
  const partition = arn.split(':')[1] ?? 'aws';
  const kind = resource.slice(0, resource.indexOf('/'));
  const rest = resource.slice(kind.length + 1);
  return `arn:${partition}:organizations::${body.managementAccount}:${kind}/${id}/${rest}`;
}

/** A policy that is attached or detached changes what the accounts below may do: a grant like any other. */
function targetGrants({ attached }: TargetBody): JsonObject {
  return { serviceControlPolicies: attached };
}

export const organizationKinds: readonly ResourceKind[] = [
  {
    type: organizationType,
    observe: (record) => {
      const body = record.body as OrganizationBody;
      return plainObservation({ grants: { ...targetGrants(body), enabled: body.enabled } });
    },
  },
  {
    type: unitType,
    observe: (record) => {
      const body = record.body as UnitBody;
      const { name, parent } = body;
      return plainObservation({
        grants: targetGrants(body),
        configuration: { name, parent, tags: record.tags },
      });
    },
  },
  {
    type: accountType,
    indexes: (record) => [`organization-account/${record.id}`],
    observe: (record) => {
      const body = record.body as AccountBody;
      return plainObservation({
        grants: { ...targetGrants(body), parent: body.parent },
        configuration: { name: body.name, tags: record.tags },
      });
    },
  },
  {
    type: policyType,
    observe: (record) => {
      const { name, description, content } = record.body as OrganizationPolicyBody;
      return plainObservation({
        grants: documentOf(content),
        configuration: { name, description, tags: record.tags },
      });
    },
  },
];

/** Who may ask an organization what: everything but DescribeOrganization comes from the management account. */
import type { CallContext } from '../../call-context.js';
import { pageOf } from '../../page.js';
import { recordsAt } from '../../records-at.js';
import type { Scene } from '../../scene.js';
import type { AwsFailure } from '../../../contract/aws-error.js';
import type { JsonObject } from '../../../contract/json.js';
import type { ResourceRecord } from '../../world/state.js';
import { accessDenied, invalidInput, notInUse } from './failures.js';
import { organizationArn, organizationOf, type OrganizationRecord } from './organization-record.js';

/**
 * The caller's organization, asked from its management account.
 * @throws AwsFailure `AWSOrganizationsNotInUseException` or `AccessDeniedException`.
 */
export function managedOrganization(context: CallContext): OrganizationRecord {
  const organization = joinedOrganization(context);
  if (organization.body.managementAccount !== context.account) throw accessDenied();
  return organization;
}

/** The organization that the caller's account belongs to. */
export function joinedOrganization(context: CallContext): OrganizationRecord {
  const organization = organizationOf(context.state, context.account);
  if (organization === undefined) throw notInUse();
  return organization;
}

/** An ARN for what IAM is asked: of the caller's organization, `*` outside any. */
export function askedArn(scene: Scene, resource: (organization: OrganizationRecord) => string): string {
  const organization = organizationOf(scene.state, scene.account);
  return organization === undefined ? '*' : resource(organization);
}

/** The ARN of something that policies are attached to, by its id. */
export function targetArn(organization: OrganizationRecord, id: string): string {
  if (id.startsWith('r-')) return organizationArn(organization, `root/${id}`);
  return organizationArn(organization, id.startsWith('ou-') ? `ou/${id}` : `account/${id}`);
}

/** All records of a type of one organization, in the order of their ids. */
export function recordsOf<Body extends JsonObject & { readonly organization: string }>(
  context: CallContext,
  organization: OrganizationRecord,
  type: string,
): ResourceRecord<Body>[] {
  const place = { type, account: organization.account, region: '' };
  return [...recordsAt<Body>(context.state, place)].filter(
    ({ body }) => body.organization === organization.id,
  );
}

interface ListInput {
  readonly NextToken?: string | undefined;
  readonly MaxResults?: number | undefined;
}

function badToken(): AwsFailure {
  return invalidInput('You specified an invalid value for NextToken.');
}

/** One page of a list, twenty at a time. */
export function listed<Item>(
  items: Iterable<Item>,
  keyOf: (item: Item) => string,
  { NextToken, MaxResults = 20 }: ListInput,
): { readonly items: Item[]; readonly paging: { readonly NextToken?: string } } {
  if (!Number.isInteger(MaxResults) || MaxResults < 1 || MaxResults > 20) {
    throw invalidInput('You specified an invalid value for MaxResults.');
  }
  const page = pageOf(items, { keyOf, limit: MaxResults, token: NextToken, badToken });
  return { items: page.items, paging: page.next === undefined ? {} : { NextToken: page.next } };
}

/** The SCPs that limit an account, level by level, for the step "authorise" (Organizations User Guide, "SCP evaluation"). */
import { policyOf, type Policy } from '../../../iam/policy.js';
import type { ResourceRecord, State } from '../../world/state.js';
import { documentOf } from '../iam/policy-text.js';
import { fullAccess, fullAccessId } from './full-access.js';
import {
  accountRecord,
  organizationOf,
  policyRecord,
  serviceControl,
  unitRecord,
  type OrganizationRecord,
  type TargetBody,
  type UnitBody,
} from './organization-record.js';

/** An account's place in its organization. */
export interface OrganizationPlace {
  readonly organization: OrganizationRecord;
  /** From the root down to the account itself. */
  readonly levels: readonly ResourceRecord<TargetBody>[];
  /** `o-a1b2c3d4e5/r-f6g7/ou-f6g7-h8i9j0k1/`, as in `aws:PrincipalOrgPaths`. */
  readonly path: string;
}

/** Where an account stands; undefined where it belongs to no organization. */
export function placeOf(state: State, account: string): OrganizationPlace | undefined {
  const organization = organizationOf(state, account);
  const member = accountRecord(state, account);
  if (organization === undefined || member === undefined) return undefined;
  const units = unitsAbove(state, organization, member.body.parent);
  return { organization, levels: [organization, ...units, member], path: pathThrough(organization, units) };
}

/** A unit's own path, as in `aws:PrincipalOrgPaths`. */
export function placeOfUnit(state: State, organization: OrganizationRecord, unit: string): string {
  return pathThrough(organization, unitsAbove(state, organization, unit));
}

/** The units from the one right under the root down to a parent; none where the parent is the root. */
function unitsAbove(
  state: State,
  organization: OrganizationRecord,
  lowest: string,
): ResourceRecord<UnitBody>[] {
  const units: ResourceRecord<UnitBody>[] = [];
  let unit = unitRecord(state, organization, lowest);
  while (unit !== undefined) {
    units.unshift(unit);
    unit = unitRecord(state, organization, unit.body.parent);
  }
  return units;
}

function pathThrough(organization: OrganizationRecord, units: readonly ResourceRecord<UnitBody>[]): string {
  return [organization.id, organization.body.rootId, ...units.map(({ id }) => id), ''].join('/');
}

/** Policies by level, each level of which must allow; undefined where no SCP applies: the management account, or none enabled. */
export function serviceControlOf(
  state: State,
  place: OrganizationPlace,
  account: string,
): Policy[][] | undefined {
  const { organization, levels } = place;
  const { managementAccount, enabled } = organization.body;
  if (account === managementAccount || !enabled.includes(serviceControl)) return undefined;
  return levels.map(({ body }) => body.attached.map((id) => attachedPolicy(state, organization, id)));
}

function attachedPolicy(state: State, organization: OrganizationRecord, id: string): Policy {
  const { name, content } = id === fullAccessId ? fullAccess : contentOf(state, organization, id);
  return policyOf(documentOf(content), { name, kind: 'scp' });
}

function contentOf(
  state: State,
  organization: OrganizationRecord,
  id: string,
): { readonly name: string; readonly content: string } {
  const record = policyRecord(state, organization, id);
  if (record === undefined) throw new Error(`the policy ${id} is attached but does not exist`);
  return record.body;
}

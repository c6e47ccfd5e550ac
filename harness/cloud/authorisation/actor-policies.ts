/** Gathers what limits and permits an actor: identity policies, boundary, session policies, SCPs; and who it is. */
import type { Actor, ActorSession } from '../../contract/actor.js';
import { parseArn } from '../../contract/arn.js';
import type { PolicySets } from '../../iam/evaluate.js';
import { policyOf, type Policy } from '../../iam/policy.js';
import {
  federatedUserPrincipal,
  rolePrincipal,
  rootPrincipal,
  servicePrincipal,
  userPrincipal,
  type Principal,
} from '../../iam/principal.js';
import { findGroup, findUser, type HolderBody } from '../services/iam/holder.js';
import { managedPolicyText } from '../services/iam/managed-policy.js';
import { documentOf } from '../services/iam/policy-text.js';
import {
  placeOf,
  serviceControlOf,
  type OrganizationPlace,
} from '../services/organizations/service-control.js';
import { roleAt } from '../services/sts/assume-role.js';
import { userIdOf } from '../services/sts/caller-identity.js';
import { storedSession, type SessionPolicies, type StoredSession } from '../services/sts/stored-session.js';
import type { ResourceRecord, State } from '../world/state.js';

/** What condition keys ask about an actor beyond its ARN. */
export interface ActorFacts {
  readonly account: string;
  readonly userId: string;
  /** Tags of the role or user, with those of the session over them. */
  readonly tags: Readonly<Record<string, string>>;
  readonly session: ActorSession | null;
  /** When its temporary credentials were issued, in virtual milliseconds; null for long-term ones. */
  readonly issuedAt: number | null;
  /** Whether it is a session of a user or of the root, which neither IAM nor STS serve. */
  readonly userSession: boolean;
  readonly organization: OrganizationPlace | undefined;
}

export interface ActorPolicies {
  readonly principal: Principal;
  readonly sets: PolicySets;
  readonly facts: ActorFacts;
}

interface Kept {
  readonly state: State;
  readonly gathered: ActorPolicies;
}

const kept = new WeakMap<Actor, Kept>();

/** Everything that the state says about an actor; kept while the state stays the same. */
export function gather(state: State, actor: Actor): ActorPolicies {
  const known = kept.get(actor);
  if (known?.state === state) return known.gathered;
  const gathered = gatherAnew(state, actor);
  kept.set(actor, { state, gathered });
  return gathered;
}

function gatherAnew(state: State, actor: Actor): ActorPolicies {
  const found = storedSession(state, actor.accessKeyId);
  // A service may act under a caller's key: then the session is the caller's, not the service's.
  const stored = found?.principal === actor.principal ? found : undefined;
  const principal = principalOf(actor, stored);
  const organization = principal.kind === 'service' ? undefined : placeOf(state, actor.account);
  const holder = holderOf(state, actor, stored);
  const { session } = actor;
  return {
    principal,
    sets: setsOf(state, actor, holder, stored, organization),
    facts: {
      account: actor.account,
      userId: principal.kind === 'service' ? '' : userIdOf(state, actor),
      tags: { ...holder?.tags, ...session?.tags },
      session,
      issuedAt: stored?.issuedAt ?? session?.issuedAt ?? null,
      userSession:
        session === null &&
        (stored?.kind === 'user' || (stored?.kind === 'root' && stored.expiresAt !== null)),
      organization,
    },
  };
}

function principalOf(actor: Actor, stored: StoredSession | undefined): Principal {
  const { principal, account, partition, session } = actor;
  if (session !== null) return rolePrincipal(principal, session.roleArn);
  const { resource = '' } = parseArn(principal) ?? {};
  if (resource === 'root') return rootPrincipal(account, partition);
  if (resource.startsWith('user/')) return userPrincipal(principal);
  if (resource.startsWith('federated-user/'))
    return federatedUserPrincipal(principal, callerOf(stored, actor));
  return servicePrincipal(principal);
}

/** The user (or root) who asked for a federated user's session. */
function callerOf(stored: StoredSession | undefined, actor: Actor): string {
  return (stored?.chain ?? actor.chain).at(-2)?.arn ?? actor.root;
}

/**
 * The user or role whose identity policies count; undefined where it is gone, was made anew under the same name, or
 * where there is none.
 */
function holderOf(
  state: State,
  actor: Actor,
  stored: StoredSession | undefined,
): ResourceRecord<HolderBody> | undefined {
  const { account, session } = actor;
  if (session !== null) {
    const role = roleAt(state, session.roleArn);
    const same =
      stored === undefined || role === undefined || stored.userId.startsWith(`${role.body.uniqueId}:`);
    return same ? role : undefined;
  }
  const arn = stored?.kind === 'federated' ? callerOf(stored, actor) : actor.principal;
  if (!arn.includes(':user/')) return undefined;
  const user = findUser({ state, account }, arn.slice(arn.lastIndexOf('/') + 1));
  return user?.arn === arn ? user : undefined;
}

function setsOf(
  state: State,
  actor: Actor,
  holder: ResourceRecord<HolderBody> | undefined,
  stored: StoredSession | undefined,
  organization: OrganizationPlace | undefined,
): PolicySets {
  const boundary = holder?.body.boundary ?? null;
  const serviceControl =
    organization === undefined ? undefined : serviceControlOf(state, organization, actor.account);
  return {
    identity: holder === undefined ? [] : identityPolicies(state, holder),
    ...(boundary === null ? {} : { boundary: managedPolicy(state, boundary, 'boundary') }),
    ...(stored === undefined || stored.policies === null
      ? {}
      : { session: sessionPolicies(state, stored.policies) }),
    ...(serviceControl === undefined ? {} : { serviceControl }),
  };
}

function identityPolicies(state: State, holder: ResourceRecord<HolderBody>): Policy[] {
  const policies = ownPolicies(state, holder);
  for (const name of groupsOf(holder)) {
    const group = findGroup({ state, account: holder.account }, name);
    if (group !== undefined) policies.push(...ownPolicies(state, group));
  }
  return policies;
}

function groupsOf({ body }: ResourceRecord<HolderBody>): readonly string[] {
  const groups = (body as { readonly groups?: readonly string[] }).groups;
  return groups ?? [];
}

const inlineOf = new WeakMap<HolderBody['inline'], readonly Policy[]>();

function ownPolicies(state: State, { body }: ResourceRecord<HolderBody>): Policy[] {
  let inline = inlineOf.get(body.inline);
  if (inline === undefined) {
    inline = Object.entries(body.inline).map(([name, text]) =>
      policyOf(documentOf(text), { name, kind: 'identity' }),
    );
    inlineOf.set(body.inline, inline);
  }
  return [...inline, ...body.attached.map((arn) => managedPolicy(state, arn, 'identity'))];
}

function sessionPolicies(state: State, { inline, arns }: SessionPolicies): Policy[] {
  const managed = arns.map((arn) => managedPolicy(state, arn, 'session'));
  if (inline === null) return managed;
  return [policyOf(documentOf(inline), { name: 'session policy', kind: 'session' }), ...managed];
}

/** A managed policy as it stands; one that is gone permits nothing. */
function managedPolicy(state: State, arn: string, kind: 'identity' | 'boundary' | 'session'): Policy {
  const text = managedPolicyText(state, arn);
  const name = arn.slice(arn.lastIndexOf('/') + 1);
  return text === undefined
    ? { name, kind, allows: [], denies: [] }
    : policyOf(documentOf(text), { name, kind });
}

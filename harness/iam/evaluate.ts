/**
 * The step from call to decision: may this principal do this action on this resource, by all policies that apply? (IAM User Guide,
 * "How AWS enforcement code logic evaluates requests to allow or deny access", "Cross-account policy evaluation logic".)
 */

import type { Decision, Denied } from './decision.js';
import { denialMessage } from './denial-message.js';
import type { Policy } from './policy.js';
import type { PolicyKind } from './policy-kind.js';
import { hasAccount, type Principal } from './principal.js';
import { grants, type Grant } from './principal-element.js';
import type { ContextKeys } from './request-context.js';
import { conditionsHold, type Statement } from './statement.js';

export interface AuthorisationRequest {
  readonly principal: Principal;
  /** `s3:GetObject`. */
  readonly action: string;
  /** The resource's ARN, or `*` for an action on none in particular. */
  readonly resource: string;
  /** The account that owns the resource; the principal's own where left out. */
  readonly resourceAccount?: string;
  readonly context: ContextKeys;
}

/** The policies that apply to a request, gathered by the caller. A kind that is left out does not limit. */
export interface PolicySets {
  /** Of the user and its groups, or of the role. */
  readonly identity?: readonly Policy[];
  readonly boundary?: Policy;
  /** Passed with AssumeRole or GetFederationToken, inline and managed; leave out where none was passed. */
  readonly session?: readonly Policy[];
  /**
   * SCPs of the principal's account, one list for each level from the organization's root down to the account; every level must allow.
   * Leave out outside an organization and for the management account.
   */
  readonly serviceControl?: readonly (readonly Policy[])[];
  /** RCPs of the resource's account, level by level; leave out where none apply. */
  readonly resourceControl?: readonly (readonly Policy[])[];
  /** The policy on the resource: of kind `resource`, `key` or `trust`. */
  readonly resource?: readonly Policy[];
}

/** A request with its action in lower case and whether the principal is bounded. */
interface Question {
  readonly request: AuthorisationRequest;
  readonly action: string;
  readonly bounded: boolean;
}

type Levels = readonly (readonly Policy[])[] | undefined;

interface Found {
  readonly policy: Policy;
  readonly statement: Statement;
}

interface ResourceGrant extends Found {
  readonly grant: Grant;
}

/** Decides a request. Pure; costs no more than a look at each statement. */
export function evaluate(request: AuthorisationRequest, policies: PolicySets): Decision {
  const action = request.action.toLowerCase();
  const question: Question = { request, action, bounded: policies.boundary !== undefined };
  const { principal } = request;
  const exempt = principal.kind === 'role-session' && principal.serviceLinked;
  const resourceControl = exempt ? undefined : policies.resourceControl;
  const serviceControl = exempt || !hasAccount(principal) ? undefined : policies.serviceControl;

  const deny =
    denyInLevels(question, serviceControl) ??
    denyInLevels(question, resourceControl) ??
    denyBelowOrganization(question, policies);
  if (deny !== undefined) return deniedBy(request, deny);
  if (!everyLevelAllows(question, resourceControl)) return lacking(request, 'rcp');
  if (!everyLevelAllows(question, serviceControl)) return lacking(request, 'scp');
  return findGrant(question, policies);
}

/** The Deny statement that applies, if any; where several do, AWS names one kind of policy only. */
function denyBelowOrganization(question: Question, policies: PolicySets): Found | undefined {
  return (
    denyIn(question, policies.identity) ??
    (policies.boundary === undefined ? undefined : denyInPolicy(question, policies.boundary)) ??
    denyIn(question, policies.session) ??
    denyIn(question, policies.resource)
  );
}

/** Whether some policy set grants the request and those that limit it let it through. */
function findGrant(question: Question, policies: PolicySets): Decision {
  const { principal, resourceAccount } = question.request;
  const resourceGrant = strongestGrant(question, policies.resource);
  if (!hasAccount(principal)) {
    return resourceGrant === undefined
      ? lacking(question.request, resourceKind(policies))
      : allowedBy(resourceGrant);
  }
  const sameAccount = resourceAccount === undefined || resourceAccount === principal.account;
  const mustGrant = !sameAccount || policies.resource?.some(grantsAlone) === true;
  if (sameAccount && resourceGrant?.grant === grants.direct) return allowedBy(resourceGrant);
  if (mustGrant && resourceGrant === undefined) return lacking(question.request, resourceKind(policies));

  const byResource = sameAccount && resourceGrant?.grant === grants.limited ? resourceGrant : undefined;
  const source = byResource ?? (principal.kind === 'root' ? 'root' : allowIn(question, policies.identity));
  if (source === undefined) return lacking(question.request, 'identity');
  if (policies.boundary !== undefined && allowInPolicy(question, policies.boundary) === undefined) {
    return lacking(question.request, 'boundary');
  }
  if (!sessionAllows(question, policies)) return lacking(question.request, 'session');
  return source === 'root' ? { allowed: true, by: 'root' } : allowedBy(source);
}

/** Key and trust policies must grant, in the same account too. */
function grantsAlone(policy: Policy): boolean {
  return policy.kind === 'key' || policy.kind === 'trust';
}

/** A role's session without a session policy is not limited; a federated user's has then no permissions of its own. */
function sessionAllows(question: Question, policies: PolicySets): boolean {
  if (policies.session === undefined) return question.request.principal.kind !== 'federated-user';
  return allowIn(question, policies.session) !== undefined;
}

function resourceKind(policies: PolicySets): PolicyKind {
  return policies.resource?.[0]?.kind ?? 'resource';
}

function everyLevelAllows(question: Question, levels: Levels): boolean {
  if (levels === undefined) return true;
  for (const level of levels) if (allowIn(question, level) === undefined) return false;
  return true;
}

function denyInLevels(
  question: Question,
  levels: readonly (readonly Policy[])[] | undefined,
): Found | undefined {
  if (levels === undefined) return undefined;
  for (const level of levels) {
    const found = denyIn(question, level);
    if (found !== undefined) return found;
  }
  return undefined;
}

function denyIn(question: Question, policies: readonly Policy[] | undefined): Found | undefined {
  if (policies === undefined) return undefined;
  for (const policy of policies) {
    const found = denyInPolicy(question, policy);
    if (found !== undefined) return found;
  }
  return undefined;
}

function denyInPolicy(question: Question, policy: Policy): Found | undefined {
  for (const statement of policy.denies) {
    if (grantOf(question, statement) !== grants.none) return { policy, statement };
  }
  return undefined;
}

function allowIn(question: Question, policies: readonly Policy[] | undefined): Found | undefined {
  if (policies === undefined) return undefined;
  for (const policy of policies) {
    const found = allowInPolicy(question, policy);
    if (found !== undefined) return found;
  }
  return undefined;
}

function allowInPolicy(question: Question, policy: Policy): Found | undefined {
  for (const statement of policy.allows) {
    if (grantOf(question, statement) !== grants.none) return { policy, statement };
  }
  return undefined;
}

/** The most direct Allow on the resource's side. */
function strongestGrant(
  question: Question,
  policies: readonly Policy[] | undefined,
): ResourceGrant | undefined {
  let strongest: ResourceGrant | undefined;
  if (policies === undefined) return undefined;
  for (const policy of policies) {
    for (const statement of policy.allows) {
      const grant = grantOf(question, statement);
      if (grant > (strongest?.grant ?? grants.none)) strongest = { policy, statement, grant };
    }
  }
  return strongest;
}

/** How directly a statement names the principal, where it applies; `none` where it does not. */
function grantOf(question: Question, statement: Statement): Grant {
  const { request } = question;
  if (!statement.matchesAction(question.action)) return grants.none;
  if (!statement.matchesResource(request.resource, request.context)) return grants.none;
  const grant =
    statement.principal === undefined
      ? grants.direct
      : statement.principal(request.principal, question.bounded);
  if (grant === grants.none || !conditionsHold(statement, request.context)) return grants.none;
  return grant;
}

function allowedBy({ policy, statement }: Found): Decision {
  return { allowed: true, by: policy.kind, policy: policy.name, statement: statement.id };
}

function deniedBy(request: AuthorisationRequest, { policy, statement }: Found): Denied {
  const message = denialMessage(request, { explicit: true, by: policy.kind });
  return {
    allowed: false,
    explicit: true,
    by: policy.kind,
    policy: policy.name,
    statement: statement.id,
    message,
  };
}

function lacking(request: AuthorisationRequest, by: PolicyKind): Denied {
  return { allowed: false, explicit: false, by, message: denialMessage(request, { explicit: false, by }) };
}

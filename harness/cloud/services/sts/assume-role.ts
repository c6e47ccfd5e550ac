/** AssumeRole: trust and identity policies let somebody act as a role for a while (STS API Reference, "AssumeRole"). */
import type {
  AssumeRoleCommandInput,
  AssumeRoleCommandOutput,
  PolicyDescriptorType,
} from '@aws-sdk/client-sts';
import type { Actor } from '../../../contract/actor.js';
import { formatArn, parseArn } from '../../../contract/arn.js';
import { constraint, type AwsFailure } from '../../../contract/aws-error.js';
import type { ActionRequest } from '../../../contract/call.js';
import { refuse, required } from '../../input-check.js';
import type { Scene } from '../../scene.js';
import { operation } from '../../service.js';
import { requestTags, tagsIn } from '../../tag-list.js';
import type { ResourceRecord, State } from '../../world/state.js';
import type { Transaction } from '../../world/transaction.js';
import { lowerFirst, missing, validationError } from '../iam/failures.js';
import { findRole, type RoleBody } from '../iam/holder.js';
import { isAttachable } from '../iam/managed-policy.js';
import { checkedNumber } from '../iam/names.js';
import { checkedPolicy } from '../iam/policy-text.js';
import { credentialsOf } from './credentials.js';
import { putSession, storedSession, type SessionPolicies, type StoredSession } from './stored-session.js';

type AssumeRoleWish = Partial<AssumeRoleCommandInput>;

/** Longest session of a role that was assumed with another role's session, in seconds. */
const longestChained = 3600;

/** The role of an ARN, in whatever account it is. */
export function roleAt(state: State, arn: string): ResourceRecord<RoleBody> | undefined {
  const { account = '', resource = '' } = parseArn(arn) ?? {};
  const record = findRole({ state, account }, resource.slice(resource.lastIndexOf('/') + 1));
  return record?.arn === arn ? record : undefined;
}

/** What AssumeRole asks of IAM: session tags and a source identity are actions of their own, inherited ones included. */
export function assumeRoleActions(input: AssumeRoleWish, scene: Scene): readonly ActionRequest[] {
  const role = input.RoleArn ?? '';
  const caller = storedSession(scene.state, scene.actor.accessKeyId);
  const sourceIdentity = input.SourceIdentity ?? scene.actor.session?.sourceIdentity ?? null;
  const transitive = [...(caller?.transitiveTags ?? []), ...(input.TransitiveTagKeys ?? [])];
  const context: Record<string, string | readonly string[]> = {
    'sts:RoleSessionName': input.RoleSessionName ?? '',
    ...requestTags(tagsIn(input.Tags)),
  };
  if (input.ExternalId !== undefined) context['sts:ExternalId'] = input.ExternalId;
  if (sourceIdentity !== null) context['sts:SourceIdentity'] = sourceIdentity;
  if (transitive.length > 0) context['sts:TransitiveTagKeys'] = transitive;
  const actions = ['sts:AssumeRole'];
  if ((input.Tags ?? []).length > 0 || transitive.length > 0) actions.push('sts:TagSession');
  if (sourceIdentity !== null) actions.push('sts:SetSourceIdentity');
  return actions.map((action) => ({ action, resources: [role], context }));
}

/**
 * Opens the session that AssumeRole gives, after it was authorised.
 * @throws AwsFailure as STS answers.
 */
export function assumeRole(
  input: AssumeRoleWish,
  actor: Actor,
  transaction: Transaction,
): { readonly accessKeyId: string; readonly session: StoredSession; readonly sourceIdentity: string | null } {
  const arn = required(input.RoleArn, 'RoleArn', missing);
  const name = checkedSessionName(input.RoleSessionName, 'RoleSessionName');
  if (actor.principal.endsWith(':root')) throw denied('Roles may not be assumed by root accounts.');
  const role = roleAt(transaction.state, arn);
  if (role === undefined) throw notAuthorised(actor, 'sts:AssumeRole', arn);
  const { partition } = actor;
  const resource = `assumed-role/${role.id}/${name}`;
  const principal = formatArn({ partition, service: 'sts', region: '', account: role.account, resource });
  const issuedAt = transaction.now;
  const expiresAt = issuedAt + durationOf(input, actor, role) * 1000;
  const tags = sessionTags(input, actor, transaction.state);
  const sourceIdentity = sourceIdentityOf(input, actor, arn);
  const session: StoredSession = {
    kind: 'role',
    principal,
    account: role.account,
    partition,
    chain: [...actor.chain, { arn: principal, by: 'AssumeRole' }],
    userId: `${role.body.uniqueId}:${name}`,
    issuedAt,
    expiresAt,
    session: { roleArn: arn, name, issuedAt, expiresAt, sourceIdentity, tags: tags.all },
    policies: sessionPolicies(input, transaction.state, role.account),
    transitiveTags: tags.transitive,
  };
  const label = `session ${actor.accessKeyId} ${principal} ${session.chain.length}`;
  const accessKeyId = `ASIA${transaction.base32(label, 16)}`;
  putSession(transaction, accessKeyId, session);
  return { accessKeyId, session, sourceIdentity };
}

function durationOf(input: AssumeRoleWish, actor: Actor, role: ResourceRecord<RoleBody>): number {
  const seconds = checkedNumber(input.DurationSeconds ?? 3600, 'DurationSeconds', 900, 43_200);
  if (seconds > role.body.maxSessionDuration) {
    throw validationError('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
  }
  if (actor.session !== null && seconds > longestChained) {
    throw validationError(
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
    );
  }
  return seconds;
}

function sourceIdentityOf(input: AssumeRoleWish, actor: Actor, role: string): string | null {
  const inherited = actor.session?.sourceIdentity ?? null;
  if (input.SourceIdentity === undefined) return inherited;
  const wanted = checkedSessionName(input.SourceIdentity, 'SourceIdentity');
  if (inherited !== null && inherited !== wanted) throw notAuthorised(actor, 'sts:SetSourceIdentity', role);
  return wanted;
}

/** Tags that were passed and those that the caller's session hands on. */
function sessionTags(
  input: AssumeRoleWish,
  actor: Actor,
  state: State,
): { readonly all: Readonly<Record<string, string>>; readonly transitive: readonly string[] } {
  const passed = tagsIn(input.Tags);
  const inherited = storedSession(state, actor.accessKeyId)?.transitiveTags ?? [];
  if (Object.keys(passed).length > 50) {
    throw validationError(
      "1 validation error detected: Value at 'tags' failed to satisfy constraint: Member must have length less than or equal to 50",
    );
  }
  const taken = new Set(inherited.map((key) => key.toLowerCase()));
  if (Object.keys(passed).some((key) => taken.has(key.toLowerCase()))) {
    throw constraint(
      'InvalidParameterValue',
      "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
    );
  }
  const transitive = input.TransitiveTagKeys ?? [];
  const keys = new Set(Object.keys(passed).map((key) => key.toLowerCase()));
  if (transitive.some((key) => !keys.has(key.toLowerCase()))) {
    throw constraint(
      'InvalidParameterValue',
      'The specified transitive tag key must be included in the requested tags.',
    );
  }
  const handed = Object.fromEntries(inherited.map((key) => [key, actor.session?.tags[key] ?? '']));
  return { all: { ...passed, ...handed }, transitive: [...inherited, ...transitive] };
}

interface PassedPolicies {
  readonly Policy?: string | undefined;
  readonly PolicyArns?: readonly PolicyDescriptorType[] | undefined;
}

/** Session policies that were passed, checked; null where none was. */
export function sessionPolicies(
  input: PassedPolicies,
  state: State,
  account: string,
): SessionPolicies | null {
  const arns = (input.PolicyArns ?? []).map(({ arn }) => arn ?? '');
  if (input.Policy === undefined && arns.length === 0) return null;
  if (arns.length > 10) {
    throw validationError(
      "1 validation error detected: Value at 'policyArns' failed to satisfy constraint: Member must have length less than or equal to 10",
    );
  }
  for (const arn of arns) {
    if (!isAttachable({ state, account }, arn)) {
      throw constraint('InvalidParameterValue', `PolicyArns contains an invalid policy ARN: ${arn}`);
    }
  }
  const inline = input.Policy === undefined ? null : checkedPolicy(input.Policy, 'session', 'Policy');
  if (inline !== null && inline.length > 2048) {
    throw validationError(
      "1 validation error detected: Value at 'policy' failed to satisfy constraint: Member must have length less than or equal to 2048",
    );
  }
  return { inline, arns };
}

/** A session's or federated user's name. */
export function checkedSessionName(value: string | undefined, member: string, longest = 64): string {
  const name = required(value, member, missing);
  const broken = brokenRule(name, longest);
  if (broken === undefined) return name;
  throw validationError(
    `1 validation error detected: Value '${name}' at '${lowerFirst(member)}' failed to satisfy constraint: Member must ${broken}`,
  );
}

function brokenRule(name: string, longest: number): string | undefined {
  if (name.length < 2) return 'have length greater than or equal to 2';
  if (name.length > longest) return `have length less than or equal to ${longest}`;
  return /^[\w+=,.@-]*$/.test(name) ? undefined : 'satisfy regular expression pattern: [\\w+=,.@-]*';
}

function denied(message: string): AwsFailure {
  return constraint('AccessDenied', message, 403);
}

function notAuthorised(actor: Actor, action: string, resource: string): AwsFailure {
  return denied(`User: ${actor.principal} is not authorized to perform: ${action} on resource: ${resource}`);
}

export const assumeRoleOperation = operation<AssumeRoleCommandInput, AssumeRoleCommandOutput>({
  readOnly: false,
  actions: assumeRoleActions,
  run: (input, context) => {
    refuse('STS.AssumeRole', input, [
      'SerialNumber',
      'TokenCode',
      'ProvidedContexts',
      'MinimumSessionTokenSize',
    ]);
    const { accessKeyId, session, sourceIdentity } = assumeRole(input, context.actor, context.transaction);
    return {
      Credentials: credentialsOf(context, accessKeyId, session.expiresAt ?? context.now),
      AssumedRoleUser: { AssumedRoleId: session.userId, Arn: session.principal },
      ...(sourceIdentity === null ? {} : { SourceIdentity: sourceIdentity }),
    };
  },
});

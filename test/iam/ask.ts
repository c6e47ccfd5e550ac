/** Short ways to put a question to the IAM engine, for its tests. */

import { evaluate, type AuthorisationRequest, type PolicySets } from '../../harness/iam/evaluate.js';
import type { Decision } from '../../harness/iam/decision.js';
import { loadPolicy, type Policy } from '../../harness/iam/policy.js';
import type { PolicyKind } from '../../harness/iam/policy-kind.js';
import { rolePrincipal, userPrincipal } from '../../harness/iam/principal.js';
import type { ContextValue } from '../../harness/iam/request-context.js';

export const account = '111122223333';
export const user = userPrincipal(`arn:aws:iam::${account}:user/team/alice`);
export const roleArn = `arn:aws:iam::${account}:role/deploy`;
export const sessionArn = `arn:aws:sts::${account}:assumed-role/deploy/run-7`;
export const session = rolePrincipal(sessionArn, roleArn);

export type Members = Readonly<Record<string, unknown>>;

/** A policy of one or more statements; Effect, Action and Resource have defaults that allow everything. */
export function policy(kind: PolicyKind, ...statements: readonly Members[]): Policy {
  const some = statements.length === 0 ? [{}] : statements;
  return loadPolicy(documentOf(kind, some), { name: `the ${kind} policy`, kind });
}

export function documentOf(kind: PolicyKind, statements: readonly Members[]): Members {
  return { Version: '2012-10-17', Statement: statements.map((statement) => withDefaults(kind, statement)) };
}

function withDefaults(kind: PolicyKind, statement: Members): Members {
  const filled: Record<string, unknown> = { Effect: 'Allow', ...statement };
  if (!('Action' in filled) && !('NotAction' in filled)) filled['Action'] = kind === 'trust' ? 'sts:*' : '*';
  if (kind !== 'trust' && !('Resource' in filled) && !('NotResource' in filled)) filled['Resource'] = '*';
  return filled;
}

export function contextOf(values: Readonly<Record<string, ContextValue>>): ReadonlyMap<string, ContextValue> {
  return new Map(Object.entries(values).map(([key, value]) => [key.toLowerCase(), value]));
}

export interface Question extends Partial<Omit<AuthorisationRequest, 'context'>> {
  readonly with?: Readonly<Record<string, ContextValue>>;
}

/** By default: the user alice gets an object from a bucket of her own account. */
export function decide(policies: PolicySets, question: Question = {}): Decision {
  const { with: values = {}, ...request } = question;
  return evaluate(
    {
      principal: user,
      action: 's3:GetObject',
      resource: 'arn:aws:s3:::ledger/2025/december.csv',
      ...request,
      context: contextOf(values),
    },
    policies,
  );
}

export function allows(policies: PolicySets, question: Question = {}): boolean {
  return decide(policies, question).allowed;
}

/** Whether a condition holds: whether a statement that carries it allows. */
export function holds(condition: unknown, values: Readonly<Record<string, ContextValue>>): boolean {
  return allows({ identity: [policy('identity', { Condition: condition })] }, { with: values });
}

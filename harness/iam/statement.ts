/** One statement of a policy, compiled: whether it speaks about a request, and whom it names. */

import { nearest } from '../contract/blastpit-error.js';
import { compileActions } from './action-element.js';
import { compileConditions, type ConditionTest } from './condition.js';
import { policyGrammars, type PolicyKind } from './policy-kind.js';
import type { ProblemSink } from './policy-problem.js';
import { compileNotPrincipal, compilePrincipal, type PrincipalMatcher } from './principal-element.js';
import type { ContextKeys } from './request-context.js';
import { compileResources, type ResourceMatcher } from './resource-element.js';
import type { TextMatcher } from './text-pattern.js';

export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  /** Its Sid, or its place: `Statement[2]`. */
  readonly id: string;
  readonly sid: string | undefined;
  /** Takes the action in lower case. */
  readonly matchesAction: TextMatcher;
  readonly matchesResource: ResourceMatcher;
  /** Undefined where the policy's kind names nobody: it speaks about those it is attached to. */
  readonly principal: PrincipalMatcher | undefined;
  readonly conditions: readonly ConditionTest[];
}

/** Whether all of a statement's conditions hold. */
export function conditionsHold(statement: Statement, context: ContextKeys): boolean {
  for (const holds of statement.conditions) if (!holds(context)) return false;
  return true;
}

/** What a statement stands in. */
export interface StatementPlace {
  readonly kind: PolicyKind;
  readonly path: string;
  /** Whether the policy's Version knows variables. */
  readonly variables: boolean;
  readonly problems: ProblemSink;
}

const members = 'Sid Effect Principal NotPrincipal Action NotAction Resource NotResource Condition'.split(
  ' ',
);

/** Compiles a statement; what is wrong with it goes to the problems, and the result is then not to be used. */
export function compileStatement(element: object, place: StatementPlace): Statement {
  const { path, kind, problems } = place;
  const fields = new Map<string, unknown>(Object.entries(element));
  for (const name of fields.keys()) if (!members.includes(name)) unknownMember(name, members, path, problems);
  const effect = readEffect(fields.get('Effect'), place);
  const sid = readSid(fields.get('Sid'), place);
  const { resource } = policyGrammars[kind];
  if (kind === 'rcp' && effect === 'Allow' && !isFullAccess(fields)) {
    problems.malformed(`${path}.Effect`, 'an RCP of your own can only deny', { expected: '"Deny"' });
  }
  return {
    effect,
    id: sid ?? path,
    sid,
    matchesAction: readActions(fields, effect, place),
    matchesResource: resource === 'forbidden' ? forbidResource(fields, place) : readResources(fields, place),
    principal: readPrincipals(fields, effect, place),
    conditions: fields.has('Condition')
      ? compileConditions(fields.get('Condition'), place.variables, `${path}.Condition`, problems)
      : [],
  };
}

/** A member that the grammar does not know, with the name that was probably meant. */
export function unknownMember(
  name: string,
  known: readonly string[],
  path: string,
  problems: ProblemSink,
): void {
  const near = nearest(name, known);
  const hint = near === undefined ? '' : `; did you mean "${near}"?`;
  problems.malformed(path === '' ? name : `${path}.${name}`, `no such member${hint}`, {
    alternatives: known,
    awsMessage: 'Syntax errors in policy.',
  });
}

function readEffect(value: unknown, { path, problems }: StatementPlace): 'Allow' | 'Deny' {
  if (value === 'Allow' || value === 'Deny') return value;
  const message = value === undefined ? 'is missing' : `${JSON.stringify(value)} is not an effect`;
  problems.malformed(`${path}.Effect`, message, {
    expected: '"Allow" or "Deny"',
    alternatives: ['Allow', 'Deny'],
  });
  return 'Deny';
}

function readSid(value: unknown, { kind, path, problems }: StatementPlace): string | undefined {
  if (value === undefined || value === '') return undefined;
  if (typeof value !== 'string') problems.malformed(`${path}.Sid`, 'must be a string');
  else if (policyGrammars[kind].plainSid && !/^[A-Za-z0-9]*$/.test(value)) {
    problems.malformed(`${path}.Sid`, `"${value}" has more than letters and digits`, {
      expected: 'letters and digits',
      awsMessage:
        'Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*',
    });
  } else return value;
  return undefined;
}

/** `RCPFullAWSAccess`, the one RCP that allows. */
function isFullAccess(fields: ReadonlyMap<string, unknown>): boolean {
  return fields.get('Action') === '*' && fields.get('Resource') === '*' && !fields.has('Condition');
}

function readActions(
  fields: ReadonlyMap<string, unknown>,
  effect: string,
  place: StatementPlace,
): TextMatcher {
  const { kind, path, problems } = place;
  const chosen = chooseMember(fields, 'Action', 'NotAction', place, 'Policy statement must contain actions.');
  if (chosen === undefined) return () => false;
  const [name, patterns] = chosen;
  const where = `${path}.${name}`;
  if (name === 'NotAction' && !policyGrammars[kind].notAction) {
    problems.malformed(where, `is not allowed in a policy of kind ${kind}`, { expected: 'Action' });
  }
  if (kind === 'rcp' && effect === 'Deny' && patterns.includes('*')) {
    problems.malformed(where, 'an RCP of your own must name the service', {
      expected: 'an action such as "s3:*"',
    });
  }
  return compileActions(patterns, name === 'NotAction', kind, where, problems);
}

function readResources(fields: ReadonlyMap<string, unknown>, place: StatementPlace): ResourceMatcher {
  const chosen = chooseMember(
    fields,
    'Resource',
    'NotResource',
    place,
    'Policy statement must contain resources.',
  );
  if (chosen === undefined) return () => false;
  const [name, patterns] = chosen;
  const { kind, path, variables, problems } = place;
  const grammar = policyGrammars[kind];
  return compileResources(patterns, name === 'NotResource', variables, grammar, `${path}.${name}`, problems);
}

function forbidResource(
  fields: ReadonlyMap<string, unknown>,
  { kind, path, problems }: StatementPlace,
): ResourceMatcher {
  for (const name of ['Resource', 'NotResource']) {
    if (!fields.has(name)) continue;
    problems.malformed(
      `${path}.${name}`,
      `is not allowed in a policy of kind ${kind}: it speaks about what it is attached to`,
      {
        awsMessage: `Has prohibited field ${name}`,
      },
    );
  }
  return () => true;
}

function readPrincipals(
  fields: ReadonlyMap<string, unknown>,
  effect: string,
  place: StatementPlace,
): PrincipalMatcher | undefined {
  const { kind, path, problems } = place;
  const rule = policyGrammars[kind];
  const principal = fields.get('Principal');
  const notPrincipal = fields.get('NotPrincipal');
  if (rule.principal === 'forbidden') {
    for (const name of ['Principal', 'NotPrincipal']) {
      if (!fields.has(name)) continue;
      const awsMessage = 'Policy document should not specify a principal.';
      problems.malformed(`${path}.${name}`, `is not allowed in a policy of kind ${kind}`, { awsMessage });
    }
    return undefined;
  }
  if (notPrincipal !== undefined) {
    const where = `${path}.NotPrincipal`;
    if (principal !== undefined) problems.malformed(where, 'stands beside Principal; only one of them may');
    if (!rule.notPrincipal) {
      problems.malformed(where, `is not allowed in a policy of kind ${kind}`, {
        awsMessage: 'Has prohibited field NotPrincipal',
      });
    } else if (effect === 'Allow')
      problems.malformed(where, 'is allowed with Deny only', { expected: '"Effect": "Deny"' });
    return compileNotPrincipal(notPrincipal, where, problems);
  }
  const where = `${path}.Principal`;
  if (principal === undefined) {
    problems.malformed(where, 'is missing', {
      awsMessage: 'Missing required field Principal',
      expected: 'a Principal',
    });
    return undefined;
  }
  if (rule.principal === 'everyone' && principal !== '*')
    problems.malformed(where, 'must be "*"', { expected: '"*"' });
  return compilePrincipal(principal, where, problems);
}

/** Exactly one of two members, as a list of strings. */
function chooseMember(
  fields: ReadonlyMap<string, unknown>,
  plain: string,
  negated: string,
  { path, problems }: StatementPlace,
  awsMessage: string,
): [string, string[]] | undefined {
  if (fields.has(plain) && fields.has(negated)) {
    problems.malformed(`${path}.${negated}`, `stands beside ${plain}; only one of them may`);
    return undefined;
  }
  const name = fields.has(negated) ? negated : plain;
  const value = fields.get(name);
  const items: unknown[] = Array.isArray(value) ? value : [value];
  if (value === undefined || items.length === 0) {
    problems.malformed(`${path}.${name}`, value === undefined ? `is missing (or ${negated})` : 'is empty', {
      awsMessage,
    });
    return undefined;
  }
  const texts = items.filter((item) => typeof item === 'string');
  if (texts.length === items.length) return [name, texts];
  problems.malformed(`${path}.${name}`, 'must be a string or a list of strings');
  return undefined;
}

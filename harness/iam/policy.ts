/** Policies, loaded: a document is checked and compiled once, and asked many times by {@link evaluate}. */

import type { JsonObject } from '../contract/json.js';
import { policyGrammars, type PolicyKind } from './policy-kind.js';
import {
  policyError,
  policyFailure,
  problemSink,
  type PolicyProblem,
  type ProblemSink,
} from './policy-problem.js';
import { compileStatement, unknownMember, type Statement } from './statement.js';

/** What a policy is called in decisions, and where it is attached. */
export interface PolicyPlace {
  readonly name: string;
  readonly kind: PolicyKind;
}

export interface Policy extends PolicyPlace {
  readonly allows: readonly Statement[];
  readonly denies: readonly Statement[];
}

/**
 * Checks and compiles a policy document (parsed JSON).
 *
 * @throws BlastpitError `invalid-policy` or `unsupported-policy`, naming every member at fault. An operator, key or element that
 *   blastpit does not know is an error here, never a guess later.
 */
export function loadPolicy(document: unknown, where: PolicyPlace): Policy {
  const problems: PolicyProblem[] = [];
  const policy = readPolicy(document, where, problems);
  if (policy === undefined || problems.length > 0) throw policyError(where.name, problems);
  return policy;
}

/** Everything that is wrong with a document; empty where {@link loadPolicy} would take it. */
export function findPolicyProblems(document: unknown, kind: PolicyKind): readonly PolicyProblem[] {
  const problems: PolicyProblem[] = [];
  readPolicy(document, { name: kind, kind }, problems);
  return problems;
}

/**
 * The check behind PutRolePolicy, CreatePolicy, UpdateAssumeRolePolicy and their like: parses a caller's text and gives the document.
 *
 * @param code the service's error code, see {@link policyFailure}.
 * @throws AwsFailure as AWS would, or with origin `unsupported` where AWS would take what blastpit cannot evaluate.
 */
export function validatePolicy(text: string, kind: PolicyKind, code?: string): JsonObject {
  let document: JsonObject;
  try {
    document = JSON.parse(text) as JsonObject;
  } catch {
    const message = 'is not JSON';
    throw policyFailure(
      [{ path: '', kind: 'malformed', message, awsMessage: 'This policy contains invalid Json' }],
      code,
    );
  }
  const problems = findPolicyProblems(document, kind);
  if (problems.length > 0) throw policyFailure(problems, code);
  return document;
}

const loaded = new WeakMap<object, Policy[]>();

/**
 * {@link loadPolicy}, remembered by the document's identity, name and kind. The document must be frozen for good, as the world's
 * records are.
 */
export function policyOf(document: object, where: PolicyPlace): Policy {
  let policies = loaded.get(document);
  if (policies === undefined) {
    policies = [];
    loaded.set(document, policies);
  }
  for (const policy of policies) if (policy.kind === where.kind && policy.name === where.name) return policy;
  const policy = loadPolicy(document, where);
  policies.push(policy);
  return policy;
}

function readPolicy(document: unknown, where: PolicyPlace, problems: PolicyProblem[]): Policy | undefined {
  const sink = problemSink(problems);
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    sink.malformed('', 'a policy is an object', {
      expected: '{ "Version": "2012-10-17", "Statement": […] }',
    });
    return undefined;
  }
  const fields = new Map<string, unknown>(Object.entries(document));
  const members = policyGrammars[where.kind].id ? ['Version', 'Id', 'Statement'] : ['Version', 'Statement'];
  for (const name of fields.keys()) if (!members.includes(name)) unknownMember(name, members, '', sink);
  if (fields.has('Id') && typeof fields.get('Id') !== 'string') sink.malformed('Id', 'must be a string');
  const variables = readVersion(fields.get('Version'), where.kind, sink);
  const statements = readStatements(fields.get('Statement'), where.kind, variables, sink);
  return {
    name: where.name,
    kind: where.kind,
    allows: statements.filter((statement) => statement.effect === 'Allow'),
    denies: statements.filter((statement) => statement.effect === 'Deny'),
  };
}

/** Whether the version knows variables; a policy without Version is of the older one. */
function readVersion(value: unknown, kind: PolicyKind, sink: ProblemSink): boolean {
  const versions = policyGrammars[kind].newVersionOnly ? ['2012-10-17'] : ['2012-10-17', '2008-10-17'];
  if (value === undefined && !policyGrammars[kind].newVersionOnly) return false;
  if (typeof value !== 'string' || !versions.includes(value)) {
    const message =
      value === undefined ? 'is missing' : `${JSON.stringify(value)} is not a version of the policy language`;
    sink.malformed('Version', message, { expected: `"${versions.join('" or "')}"`, alternatives: versions });
  }
  return value === '2012-10-17';
}

function readStatements(
  value: unknown,
  kind: PolicyKind,
  variables: boolean,
  problems: ProblemSink,
): Statement[] {
  const items: unknown[] = Array.isArray(value) ? value : [value];
  if (value === undefined || items.length === 0) {
    const message = value === undefined ? 'is missing' : 'is empty';
    problems.malformed('Statement', message, { expected: 'a statement or a list of them' });
    return [];
  }
  const statements: Statement[] = [];
  const sids = new Set<string>();
  for (const [index, item] of items.entries()) {
    const path = Array.isArray(value) ? `Statement[${index}]` : 'Statement';
    if (typeof item !== 'object' || item === null || Array.isArray(item)) {
      problems.malformed(path, 'must be an object');
      continue;
    }
    const statement = compileStatement(item, { kind, path, variables, problems });
    statements.push(statement);
    if (statement.sid === undefined || !policyGrammars[kind].uniqueSid) continue;
    if (sids.has(statement.sid)) {
      const awsMessage = 'Statement IDs (SID) in a single policy must be unique.';
      problems.malformed(`${path}.Sid`, `"${statement.sid}" stands twice`, {
        expected: 'a Sid of its own',
        awsMessage,
      });
    }
    sids.add(statement.sid);
  }
  return statements;
}

/** What is wrong with a policy document, in one form that is shown two ways: to the person who wrote it, and as AWS's error to a caller. */

import { constraint, unsupported, type AwsFailure } from '../contract/aws-error.js';
import { BlastpitError } from '../contract/blastpit-error.js';

export interface PolicyProblem {
  /** The member at fault, e.g. `Statement[1].Condition.StringLikee`; empty for the document itself. */
  readonly path: string;
  /** `malformed`: AWS refuses it too. `unsupported`: AWS takes it, blastpit does not know what it means there. */
  readonly kind: 'malformed' | 'unsupported';
  readonly message: string;
  readonly expected?: string;
  readonly alternatives?: readonly string[];
  /** AWS's own sentence for it, where known. */
  readonly awsMessage?: string;
}

/** Gathers problems while a policy is read. */
export interface ProblemSink {
  malformed(path: string, message: string, more?: ProblemHints): void;
  unsupported(path: string, message: string, more?: ProblemHints): void;
}

type ProblemHints = Pick<PolicyProblem, 'expected' | 'alternatives' | 'awsMessage'>;

export function problemSink(problems: PolicyProblem[]): ProblemSink {
  return {
    malformed: (path, message, more) => problems.push({ path, kind: 'malformed', message, ...more }),
    unsupported: (path, message, more) => problems.push({ path, kind: 'unsupported', message, ...more }),
  };
}

/** For the person at the keyboard: every problem with its place; code `invalid-policy`, or `unsupported-policy` where AWS would take it. */
export function policyError(name: string, problems: readonly PolicyProblem[]): BlastpitError {
  const [first] = problems;
  const code = problems.some((problem) => problem.kind === 'malformed')
    ? 'invalid-policy'
    : 'unsupported-policy';
  const lines = problems.map(
    (problem) => `${problem.path === '' ? '' : `${problem.path}: `}${problem.message}`,
  );
  return new BlastpitError(code, `policy "${name}": ${lines.join('; ')}`, {
    where: first === undefined || first.path === '' ? name : first.path,
    ...(first?.expected === undefined ? {} : { expected: first.expected }),
    ...(first?.alternatives === undefined ? {} : { alternatives: first.alternatives }),
  });
}

/**
 * For the caller of PutRolePolicy, CreatePolicy and their like. Where only blastpit is at a loss the error's origin is
 * `unsupported`, so that a run which needed it counts as invalid.
 *
 * @param code `MalformedPolicyDocument` of IAM and STS; KMS and Organizations append `Exception`, S3 says `MalformedPolicy`.
 */
export function policyFailure(
  problems: readonly PolicyProblem[],
  code = 'MalformedPolicyDocument',
): AwsFailure {
  const malformed = problems.find((problem) => problem.kind === 'malformed');
  if (malformed !== undefined) return constraint(code, malformed.awsMessage ?? 'Syntax errors in policy.');
  const what = problems.map((problem) => `${problem.path}: ${problem.message}`).join('; ');
  return unsupported(what);
}

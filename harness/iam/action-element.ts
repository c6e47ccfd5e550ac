/** The Action and NotAction elements, compiled: action names without regard to case, `*` and `?` as wildcards (IAM User Guide, "IAM JSON policy elements: Action"). */

import type { PolicyKind } from './policy-kind.js';
import type { ProblemSink } from './policy-problem.js';
import { compilePattern, tokensOf, type TextMatcher } from './text-pattern.js';

/**
 * Compiles a list of action patterns into a test of one action name in lower case.
 *
 * @param negated for NotAction: everything but what is listed.
 */
export function compileActions(
  patterns: readonly string[],
  negated: boolean,
  kind: PolicyKind,
  path: string,
  problems: ProblemSink,
): TextMatcher {
  for (const pattern of patterns) checkAction(pattern, kind, path, problems);
  const exact = new Set<string>();
  const open: TextMatcher[] = [];
  for (const pattern of patterns) {
    const folded = pattern.toLowerCase();
    if (/[*?]/.test(folded)) open.push(compilePattern(tokensOf(folded)));
    else exact.add(folded);
  }
  return (action) => (exact.has(action) || open.some((matches) => matches(action))) !== negated;
}

function checkAction(pattern: string, kind: PolicyKind, path: string, problems: ProblemSink): void {
  if (pattern !== '*' && !/^([A-Za-z0-9-]+|\*):[A-Za-z0-9*?]+$/.test(pattern)) {
    problems.malformed(path, `"${pattern}" is not an action`, {
      expected: '"*", or a service and an action such as "s3:GetObject"',
      awsMessage: 'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.',
    });
  } else if (kind === 'trust' && !/^sts:/i.test(pattern)) {
    problems.malformed(path, `"${pattern}" is not an action of STS`, {
      expected: 'sts:AssumeRole and its like',
      awsMessage: 'AssumeRole policy may only specify STS AssumeRole actions.',
    });
  }
}

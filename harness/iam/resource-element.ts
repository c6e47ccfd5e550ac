/** The Resource and NotResource elements, compiled: ARN patterns with wildcards and variables (IAM User Guide, "IAM JSON policy elements: Resource"). */

import type { PolicyGrammar } from './policy-kind.js';
import type { ProblemSink } from './policy-problem.js';
import { fixedTokens, parseTemplate, resolveTokens, type TemplatePiece } from './policy-variable.js';
import type { ContextKeys } from './request-context.js';
import { compilePattern, matchTokens, type TextMatcher } from './text-pattern.js';

export type ResourceMatcher = (resource: string, context: ContextKeys) => boolean;

const partitions = 'aws aws-cn aws-us-gov aws-eusc aws-iso aws-iso-b aws-iso-e aws-iso-f'.split(' ');

/**
 * Compiles a list of resource patterns. `*` runs on beyond colons, as AWS documents for a `*` that ends a part; a pattern whose
 * variable has neither value nor default matches nothing, and in NotResource it keeps the statement from applying.
 */
export function compileResources(
  patterns: readonly string[],
  negated: boolean,
  variables: boolean,
  grammar: PolicyGrammar,
  path: string,
  problems: ProblemSink,
): ResourceMatcher {
  const compiled: TextMatcher[] = [];
  const open: TemplatePiece[][] = [];
  for (const pattern of patterns) {
    const full = checkResource(pattern, variables, grammar, path, problems);
    const pieces = parseTemplate(full, { wildcards: true, variables }, path, problems);
    const tokens = fixedTokens(pieces);
    if (tokens === undefined) open.push(pieces);
    else compiled.push(compilePattern(tokens));
  }
  const [only] = compiled;
  if (!negated && only !== undefined && compiled.length === 1 && open.length === 0) return only;
  return (resource, context) => {
    for (const matches of compiled) if (matches(resource)) return !negated;
    for (const pieces of open) {
      const tokens = resolveTokens(pieces, context);
      if (tokens === undefined) {
        if (negated) return false;
      } else if (matchTokens(tokens, resource)) return !negated;
    }
    return negated;
  };
}

/** Checks a pattern's shape and gives it back, completed where its ARN is short and the policy's kind allows that. */
function checkResource(
  pattern: string,
  variables: boolean,
  grammar: PolicyGrammar,
  path: string,
  problems: ProblemSink,
): string {
  if (pattern === '*') return pattern;
  const parts = pattern.split(':');
  const [prefix, partition = '', service = ''] = parts;
  const malformed = (message: string, awsMessage: string): void =>
    problems.malformed(path, message, { expected: '"*" or an ARN', awsMessage });
  if (prefix !== 'arn' || parts.length < 3) {
    malformed(`"${pattern}" is not an ARN`, notAnArn(pattern));
  } else if (!/[*?]/.test(partition) && !partitions.includes(partition)) {
    const awsMessage = `Partition "${partition}" is not valid for resource "${pattern}".`;
    malformed(`"${partition}" is not a partition (${partitions.join(', ')})`, awsMessage);
  } else if (service === '' || /[*?]/.test(service)) {
    const awsMessage = 'Resource vendor must be fully qualified and cannot contain regexes.';
    malformed(`the service in "${pattern}" must be written out`, awsMessage);
  } else if (variables && parts.slice(0, 5).join(':').includes('${')) {
    problems.unsupported(path, `"${pattern}" has a variable before its fifth colon`, {
      expected: 'variables in the resource part only, as the IAM User Guide says',
    });
  } else if (parts.length < 6) {
    const taken =
      grammar.shortArn === 'complete' || (grammar.shortArn === 'wildcard-end' && pattern.endsWith('*'));
    if (!taken) {
      malformed(`"${pattern}" has too few parts for an ARN`, notAnArn(pattern));
    } else if (parts.slice(3, -1).some((part) => part.endsWith('*'))) {
      problems.unsupported(
        path,
        `"${pattern}" has too few parts, and AWS leaves open what its inner "*" covers`,
        {
          expected: 'an ARN of six parts',
        },
      );
    } else return pattern + ':*'.repeat(6 - parts.length);
  }
  return pattern;
}

function notAnArn(pattern: string): string {
  return `Resource ${pattern} must be in ARN format or "*".`;
}

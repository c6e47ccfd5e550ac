/** The parameter that holds an IAM policy document, checked for its outline before the IAM engine compiles it. */
import { z } from 'zod';

const versions: readonly unknown[] = ['2012-10-17', '2008-10-17'];

/**
 * Policy JSON for policies that are attached, and so name no principal (IAM User Guide, "IAM JSON policy elements
 * reference"; AWS Organizations User Guide, "SCP syntax"). Operators and keys are the IAM engine's to check.
 */
export const policyDocument = z.record(z.string(), z.json()).superRefine((document, context) => {
  const fail = (path: (string | number)[], message: string): void => {
    context.addIssue({ code: 'custom', path, message });
  };
  if (document['Version'] !== undefined && !versions.includes(document['Version'])) {
    fail(['Version'], `expected one of ${versions.join(', ')}`);
  }
  const { Statement: statements } = document;
  if (statements === undefined) fail(['Statement'], 'a policy document has a Statement');
  for (const [index, statement] of (Array.isArray(statements) ? statements : [statements]).entries()) {
    if (statement === undefined) continue;
    const path = Array.isArray(statements) ? ['Statement', index] : ['Statement'];
    if (typeof statement !== 'object' || statement === null || Array.isArray(statement)) {
      fail(path, 'a statement is an object');
      continue;
    }
    const has = (name: string): boolean => statement[name] !== undefined;
    if (statement['Effect'] !== 'Allow' && statement['Effect'] !== 'Deny') {
      fail([...path, 'Effect'], 'expected Allow or Deny');
    }
    if (has('Action') === has('NotAction')) fail([...path, 'Action'], 'expected Action or NotAction');
    if (has('Resource') === has('NotResource'))
      fail([...path, 'Resource'], 'expected Resource or NotResource');
    for (const name of ['Principal', 'NotPrincipal']) {
      if (has(name)) fail([...path, name], 'an attached policy names no principal');
    }
  }
});

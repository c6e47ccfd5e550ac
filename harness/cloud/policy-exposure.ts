/** Says whether a resource policy lets anyone in, for observations and for S3's public access block. */
import type { Json } from '../contract/json.js';

/** Keys that tie a statement to someone known, with fixed values (Amazon S3 User Guide, "The meaning of 'public'"). */
const narrowing = new Set([
  'aws:principalaccount',
  'aws:principalarn',
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:sourceip',
  'aws:sourceorgid',
  'aws:sourceorgpaths',
  'aws:sourceowner',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:userid',
  'kms:calleraccount',
  's3:dataaccesspointaccount',
  's3:dataaccesspointarn',
  's3:x-amz-server-side-encryption-aws-kms-key-id',
]);

/** Whether some statement of a policy document allows everyone, not narrowed by a condition on who or where from. */
export function allowsAnyone(policy: Json): boolean {
  return listOf(memberOf(policy, 'Statement')).some(
    (statement) =>
      memberOf(statement, 'Effect') === 'Allow' &&
      isAnyone(memberOf(statement, 'Principal')) &&
      !isNarrowed(memberOf(statement, 'Condition')),
  );
}

function isAnyone(principal: Json): boolean {
  return principal === '*' || listOf(memberOf(principal, 'AWS')).includes('*');
}

function isNarrowed(condition: Json): boolean {
  if (!isObject(condition)) return false;
  return Object.entries(condition).some(([operator, tests]) => {
    if (!isObject(tests) || /not|null|ifexists|forallvalues/i.test(operator)) return false;
    return Object.entries(tests).some(
      ([key, values]) => narrowing.has(key.toLowerCase()) && listOf(values).every(isFixed),
    );
  });
}

function isFixed(value: Json): boolean {
  return (
    typeof value === 'string' &&
    value !== '*' &&
    !value.includes('${') &&
    value !== '0.0.0.0/0' &&
    value !== '::/0'
  );
}

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function memberOf(value: Json, name: string): Json {
  return isObject(value) ? (value[name] ?? null) : null;
}

function listOf(value: Json): readonly Json[] {
  if (value === null) return [];
  return Array.isArray(value) ? (value as readonly Json[]) : [value];
}

/**
 * Policy documents stay in the records as the text that callers gave, as IAM gives it back. Here they are checked and
 * read, each text once for all worlds, so that a decision never parses one.
 */
import type { JsonObject } from '../../../contract/json.js';
import type { PolicyKind } from '../../../iam/policy-kind.js';
import { validatePolicy } from '../../../iam/policy.js';
import { required } from '../../input-check.js';
import { deepFreeze } from '../../world/frozen.js';
import { missing } from './failures.js';

/** Enough for every policy of many scenarios; past it all are forgotten and read again when they are needed. */
const mostKept = 4096;
const documents = new Map<string, JsonObject>();
const valid = new Set<string>();

/** The frozen document of a text that was checked before; the same text gives the same object. */
export function documentOf(text: string): JsonObject {
  let document = documents.get(text);
  if (document === undefined) {
    document = deepFreeze(JSON.parse(text) as JsonObject);
    if (documents.size >= mostKept) documents.clear();
    documents.set(text, document);
  }
  return document;
}

/**
 * The text of a policy, checked.
 * @param code the service's error code for a malformed document.
 * @throws AwsFailure as AWS would refuse it; with origin `unsupported` where blastpit cannot evaluate what AWS would take.
 */
export function checkedPolicy(
  value: string | undefined,
  kind: PolicyKind,
  member = 'PolicyDocument',
  code = 'MalformedPolicyDocument',
): string {
  const text = required(value, member, missing);
  const key = `${kind} ${text}`;
  if (!valid.has(key)) {
    validatePolicy(text, kind, code);
    if (valid.size >= mostKept) valid.clear();
    valid.add(key);
  }
  return text;
}

/** The length that counts against IAM's quotas: white space is free. */
export function policySize(text: string): number {
  return text.replaceAll(/\s/g, '').length;
}

/** A document as IAM's answers carry it: URL-encoded by RFC 3986. */
export function encodedPolicy(text: string): string {
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, (character) => `%${hexOf(character)}`);
}

function hexOf(character: string): string {
  return character.charCodeAt(0).toString(16).toUpperCase();
}

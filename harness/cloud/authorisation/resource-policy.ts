/** Finds the resource that a request names, and the policy that it carries itself. */
import { policyOf, type Policy } from '../../iam/policy.js';
import type { ResourceKind } from '../world/model.js';
import { resourceAt, type ResourceRecord, type State } from '../world/state.js';

/** The record of an ARN, or of what the ARN is a part of: a bucket's object, a table's index, a function's version. */
export function resourceAtArn(state: State, arn: string): ResourceRecord | undefined {
  const key = state.get(`i/arn/${arn}`) ?? state.get(`i/arn/${wholeOf(arn)}`);
  return typeof key === 'string' ? resourceAt(state, key) : undefined;
}

const parts: Readonly<Record<string, RegExp>> = {
  s3: /^(arn:[^:]+:s3:::[^/]+)\/.*$/,
  dynamodb: /^(arn:[^/]+\/[^/]+)\/(?:index|stream)\/.*$/,
  lambda: /^((?:[^:]+:){6}[^:]+):.*$/,
};

function wholeOf(arn: string): string {
  const service = arn.split(':', 3)[2] ?? '';
  return parts[service]?.exec(arn)?.[1] ?? arn;
}

/** The account that owns a resource; the asking account's own where neither ARN nor record says. */
export function accountOf(arn: string, record: ResourceRecord | undefined, own: string): string {
  const account = arn === '*' ? '' : (arn.split(':', 5)[4] ?? '');
  if (/^\d{12}$/.test(account)) return account;
  return account === '' ? (record?.account ?? own) : own;
}

/** A role that does not exist trusts nobody. */
const noTrust: Policy = { name: 'no such role', kind: 'trust', allows: [], denies: [] };

/**
 * The policy on the resource that speaks about an action: a role's trust about STS's, any other's about its own
 * service's.
 */
export function resourcePolicy(
  action: string,
  arn: string,
  record: ResourceRecord | undefined,
  kindOf: (type: string) => ResourceKind,
): Policy | undefined {
  if (action.startsWith('sts:')) {
    if (!arn.includes(':role/')) return undefined;
    if (record?.type !== 'AWS::IAM::Role') return noTrust;
    return policyOn(record, 'trust', kindOf);
  }
  if (record === undefined || record.type === 'AWS::IAM::Role') return undefined;
  const prefix = action.slice(0, action.indexOf(':'));
  if (record.arn.split(':', 3)[2] !== prefix) return undefined;
  return policyOn(record, record.type === 'AWS::KMS::Key' ? 'key' : 'resource', kindOf);
}

function policyOn(
  record: ResourceRecord,
  kind: 'trust' | 'key' | 'resource',
  kindOf: (type: string) => ResourceKind,
): Policy | undefined {
  const document = kindOf(record.type).resourcePolicy?.(record) ?? null;
  return document === null ? undefined : policyOf(document, { name: record.id, kind });
}

/** Managed policies: a customer's own are records, AWS's are built in; here both are looked up alike. */
import { parseArn } from '../../../contract/arn.js';
import { unsupported } from '../../../contract/aws-error.js';
import type { JsonObject } from '../../../contract/json.js';
import { resourceAt, resourceKey, type ResourceRecord, type State } from '../../world/state.js';
import { awsManagedPolicies, type AwsManagedPolicy } from './aws-managed-policies.js';
import type { InAccount } from './holder.js';

export const managedPolicyType = 'AWS::IAM::ManagedPolicy';

export type PolicyVersionBody = { readonly text: string; readonly createdAt: number };

export type ManagedPolicyBody = {
  readonly name: string;
  readonly path: string;
  readonly uniqueId: string;
  readonly description: string | null;
  /** `v2`. */
  readonly defaultVersion: string;
  readonly versions: Readonly<Record<string, PolicyVersionBody>>;
  /** Number of the version that comes next; numbers are never given twice. */
  readonly nextVersion: number;
  readonly updatedAt: number;
};

/** The record of a customer managed policy, found by its ARN. */
export function findManagedPolicy(state: State, arn: string): ResourceRecord<ManagedPolicyBody> | undefined {
  const account = parseArn(arn)?.account ?? '';
  return resourceAt<ManagedPolicyBody>(
    state,
    resourceKey({ type: managedPolicyType, account, region: '' }, arn),
  );
}

/** The document in force of a managed policy, AWS's own included; undefined where there is none of that ARN. */
export function managedPolicyText(state: State, arn: string): string | undefined {
  const record = findManagedPolicy(state, arn);
  if (record !== undefined) return record.body.versions[record.body.defaultVersion]?.text;
  return awsManagedPolicy(arn)?.text;
}

const awsArn = /^arn:[^:]+:iam::aws:policy(\/(?:.*\/)?)([^/]+)$/;

/** A policy that AWS manages, in any partition. */
export function awsManagedPolicy(arn: string): AwsManagedPolicy | undefined {
  const [, path = '', name = ''] = awsArn.exec(arn) ?? [];
  const found = awsManagedPolicies.get(name);
  return found?.path === path ? found : undefined;
}

/**
 * Whether a policy can be attached in an account.
 * @throws AwsFailure of origin `unsupported` for one of AWS's that is not built in: it may well exist.
 */
export function isAttachable({ state, account }: InAccount, arn: string): boolean {
  if (awsArn.test(arn)) {
    if (awsManagedPolicy(arn) === undefined) throw unsupported(`IAM with the AWS managed policy ${arn}`);
    return true;
  }
  return parseArn(arn)?.account === account && findManagedPolicy(state, arn) !== undefined;
}

/** Index keys of the names of customer managed policies. */
export function managedPolicyIndexes(record: ResourceRecord): readonly string[] {
  const { name } = record.body as ManagedPolicyBody & JsonObject;
  return [`iam-name/${record.account}/${record.type}/${name.toLowerCase()}`];
}

/** How many holders have a policy attached, or as their boundary. */
export function useCount({ state, account }: InAccount, arn: string, use: 'attached' | 'bounded'): number {
  let count = 0;
  for (const _ of usersOf({ state, account }, arn, use)) count += 1;
  return count;
}

/** Keys of the records of those who have a policy attached, or as their boundary. */
export function* usersOf(
  { state, account }: InAccount,
  arn: string,
  use: 'attached' | 'bounded',
): Generator<string> {
  for (const [, key] of state.withPrefix(`i/iam-${use}/${account}/${arn}/`))
    if (typeof key === 'string') yield key;
}

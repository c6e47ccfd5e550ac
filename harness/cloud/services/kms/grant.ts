/** What KMS keeps of a grant, and what it says to IAM: statements beside those of the key's policy. */
import type { GrantConstraints, GrantListEntry, GrantOperation } from '@aws-sdk/client-kms';
import type { Json, JsonObject } from '../../../contract/json.js';
import { fromStored, type Stored } from '../../stored-shape.js';

export type KeyGrant = {
  readonly id: string;
  readonly name: string | null;
  readonly token: string;
  readonly createdAt: number;
  readonly grantee: string;
  readonly retiring: string | null;
  /** The account in which it was made. */
  readonly issuer: string;
  readonly operations: Stored<GrantOperation[]>;
  readonly constraints: Stored<GrantConstraints> | null;
};

/** Operations that carry an encryption context, to which alone a grant's constraints apply (API reference, "GrantConstraints"). */
export const withEncryptionContext: ReadonlySet<string> = new Set([
  'Decrypt',
  'Encrypt',
  'GenerateDataKey',
  'GenerateDataKeyPair',
  'GenerateDataKeyPairWithoutPlaintext',
  'GenerateDataKeyWithoutPlaintext',
  'ReEncryptFrom',
  'ReEncryptTo',
]);

/** A grant lets its grantee do its operations, where the encryption context is what its constraints say. */
export function grantStatements(grant: KeyGrant): JsonObject[] {
  const plain: string[] = [];
  const constrained: string[] = [];
  for (const name of grant.operations) {
    const list = grant.constraints !== null && withEncryptionContext.has(name) ? constrained : plain;
    list.push(`kms:${name}`);
  }
  const allow = (actions: readonly string[]): JsonObject => ({
    Effect: 'Allow',
    Principal: principalElement(grant.grantee),
    Action: actions,
    Resource: '*',
  });
  const statements: JsonObject[] = [];
  if (plain.length > 0) statements.push(allow(plain));
  if (constrained.length > 0 && grant.constraints !== null) {
    statements.push({ ...allow(constrained), Condition: conditionOf(grant.constraints) });
  }
  return statements;
}

function principalElement(principal: string): JsonObject {
  return principal.startsWith('arn:') || /^\d{12}$/.test(principal)
    ? { AWS: principal }
    : { Service: principal };
}

function conditionOf(constraints: Stored<GrantConstraints>): JsonObject {
  const { EncryptionContextEquals: exactly, EncryptionContextSubset: subset } = constraints;
  const pairs: Record<string, Json> = {};
  for (const [name, value] of Object.entries({ ...subset, ...exactly })) {
    // A value is no pattern: nothing in it is a policy variable.
    pairs[`kms:EncryptionContext:${name}`] = value.replaceAll('${', '${$}{');
  }
  const condition: Record<string, Json> = {};
  if (Object.keys(pairs).length > 0) condition['StringEquals'] = pairs;
  if (exactly !== undefined) {
    condition['ForAllValues:StringEquals'] = { 'kms:EncryptionContextKeys': Object.keys(exactly) };
  }
  return condition;
}

/** A grant as ListGrants shows it; its token is told only once. */
export function describeGrant(grant: KeyGrant, keyArn: string): GrantListEntry {
  const { constraints, createdAt, grantee, id, issuer, name, operations, retiring } = grant;
  return {
    KeyId: keyArn,
    GrantId: id,
    ...(name === null ? {} : { Name: name }),
    CreationDate: new Date(createdAt),
    GranteePrincipal: grantee,
    ...(retiring === null ? {} : { RetiringPrincipal: retiring }),
    IssuingAccount: issuer,
    Operations: fromStored(operations),
    ...(constraints === null ? {} : { Constraints: fromStored(constraints) }),
  };
}

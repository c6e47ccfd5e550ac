/** What KMS keeps of a key, how it is found, and what is observed of it. */
import { parseArn } from '../../../contract/arn.js';
import { constraint, type AwsFailure } from '../../../contract/aws-error.js';
import type { ActionRequest } from '../../../contract/call.js';
import type { Json, JsonObject } from '../../../contract/json.js';
import type { CallContext } from '../../call-context.js';
import { required } from '../../input-check.js';
import { allowsAnyone } from '../../policy-exposure.js';
import type { Scene } from '../../scene.js';
import { plainObservation } from '../../../contract/plain-observation.js';
import type { ResourceKind } from '../../world/model.js';
import { resourceAt, resourceKey, type ResourcePlace, type ResourceRecord } from '../../world/state.js';
import { aliasesOf, keyIdBehind } from './alias.js';
import { grantStatements, type KeyGrant } from './grant.js';

export const keyType = 'AWS::KMS::Key';

/** Automatic rotation: since a virtual time, and how often. */
export type KeyRotation = { readonly since: number; readonly days: number };

export type KeyBody = {
  readonly state: 'Enabled' | 'Disabled' | 'PendingDeletion';
  readonly description: string;
  readonly policy: { readonly text: string; readonly document: JsonObject };
  readonly grants: readonly KeyGrant[];
  readonly rotation: KeyRotation | null;
  /** Rotations that were, oldest first; those of a running {@link KeyRotation} follow from the time. */
  readonly rotations: readonly { readonly time: number; readonly onDemand: boolean }[];
  /** The event in which the key goes, and its virtual time; null unless the key is pending deletion. */
  readonly deletion: { readonly event: string; readonly time: number } | null;
};

export type KeyRecord = ResourceRecord<KeyBody>;

/** Where a key stands that is named by its id (in the caller's account) or by its ARN (in any). */
function placeOfKey(
  keyIdOrArn: string,
  scene: Scene,
): { readonly place: ResourcePlace; readonly id: string } {
  const arn = parseArn(keyIdOrArn);
  const account = arn?.account ?? scene.account;
  const region = arn?.region ?? scene.region;
  const id = arn === undefined ? keyIdOrArn : arn.resource.replace(/^key\//, '');
  return { place: { type: keyType, account, region }, id };
}

export function keyPlace(scene: Scene): ResourcePlace {
  return { type: keyType, account: scene.account, region: scene.region };
}

export function keyArnOf(id: string, scene: Scene): string {
  return `arn:${scene.partition}:kms:${scene.region}:${scene.account}:key/${id}`;
}

/** The key behind an id, an ARN, an alias' name or its ARN; undefined where there is none in the caller's region. */
export function findKey(scene: Scene, name: string): KeyRecord | undefined {
  const keyId = isAlias(name) ? keyIdBehind(scene, name) : name;
  if (keyId === undefined) return undefined;
  const { place, id } = placeOfKey(keyId, scene);
  return place.region === scene.region ? resourceAt<KeyBody>(scene.state, resourceKey(place, id)) : undefined;
}

export function isAlias(name: string): boolean {
  return name.startsWith('alias/') || (parseArn(name)?.resource.startsWith('alias/') ?? false);
}

/**
 * The key that a cryptographic operation or DescribeKey names in one of four ways.
 * @throws AwsFailure NotFoundException where there is none.
 */
export function keyNamed(context: CallContext, name: string | undefined): KeyRecord {
  const wanted = required(name, 'KeyId');
  const key = findKey(context, wanted);
  if (key !== undefined) return key;
  if (isAlias(wanted)) throw notFound(`Alias ${aliasArn(wanted, context)} is not found.`);
  return unknownKey(wanted, context);
}

/**
 * The key that an operation on keys names by its id or ARN: aliases are not taken.
 * @throws AwsFailure NotFoundException where there is none.
 */
export function keyById(context: CallContext, name: string | undefined): KeyRecord {
  const wanted = required(name, 'KeyId');
  if (isAlias(wanted)) throw notFound(`Invalid keyId '${wanted}'`);
  return findKey(context, wanted) ?? unknownKey(wanted, context);
}

/**
 * The same for operations that know only the caller's own keys ("Cross-account use: No" in the API reference).
 * @throws AwsFailure NotFoundException where the account has none.
 */
export function managedKey(context: CallContext, name: string | undefined): KeyRecord {
  const key = keyById(context, name);
  return key.account === context.account ? key : unknownKey(key.arn, context);
}

function unknownKey(name: string, scene: Scene): never {
  const { id, place } = placeOfKey(name, scene);
  if (!/^(mrk-)?[0-9a-f-]{32,36}$/i.test(id)) throw notFound(`Invalid keyId '${name}'`);
  const arn = `arn:${scene.partition}:kms:${place.region}:${place.account}:key/${id}`;
  throw notFound(`Key '${arn}' does not exist`);
}

function aliasArn(name: string, scene: Scene): string {
  return name.startsWith('arn:')
    ? name
    : `arn:${scene.partition}:kms:${scene.region}:${scene.account}:${name}`;
}

export function notFound(message: string): AwsFailure {
  return constraint('NotFoundException', message);
}

/** @throws AwsFailure KMSInvalidStateException where the key is pending deletion. */
export function requireNotPending(key: KeyRecord): void {
  if (key.body.state === 'PendingDeletion') {
    throw constraint('KMSInvalidStateException', `${key.arn} is pending deletion.`);
  }
}

/** @throws AwsFailure DisabledException or KMSInvalidStateException unless the key is enabled. */
export function requireEnabled(key: KeyRecord): void {
  requireNotPending(key);
  if (key.body.state === 'Disabled') throw constraint('DisabledException', `${key.arn} is disabled.`);
}

/** Stores the key with a part of its body changed. */
export function changeKey(context: CallContext, key: KeyRecord, changes: Partial<KeyBody>): KeyRecord {
  const changed: KeyRecord = { ...key, body: { ...key.body, ...changes } };
  context.transaction.putResource(changed);
  return changed;
}

/**
 * What IAM is asked about a key: always on the key itself, whatever name the caller gave it
 * (Service Authorization Reference, "AWS Key Management Service").
 */
export function keyRequest(
  action: string,
  name: string | undefined,
  scene: Scene,
  context: ActionRequest['context'] = {},
): ActionRequest {
  const key = name === undefined ? undefined : findKey(scene, name);
  if (key === undefined) return { action, resources: [unknownArn(name, scene)], context };
  const aliases = aliasesOf(scene, key.id).map((alias) => alias.id);
  const known = aliases.length === 0 ? {} : { 'kms:ResourceAliases': aliases };
  return { action, resources: [key.arn], context: { ...known, ...context } };
}

function unknownArn(name: string | undefined, scene: Scene): string {
  if (name === undefined || name === '') return '*';
  if (name.startsWith('arn:')) return name;
  return isAlias(name) ? aliasArn(name, scene) : keyArnOf(name, scene);
}

const documents = new WeakMap<KeyBody, JsonObject>();

/** The key's policy with its grants beside it: both let callers in by themselves. */
function policyWithGrants(body: KeyBody): JsonObject {
  const { document } = body.policy;
  if (body.grants.length === 0) return document;
  let merged = documents.get(body);
  if (merged === undefined) {
    const { Statement: own = [] } = document;
    const statements: readonly Json[] = body.grants.flatMap(grantStatements);
    merged = { ...document, Statement: statements.concat(own) };
    documents.set(body, merged);
  }
  return merged;
}

/** Follows the "Key states of KMS keys" page: a key serves while it is enabled. */
export const keyKind: ResourceKind = {
  type: keyType,
  observe: (record) => {
    const { body, tags } = record as KeyRecord;
    return plainObservation({
      serving: body.state === 'Enabled',
      exposed: allowsAnyone(body.policy.document),
      grants: {
        KeyPolicy: body.policy.document,
        Grants: body.grants.map(({ constraints, grantee, operations, retiring }) => ({
          constraints,
          grantee,
          operations,
          retiring,
        })),
      },
      recoverableUntil: body.deletion?.time ?? null,
      configuration: {
        Description: body.description,
        EnableKeyRotation: body.rotation !== null,
        RotationPeriodInDays: body.rotation?.days ?? null,
        Tags: tags,
      },
    });
  },
  status: (record) => ({ name: (record as KeyRecord).body.state, pending: false }),
  resourcePolicy: (record) => policyWithGrants((record as KeyRecord).body),
};

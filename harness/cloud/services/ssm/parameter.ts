/** A parameter of Parameter Store: what is kept of it, how it is named and found, and what is observed of it. */
import type { ParameterTier, ParameterType } from '@aws-sdk/client-ssm';
import { unsupported } from '../../../contract/aws-error.js';
import { plainObservation } from '../../../contract/plain-observation.js';
import { recordsAt } from '../../records-at.js';
import type { Scene } from '../../scene.js';
import type { ResourceKind } from '../../world/model.js';
import { resourceAt, resourceKey, type ResourcePlace, type ResourceRecord } from '../../world/state.js';
import { parameterNotFound, versionNotFound } from './failures.js';

export const parameterType = 'AWS::SSM::Parameter';

/** The key that AWS manages for every account; it is not among the account's own. */
export const managedKey = 'alias/aws/ssm';

/** One version of a parameter. Times are virtual milliseconds. */
export type ParameterVersion = {
  readonly version: number;
  readonly type: ParameterType;
  /** The value; of a SecureString under a key of the account's own, what KMS made of it, as base64. */
  readonly value: string;
  /** Null for types that are not encrypted. */
  readonly keyId: string | null;
  readonly description: string | null;
  readonly allowedPattern: string | null;
  readonly tier: Exclude<ParameterTier, 'Intelligent-Tiering'>;
  readonly modifiedAt: number;
  readonly modifiedBy: string;
  readonly labels: readonly string[];
};

export type ParameterBody = {
  /** Oldest first; never empty. */
  readonly versions: readonly ParameterVersion[];
};

export type ParameterRecord = ResourceRecord<ParameterBody>;

/** A parameter's name, and which of its versions is meant. */
export interface ParameterChoice {
  readonly name: string;
  /** A version's number or label; undefined for the latest. */
  readonly selector: string | undefined;
}

/** Takes `name`, `name:3`, `name:label` or an ARN of one of these apart. */
export function parameterChoice(given: string): ParameterChoice {
  const [, whole] = /^arn:[^:]+:ssm:[^:]*:[^:]*:parameter(\/.+)$/.exec(given) ?? [];
  const text = whole === undefined ? given : nameInArn(whole);
  const colon = text.indexOf(':');
  return colon < 0
    ? { name: text, selector: undefined }
    : { name: text.slice(0, colon), selector: text.slice(colon + 1) };
}

/** A name that is no path has no slash in front, but its ARN has one all the same. */
function nameInArn(path: string): string {
  const rest = path.slice(1);
  return rest.includes('/') ? path : rest;
}

export function parameterArn({ partition, region, account }: Scene, name: string): string {
  return `arn:${partition}:ssm:${region}:${account}:parameter${name.startsWith('/') ? '' : '/'}${name}`;
}

export function parameterPlace({ account, region }: Scene): ResourcePlace {
  return { type: parameterType, account, region };
}

/** The parameter of a name. @throws AwsFailure `NotImplemented` for those that AWS publishes. */
export function parameterNamed(scene: Scene, name: string): ParameterRecord | undefined {
  if (/^\/?aws\/service\//.test(name)) throw unsupported(`SSM with the public parameter ${name}`);
  return resourceAt<ParameterBody>(scene.state, resourceKey(parameterPlace(scene), name));
}

/** The parameter that a name or an ARN stands for: an ARN does not tell a path of one level from a plain name. */
export function parameterGiven(scene: Scene, given: string): ParameterRecord | undefined {
  const { name } = parameterChoice(given);
  const found = parameterNamed(scene, name);
  if (found !== undefined || !given.startsWith('arn:') || name.startsWith('/')) return found;
  return parameterNamed(scene, `/${name}`);
}

/** @throws AwsFailure ParameterNotFound. */
export function requireParameter(scene: Scene, given: string): ParameterRecord {
  const record = parameterGiven(scene, given);
  if (record === undefined) throw parameterNotFound(parameterChoice(given).name);
  return record;
}

/** All parameters of an account and region, in the order of their names. */
export function parametersAt(scene: Scene): Iterable<ParameterRecord> {
  return recordsAt<ParameterBody>(scene.state, parameterPlace(scene));
}

export function latest({ body, id }: ParameterRecord): ParameterVersion {
  const version = body.versions.at(-1);
  if (version === undefined) throw new Error(`parameter ${id} has no version`);
  return version;
}

/**
 * The version that a selector means.
 * @throws AwsFailure ParameterVersionNotFound.
 */
export function chosenVersion(record: ParameterRecord, selector: string | undefined): ParameterVersion {
  if (selector === undefined) return latest(record);
  const number = Number(selector);
  const version = record.body.versions.find((each) =>
    Number.isInteger(number) ? each.version === number : each.labels.includes(selector),
  );
  if (version === undefined) throw versionNotFound(record.id, selector);
  return version;
}

/** Values are nobody's to read in an inventory, secret or not: the version tells that there is another one. */
export const parameterKind: ResourceKind = {
  type: parameterType,
  observe: (record) => {
    const { version, type, keyId, description, allowedPattern, tier } = latest(record as ParameterRecord);
    return plainObservation({
      configuration: {
        Type: type,
        Version: version,
        Tier: tier,
        ...(keyId === null ? {} : { KeyId: keyId }),
        ...(description === null ? {} : { Description: description }),
        ...(allowedPattern === null ? {} : { AllowedPattern: allowedPattern }),
        Tags: record.tags,
      },
    });
  },
};

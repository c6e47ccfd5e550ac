/** What KMS keeps of an alias: another name of a key. */
import { parseArn } from '../../../contract/arn.js';
import type { Scene } from '../../scene.js';
import { plainObservation } from '../../../contract/plain-observation.js';
import type { ResourceKind } from '../../world/model.js';
import { resourceAt, resourceKey, type ResourcePlace, type ResourceRecord } from '../../world/state.js';

export const aliasType = 'AWS::KMS::Alias';

export type AliasBody = {
  /** The key's id; alias and key are of the same account and region. */
  readonly keyId: string;
  /** Virtual time. */
  readonly updatedAt: number;
};

export type AliasRecord = ResourceRecord<AliasBody>;

/** An alias' id is its name, `alias/` included, as CloudFormation has it. */
export function aliasPlace(scene: Scene): ResourcePlace {
  return { type: aliasType, account: scene.account, region: scene.region };
}

export function aliasArnOf(name: string, scene: Scene): string {
  return `arn:${scene.partition}:kms:${scene.region}:${scene.account}:${name}`;
}

/** The ARN of the key behind an alias' name or ARN; undefined where there is no such alias. */
export function keyIdBehind(scene: Scene, nameOrArn: string): string | undefined {
  const arn = parseArn(nameOrArn);
  const account = arn?.account ?? scene.account;
  const region = arn?.region ?? scene.region;
  const key = resourceKey({ type: aliasType, account, region }, arn?.resource ?? nameOrArn);
  const alias = resourceAt<AliasBody>(scene.state, key);
  return alias === undefined
    ? undefined
    : `arn:${scene.partition}:kms:${region}:${account}:key/${alias.body.keyId}`;
}

/** A key's aliases, in the order of their names. */
export function aliasesOf(scene: Scene, keyId: string): AliasRecord[] {
  const found: AliasRecord[] = [];
  for (const [, key] of scene.state.withPrefix(`i/kms-alias/${keyId}/`)) {
    const alias = typeof key === 'string' ? resourceAt<AliasBody>(scene.state, key) : undefined;
    if (alias !== undefined) found.push(alias);
  }
  return found;
}

export const aliasKind: ResourceKind = {
  type: aliasType,
  observe: (record) =>
    plainObservation({ configuration: { TargetKeyId: (record as AliasRecord).body.keyId } }),
  indexes: (record) => [`kms-alias/${(record as AliasRecord).body.keyId}/${record.id}`],
};

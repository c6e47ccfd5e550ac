/** Aliases: names that point to a version of a function. */
import type { AliasConfiguration } from '@aws-sdk/client-lambda';
import type { JsonObject } from '../../../contract/json.js';
import { allowsAnyone } from '../../policy-exposure.js';
import { recordsAt } from '../../records-at.js';
import type { Scene } from '../../scene.js';
import { plainObservation } from '../../../contract/plain-observation.js';
import type { ResourceKind } from '../../world/model.js';
import type { ResourcePlace, ResourceRecord, State } from '../../world/state.js';
import type { FunctionRecord } from './function.js';

export const aliasType = 'AWS::Lambda::Alias';

export type AliasBody = {
  readonly name: string;
  readonly description: string;
  /** The version that it points to: a number, or `$LATEST`. */
  readonly target: string;
  /** Share of the calls that go to other versions, by their numbers. */
  readonly weights: Readonly<Record<string, number>>;
  readonly revision: string;
  readonly policy: JsonObject | null;
};

export type AliasRecord = ResourceRecord<AliasBody>;

export function aliasPlace(scene: Scene): ResourcePlace {
  return { type: aliasType, account: scene.account, region: scene.region };
}

/** A function's aliases, in the order of their names. */
export function aliasesOf(state: State, { account, arn, region }: FunctionRecord): AliasRecord[] {
  const place = { type: aliasType, account, region };
  const aliases: AliasRecord[] = [];
  for (const record of recordsAt<AliasBody>(state, place)) {
    if (record.id.startsWith(`${arn}:`)) aliases.push(record);
  }
  return aliases;
}

export function describeAlias({ arn, body }: AliasRecord): AliasConfiguration {
  return {
    AliasArn: arn,
    Name: body.name,
    FunctionVersion: body.target,
    Description: body.description,
    RevisionId: body.revision,
    ...(Object.keys(body.weights).length === 0
      ? {}
      : { RoutingConfig: { AdditionalVersionWeights: { ...body.weights } } }),
  };
}

export const aliasKind: ResourceKind = {
  type: aliasType,
  resourcePolicy: (record) => (record as AliasRecord).body.policy,
  observe: (record) => {
    const { description, policy, target, weights } = (record as AliasRecord).body;
    return plainObservation({
      exposed: allowsAnyone(policy),
      grants: policy,
      configuration: {
        AdditionalVersionWeights: weights,
        Description: description,
        FunctionVersion: target,
      },
    });
  },
};

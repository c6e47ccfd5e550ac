/** Published versions: a function's program as it was, under a number. */
import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { canonicalJson, type JsonObject } from '../../../contract/json.js';
import type { CallContext } from '../../call-context.js';
import { allowsAnyone } from '../../policy-exposure.js';
import type { Scene } from '../../scene.js';
import { plainObservation } from '../../../contract/plain-observation.js';
import type { ResourceKind } from '../../world/model.js';
import type { ResourcePlace, ResourceRecord, State } from '../../world/state.js';
import { recordsAt } from '../../records-at.js';
import {
  changeFunction,
  programConfiguration,
  programDelegates,
  type FunctionProgram,
  type FunctionRecord,
} from './function.js';
import { describeProgram } from './function-description.js';

export const versionType = 'AWS::Lambda::Version';

export type VersionBody = FunctionProgram & {
  readonly functionName: string;
  readonly version: number;
  /** Follows the function's, where it was published on creation. */
  readonly state: 'Pending' | 'Active';
  readonly lastModified: number;
  readonly revision: string;
  readonly policy: JsonObject | null;
};

export type VersionRecord = ResourceRecord<VersionBody>;

export function versionPlace(scene: Scene): ResourcePlace {
  return { type: versionType, account: scene.account, region: scene.region };
}

/** A function's versions, the oldest first. */
export function versionsOf(state: State, { account, arn, region }: FunctionRecord): VersionRecord[] {
  const place = { type: versionType, account, region };
  const versions: VersionRecord[] = [];
  for (const record of recordsAt<VersionBody>(state, place)) {
    if (record.id.startsWith(`${arn}:`)) versions.push(record);
  }
  return versions.sort((one, other) => one.body.version - other.body.version);
}

/** Text of all that makes one version differ from the next. */
function essence({ settings, role, code }: FunctionProgram): string {
  const { Description: _description, ...others } = settings;
  return canonicalJson({ settings: others, role, code });
}

/** Publishes what the function is now; the last version again where nothing has changed since. */
export function publish(
  context: CallContext,
  record: FunctionRecord,
  description: string | undefined,
): { readonly version: VersionRecord; readonly function: FunctionRecord } {
  const last = versionsOf(context.state, record).at(-1);
  if (last !== undefined && essence(last.body) === essence(record.body))
    return { version: last, function: record };
  const number = record.body.lastVersion + 1;
  const { settings, role, code, state } = record.body;
  const id = `${record.arn}:${number}`;
  const version = context.born<VersionBody>(
    versionPlace(context),
    { id, arn: id },
    {
      settings: description === undefined ? settings : { ...settings, Description: description },
      role,
      code,
      functionName: record.id,
      version: number,
      state,
      lastModified: context.now,
      revision: context.transaction.uuid(`version ${id}`),
      policy: null,
    },
  );
  context.transaction.putResource(version);
  return { version, function: changeFunction(context, record, { lastVersion: number }) };
}

/** As lists show it, without its state. */
export function listedVersion({ arn, body }: VersionRecord): FunctionConfiguration {
  const { functionName, lastModified, revision, version } = body;
  return describeProgram(body, { name: functionName, arn, version: String(version), lastModified, revision });
}

export function describeVersion(record: VersionRecord, arn = record.arn): FunctionConfiguration {
  const { state } = record.body;
  return {
    ...listedVersion(record),
    FunctionArn: arn,
    State: state,
    ...(state === 'Pending'
      ? { StateReason: 'The function is being created.', StateReasonCode: 'Creating' }
      : {}),
    LastUpdateStatus: state === 'Pending' ? 'InProgress' : 'Successful',
  };
}

export const versionKind: ResourceKind = {
  type: versionType,
  status: (record) => {
    const { state } = (record as VersionRecord).body;
    return { name: state, pending: state === 'Pending' };
  },
  resourcePolicy: (record) => (record as VersionRecord).body.policy,
  observe: (record) => {
    const { body } = record as VersionRecord;
    return plainObservation({
      serving: body.state === 'Active',
      exposed: allowsAnyone(body.policy),
      grants: body.policy,
      delegates: programDelegates(body),
      configuration: programConfiguration(body),
    });
  },
};

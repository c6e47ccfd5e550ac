/** What Lambda keeps of a function, how it is found, and what is observed of it. */
import { createHash } from 'node:crypto';
import type { AwsFailure } from '../../../contract/aws-error.js';
import type { JsonObject } from '../../../contract/json.js';
import type { CallContext } from '../../call-context.js';
import { keyIndexes, type WithoutKey } from '../../encrypted-resource.js';
import { allowsAnyone } from '../../policy-exposure.js';
import type { Scene } from '../../scene.js';
import { plainObservation } from '../../../contract/plain-observation.js';
import type { ResourceKind } from '../../world/model.js';
import { resourceKey, type ResourcePlace, type ResourceRecord } from '../../world/state.js';
import { conflict, notFound } from './failures.js';
import type { FunctionCodeFacts } from './function-code.js';
import { bareName, readFunctionName, type FunctionName } from './function-name.js';
import type { FunctionSettings } from './function-settings.js';

export const functionType = 'AWS::Lambda::Function';

/** What a function does: the part that publishing a version keeps. */
export type FunctionProgram = {
  readonly settings: FunctionSettings;
  readonly role: string;
  readonly code: FunctionCodeFacts;
};

export type FunctionBody = FunctionProgram & {
  readonly state: 'Pending' | 'Active';
  readonly update: 'InProgress' | 'Successful';
  /** Virtual time in milliseconds. */
  readonly lastModified: number;
  readonly revision: string;
  /** Reserved concurrent executions: none where null, stopped where 0. */
  readonly concurrency: number | null;
  /** The policy of the unqualified function. */
  readonly policy: JsonObject | null;
  /** Highest version number given so far; numbers are not given twice. */
  readonly lastVersion: number;
  readonly withoutKey?: WithoutKey;
};

export type FunctionRecord = ResourceRecord<FunctionBody>;

export function functionPlace(scene: Scene): ResourcePlace {
  return { type: functionType, account: scene.account, region: scene.region };
}

/** For `shows`: the key of the function that a read is about. */
export function functionKey(name: string | undefined, scene: Scene): string {
  return resourceKey(functionPlace(scene), bareName(name));
}

export function functionNotFound(arn: string): AwsFailure {
  return notFound(`Function not found: ${arn}`);
}

/** The function of a name; its qualifier is left to the caller. */
export function functionCalled(context: CallContext, { name, arn }: FunctionName): FunctionRecord {
  const found = context.transaction.resource<FunctionBody>(functionPlace(context), name);
  if (found === undefined) throw functionNotFound(arn);
  return found;
}

/**
 * @param given a name or an ARN, as the operation takes it.
 * @throws AwsFailure ResourceNotFoundException where there is no such function.
 */
export function functionNamed(context: CallContext, given: string | undefined): FunctionRecord {
  return functionCalled(context, readFunctionName(given, context));
}

/** @throws AwsFailure ResourceConflictException while a function comes up or is being updated. */
export function requireSettled({ arn, body }: FunctionRecord): void {
  const refused = 'The operation cannot be performed at this time.';
  if (body.state === 'Pending') {
    throw conflict(`${refused} The function is currently in the following state: Pending`);
  }
  if (body.update === 'InProgress') {
    throw conflict(`${refused} An update is in progress for resource: ${arn}`);
  }
}

/** Stores the function with a part of its body changed, as a new revision. */
export function changeFunction(
  context: CallContext,
  record: FunctionRecord,
  changes: Partial<FunctionBody>,
): FunctionRecord {
  const revision = context.transaction.uuid(`revision ${record.id} ${record.body.revision}`);
  const changed: FunctionRecord = { ...record, body: { ...record.body, revision, ...changes } };
  context.transaction.putResource(changed);
  return changed;
}

/** The owner's settings as observed: values of environment variables are secrets, and shown as digests. */
export function programConfiguration({ settings, code }: FunctionProgram): JsonObject {
  const { Environment, ...others } = settings;
  const shown = Object.entries(Environment?.Variables ?? {}).map(([name, value]) => [
    name,
    `secret ${createHash('sha256').update(value).digest('hex').slice(0, 8)}`,
  ]);
  return {
    ...others,
    Architectures: code.architectures,
    Environment: { Variables: Object.fromEntries(shown) as JsonObject },
    PackageType: code.packageType,
  };
}

/** Code that is not executed here, with the reach of its role. */
export function programDelegates({ code, role }: FunctionProgram): JsonObject {
  return { codeSha256: code.sha256, role };
}

export const functionKind: ResourceKind = {
  type: functionType,
  status: (record) => {
    const { state, update } = (record as FunctionRecord).body;
    if (state === 'Pending') return { name: state, pending: true };
    return update === 'InProgress' ? { name: update, pending: true } : { name: state, pending: false };
  },
  resourcePolicy: (record) => (record as FunctionRecord).body.policy,
  indexes: (record) => keyIndexes(record, (record as FunctionRecord).body.settings.KMSKeyArn),
  observe: (record) => {
    const { body, tags } = record as FunctionRecord;
    return plainObservation({
      // A function keeps answering with its old code while it is updated.
      serving: body.state === 'Active' && body.concurrency !== 0 && body.withoutKey === undefined,
      exposed: allowsAnyone(body.policy),
      grants: body.policy,
      delegates: programDelegates(body),
      configuration: {
        ...programConfiguration(body),
        ReservedConcurrentExecutions: body.concurrency,
        Tags: tags,
      },
    });
  },
};

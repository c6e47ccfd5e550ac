/** What a function's name with a qualifier points to: the function itself, a version, or an alias. */
import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import type { CallContext } from '../../call-context.js';
import type { AliasBody, AliasRecord } from './alias.js';
import { aliasPlace } from './alias.js';
import { functionCalled, functionNotFound, type FunctionRecord } from './function.js';
import { describeFunction } from './function-description.js';
import type { FunctionName } from './function-name.js';
import { describeVersion, versionPlace, type VersionBody, type VersionRecord } from './version.js';

export interface Qualified {
  readonly function: FunctionRecord;
  /** What carries a policy of its own under this name. */
  readonly holder: FunctionRecord | VersionRecord | AliasRecord;
}

/** @throws AwsFailure ResourceNotFoundException where there is no such function, version or alias. */
export function qualified(context: CallContext, name: FunctionName): Qualified {
  const record = functionCalled(context, name);
  const { qualifier } = name;
  if (qualifier === null || qualifier === '$LATEST') return { function: record, holder: record };
  const id = `${record.arn}:${qualifier}`;
  const holder =
    context.transaction.resource<VersionBody>(versionPlace(context), id) ??
    context.transaction.resource<AliasBody>(aliasPlace(context), id);
  if (holder === undefined) throw functionNotFound(name.arn);
  return { function: record, holder };
}

/** The configuration of what a name points to; an alias shows its version under its own ARN. */
export function describeQualified(context: CallContext, name: FunctionName): FunctionConfiguration {
  const { function: record, holder } = qualified(context, name);
  const { qualifier } = name;
  if (holder.type === record.type) {
    return describeFunction(record, qualifier === null ? record.arn : `${record.arn}:${qualifier}`);
  }
  const version = versionBehind(context, holder as VersionRecord | AliasRecord, record);
  return version === undefined ? describeFunction(record, holder.arn) : describeVersion(version, holder.arn);
}

/** The version that an alias points to; undefined where that is `$LATEST`. */
function versionBehind(
  context: CallContext,
  holder: VersionRecord | AliasRecord,
  record: FunctionRecord,
): VersionRecord | undefined {
  const { body } = holder;
  if (!('target' in body)) return holder as VersionRecord;
  return context.transaction.resource<VersionBody>(versionPlace(context), `${record.arn}:${body.target}`);
}

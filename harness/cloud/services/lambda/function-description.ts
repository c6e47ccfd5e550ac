/** Functions and their versions as Lambda's answers show them. */
import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { fromStored } from '../../stored-shape.js';
import type { FunctionProgram, FunctionRecord } from './function.js';

/** ISO 8601 with a zone, as Lambda writes times that are texts. */
export function lambdaTime(time: number): string {
  return new Date(time).toISOString().replace('Z', '+0000');
}

export interface Shown {
  readonly name: string;
  readonly arn: string;
  readonly version: string;
  readonly lastModified: number;
  readonly revision: string;
}

/** What functions and versions have in common; as lists show it, without states. */
export function describeProgram(program: FunctionProgram, shown: Shown): FunctionConfiguration {
  const { code, role } = program;
  const settings = fromStored(program.settings);
  const { ImageConfig, Layers, SnapStart, VpcConfig, Runtime, ...same } = settings;
  return {
    ...same,
    ...(Runtime === undefined ? {} : { Runtime }),
    FunctionName: shown.name,
    FunctionArn: shown.arn,
    Role: role,
    CodeSize: code.size,
    CodeSha256: code.sha256,
    LastModified: lambdaTime(shown.lastModified),
    Version: shown.version,
    RevisionId: shown.revision,
    PackageType: code.packageType,
    Architectures: [...code.architectures],
    SnapStart: { ...SnapStart, OptimizationStatus: 'Off' },
    ...(VpcConfig === undefined ? {} : { VpcConfig }),
    ...(Layers === undefined ? {} : { Layers: Layers.map((Arn) => ({ Arn, CodeSize: 0 })) }),
    ...(ImageConfig === undefined ? {} : { ImageConfigResponse: { ImageConfig } }),
  };
}

/** `$LATEST` of a function, as lists show it. */
export function listedFunction({ id, arn, body }: FunctionRecord): FunctionConfiguration {
  const { lastModified, revision } = body;
  return describeProgram(body, { name: id, arn, version: '$LATEST', lastModified, revision });
}

/** `$LATEST` of a function with its states, under the ARN by which it was asked for. */
export function describeFunction(record: FunctionRecord, arn = record.arn): FunctionConfiguration {
  return { ...listedFunction(record), FunctionArn: arn, ...statesOf(record) };
}

function statesOf({ body: { state, update } }: FunctionRecord): FunctionConfiguration {
  if (state === 'Pending') {
    return {
      State: state,
      StateReason: 'The function is being created.',
      StateReasonCode: 'Creating',
    };
  }
  if (update === 'Successful') return { State: state, LastUpdateStatus: update };
  return {
    State: state,
    LastUpdateStatus: update,
    LastUpdateStatusReason: 'The function is being updated.',
  };
}

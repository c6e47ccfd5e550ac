/** Settings of event source mappings, and what Lambda checks of the source and of the function's role. */
import type {
  CreateEventSourceMappingCommandInput,
  UpdateEventSourceMappingCommandInput,
} from '@aws-sdk/client-lambda';
import { parseArn } from '../../../contract/arn.js';
import type { CallContext } from '../../call-context.js';
import { toStored, type Stored } from '../../stored-shape.js';
import { deniedToRole } from './execution-role.js';
import { invalidParameter, validationError } from './failures.js';
import type { FunctionRecord } from './function.js';

type Settings = Omit<
  CreateEventSourceMappingCommandInput,
  'EventSourceArn' | 'FunctionName' | 'Enabled' | 'Tags'
>;

export type MappingSettings = Stored<Settings>;

interface Source {
  readonly batchSize: number;
  readonly mostBatchSize: number;
  readonly needsStart: boolean;
  /** What the function's role must be allowed (Lambda Developer Guide, "Execution role permissions" of each source). */
  readonly actions: readonly string[];
}

const sources: Readonly<Record<string, Source>> = {
  sqs: {
    batchSize: 10,
    mostBatchSize: 10_000,
    needsStart: false,
    actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
  },
  dynamodb: {
    batchSize: 100,
    mostBatchSize: 10_000,
    needsStart: true,
    actions: ['dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:DescribeStream'],
  },
  kinesis: {
    batchSize: 100,
    mostBatchSize: 10_000,
    needsStart: true,
    actions: ['kinesis:GetRecords', 'kinesis:GetShardIterator', 'kinesis:DescribeStream'],
  },
  kafka: { batchSize: 100, mostBatchSize: 10_000, needsStart: true, actions: [] },
  mq: { batchSize: 100, mostBatchSize: 10_000, needsStart: false, actions: [] },
};

function sourceOf(arn: string | null): Source {
  const service = arn === null ? 'kafka' : (parseArn(arn)?.service ?? '');
  const source = sources[service];
  if (source !== undefined) return source;
  throw invalidParameter(`Unrecognized event source: ${arn ?? ''}.`);
}

function without<Input extends object>(input: Input, names: readonly string[]): Partial<Input> {
  return Object.fromEntries(
    Object.entries(input).filter(([name]) => !names.includes(name)),
  ) as Partial<Input>;
}

/** @throws AwsFailure InvalidParameterValueException where source and settings do not fit each other. */
export function createdSettings(input: CreateEventSourceMappingCommandInput): MappingSettings {
  const source = sourceOf(input.EventSourceArn ?? null);
  if (source.needsStart && input.StartingPosition === undefined) {
    throw invalidParameter(
      '1 validation error detected: Value null at startingPosition: a stream needs one.',
    );
  }
  if (!source.needsStart && input.StartingPosition !== undefined) {
    throw invalidParameter('StartingPosition is not valid for SQS event sources.');
  }
  const settings = toStored(
    without(input, ['EventSourceArn', 'FunctionName', 'Enabled', 'Tags']),
  ) as MappingSettings;
  return checked(source, { MaximumBatchingWindowInSeconds: 0, BatchSize: source.batchSize, ...settings });
}

/** Settings with what an update says set over them. */
export function updatedSettings(
  present: MappingSettings,
  sourceArn: string | null,
  input: UpdateEventSourceMappingCommandInput,
): MappingSettings {
  const given = toStored(without(input, ['UUID', 'FunctionName', 'Enabled'])) as MappingSettings;
  return checked(sourceOf(sourceArn), { ...present, ...given });
}

function checked(source: Source, settings: MappingSettings): MappingSettings {
  const size = settings.BatchSize ?? source.batchSize;
  const window = settings.MaximumBatchingWindowInSeconds ?? 0;
  if (size < 1) throw validationError(size, 'batchSize', 'Member must have value greater than or equal to 1');
  if (size > source.mostBatchSize) {
    const rule = `Member must have value less than or equal to ${source.mostBatchSize}`;
    throw validationError(size, 'batchSize', rule);
  }
  if (source === sources['sqs'] && size > 10 && window < 1) {
    throw invalidParameter(
      'Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10',
    );
  }
  return settings;
}

/**
 * Whether Lambda can read from the source on the function's behalf.
 * @throws AwsFailure InvalidParameterValueException, as Lambda answers after it has tried.
 */
export function checkSource(context: CallContext, sourceArn: string | null, record: FunctionRecord): void {
  if (sourceArn === null) return;
  const service = parseArn(sourceArn)?.service ?? '';
  const { role, settings } = record.body;
  const denied = deniedToRole(role, record.id, sourceOf(sourceArn).actions, sourceArn, context);
  if (denied !== undefined) {
    const [, action = ''] = denied.split(':');
    throw invalidParameter(
      `The provided execution role does not have permissions to call ${action} on ${names[service] ?? service}`,
    );
  }
  if (service === 'sqs') checkQueue(context, sourceArn, settings.Timeout);
  if (service === 'dynamodb') checkStream(context, sourceArn);
}

const names: Readonly<Record<string, string>> = { sqs: 'SQS', dynamodb: 'DynamoDB', kinesis: 'Kinesis' };

function checkQueue(context: CallContext, arn: string, timeout: number): void {
  const queue = context.transaction.indexed(`arn/${arn}`);
  if (queue === undefined) {
    throw invalidParameter(
      'Error occurred while ReceiveMessage. SQS Error Code: AWS.SimpleQueueService.NonExistentQueue. SQS Error Message: The specified queue does not exist.',
    );
  }
  const attributes = queue.body['attributes'];
  const visibility =
    attributes !== null && typeof attributes === 'object' && 'VisibilityTimeout' in attributes
      ? Number(attributes['VisibilityTimeout'])
      : 30;
  if (visibility < timeout) {
    throw invalidParameter(
      `Queue visibility timeout: ${visibility} seconds is less than Function timeout: ${timeout} seconds`,
    );
  }
}

function checkStream(context: CallContext, arn: string): void {
  const [table = ''] = arn.split('/stream/');
  if (context.transaction.indexed(`arn/${table}`) === undefined) {
    throw invalidParameter(`Stream not found: ${arn}`);
  }
}

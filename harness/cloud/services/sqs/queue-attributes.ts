/** Attributes that an owner sets on a queue, as the API spells them (SQS API Reference, "SetQueueAttributes"). */
import { constraint } from '../../../contract/aws-error.js';
import type { JsonObject } from '../../../contract/json.js';
import { validatePolicy } from '../../../iam/policy.js';
import type { CallContext } from '../../call-context.js';
import { invalidAttribute, invalidParameter } from './failures.js';

/** All values are text; an attribute that is not set is left out. */
export type QueueAttributes = Readonly<Record<string, string>>;

const ranges: Readonly<Record<string, readonly [least: number, most: number]>> = {
  DelaySeconds: [0, 900],
  KmsDataKeyReusePeriodSeconds: [60, 86_400],
  MaximumMessageSize: [1024, 1_048_576],
  MessageRetentionPeriod: [60, 1_209_600],
  ReceiveMessageWaitTimeSeconds: [0, 20],
  VisibilityTimeout: [0, 43_200],
};

const choices: Readonly<Record<string, readonly string[]>> = {
  ContentBasedDeduplication: ['true', 'false'],
  DeduplicationScope: ['messageGroup', 'queue'],
  FifoQueue: ['true'],
  FifoThroughputLimit: ['perQueue', 'perMessageGroupId'],
  SqsManagedSseEnabled: ['true', 'false'],
};

const fifoOnly = new Set(['ContentBasedDeduplication', 'DeduplicationScope', 'FifoThroughputLimit']);
const permissions = new Set<unknown>(['allowAll', 'denyAll', 'byQueue']);
const documents = new Set(['Policy', 'RedriveAllowPolicy', 'RedrivePolicy']);

/** What GetQueueAttributes can be asked for, whether or not the queue has it. */
export const shownAttributes: ReadonlySet<string> = new Set([
  'All',
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesDelayed',
  'ApproximateNumberOfMessagesNotVisible',
  'CreatedTimestamp',
  'KmsMasterKeyId',
  'LastModifiedTimestamp',
  'QueueArn',
  ...Object.keys(ranges),
  ...Object.keys(choices),
  ...documents,
]);

export const defaultAttributes: QueueAttributes = {
  DelaySeconds: '0',
  MaximumMessageSize: '1048576',
  MessageRetentionPeriod: '345600',
  ReceiveMessageWaitTimeSeconds: '0',
  SqsManagedSseEnabled: 'true',
  VisibilityTimeout: '30',
};

/** What a FIFO queue has besides. */
export const fifoAttributes: QueueAttributes = {
  ContentBasedDeduplication: 'false',
  DeduplicationScope: 'queue',
  FifoThroughputLimit: 'perQueue',
};

/**
 * Attributes with others set over them; an empty text takes a document or a key away.
 * @throws AwsFailure InvalidAttributeName or InvalidAttributeValue.
 */
export function withAttributes(
  present: QueueAttributes,
  given: Readonly<Record<string, string | undefined>>,
  context: CallContext,
): QueueAttributes {
  const merged = new Map(Object.entries(present));
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    check(name, value, present, context);
    if (value === '') merged.delete(name);
    else merged.set(name, value);
  }
  // One way of encryption takes the other's place.
  if ((given['KmsMasterKeyId'] ?? '') !== '') merged.set('SqsManagedSseEnabled', 'false');
  else if (given['SqsManagedSseEnabled'] === 'true') merged.delete('KmsMasterKeyId');
  return Object.fromEntries([...merged].sort(([one], [other]) => (one < other ? -1 : 1)));
}

function check(name: string, value: string, present: QueueAttributes, context: CallContext): void {
  const range = ranges[name];
  const choice = choices[name];
  if (range !== undefined) {
    const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
    if (!(number >= range[0] && number <= range[1])) throw invalidAttribute(name);
  } else if (choice !== undefined) {
    if (!choice.includes(value)) throw invalidAttribute(name);
    if (name === 'FifoQueue' && present['FifoQueue'] === undefined) throw unknownAttribute(name);
    if (fifoOnly.has(name) && present['FifoQueue'] === undefined) {
      throw constraint(
        'InvalidAttributeName',
        `You can specify the ${name} only when FifoQueue is set to true.`,
      );
    }
  } else if (documents.has(name)) {
    if (value !== '') checkDocument(name, value, context);
  } else if (name !== 'KmsMasterKeyId') throw unknownAttribute(name);
}

function unknownAttribute(name: string): Error {
  return constraint('InvalidAttributeName', `Unknown Attribute ${name}.`);
}

function checkDocument(name: string, text: string, context: CallContext): void {
  if (name === 'Policy') {
    validatePolicy(text, 'resource', 'InvalidAttributeValue');
    return;
  }
  const document = objectIn(text);
  if (document === undefined) throw invalidAttribute(name);
  if (name === 'RedrivePolicy') checkRedrive(text, document, context);
  else if (!permissions.has(document['redrivePermission'])) {
    throw invalidAttribute(name);
  }
}

function checkRedrive(text: string, document: JsonObject, context: CallContext): void {
  const complain = (reason: string): Error =>
    invalidParameter(`Value ${text} for parameter RedrivePolicy is invalid. Reason: ${reason}`);
  const { deadLetterTargetArn: target, maxReceiveCount: count } = document;
  if (typeof target !== 'string') {
    throw complain('Redrive policy does not contain mandatory attribute: deadLetterTargetArn.');
  }
  if (count === undefined) {
    throw complain('Redrive policy does not contain mandatory attribute: maxReceiveCount.');
  }
  const receives = Number(count);
  if (!Number.isInteger(receives) || receives < 1 || receives > 1000) {
    throw complain('Invalid value for maxReceiveCount.');
  }
  if (context.transaction.indexed(`arn/${target}`) === undefined) {
    throw complain('Dead letter target does not exist.');
  }
}

/** The JSON object in a text; undefined where there is none. */
export function objectIn(text: string | undefined): JsonObject | undefined {
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as JsonObject)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Putting messages into a queue, once each where it is FIFO. */
import { createHash } from 'node:crypto';
import type { SendMessageBatchResultEntry, SendMessageCommandInput } from '@aws-sdk/client-sqs';
import { constraint, unsupported } from '../../../contract/aws-error.js';
import { gather } from '../../authorisation/actor-policies.js';
import type { CallContext } from '../../call-context.js';
import { toStored } from '../../stored-shape.js';
import { invalidParameter, missingParameter } from './failures.js';
import { appendMessage, type StoredMessage } from './message.js';
import { attributesMd5, md5 } from './message-digest.js';
import { isFifo, type QueueRecord } from './queue.js';
import { requireKey } from './queue-keys.js';

/** What SendMessage and an entry of SendMessageBatch have in common. */
export type Outgoing = Omit<SendMessageCommandInput, 'QueueUrl'>;
export type Sent = Omit<SendMessageBatchResultEntry, 'Id'>;

/** How long a FIFO queue remembers what it was sent (SQS Developer Guide, "Exactly-once processing"). */
const deduplicationMilliseconds = 300_000;

interface Remembered {
  readonly sentAt: number;
  readonly id: string;
  readonly place: number;
}

/**
 * @param label tells the messages of one call apart.
 * @returns what is answered, and the queue as it is then.
 * @throws AwsFailure where the message is none that the queue takes.
 */
export function send(
  context: CallContext,
  queue: QueueRecord,
  message: Outgoing,
  label: string,
): { readonly sent: Sent; readonly queue: QueueRecord } {
  requireKey(queue);
  const body = message.MessageBody ?? '';
  check(queue, message, body);
  const attributes = toStored(message.MessageAttributes ?? {});
  const digest = attributesMd5(attributes);
  const answer = {
    MD5OfMessageBody: md5(body),
    ...(digest === undefined ? {} : { MD5OfMessageAttributes: digest }),
  };
  const fifo = isFifo(queue);
  const deduplication = fifo ? deduplicationOf(queue, message, body) : null;
  const group = message.MessageGroupId ?? null;
  const dedupKey = deduplication === null ? null : rememberedKey(queue, group, deduplication);
  if (dedupKey !== null) {
    const before = context.transaction.get(dedupKey) as Remembered | undefined;
    if (before !== undefined && context.now < before.sentAt + deduplicationMilliseconds) {
      return { sent: { ...answer, MessageId: before.id, SequenceNumber: sequence(before.place) }, queue };
    }
  }
  const id = context.transaction.uuid(`message ${queue.id} ${label}`);
  const place = queue.body.sent;
  if (dedupKey !== null) context.transaction.put(dedupKey, { sentAt: context.now, id, place });
  const { attributes: settings } = queue.body;
  // A FIFO queue delays all its messages alike.
  const delay = fifo
    ? Number(settings['DelaySeconds'])
    : (message.DelaySeconds ?? Number(settings['DelaySeconds']));
  const stored: Omit<StoredMessage, 'expiry'> = {
    id,
    body,
    bytes: sizeOf(message, body),
    attributes,
    system: systemAttributes(context, message, fifo ? sequence(place) : null, deduplication),
    sentAt: context.now,
    visibleAt: context.now + delay * 1000,
    firstReceivedAt: null,
    receives: 0,
    receipt: null,
    group,
  };
  const sent = { ...answer, MessageId: id, ...(fifo ? { SequenceNumber: sequence(place) } : {}) };
  return { sent, queue: appendMessage(context, queue, stored) };
}

/** What is none of the characters that a message may hold (SQS API Reference, "SendMessage"). */
const forbidden = /[^\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

function check(queue: QueueRecord, message: Outgoing, body: string): void {
  if (body === '') throw missingParameter('MessageBody');
  if (forbidden.test(body)) {
    throw constraint('InvalidMessageContents', 'Invalid characters were found in the message body.');
  }
  const most = Number(queue.body.attributes['MaximumMessageSize']);
  if (sizeOf(message, body) > most) {
    throw invalidParameter(
      `One or more parameters are invalid. Reason: Message must be shorter than ${most} bytes.`,
    );
  }
  const delay = message.DelaySeconds;
  if (delay !== undefined && !(delay >= 0 && delay <= 900)) {
    throw invalidParameter(
      `Value ${delay} for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.`,
    );
  }
  for (const [name, { DataType }] of Object.entries(message.MessageAttributes ?? {})) {
    if (/^(String|Number|Binary)(\.|$)/.test(DataType ?? '')) continue;
    throw invalidParameter(
      `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
    );
  }
  if (isFifo(queue) && message.MessageGroupId === undefined) throw missingParameter('MessageGroupId');
  if (isFifo(queue) && delay !== undefined && delay !== 0) {
    throw invalidParameter(
      `Value ${delay} for parameter DelaySeconds is invalid. Reason: The request include parameter that is not valid for this queue type.`,
    );
  }
  for (const name of Object.keys(message.MessageSystemAttributes ?? {})) {
    if (name !== 'AWSTraceHeader') throw unsupported(`SQS.SendMessage with MessageSystemAttributes ${name}`);
  }
}

/** Bytes of body and attributes, as they count against the queue's limit. */
function sizeOf(message: Outgoing, body: string): number {
  let bytes = Buffer.byteLength(body);
  for (const [name, { BinaryValue, DataType, StringValue }] of Object.entries(
    message.MessageAttributes ?? {},
  )) {
    bytes += Buffer.byteLength(name) + Buffer.byteLength(DataType ?? '');
    bytes += BinaryValue?.length ?? Buffer.byteLength(StringValue ?? '');
  }
  return bytes;
}

function deduplicationOf(queue: QueueRecord, message: Outgoing, body: string): string {
  if (message.MessageDeduplicationId !== undefined) return message.MessageDeduplicationId;
  if (queue.body.attributes['ContentBasedDeduplication'] === 'true') {
    return createHash('sha256').update(body).digest('hex');
  }
  throw invalidParameter(
    'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
  );
}

function rememberedKey(queue: QueueRecord, group: string | null, deduplication: string): string {
  const perGroup = queue.body.attributes['DeduplicationScope'] === 'messageGroup';
  return `d/sqs/deduplication/${queue.incarnation}/${perGroup ? (group ?? '') : ''}/${deduplication}`;
}

/** The sequence number of 20 digits that FIFO queues give a message by its place. */
function sequence(place: number): string {
  return `188${String(place).padStart(17, '0')}`;
}

function systemAttributes(
  context: CallContext,
  message: Outgoing,
  sequenceNumber: string | null,
  deduplication: string | null,
): Record<string, string> {
  const { userId } = gather(context.state, context.actor).facts;
  const trace = message.MessageSystemAttributes?.AWSTraceHeader?.StringValue;
  const system: Record<string, string> = {
    SenderId: userId === '' ? context.actor.account : userId,
    SentTimestamp: String(context.now),
  };
  if (trace !== undefined) system['AWSTraceHeader'] = trace;
  if (message.MessageGroupId !== undefined) system['MessageGroupId'] = message.MessageGroupId;
  if (deduplication !== null) system['MessageDeduplicationId'] = deduplication;
  if (sequenceNumber !== null) system['SequenceNumber'] = sequenceNumber;
  return system;
}

/**
 * Taking messages out of a queue for a while. What a queue holds beyond its listed messages is a number: a receiver
 * does not see it, as a short poll on AWS may come back empty from a full queue.
 */
import type { Message, MessageAttributeValue, ReceiveMessageCommandInput } from '@aws-sdk/client-sqs';
import type { CallContext } from '../../call-context.js';
import type { Stored } from '../../stored-shape.js';
import { invalidParameter, invalidReceipt } from './failures.js';
import {
  appendMessage,
  messageKey,
  messagesIn,
  messagesPrefix,
  removeMessage,
  type ListedMessage,
  type StoredMessage,
} from './message.js';
import { attributesMd5, md5 } from './message-digest.js';
import { isFifo, queueWithArn, redriveOf, type QueueRecord } from './queue.js';
import { requireKey } from './queue-keys.js';

/** @throws AwsFailure InvalidParameterValue where a number is out of its range. */
function checked(value: number | undefined, name: string, least: number, most: number): number | undefined {
  if (value !== undefined && !(value >= least && value <= most)) {
    throw invalidParameter(
      `Value ${value} for parameter ${name} is invalid. Reason: Must be between ${least} and ${most}, if provided.`,
    );
  }
  return value;
}

export function receive(
  context: CallContext,
  queue: QueueRecord,
  input: Omit<ReceiveMessageCommandInput, 'QueueUrl'>,
): Message[] {
  const most = checked(input.MaxNumberOfMessages, 'MaxNumberOfMessages', 1, 10) ?? 1;
  const hidden =
    checked(input.VisibilityTimeout, 'VisibilityTimeout', 0, 43_200) ??
    Number(queue.body.attributes['VisibilityTimeout']);
  checked(input.WaitTimeSeconds, 'WaitTimeSeconds', 0, 20);
  requireKey(queue);
  const redrive = redriveOf(queue);
  const deadLetters = redrive === undefined ? undefined : queueWithArn(context, redrive.target);
  const busyGroups = new Set<string>();
  const received: Message[] = [];
  let source = queue;
  let dead = deadLetters;
  for (const listed of messagesIn(context.state, queue)) {
    if (received.length === most) break;
    const { message } = listed;
    const { group } = message;
    if (isFifo(queue) && group !== null && busyGroups.has(group)) continue;
    if (message.visibleAt > context.now) {
      if (group !== null) busyGroups.add(group);
      continue;
    }
    if (redrive !== undefined && dead !== undefined && message.receives >= redrive.most) {
      source = removeMessage(context, source, listed);
      const system = { ...message.system, DeadLetterQueueSourceArn: queue.arn };
      const moved = { ...message, system, visibleAt: context.now, receipt: null };
      dead = appendMessage(context, dead, moved);
      continue;
    }
    received.push(shown(take(context, queue, listed, hidden), input));
  }
  return received;
}

/** Hides a message for the one who has received it. */
function take(
  context: CallContext,
  queue: QueueRecord,
  { key, message }: ListedMessage,
  seconds: number,
): StoredMessage {
  const place = Number(key.slice(messagesPrefix(queue).length));
  const receives = message.receives + 1;
  const secret = context.transaction.hex(`receipt ${key} ${receives}`, 32);
  const taken: StoredMessage = {
    ...message,
    receives,
    receipt: Buffer.from(`${place} ${receives} ${secret}`).toString('base64'),
    visibleAt: context.now + seconds * 1000,
    firstReceivedAt: message.firstReceivedAt ?? context.now,
  };
  context.transaction.put(key, taken);
  return taken;
}

/** What clients called `MessageSystemAttributeNames` before; many still do. */
const olderName = 'AttributeNames';

type Wanted = Pick<
  ReceiveMessageCommandInput,
  'AttributeNames' | 'MessageAttributeNames' | 'MessageSystemAttributeNames'
>;

function shown(message: StoredMessage, wanted: Wanted): Message {
  const { MessageSystemAttributeNames: names = [], [olderName]: olderNames = [] } = wanted;
  const systemNames = new Set<string>([...names, ...olderNames]);
  const system: Record<string, string> = {
    ...message.system,
    ApproximateReceiveCount: String(message.receives),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt ?? 0),
  };
  const chosen = Object.entries(system).filter(([name]) => systemNames.has('All') || systemNames.has(name));
  const attributes = Object.fromEntries(
    Object.entries(message.attributes).filter(([name]) => isWanted(name, wanted.MessageAttributeNames ?? [])),
  );
  const digest = attributesMd5(attributes);
  return {
    MessageId: message.id,
    ReceiptHandle: message.receipt ?? '',
    MD5OfBody: md5(message.body),
    Body: message.body,
    ...(chosen.length === 0 ? {} : { Attributes: Object.fromEntries(chosen) }),
    ...(digest === undefined
      ? {}
      : { MD5OfMessageAttributes: digest, MessageAttributes: shownAttributes(attributes) }),
  };
}

/** Names may end in `.*`; `All` and `.*` mean every one. */
function isWanted(name: string, wanted: readonly string[]): boolean {
  return wanted.some(
    (each) =>
      each === 'All' ||
      each === '.*' ||
      each === name ||
      (each.endsWith('.*') && name.startsWith(each.slice(0, -1))),
  );
}

function shownAttributes(
  attributes: Stored<Record<string, MessageAttributeValue>>,
): Record<string, MessageAttributeValue> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { BinaryValue, DataType, StringValue }]) => [
      name,
      BinaryValue === undefined
        ? { DataType, StringValue }
        : { DataType, BinaryValue: new Uint8Array(Buffer.from(BinaryValue, 'base64')) },
    ]),
  );
}

/**
 * The message that a receipt names; undefined where it has gone, or somebody else has received it since.
 * @throws AwsFailure ReceiptHandleIsInvalid where the text is no receipt.
 */
export function receiptMessage(
  context: CallContext,
  queue: QueueRecord,
  receipt: string | undefined,
): ListedMessage | undefined {
  const place = /^(\d+) \d+ [0-9a-f]{32}$/.exec(Buffer.from(receipt ?? '', 'base64').toString('latin1'))?.[1];
  if (place === undefined) throw invalidReceipt(receipt);
  const key = messageKey(queue, Number(place));
  const message = context.transaction.get(key) as StoredMessage | undefined;
  return message === undefined || message.receipt !== receipt ? undefined : { key, message };
}

/** Messages in the world's state: each lies under its queue's incarnation, in the order of sending. */
import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import type { CallContext } from '../../call-context.js';
import type { Stored } from '../../stored-shape.js';
import type { State } from '../../world/state.js';
import { scheduleExpiry } from './message-expiry.js';
import { changeQueue, type QueueRecord } from './queue.js';

export type StoredMessage = {
  readonly id: string;
  readonly body: string;
  readonly bytes: number;
  readonly attributes: Stored<Record<string, MessageAttributeValue>>;
  /** `AWSTraceHeader` and what SQS says of the message itself. */
  readonly system: Readonly<Record<string, string>>;
  /** Virtual times in milliseconds. */
  readonly sentAt: number;
  readonly visibleAt: number;
  readonly firstReceivedAt: number | null;
  readonly receives: number;
  /** What the last receiver holds; null where nobody has received it. */
  readonly receipt: string | null;
  readonly group: string | null;
  /** The event in which its retention ends. */
  readonly expiry: string;
};

export interface ListedMessage {
  readonly key: string;
  readonly message: StoredMessage;
}

export function messagesPrefix({ incarnation }: QueueRecord): string {
  return `d/sqs/messages/${incarnation}/`;
}

export function messageKey(queue: QueueRecord, place: number): string {
  return messagesPrefix(queue) + String(place).padStart(12, '0');
}

export function* messagesIn(state: State, queue: QueueRecord): Generator<ListedMessage> {
  for (const [key, value] of state.withPrefix(messagesPrefix(queue))) {
    yield { key, message: value as StoredMessage };
  }
}

/** Puts a new message at the end of a queue. */
export function appendMessage(
  context: CallContext,
  queue: QueueRecord,
  message: Omit<StoredMessage, 'expiry'>,
): QueueRecord {
  const key = messageKey(queue, queue.body.sent);
  const expiry = scheduleExpiry(context, queue, key, message.sentAt);
  context.transaction.put(key, { ...message, expiry });
  const { records, bytes } = queue.body.volume;
  const volume = { records: records + 1, bytes: bytes + message.bytes };
  return changeQueue(context, queue, { volume, sent: queue.body.sent + 1 });
}

/** Takes a message out of its queue. */
export function removeMessage(context: CallContext, queue: QueueRecord, listed: ListedMessage): QueueRecord {
  context.transaction.delete(listed.key);
  context.transaction.cancel(listed.message.expiry);
  const { records, bytes } = queue.body.volume;
  const volume = { records: Math.max(0, records - 1), bytes: Math.max(0, bytes - listed.message.bytes) };
  return changeQueue(context, queue, { volume });
}

/** Takes all listed messages out of the state; the queue's volume is left to the caller. */
export function forgetMessages(context: CallContext, queue: QueueRecord): void {
  for (const { key, message } of messagesIn(context.state, queue)) {
    context.transaction.delete(key);
    context.transaction.cancel(message.expiry);
  }
}

/** What becomes of messages by themselves. */
import type { JsonObject } from '../../../contract/json.js';
import type { CallContext } from '../../call-context.js';
import { sameIncarnation } from '../../records-at.js';
import { messagesIn, removeMessage, type StoredMessage } from './message.js';
import { changeQueue, queuePlace, type QueueBody, type QueueRecord } from './queue.js';

function queueOf(context: CallContext, payload: JsonObject): QueueRecord | undefined {
  const { account } = payload;
  const place = { ...queuePlace(context), ...(typeof account === 'string' ? { account } : {}) };
  return sameIncarnation<QueueBody>(context.state, place, payload);
}

function messageExpires(context: CallContext, payload: JsonObject): void {
  const { key } = payload;
  if (typeof key !== 'string') return;
  const queue = queueOf(context, payload);
  const message = context.transaction.get(key) as StoredMessage | undefined;
  if (queue !== undefined && message !== undefined) removeMessage(context, queue, { key, message });
}

/** Messages that are numbers only do not outlive a shorter retention either. */
function backlogExpires(context: CallContext, payload: JsonObject): void {
  const queue = queueOf(context, payload);
  if (queue === undefined) return;
  let records = 0;
  let bytes = 0;
  for (const { message } of messagesIn(context.state, queue)) {
    records += 1;
    bytes += message.bytes;
  }
  changeQueue(context, queue, { volume: { records, bytes }, backlogEvent: null });
}

export const messageEvents = {
  'sqs.backlog-expires': backlogExpires,
  'sqs.message-expires': messageExpires,
};

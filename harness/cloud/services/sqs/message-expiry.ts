/** When messages outlive their queue's retention. */
import type { CallContext } from '../../call-context.js';
import type { QueueRecord } from './queue.js';

/** Virtual milliseconds for which a queue keeps its messages. */
export function retentionOf({ body }: QueueRecord): number {
  return Number(body.attributes['MessageRetentionPeriod']) * 1000;
}

/** Lets a message go at the end of its retention; at once where that is past. */
export function scheduleExpiry(
  context: CallContext,
  queue: QueueRecord,
  key: string,
  sentAt: number,
): string {
  const seconds = Math.max(0, (sentAt + retentionOf(queue) - context.now) / 1000);
  const { account, id, incarnation } = queue;
  const about = context.key(queue, id);
  return context.schedule(seconds, 'sqs.message-expires', { account, id, incarnation, key }, about);
}

/** Lets what a queue holds beyond its listed messages go, at the latest a retention from now. */
export function scheduleBacklogExpiry(context: CallContext, queue: QueueRecord): string {
  const { account, id, incarnation } = queue;
  const about = context.key(queue, id);
  const seconds = retentionOf(queue) / 1000;
  return context.schedule(seconds, 'sqs.backlog-expires', { account, id, incarnation }, about);
}

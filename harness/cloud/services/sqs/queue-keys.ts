/** Queues without the key that protects their messages (Developer Guide, "Key management"). */
import { markedWithout } from '../../encrypted-resource.js';
import { keyTimes } from '../../key-times.js';
import type { EncryptedResource } from '../../service.js';
import { keyNotUsable } from './failures.js';
import { queueType, type QueueRecord } from './queue.js';

/** @throws AwsFailure KmsDisabled while the queue's key cannot be used. */
export function requireKey({ arn, body }: QueueRecord): void {
  if (body.withoutKey !== undefined) throw keyNotUsable(arn);
}

/** The queue as it is to take messages under a key: trouble with another one is over. */
export function underKey(queue: QueueRecord, key: string | undefined): QueueRecord {
  if (queue.body.attributes['KmsMasterKeyId'] === key) return queue;
  return markedWithout(queue, null) as QueueRecord;
}

/** It goes on with its data key until it has to ask for another. */
export const encryptedQueue: EncryptedResource = {
  type: queueType,
  goesOnFor: (record) => {
    const reuse = (record as QueueRecord).body.attributes['KmsDataKeyReusePeriodSeconds'];
    return reuse === undefined ? keyTimes.queueReuse : Number(reuse);
  },
  comesBack: true,
};

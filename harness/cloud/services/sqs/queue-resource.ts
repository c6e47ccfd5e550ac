/** How stacks provide `AWS::SQS::Queue` (CloudFormation template reference). */
import { canonicalJson, sameJson, type JsonObject } from '../../../contract/json.js';
import type { CallContext } from '../../call-context.js';
import { givenMembers } from '../../given-members.js';
import { physicalName } from '../../physical-name.js';
import { flagOf, objectsOf, textOf } from '../../property.js';
import { provisioningTimes } from '../../provisioning-times.js';
import type { ResourceProvider } from '../../service.js';
import { tagChanges, tagsIn } from '../../tag-list.js';
import { queuePlace, queueType, type QueueBody, type QueueRecord } from './queue.js';
import { defaultAttributes, fifoAttributes } from './queue-attributes.js';

const names = [
  'ContentBasedDeduplication',
  'DeduplicationScope',
  'DelaySeconds',
  'FifoThroughputLimit',
  'KmsDataKeyReusePeriodSeconds',
  'KmsMasterKeyId',
  'MaximumMessageSize',
  'MessageRetentionPeriod',
  'ReceiveMessageWaitTimeSeconds',
  'RedriveAllowPolicy',
  'RedrivePolicy',
  'SqsManagedSseEnabled',
  'VisibilityTimeout',
];

function attributeText(properties: JsonObject, name: string): string | undefined {
  const value = properties[name];
  if (value !== null && typeof value === 'object') return canonicalJson(value);
  return textOf(properties, name);
}

function queueOf(id: string, context: CallContext): QueueRecord | undefined {
  return context.transaction.resource<QueueBody>(queuePlace(context), id);
}

export const queueResource: ResourceProvider = {
  type: queueType,
  create: (properties, context) => {
    const fifo = flagOf(properties, 'FifoQueue') === true;
    const generated = (): string => {
      const name = physicalName(context, { maximum: fifo ? 75 : 80 });
      return fifo ? `${name}.fifo` : name;
    };
    const told = names.map((name) => [name, attributeText(properties, name)]);
    const Attributes = givenMembers({
      ...(Object.fromEntries(told) as Record<string, string | undefined>),
      FifoQueue: fifo ? 'true' : undefined,
    });
    const tags = tagsIn(objectsOf(properties, 'Tags'));
    const created = context.invoke<{ QueueUrl: string }>(
      'SQS',
      'CreateQueue',
      givenMembers({
        QueueName: textOf(properties, 'QueueName') ?? generated(),
        Attributes: Object.keys(Attributes).length === 0 ? undefined : Attributes,
        tags: Object.keys(tags).length === 0 ? undefined : tags,
      }),
    );
    return { physicalId: created.QueueUrl, seconds: provisioningTimes(queueType).create };
  },
  update: (QueueUrl, properties, previous, context) => {
    const changed = names.filter((name) => !sameJson(previous[name], properties[name]));
    if (changed.length > 0) {
      const Attributes = Object.fromEntries(
        changed.map((name) => [
          name,
          attributeText(properties, name) ?? defaultAttributes[name] ?? fifoAttributes[name] ?? '',
        ]),
      );
      context.invoke('SQS', 'SetQueueAttributes', { QueueUrl, Attributes });
    }
    const { removed, set } = tagChanges(
      tagsIn(objectsOf(previous, 'Tags')),
      tagsIn(objectsOf(properties, 'Tags')),
    );
    if (removed.length > 0) context.invoke('SQS', 'UntagQueue', { QueueUrl, TagKeys: removed });
    if (Object.keys(set).length > 0) context.invoke('SQS', 'TagQueue', { QueueUrl, Tags: set });
    return { seconds: provisioningTimes(queueType).update };
  },
  delete: (QueueUrl, _properties, context) => {
    if (queueOf(QueueUrl, context) === undefined) return { seconds: 0 };
    context.invoke('SQS', 'DeleteQueue', { QueueUrl });
    return { seconds: provisioningTimes(queueType).delete };
  },
  attributes: (id, _properties, context) => {
    const queue = queueOf(id, context);
    return queue === undefined ? {} : { Arn: queue.arn, QueueName: queue.body.name, QueueUrl: id };
  },
};

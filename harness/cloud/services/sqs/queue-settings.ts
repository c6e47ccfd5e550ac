/** Showing and setting a queue's attributes, its tags, and the statements of its policy. */
import type {
  AddPermissionCommandInput,
  AddPermissionCommandOutput,
  GetQueueAttributesCommandInput,
  GetQueueAttributesCommandOutput,
  ListQueueTagsCommandInput,
  ListQueueTagsCommandOutput,
  RemovePermissionCommandInput,
  RemovePermissionCommandOutput,
  SetQueueAttributesCommandInput,
  SetQueueAttributesCommandOutput,
  TagQueueCommandInput,
  TagQueueCommandOutput,
  UntagQueueCommandInput,
  UntagQueueCommandOutput,
} from '@aws-sdk/client-sqs';
import { constraint } from '../../../contract/aws-error.js';
import type { ActionRequest } from '../../../contract/call.js';
import type { Json, JsonObject } from '../../../contract/json.js';
import type { CallContext } from '../../call-context.js';
import type { Scene } from '../../scene.js';
import { operation } from '../../service.js';
import { requestTags, withoutTags } from '../../tag-list.js';
import { invalidParameter } from './failures.js';
import { messagesIn } from './message.js';
import { retentionOf, scheduleBacklogExpiry, scheduleExpiry } from './message-expiry.js';
import { askedQueue, changeQueue, queueAt, type QueueRecord } from './queue.js';
import { objectIn, shownAttributes, withAttributes } from './queue-attributes.js';
import { underKey } from './queue-keys.js';

function onQueue(action: string) {
  return ({ QueueUrl }: { readonly QueueUrl?: string | undefined }, scene: Scene): ActionRequest[] => [
    { action, resources: [askedQueue(QueueUrl, scene)] },
  ];
}

/** Attributes that SQS says of a queue by itself. */
function facts(context: CallContext, queue: QueueRecord): Record<string, string> {
  let delayed = 0;
  let inFlight = 0;
  for (const { message } of messagesIn(context.state, queue)) {
    if (message.visibleAt <= context.now) continue;
    if (message.receives === 0) delayed += 1;
    else inFlight += 1;
  }
  const { lastModified, volume } = queue.body;
  return {
    ApproximateNumberOfMessages: String(volume.records - delayed - inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    CreatedTimestamp: String(Math.floor(queue.createdAt / 1000)),
    LastModifiedTimestamp: String(Math.floor(lastModified / 1000)),
    QueueArn: queue.arn,
  };
}

const getQueueAttributes = operation<GetQueueAttributesCommandInput, GetQueueAttributesCommandOutput>({
  readOnly: true,
  actions: onQueue('sqs:GetQueueAttributes'),
  run: (input, context) => {
    const queue = queueAt(context, input.QueueUrl);
    const wanted = input.AttributeNames ?? [];
    const unknown = wanted.find((each) => !shownAttributes.has(each));
    if (unknown !== undefined) {
      throw constraint('InvalidAttributeName', `Unknown Attribute ${unknown}.`);
    }
    const all = { ...queue.body.attributes, ...facts(context, queue) };
    const chosen = wanted.includes('All')
      ? Object.entries(all)
      : Object.entries(all).filter(([name]) => wanted.some((each) => each === name));
    return chosen.length === 0 ? {} : { Attributes: Object.fromEntries(chosen) };
  },
});

/** Messages of a queue end by its new retention, those that have been sent before too. */
function applyRetention(context: CallContext, queue: QueueRecord, before: number): void {
  const after = retentionOf(queue);
  if (after === before) return;
  for (const { key, message } of messagesIn(context.state, queue)) {
    context.transaction.cancel(message.expiry);
    const expiry = scheduleExpiry(context, queue, key, message.sentAt);
    context.transaction.put(key, { ...message, expiry });
  }
  if (queue.body.backlogEvent !== null) context.transaction.cancel(queue.body.backlogEvent);
  const backlogEvent = after < before ? scheduleBacklogExpiry(context, queue) : null;
  changeQueue(context, queue, { backlogEvent });
}

function setAttributes(
  context: CallContext,
  queue: QueueRecord,
  given: Readonly<Record<string, string | undefined>>,
): void {
  const attributes = withAttributes(queue.body.attributes, given, context);
  const policy =
    attributes['Policy'] === queue.body.attributes['Policy']
      ? queue.body.policy
      : (objectIn(attributes['Policy']) ?? null);
  const changed = changeQueue(context, underKey(queue, attributes['KmsMasterKeyId']), {
    attributes,
    policy,
    lastModified: context.now,
  });
  applyRetention(context, changed, retentionOf(queue));
}

const setQueueAttributes = operation<SetQueueAttributesCommandInput, SetQueueAttributesCommandOutput>({
  readOnly: false,
  actions: onQueue('sqs:SetQueueAttributes'),
  run: (input, context) => {
    const queue = queueAt(context, input.QueueUrl);
    const given = input.Attributes ?? {};
    if (given['FifoQueue'] !== undefined && given['FifoQueue'] !== queue.body.attributes['FifoQueue']) {
      throw constraint('InvalidAttributeName', 'Modifying queue type is not supported.');
    }
    setAttributes(context, queue, given);
    return {};
  },
});

const listQueueTags = operation<ListQueueTagsCommandInput, ListQueueTagsCommandOutput>({
  readOnly: true,
  actions: onQueue('sqs:ListQueueTags'),
  run: (input, context) => {
    const { tags } = queueAt(context, input.QueueUrl);
    return Object.keys(tags).length === 0 ? {} : { Tags: { ...tags } };
  },
});

const tagQueue = operation<TagQueueCommandInput, TagQueueCommandOutput>({
  readOnly: false,
  actions: (input, scene) => [
    {
      action: 'sqs:TagQueue',
      resources: [askedQueue(input.QueueUrl, scene)],
      context: requestTags(input.Tags ?? {}),
    },
  ],
  run: (input, context) => {
    const queue = queueAt(context, input.QueueUrl);
    context.transaction.putResource({ ...queue, tags: { ...queue.tags, ...input.Tags } });
    return {};
  },
});

const untagQueue = operation<UntagQueueCommandInput, UntagQueueCommandOutput>({
  readOnly: false,
  actions: (input, scene) => [
    {
      action: 'sqs:UntagQueue',
      resources: [askedQueue(input.QueueUrl, scene)],
      context: { 'aws:TagKeys': input.TagKeys ?? [] },
    },
  ],
  run: (input, context) => {
    const queue = queueAt(context, input.QueueUrl);
    context.transaction.putResource({ ...queue, tags: withoutTags(queue.tags, input.TagKeys ?? []) });
    return {};
  },
});

function statementsOf({ body }: QueueRecord): readonly Json[] {
  const statements = body.policy?.['Statement'];
  if (statements === undefined) return [];
  return Array.isArray(statements) ? (statements as readonly Json[]) : [statements];
}

function labelOf(statement: Json): Json | undefined {
  return typeof statement === 'object' && statement !== null ? (statement as JsonObject)['Sid'] : undefined;
}

function setStatements(context: CallContext, queue: QueueRecord, statements: readonly Json[]): void {
  const policy = {
    Version: '2012-10-17',
    Id: `${queue.arn}/SQSDefaultPolicy`,
    ...queue.body.policy,
    Statement: statements,
  };
  setAttributes(context, queue, { Policy: statements.length === 0 ? '' : JSON.stringify(policy) });
}

/** As policies are written: a list of one is that one. */
function oneOrAll(values: readonly string[]): Json {
  const [only] = values;
  return values.length === 1 && only !== undefined ? only : values;
}

const addPermission = operation<AddPermissionCommandInput, AddPermissionCommandOutput>({
  readOnly: false,
  actions: onQueue('sqs:AddPermission'),
  run: (input, context) => {
    const queue = queueAt(context, input.QueueUrl);
    const statements = statementsOf(queue);
    const { AWSAccountIds: accounts = [], Actions: actions = [], Label: Sid = '' } = input;
    if (statements.some((statement) => labelOf(statement) === Sid)) {
      throw invalidParameter(`Value ${Sid} for parameter Label is invalid. Reason: Already exists.`);
    }
    const statement = {
      Sid,
      Effect: 'Allow',
      Principal: {
        AWS: oneOrAll(accounts.map((account) => `arn:${context.partition}:iam::${account}:root`)),
      },
      Action: oneOrAll(actions.map((action) => `SQS:${action}`)),
      Resource: queue.arn,
    };
    setStatements(context, queue, [...statements, statement]);
    return {};
  },
});

const removePermission = operation<RemovePermissionCommandInput, RemovePermissionCommandOutput>({
  readOnly: false,
  actions: onQueue('sqs:RemovePermission'),
  run: (input, context) => {
    const queue = queueAt(context, input.QueueUrl);
    const statements = statementsOf(queue);
    const { Label = '' } = input;
    const kept = statements.filter((statement) => labelOf(statement) !== Label);
    if (kept.length === statements.length) {
      throw invalidParameter(
        `Value ${Label} for parameter Label is invalid. Reason: can't find label on existing policy.`,
      );
    }
    setStatements(context, queue, kept);
    return {};
  },
});

export const queueSettingOperations = {
  AddPermission: addPermission,
  GetQueueAttributes: getQueueAttributes,
  ListQueueTags: listQueueTags,
  RemovePermission: removePermission,
  SetQueueAttributes: setQueueAttributes,
  TagQueue: tagQueue,
  UntagQueue: untagQueue,
};

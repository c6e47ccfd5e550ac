/** Creating, finding, listing, purging and deleting queues. */
import type {
  CreateQueueCommandInput,
  CreateQueueCommandOutput,
  DeleteQueueCommandInput,
  DeleteQueueCommandOutput,
  GetQueueUrlCommandInput,
  GetQueueUrlCommandOutput,
  ListDeadLetterSourceQueuesCommandInput,
  ListDeadLetterSourceQueuesCommandOutput,
  ListQueuesCommandInput,
  ListQueuesCommandOutput,
  PurgeQueueCommandInput,
  PurgeQueueCommandOutput,
} from '@aws-sdk/client-sqs';
import type { ActionRequest } from '../../../contract/call.js';
import { constraint } from '../../../contract/aws-error.js';
import type { CallContext } from '../../call-context.js';
import { required } from '../../input-check.js';
import { pageOf } from '../../page.js';
import { recordsAt } from '../../records-at.js';
import type { Scene } from '../../scene.js';
import { operation } from '../../service.js';
import { requestTags } from '../../tag-list.js';
import { invalidParameter, missingParameter, queueDoesNotExist } from './failures.js';
import { forgetMessages } from './message.js';
import {
  askedQueue,
  changeQueue,
  queueArn,
  queueAt,
  queuePlace,
  queueUrl,
  redriveOf,
  type QueueBody,
  type QueueRecord,
} from './queue.js';
import { defaultAttributes, fifoAttributes, objectIn, withAttributes } from './queue-attributes.js';

const minute = 60_000;

/** Where a deleted queue's name is held back. */
function graveKey({ account, region }: Pick<Scene, 'account' | 'region'>, name: string): string {
  return `d/sqs/deleted/${account}/${region}/${name}`;
}

function checkName(name: string, fifo: boolean): void {
  if (fifo && !name.endsWith('.fifo')) {
    throw invalidParameter(
      'The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length.',
    );
  }
  const plain = fifo ? name.slice(0, -'.fifo'.length) : name;
  if (name.length > 80 || !/^[a-zA-Z0-9_-]+$/.test(plain)) {
    throw invalidParameter(
      'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
    );
  }
}

/** A queue of the name that is there already answers for a new one, where nothing that is asked differs. */
function existing(queue: QueueRecord, input: CreateQueueCommandInput): CreateQueueCommandOutput['QueueUrl'] {
  for (const [name, value] of Object.entries(input.Attributes ?? {})) {
    if ((queue.body.attributes[name] ?? '') === value) continue;
    throw constraint(
      'QueueNameExists',
      `A queue already exists with the same name and a different value for attribute ${name}`,
    );
  }
  return queue.id;
}

const createQueue = operation<CreateQueueCommandInput, CreateQueueCommandOutput>({
  readOnly: false,
  actions: (input, scene) => {
    const resources = [queueArn(scene, input.QueueName ?? '*')];
    const context = requestTags(input.tags ?? {});
    const asked: ActionRequest[] = [{ action: 'sqs:CreateQueue', resources, context }];
    if (Object.keys(input.tags ?? {}).length > 0) asked.push({ action: 'sqs:TagQueue', resources, context });
    return asked;
  },
  run: (input, context) => {
    const name = required(input.QueueName, 'QueueName', missingParameter);
    const given = input.Attributes ?? {};
    const fifo = given['FifoQueue'] === 'true';
    checkName(name, fifo);
    const url = queueUrl(context, name);
    const present = context.transaction.resource<QueueBody>(queuePlace(context), url);
    if (present !== undefined) return { QueueUrl: existing(present, input) };
    const grave = graveKey(context, name);
    const deletedAt = context.transaction.get(grave);
    if (typeof deletedAt === 'number' && context.now < deletedAt + minute) {
      throw constraint(
        'QueueDeletedRecently',
        'You must wait 60 seconds after deleting a queue before you can create another with the same name.',
      );
    }
    if (deletedAt !== undefined) context.transaction.delete(grave);
    const initial = fifo ? { ...defaultAttributes, ...fifoAttributes, FifoQueue: 'true' } : defaultAttributes;
    const attributes = withAttributes(initial, given, context);
    const identity = { id: url, arn: queueArn(context, name), tags: input.tags ?? {} };
    const queue = context.born<QueueBody>(queuePlace(context), identity, {
      name,
      attributes,
      policy: objectIn(attributes['Policy']) ?? null,
      lastModified: context.now,
      purgedAt: null,
      sent: 0,
      backlogEvent: null,
      volume: { records: 0, bytes: 0 },
    });
    context.transaction.putResource(queue);
    return { QueueUrl: url };
  },
});

const getQueueUrl = operation<GetQueueUrlCommandInput, GetQueueUrlCommandOutput>({
  readOnly: true,
  actions: (input, scene) => {
    const account = input.QueueOwnerAWSAccountId ?? scene.account;
    return [
      { action: 'sqs:GetQueueUrl', resources: [queueArn({ ...scene, account }, input.QueueName ?? '*')] },
    ];
  },
  run: (input, context) => {
    const name = required(input.QueueName, 'QueueName', missingParameter);
    const { region, partition } = context;
    const place = { region, partition, account: input.QueueOwnerAWSAccountId ?? context.account };
    const url = queueUrl(place, name);
    if (context.transaction.resource(queuePlace(place), url) === undefined) throw queueDoesNotExist();
    return { QueueUrl: url };
  },
});

interface Listing {
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

/** Without MaxResults, a list has one page of a thousand and no token (SQS API Reference, "ListQueues"). */
function listed(queues: readonly QueueRecord[], { MaxResults, NextToken }: Listing) {
  const { items, next } = pageOf(queues, {
    keyOf: (queue) => queue.id,
    limit: Math.min(MaxResults ?? 1000, 1000),
    token: NextToken,
    badToken: () => invalidParameter('Invalid or expired next token.'),
  });
  const urls = items.map((queue) => queue.id);
  return { urls, paging: MaxResults === undefined || next === undefined ? {} : { NextToken: next } };
}

const listQueues = operation<ListQueuesCommandInput, ListQueuesCommandOutput>({
  readOnly: true,
  actions: () => [{ action: 'sqs:ListQueues', resources: ['*'] }],
  run: (input, context) => {
    const all = [...recordsAt<QueueBody>(context.state, queuePlace(context))];
    const chosen = all.filter((queue) => queue.body.name.startsWith(input.QueueNamePrefix ?? ''));
    const { urls, paging } = listed(chosen, input);
    return urls.length === 0 ? {} : { QueueUrls: urls, ...paging };
  },
});

const listDeadLetterSourceQueues = operation<
  ListDeadLetterSourceQueuesCommandInput,
  ListDeadLetterSourceQueuesCommandOutput
>({
  readOnly: true,
  actions: (input, scene) => [
    { action: 'sqs:ListDeadLetterSourceQueues', resources: [askedQueue(input.QueueUrl, scene)] },
  ],
  run: (input, context) => {
    const { arn } = queueAt(context, input.QueueUrl);
    const all = [...recordsAt<QueueBody>(context.state, queuePlace(context))];
    const { urls, paging } = listed(
      all.filter((queue) => redriveOf(queue)?.target === arn),
      input,
    );
    return { queueUrls: urls, ...paging };
  },
});

const purgeQueue = operation<PurgeQueueCommandInput, PurgeQueueCommandOutput>({
  readOnly: false,
  actions: (input, scene) => [{ action: 'sqs:PurgeQueue', resources: [askedQueue(input.QueueUrl, scene)] }],
  run: (input, context) => {
    const queue = queueAt(context, input.QueueUrl);
    const { name, purgedAt } = queue.body;
    if (purgedAt !== null && context.now < purgedAt + minute) {
      throw constraint(
        'PurgeQueueInProgress',
        `Only one PurgeQueue operation on ${name} is allowed every 60 seconds.`,
        403,
      );
    }
    forgetMessages(context, queue);
    changeQueue(context, queue, { purgedAt: context.now, volume: { records: 0, bytes: 0 } });
    return {};
  },
});

/** A queue goes at once; only its name is held back for the minute that AWS takes to forget it. */
function remove(context: CallContext, queue: QueueRecord): void {
  forgetMessages(context, queue);
  if (queue.body.backlogEvent !== null) context.transaction.cancel(queue.body.backlogEvent);
  context.transaction.deleteResource(queue);
  context.transaction.put(graveKey(queue, queue.body.name), context.now);
}

const deleteQueue = operation<DeleteQueueCommandInput, DeleteQueueCommandOutput>({
  readOnly: false,
  actions: (input, scene) => [{ action: 'sqs:DeleteQueue', resources: [askedQueue(input.QueueUrl, scene)] }],
  run: (input, context) => {
    remove(context, queueAt(context, input.QueueUrl));
    return {};
  },
});

export const queueOperations = {
  CreateQueue: createQueue,
  DeleteQueue: deleteQueue,
  GetQueueUrl: getQueueUrl,
  ListDeadLetterSourceQueues: listDeadLetterSourceQueues,
  ListQueues: listQueues,
  PurgeQueue: purgeQueue,
};

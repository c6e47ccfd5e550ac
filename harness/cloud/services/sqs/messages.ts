/** Sending, receiving, hiding and deleting messages, one by one and in batches. */
import type {
  BatchResultErrorEntry,
  ChangeMessageVisibilityBatchCommandInput,
  ChangeMessageVisibilityBatchCommandOutput,
  ChangeMessageVisibilityCommandInput,
  ChangeMessageVisibilityCommandOutput,
  DeleteMessageBatchCommandInput,
  DeleteMessageBatchCommandOutput,
  DeleteMessageCommandInput,
  DeleteMessageCommandOutput,
  ReceiveMessageCommandInput,
  ReceiveMessageCommandOutput,
  SendMessageBatchCommandInput,
  SendMessageBatchCommandOutput,
  SendMessageCommandInput,
  SendMessageCommandOutput,
} from '@aws-sdk/client-sqs';
import { AwsFailure, constraint } from '../../../contract/aws-error.js';
import type { ActionRequest } from '../../../contract/call.js';
import type { CallContext } from '../../call-context.js';
import { required } from '../../input-check.js';
import type { Scene } from '../../scene.js';
import { operation } from '../../service.js';
import { invalidParameter, missingParameter } from './failures.js';
import { removeMessage } from './message.js';
import { askedQueue, queueAt, type QueueRecord } from './queue.js';
import { receiptMessage, receive } from './receive.js';
import { send, type Sent } from './send.js';

function onQueue(action: string) {
  return ({ QueueUrl }: { readonly QueueUrl?: string | undefined }, scene: Scene): ActionRequest[] => [
    { action, resources: [askedQueue(QueueUrl, scene)] },
  ];
}

const sendMessage = operation<SendMessageCommandInput, SendMessageCommandOutput>({
  readOnly: false,
  actions: onQueue('sqs:SendMessage'),
  run: (input, context) => send(context, queueAt(context, input.QueueUrl), input, '0').sent,
});

const receiveMessage = operation<ReceiveMessageCommandInput, ReceiveMessageCommandOutput>({
  readOnly: false,
  actions: onQueue('sqs:ReceiveMessage'),
  run: (input, context) => {
    const Messages = receive(context, queueAt(context, input.QueueUrl), input);
    return Messages.length === 0 ? {} : { Messages };
  },
});

/** A message that is no longer there, or has gone to another receiver, is no error. */
function remove(context: CallContext, queue: QueueRecord, receipt: string | undefined): QueueRecord {
  const listed = receiptMessage(context, queue, required(receipt, 'ReceiptHandle', missingParameter));
  return listed === undefined ? queue : removeMessage(context, queue, listed);
}

const deleteMessage = operation<DeleteMessageCommandInput, DeleteMessageCommandOutput>({
  readOnly: false,
  actions: onQueue('sqs:DeleteMessage'),
  run: (input, context) => {
    remove(context, queueAt(context, input.QueueUrl), input.ReceiptHandle);
    return {};
  },
});

function hide(
  context: CallContext,
  queue: QueueRecord,
  receipt: string | undefined,
  seconds: number | undefined,
): void {
  const wanted = required(seconds, 'VisibilityTimeout', missingParameter);
  if (!(wanted >= 0 && wanted <= 43_200)) {
    throw invalidParameter(
      `Value ${wanted} for parameter VisibilityTimeout is invalid. Reason: Must be between 0 and 43200, if provided.`,
    );
  }
  const listed = receiptMessage(context, queue, receipt);
  if (listed === undefined) {
    throw invalidParameter(
      `Value ${receipt ?? ''} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.`,
    );
  }
  const { key, message } = listed;
  if (message.visibleAt <= context.now) {
    throw constraint('MessageNotInflight', 'The specified message is not in flight.');
  }
  context.transaction.put(key, { ...message, visibleAt: context.now + wanted * 1000 });
}

const changeMessageVisibility = operation<
  ChangeMessageVisibilityCommandInput,
  ChangeMessageVisibilityCommandOutput
>({
  readOnly: false,
  actions: onQueue('sqs:ChangeMessageVisibility'),
  run: (input, context) => {
    hide(context, queueAt(context, input.QueueUrl), input.ReceiptHandle, input.VisibilityTimeout);
    return {};
  },
});

interface BatchEntry {
  readonly Id: string | undefined;
}

/** @throws AwsFailure where the batch as a whole is none that SQS takes. */
function checkBatch(operationName: string, entries: readonly BatchEntry[]): void {
  if (entries.length === 0) {
    throw constraint(
      'EmptyBatchRequest',
      `There should be at least one ${operationName}RequestEntry in the request.`,
    );
  }
  if (entries.length > 10) {
    throw constraint(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are 10. You have sent ${entries.length}.`,
    );
  }
  const seen = new Set<string>();
  for (const { Id = '' } of entries) {
    if (!/^[a-zA-Z0-9_-]{1,80}$/.test(Id)) {
      throw constraint(
        'InvalidBatchEntryId',
        'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
      );
    }
    if (seen.has(Id)) throw constraint('BatchEntryIdsNotDistinct', `Id ${Id} repeated.`);
    seen.add(Id);
  }
}

/** Does entry after entry; one that fails does not hold up the others. */
function each<Entry extends BatchEntry, Done>(
  context: CallContext,
  operationName: string,
  entries: readonly Entry[],
  work: (entry: Entry) => Done,
): { readonly Successful: Done[]; readonly Failed: BatchResultErrorEntry[] } {
  checkBatch(operationName, entries);
  const Successful: Done[] = [];
  const Failed: BatchResultErrorEntry[] = [];
  for (const entry of entries) {
    const before = context.state;
    try {
      Successful.push(work(entry));
    } catch (error) {
      if (!(error instanceof AwsFailure) || error.error.origin === 'unsupported') throw error;
      context.transaction.restore(before);
      const { code, message } = error.error;
      Failed.push({ Id: entry.Id, SenderFault: true, Code: code, Message: message });
    }
  }
  return { Successful, Failed };
}

const sendMessageBatch = operation<SendMessageBatchCommandInput, SendMessageBatchCommandOutput>({
  readOnly: false,
  actions: onQueue('sqs:SendMessage'),
  run: (input, context) => {
    const entries = input.Entries ?? [];
    let queue = queueAt(context, input.QueueUrl);
    const bytes = entries.reduce((sum, { MessageBody = '' }) => sum + Buffer.byteLength(MessageBody), 0);
    if (bytes > 1_048_576) {
      throw constraint(
        'BatchRequestTooLong',
        `Batch requests cannot be longer than 1048576 bytes. You have sent ${bytes} bytes.`,
      );
    }
    return each(context, 'SendMessageBatch', entries, (entry): Sent & { Id: string | undefined } => {
      const done = send(context, queue, entry, entry.Id ?? '');
      queue = done.queue;
      return { Id: entry.Id, ...done.sent };
    });
  },
});

const deleteMessageBatch = operation<DeleteMessageBatchCommandInput, DeleteMessageBatchCommandOutput>({
  readOnly: false,
  actions: onQueue('sqs:DeleteMessage'),
  run: (input, context) => {
    let queue = queueAt(context, input.QueueUrl);
    return each(context, 'DeleteMessageBatch', input.Entries ?? [], ({ Id, ReceiptHandle }) => {
      queue = remove(context, queue, ReceiptHandle);
      return { Id };
    });
  },
});

const changeMessageVisibilityBatch = operation<
  ChangeMessageVisibilityBatchCommandInput,
  ChangeMessageVisibilityBatchCommandOutput
>({
  readOnly: false,
  actions: onQueue('sqs:ChangeMessageVisibility'),
  run: (input, context) => {
    const queue = queueAt(context, input.QueueUrl);
    return each(context, 'ChangeMessageVisibilityBatch', input.Entries ?? [], (entry) => {
      hide(context, queue, entry.ReceiptHandle, entry.VisibilityTimeout);
      return { Id: entry.Id };
    });
  },
});

export const messageOperations = {
  ChangeMessageVisibility: changeMessageVisibility,
  ChangeMessageVisibilityBatch: changeMessageVisibilityBatch,
  DeleteMessage: deleteMessage,
  DeleteMessageBatch: deleteMessageBatch,
  ReceiveMessage: receiveMessage,
  SendMessage: sendMessage,
  SendMessageBatch: sendMessageBatch,
};

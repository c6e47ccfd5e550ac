/** What is asked of SQS about messages: sent, received, hidden, deleted, purged. */
import { defineSuite } from '../sequence.js';

export default defineSuite({
  name: 'sqs-messages',
  service: 'SQS',
  opaque: ['ReceiptHandle', 'SenderId', 'SequenceNumber', 'MessageDeduplicationId'],
  sequences: [
    {
      name: "a message's life",
      steps: [
        { operation: 'CreateQueue', input: { QueueName: 'work' }, save: { queueUrl: 'QueueUrl' } },
        { operation: 'ReceiveMessage', input: { QueueUrl: '{queueUrl}' } },
        {
          operation: 'SendMessage',
          input: {
            QueueUrl: '{queueUrl}',
            MessageBody: 'first',
            MessageAttributes: {
              kind: { DataType: 'String', StringValue: 'order' },
              size: { DataType: 'Number', StringValue: '3' },
            },
          },
        },
        {
          operation: 'GetQueueAttributes',
          input: { QueueUrl: '{queueUrl}', AttributeNames: ['ApproximateNumberOfMessages'] },
        },
        {
          operation: 'ReceiveMessage',
          input: {
            QueueUrl: '{queueUrl}',
            MessageSystemAttributeNames: ['All'],
            MessageAttributeNames: ['All'],
          },
          save: { receipt: 'Messages.0.ReceiptHandle' },
          ignore: ['Messages[].Attributes.SenderId'],
        },
        {
          operation: 'GetQueueAttributes',
          input: {
            QueueUrl: '{queueUrl}',
            AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
          },
        },
        {
          operation: 'ChangeMessageVisibility',
          input: { QueueUrl: '{queueUrl}', ReceiptHandle: '{receipt}', VisibilityTimeout: 600 },
        },
        {
          operation: 'ChangeMessageVisibility',
          input: { QueueUrl: '{queueUrl}', ReceiptHandle: '{receipt}', VisibilityTimeout: 43201 },
          fails: 'InvalidParameterValue',
        },
        { operation: 'DeleteMessage', input: { QueueUrl: '{queueUrl}', ReceiptHandle: '{receipt}' } },
        {
          operation: 'GetQueueAttributes',
          input: {
            QueueUrl: '{queueUrl}',
            AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
          },
        },
        {
          operation: 'DeleteMessage',
          input: { QueueUrl: '{queueUrl}', ReceiptHandle: 'no receipt' },
          fails: 'ReceiptHandleIsInvalid',
        },
      ],
    },
    {
      name: 'batches',
      steps: [
        { operation: 'CreateQueue', input: { QueueName: 'many' }, save: { queueUrl: 'QueueUrl' } },
        {
          operation: 'SendMessageBatch',
          input: {
            QueueUrl: '{queueUrl}',
            Entries: [
              { Id: 'a', MessageBody: 'one' },
              { Id: 'b', MessageBody: 'two' },
            ],
          },
        },
        {
          operation: 'SendMessageBatch',
          input: { QueueUrl: '{queueUrl}', Entries: [] },
          fails: 'EmptyBatchRequest',
        },
        {
          operation: 'SendMessageBatch',
          input: {
            QueueUrl: '{queueUrl}',
            Entries: [
              { Id: 'a', MessageBody: 'one' },
              { Id: 'a', MessageBody: 'two' },
            ],
          },
          fails: 'BatchEntryIdsNotDistinct',
        },
        {
          operation: 'ReceiveMessage',
          input: { QueueUrl: '{queueUrl}', MaxNumberOfMessages: 11 },
          fails: 'InvalidParameterValue',
        },
        {
          operation: 'ReceiveMessage',
          input: { QueueUrl: '{queueUrl}', MaxNumberOfMessages: 10 },
          save: { receipt: 'Messages.0.ReceiptHandle' },
          until: { path: 'Messages.length', is: [2] },
        },
        {
          operation: 'ChangeMessageVisibilityBatch',
          input: {
            QueueUrl: '{queueUrl}',
            Entries: [{ Id: 'a', ReceiptHandle: '{receipt}', VisibilityTimeout: 600 }],
          },
        },
        {
          operation: 'DeleteMessageBatch',
          input: {
            QueueUrl: '{queueUrl}',
            Entries: [
              { Id: 'a', ReceiptHandle: '{receipt}' },
              { Id: 'b', ReceiptHandle: 'no receipt' },
            ],
          },
          ignore: ['Failed[].Message'],
        },
        {
          operation: 'GetQueueAttributes',
          input: {
            QueueUrl: '{queueUrl}',
            AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
          },
        },
      ],
    },
    {
      name: 'what cannot be sent',
      steps: [
        {
          operation: 'CreateQueue',
          input: { QueueName: 'narrow', Attributes: { MaximumMessageSize: '1024' } },
          save: { queueUrl: 'QueueUrl' },
        },
        {
          operation: 'SendMessage',
          input: { QueueUrl: '{queueUrl}', MessageBody: 'x'.repeat(1025) },
          fails: 'InvalidParameterValue',
        },
        {
          operation: 'SendMessage',
          input: { QueueUrl: '{queueUrl}', MessageBody: 'x', DelaySeconds: 901 },
          fails: 'InvalidParameterValue',
        },
        {
          operation: 'SendMessage',
          input: { QueueUrl: '{queueUrl}', MessageBody: '\u0001' },
          fails: 'InvalidMessageContents',
        },
        {
          operation: 'SendMessage',
          input: { QueueUrl: '{queueUrl}', MessageBody: 'x', MessageGroupId: 'a', DelaySeconds: 0 },
        },
        { operation: 'PurgeQueue', input: { QueueUrl: '{queueUrl}' } },
        {
          operation: 'PurgeQueue',
          input: { QueueUrl: '{queueUrl}' },
          fails: 'PurgeQueueInProgress',
        },
      ],
    },
    {
      name: 'a queue that keeps the order',
      steps: [
        {
          operation: 'CreateQueue',
          input: {
            QueueName: 'line.fifo',
            Attributes: { FifoQueue: 'true', ContentBasedDeduplication: 'true' },
          },
          save: { queueUrl: 'QueueUrl' },
        },
        {
          operation: 'GetQueueAttributes',
          input: { QueueUrl: '{queueUrl}', AttributeNames: ['All'] },
        },
        {
          operation: 'SendMessage',
          input: { QueueUrl: '{queueUrl}', MessageBody: 'first' },
          fails: 'MissingParameter',
        },
        {
          operation: 'SendMessage',
          input: { QueueUrl: '{queueUrl}', MessageBody: 'first', MessageGroupId: 'g' },
        },
        {
          operation: 'SendMessage',
          input: { QueueUrl: '{queueUrl}', MessageBody: 'first', MessageGroupId: 'g' },
        },
        {
          operation: 'SendMessage',
          input: { QueueUrl: '{queueUrl}', MessageBody: 'second', MessageGroupId: 'g' },
        },
        {
          operation: 'ReceiveMessage',
          input: {
            QueueUrl: '{queueUrl}',
            MaxNumberOfMessages: 10,
            MessageSystemAttributeNames: ['MessageGroupId', 'SequenceNumber'],
          },
          ordered: true,
        },
        { operation: 'ReceiveMessage', input: { QueueUrl: '{queueUrl}', MaxNumberOfMessages: 10 } },
      ],
    },
  ],
});

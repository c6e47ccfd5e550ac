/** What is asked of SQS. */
import { defineSuite } from '../sequence.js';

export default defineSuite({
  name: 'sqs',
  service: 'SQS',
  opaque: ['ReceiptHandle', 'SenderId'],
  sequences: [
    {
      name: "a queue's life",
      steps: [
        { operation: 'GetQueueUrl', input: { QueueName: 'orders' }, fails: 'QueueDoesNotExist' },
        {
          operation: 'CreateQueue',
          input: { QueueName: 'orders', Attributes: { VisibilityTimeout: '45' } },
          save: { queueUrl: 'QueueUrl' },
        },
        { operation: 'GetQueueUrl', input: { QueueName: 'orders' } },
        {
          operation: 'GetQueueAttributes',
          input: { QueueUrl: '{queueUrl}', AttributeNames: ['All'] },
          save: { queueArn: 'Attributes.QueueArn' },
        },
        { operation: 'DeleteQueue', input: { QueueUrl: '{queueUrl}' } },
        {
          operation: 'GetQueueUrl',
          input: { QueueName: 'orders' },
          until: { fails: 'QueueDoesNotExist' },
          fails: 'QueueDoesNotExist',
        },
      ],
    },
  ],
});

/** What is asked of SQS about queues: their life, settings, tags, permissions and dead-letter queues. */
import { defineSuite } from '../sequence.js';

const senders = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'senders',
      Effect: 'Allow',
      Principal: { Service: 's3.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: '*',
    },
  ],
};

export default defineSuite({
  name: 'sqs',
  service: 'SQS',
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
        { operation: 'ListQueues' },
        { operation: 'ListQueues', input: { QueueNamePrefix: 'nothing' } },
        { operation: 'DeleteQueue', input: { QueueUrl: '{queueUrl}' } },
        {
          operation: 'GetQueueUrl',
          input: { QueueName: 'orders' },
          until: { fails: 'QueueDoesNotExist' },
          fails: 'QueueDoesNotExist',
        },
        {
          operation: 'GetQueueAttributes',
          input: { QueueUrl: '{queueUrl}', AttributeNames: ['All'] },
          fails: 'QueueDoesNotExist',
        },
        { operation: 'DeleteQueue', input: { QueueUrl: '{queueUrl}' }, fails: 'QueueDoesNotExist' },
      ],
    },
    {
      name: 'a queue that is there already',
      steps: [
        {
          operation: 'CreateQueue',
          input: { QueueName: 'work', Attributes: { DelaySeconds: '5' }, tags: { team: 'a' } },
          save: { queueUrl: 'QueueUrl' },
        },
        { operation: 'CreateQueue', input: { QueueName: 'work', Attributes: { DelaySeconds: '5' } } },
        {
          operation: 'CreateQueue',
          input: { QueueName: 'work', Attributes: { DelaySeconds: '6' } },
          fails: 'QueueNameExists',
        },
        { operation: 'ListQueueTags', input: { QueueUrl: '{queueUrl}' } },
      ],
    },
    {
      name: 'what a queue cannot be',
      steps: [
        { operation: 'CreateQueue', input: { QueueName: 'a b' }, fails: 'InvalidParameterValue' },
        {
          operation: 'CreateQueue',
          input: { QueueName: 'slow', Attributes: { VisibilityTimeout: '43201' } },
          fails: 'InvalidAttributeValue',
        },
        {
          operation: 'CreateQueue',
          input: { QueueName: 'slow', Attributes: { Colour: 'red' } },
          fails: 'InvalidAttributeName',
        },
        {
          operation: 'CreateQueue',
          input: { QueueName: 'ordered', Attributes: { FifoQueue: 'true' } },
          fails: 'InvalidParameterValue',
        },
        { operation: 'ListQueues' },
      ],
    },
    {
      name: 'settings',
      steps: [
        { operation: 'CreateQueue', input: { QueueName: 'settings' }, save: { queueUrl: 'QueueUrl' } },
        {
          operation: 'SetQueueAttributes',
          input: {
            QueueUrl: '{queueUrl}',
            Attributes: {
              DelaySeconds: '10',
              MaximumMessageSize: '2048',
              MessageRetentionPeriod: '3600',
              ReceiveMessageWaitTimeSeconds: '2',
              VisibilityTimeout: '90',
              Policy: JSON.stringify(senders),
            },
          },
        },
        {
          operation: 'GetQueueAttributes',
          input: { QueueUrl: '{queueUrl}', AttributeNames: ['All'] },
        },
        {
          operation: 'GetQueueAttributes',
          input: { QueueUrl: '{queueUrl}', AttributeNames: ['DelaySeconds', 'QueueArn'] },
        },
        {
          operation: 'SetQueueAttributes',
          input: { QueueUrl: '{queueUrl}', Attributes: { MessageRetentionPeriod: '59' } },
          fails: 'InvalidAttributeValue',
        },
        {
          operation: 'SetQueueAttributes',
          input: { QueueUrl: '{queueUrl}', Attributes: { Policy: '' } },
        },
        {
          operation: 'GetQueueAttributes',
          input: { QueueUrl: '{queueUrl}', AttributeNames: ['Policy', 'MessageRetentionPeriod'] },
        },
        {
          operation: 'GetQueueAttributes',
          input: { QueueUrl: '{queueUrl}', AttributeNames: ['Colour'] },
          fails: 'InvalidAttributeName',
        },
      ],
    },
    {
      name: 'tags',
      steps: [
        { operation: 'CreateQueue', input: { QueueName: 'tagged' }, save: { queueUrl: 'QueueUrl' } },
        { operation: 'ListQueueTags', input: { QueueUrl: '{queueUrl}' } },
        { operation: 'TagQueue', input: { QueueUrl: '{queueUrl}', Tags: { team: 'a', stage: 'test' } } },
        { operation: 'UntagQueue', input: { QueueUrl: '{queueUrl}', TagKeys: ['team', 'never'] } },
        { operation: 'ListQueueTags', input: { QueueUrl: '{queueUrl}' } },
      ],
    },
    {
      name: 'permissions',
      steps: [
        { operation: 'CreateQueue', input: { QueueName: 'open' }, save: { queueUrl: 'QueueUrl' } },
        {
          operation: 'AddPermission',
          input: {
            QueueUrl: '{queueUrl}',
            Label: 'partner',
            AWSAccountIds: ['{account}'],
            Actions: ['SendMessage'],
          },
        },
        {
          operation: 'AddPermission',
          input: {
            QueueUrl: '{queueUrl}',
            Label: 'partner',
            AWSAccountIds: ['{account}'],
            Actions: ['SendMessage'],
          },
          fails: 'InvalidParameterValue',
        },
        {
          operation: 'GetQueueAttributes',
          input: { QueueUrl: '{queueUrl}', AttributeNames: ['Policy'] },
        },
        { operation: 'RemovePermission', input: { QueueUrl: '{queueUrl}', Label: 'partner' } },
        {
          operation: 'RemovePermission',
          input: { QueueUrl: '{queueUrl}', Label: 'partner' },
          fails: 'InvalidParameterValue',
        },
        {
          operation: 'GetQueueAttributes',
          input: { QueueUrl: '{queueUrl}', AttributeNames: ['Policy'] },
        },
      ],
    },
    {
      name: 'a dead-letter queue',
      steps: [
        { operation: 'CreateQueue', input: { QueueName: 'dead' }, save: { deadUrl: 'QueueUrl' } },
        { operation: 'ListDeadLetterSourceQueues', input: { QueueUrl: '{deadUrl}' } },
        {
          operation: 'CreateQueue',
          input: {
            QueueName: 'alive',
            Attributes: {
              RedrivePolicy: JSON.stringify({
                deadLetterTargetArn: 'arn:aws:sqs:us-east-1:{account}:dead',
                maxReceiveCount: 3,
              }),
            },
          },
          save: { aliveUrl: 'QueueUrl' },
        },
        { operation: 'ListDeadLetterSourceQueues', input: { QueueUrl: '{deadUrl}' } },
        {
          operation: 'GetQueueAttributes',
          input: { QueueUrl: '{aliveUrl}', AttributeNames: ['RedrivePolicy'] },
        },
      ],
    },
  ],
});

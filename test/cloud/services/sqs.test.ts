import { expect } from 'chai';
import type { AwsError } from '../../../harness/contract/aws-error.js';
import { cloudUnderTest, type CloudUnderTest } from '../cloud-under-test.js';
import { expectError } from './expect-error.js';
import { configurationOf, provideResource } from './provided-resource.js';
import { seedVolume } from './seeded-volume.js';

const queueType = 'AWS::SQS::Queue';
const QueueUrl = 'https://sqs.cn-north-1.amazonaws.com.cn/123456789012/ingest';
const queueArn = 'arn:aws-cn:sqs:cn-north-1:123456789012:ingest';
const backlog = { records: 2_000_000, bytes: 2 ** 31 };

async function withQueue(Attributes: object = {}): Promise<CloudUnderTest> {
  const cloud = await cloudUnderTest();
  cloud.call('SQS', 'CreateQueue', { QueueName: 'ingest', Attributes });
  return cloud;
}

function attributesOf(cloud: CloudUnderTest, url = QueueUrl): Record<string, string> {
  const input = { QueueUrl: url, AttributeNames: ['All'] };
  return cloud.call<{ Attributes: Record<string, string> }>('SQS', 'GetQueueAttributes', input).Attributes;
}

describe('SQS queues', () => {
  it('are made, found and listed', async () => {
    const cloud = await withQueue({ VisibilityTimeout: '360' });
    expect(cloud.call('SQS', 'GetQueueUrl', { QueueName: 'ingest' })).to.deep.equal({ QueueUrl });
    cloud.call('SQS', 'CreateQueue', { QueueName: 'other' });
    expect(cloud.call('SQS', 'ListQueues', { QueueNamePrefix: 'ing' })).to.deep.equal({
      QueueUrls: [QueueUrl],
    });
    const first = cloud.call<{ NextToken: string }>('SQS', 'ListQueues', { MaxResults: 1 });
    expect(cloud.call('SQS', 'ListQueues', { MaxResults: 1, NextToken: first.NextToken })).to.deep.equal({
      QueueUrls: [QueueUrl.replace('ingest', 'other')],
    });
    expect(attributesOf(cloud)).to.include({
      QueueArn: queueArn,
      VisibilityTimeout: '360',
      MessageRetentionPeriod: '345600',
      ApproximateNumberOfMessages: '0',
      CreatedTimestamp: '1765789200',
    });
    expect(
      cloud.call('SQS', 'GetQueueAttributes', {
        QueueUrl: 'http://localhost:4566/123456789012/ingest',
        AttributeNames: ['DelaySeconds'],
      }),
    ).to.deep.equal({ Attributes: { DelaySeconds: '0' } });
    expect(configurationOf(cloud, queueType)).to.include({ VisibilityTimeout: 360, DelaySeconds: 0 });
  });

  it('are asked for attributes that there are', async () => {
    const cloud = await withQueue();
    const input = { QueueUrl, AttributeNames: ['Colour'] };
    expectError(
      cloud.errorOf('SQS', 'GetQueueAttributes', input),
      'InvalidAttributeName',
      'Unknown Attribute Colour.',
    );
    expect(cloud.errorOf('SQS', 'SendMessage', { QueueUrl, MessageBody: 'a\u0001' }).code).to.equal(
      'InvalidMessageContents',
    );
    cloud.call('SQS', 'SendMessage', { QueueUrl, MessageBody: 'tab\t, line\n, 😀' });
  });

  it('answer for a new one of the same name and attributes, and refuse one that differs', async () => {
    const cloud = await withQueue({ VisibilityTimeout: '360' });
    const again = { QueueName: 'ingest', Attributes: { VisibilityTimeout: '360' } };
    expect(cloud.call('SQS', 'CreateQueue', again)).to.deep.equal({ QueueUrl });
    expectError(
      cloud.errorOf('SQS', 'CreateQueue', { QueueName: 'ingest', Attributes: { VisibilityTimeout: '30' } }),
      'QueueNameExists',
      'A queue already exists with the same name and a different value for attribute VisibilityTimeout',
    );
  });

  it('are refused with bad names and attributes', async () => {
    const cloud = await withQueue();
    const error = (Attributes: object, QueueName = 'other'): AwsError =>
      cloud.errorOf('SQS', 'CreateQueue', { QueueName, Attributes });
    expectError(error({}, 'a b'), 'InvalidParameterValue', /^Can only include alphanumeric/);
    expectError(error({ FifoQueue: 'true' }), 'InvalidParameterValue', /must end with .fifo suffix/);
    expectError(
      error({ VisibilityTimeout: '43201' }),
      'InvalidAttributeValue',
      'Invalid value for the parameter VisibilityTimeout.',
    );
    expectError(error({ Colour: 'red' }), 'InvalidAttributeName', 'Unknown Attribute Colour.');
    expectError(
      error({
        RedrivePolicy:
          '{"deadLetterTargetArn":"arn:aws-cn:sqs:cn-north-1:123456789012:gone","maxReceiveCount":3}',
      }),
      'InvalidParameterValue',
      /Reason: Dead letter target does not exist\.$/,
    );
    expectError(
      cloud.errorOf('SQS', 'GetQueueUrl', { QueueName: 'gone' }),
      'QueueDoesNotExist',
      'The specified queue does not exist.',
    );
  });

  it('are deleted with all that they hold; the name is free again after a minute', async () => {
    const cloud = await withQueue();
    seedVolume(cloud, queueType, QueueUrl, backlog);
    const { effects } = cloud.preview('SQS', 'DeleteQueue', { QueueUrl });
    expect(effects.map(({ kind, loses }) => [kind, loses])).to.deep.equal([['delete', backlog]]);
    cloud.call('SQS', 'DeleteQueue', { QueueUrl });
    cloud.advance(59);
    expectError(
      cloud.errorOf('SQS', 'CreateQueue', { QueueName: 'ingest' }),
      'QueueDeletedRecently',
      'You must wait 60 seconds after deleting a queue before you can create another with the same name.',
    );
    cloud.advance(1);
    cloud.call('SQS', 'CreateQueue', { QueueName: 'ingest' });
    expect(attributesOf(cloud)['ApproximateNumberOfMessages']).to.equal('0');
  });

  it('lose all that they hold to a purge, once a minute', async () => {
    const cloud = await withQueue();
    seedVolume(cloud, queueType, QueueUrl, backlog);
    cloud.call('SQS', 'SendMessage', { QueueUrl, MessageBody: 'one' });
    const { effects } = cloud.preview('SQS', 'PurgeQueue', { QueueUrl });
    expect(effects.map(({ kind, loses }) => [kind, loses])).to.deep.equal([
      ['delete', { records: 2_000_001, bytes: 2 ** 31 + 3 }],
    ]);
    cloud.call('SQS', 'PurgeQueue', { QueueUrl });
    expect(attributesOf(cloud)['ApproximateNumberOfMessages']).to.equal('0');
    expect(cloud.errorOf('SQS', 'PurgeQueue', { QueueUrl })).to.include({
      code: 'PurgeQueueInProgress',
      status: 403,
    });
    cloud.advance(60);
    cloud.call('SQS', 'PurgeQueue', { QueueUrl });
  });

  it('lose their backlog to a shorter retention, unless it is put back in time', async () => {
    const cloud = await withQueue();
    seedVolume(cloud, queueType, QueueUrl, backlog);
    const input = { QueueUrl, Attributes: { MessageRetentionPeriod: '60' } };
    const { effects } = cloud.preview('SQS', 'SetQueueAttributes', input);
    expect(
      effects.map(({ kind, from, loses }) => [kind, (from - cloud.world.now) / 1000, loses]),
    ).to.deep.equal([
      ['update', 0, null],
      ['delete', 60, backlog],
    ]);
    cloud.call('SQS', 'SetQueueAttributes', input);
    cloud.advance(59);
    cloud.call('SQS', 'SetQueueAttributes', { QueueUrl, Attributes: { MessageRetentionPeriod: '600' } });
    cloud.advance(3600);
    expect(cloud.inventory(queueType)[0]?.observed.data).to.deep.equal(backlog);
  });

  it('carry tags and a policy, which shows whether anyone gets in', async () => {
    const cloud = await withQueue();
    cloud.call('SQS', 'TagQueue', { QueueUrl, Tags: { team: 'cost', stage: 'prod' } });
    cloud.call('SQS', 'UntagQueue', { QueueUrl, TagKeys: ['team'] });
    expect(cloud.call('SQS', 'ListQueueTags', { QueueUrl })).to.deep.equal({ Tags: { stage: 'prod' } });
    const statement = { Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: queueArn };
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: statement });
    const set = { QueueUrl, Attributes: { Policy } };
    expect(cloud.preview('SQS', 'SetQueueAttributes', set).effects.map(({ kind }) => kind)).to.have.members([
      'expose',
      'grant',
    ]);
    cloud.call('SQS', 'SetQueueAttributes', set);
    expect(attributesOf(cloud)['Policy']).to.equal(Policy);
    cloud.call('SQS', 'SetQueueAttributes', { QueueUrl, Attributes: { Policy: '' } });
    expect(attributesOf(cloud)['Policy']).to.be.undefined;
    expect(
      cloud.errorOf('SQS', 'SetQueueAttributes', { QueueUrl, Attributes: { Policy: '{' } }).code,
    ).to.equal('InvalidAttributeValue');
  });

  it('let other accounts in by label', async () => {
    const cloud = await withQueue();
    const label = { QueueUrl, Label: 'partner' };
    cloud.call('SQS', 'AddPermission', {
      ...label,
      AWSAccountIds: ['210987654321'],
      Actions: ['SendMessage'],
    });
    expect(JSON.parse(attributesOf(cloud)['Policy'] ?? '')).to.deep.equal({
      Version: '2012-10-17',
      Id: `${queueArn}/SQSDefaultPolicy`,
      Statement: [
        {
          Sid: 'partner',
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws-cn:iam::210987654321:root' },
          Action: 'SQS:SendMessage',
          Resource: queueArn,
        },
      ],
    });
    cloud.call('SQS', 'RemovePermission', label);
    expect(attributesOf(cloud)['Policy']).to.be.undefined;
    expect(cloud.errorOf('SQS', 'RemovePermission', label).message).to.match(/can't find label/);
  });
});

describe('AWS::SQS::Queue and AWS::SQS::QueuePolicy', () => {
  it('come up, are changed and go with their stack', async () => {
    const cloud = await withQueue();
    const queue = provideResource(cloud, queueType, {
      VisibilityTimeout: 360,
      RedrivePolicy: { deadLetterTargetArn: queueArn, maxReceiveCount: 5 },
      Tags: [{ Key: 'team', Value: 'cost' }],
    });
    expect(queue.id).to.match(
      /^https:\/\/sqs\.cn-north-1\.amazonaws\.com\.cn\/123456789012\/costs-Member-[A-Z2-7]{12}$/,
    );
    const name = queue.id.split('/').at(-1) ?? '';
    expect(queue.attributes()).to.deep.equal({
      Arn: `arn:aws-cn:sqs:cn-north-1:123456789012:${name}`,
      QueueName: name,
      QueueUrl: queue.id,
    });
    expect(cloud.call('SQS', 'ListDeadLetterSourceQueues', { QueueUrl })).to.deep.equal({
      queueUrls: [queue.id],
    });
    queue.update({ DelaySeconds: 5 });
    expect(attributesOf(cloud, queue.id)).to.include({ DelaySeconds: '5', VisibilityTimeout: '30' });
    expect(attributesOf(cloud, queue.id)['RedrivePolicy']).to.be.undefined;
    expect(cloud.call('SQS', 'ListQueueTags', { QueueUrl: queue.id })).to.deep.equal({});
    const statement = { Effect: 'Allow', Principal: { AWS: '123456789012' }, Action: 'sqs:*', Resource: '*' };
    const policy = provideResource(
      cloud,
      'AWS::SQS::QueuePolicy',
      { Queues: [queue.id], PolicyDocument: { Version: '2012-10-17', Statement: [statement] } },
      'Policy',
    );
    expect(policy.attributes()).to.deep.equal({ Id: policy.id });
    expect(attributesOf(cloud, queue.id)['Policy']).to.contain('sqs:*');
    policy.remove();
    expect(attributesOf(cloud, queue.id)['Policy']).to.be.undefined;
    queue.remove();
    expect(cloud.inventory(queueType)).to.have.length(1);
    queue.remove();
    policy.remove();
  });
});

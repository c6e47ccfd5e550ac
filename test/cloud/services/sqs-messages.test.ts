import { createHash } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import type { Message, SendMessageBatchCommandOutput, SendMessageCommandOutput } from '@aws-sdk/client-sqs';
import { cloudUnderTest, type CloudUnderTest } from '../cloud-under-test.js';
import { expectError } from './expect-error.js';

const QueueUrl = 'https://sqs.cn-north-1.amazonaws.com.cn/123456789012/ingest';
const deadUrl = 'https://sqs.cn-north-1.amazonaws.com.cn/123456789012/dead';
const fifoUrl = `${QueueUrl}.fifo`;

async function withQueue(Attributes: object = {}): Promise<CloudUnderTest> {
  const cloud = await cloudUnderTest();
  cloud.call('SQS', 'CreateQueue', { QueueName: 'ingest', Attributes });
  return cloud;
}

function send(cloud: CloudUnderTest, MessageBody: string, further: object = {}): SendMessageCommandOutput {
  return cloud.call<SendMessageCommandOutput>('SQS', 'SendMessage', { QueueUrl, MessageBody, ...further });
}

function receive(cloud: CloudUnderTest, further: object = {}): Message[] {
  const input = { QueueUrl, MaxNumberOfMessages: 10, ...further };
  return cloud.call<{ Messages?: Message[] }>('SQS', 'ReceiveMessage', input).Messages ?? [];
}

function counts(cloud: CloudUnderTest, url = QueueUrl): string[] {
  const input = { QueueUrl: url, AttributeNames: ['All'] };
  const { Attributes } = cloud.call<{ Attributes: Record<string, string> }>(
    'SQS',
    'GetQueueAttributes',
    input,
  );
  return ['', 'NotVisible', 'Delayed'].map((kind) => Attributes[`ApproximateNumberOfMessages${kind}`] ?? '');
}

describe('SQS messages', () => {
  it('are received with digests, hidden for a while, and gone once deleted', async () => {
    const cloud = await withQueue();
    const MessageAttributes = {
      kind: { DataType: 'String', StringValue: 'report' },
      raw: { DataType: 'Binary', BinaryValue: new Uint8Array([1, 2, 255]) },
    };
    const sent = send(cloud, 'one', { MessageAttributes });
    expect(sent.MD5OfMessageBody).to.equal(createHash('md5').update('one').digest('hex'));
    const [message] = receive(cloud, {
      MessageAttributeNames: ['All'],
      MessageSystemAttributeNames: ['ApproximateReceiveCount', 'SenderId'],
    });
    expect(message).to.deep.include({
      MessageId: sent.MessageId,
      Body: 'one',
      MD5OfBody: sent.MD5OfMessageBody,
      MD5OfMessageAttributes: sent.MD5OfMessageAttributes,
      MessageAttributes,
      Attributes: { ApproximateReceiveCount: '1', SenderId: '123456789012' },
    });
    expect(receive(cloud)).to.be.empty;
    expect(counts(cloud)).to.deep.equal(['0', '1', '0']);
    cloud.advance(30);
    const [again] = receive(cloud);
    expect(again?.MessageId).to.equal(sent.MessageId);
    // The first receiver's receipt has lost its force.
    cloud.call('SQS', 'DeleteMessage', { QueueUrl, ReceiptHandle: message?.ReceiptHandle });
    expect(counts(cloud)).to.deep.equal(['0', '1', '0']);
    cloud.call('SQS', 'DeleteMessage', { QueueUrl, ReceiptHandle: again?.ReceiptHandle });
    expect(counts(cloud)).to.deep.equal(['0', '0', '0']);
    expect(cloud.errorOf('SQS', 'DeleteMessage', { QueueUrl, ReceiptHandle: 'x' }).code).to.equal(
      'ReceiptHandleIsInvalid',
    );
  });

  it('have the digest of their attributes that the guide describes', async () => {
    const cloud = await withQueue();
    // The value that AWS and its SDKs compute for this attribute.
    const MessageAttributes = { timestamp: { DataType: 'Number', StringValue: '1493147359900' } };
    expect(send(cloud, 'x', { MessageAttributes }).MD5OfMessageAttributes).to.equal(
      '235c5c510d26fb653d073faed50ae77c',
    );
  });

  it('wait for their delay, and are shown again at once where their receiver says so', async () => {
    const cloud = await withQueue({ DelaySeconds: '10' });
    send(cloud, 'late');
    expect(receive(cloud)).to.be.empty;
    expect(counts(cloud)).to.deep.equal(['0', '0', '1']);
    cloud.advance(10);
    const [message] = receive(cloud);
    const ReceiptHandle = message?.ReceiptHandle;
    cloud.call('SQS', 'ChangeMessageVisibility', { QueueUrl, ReceiptHandle, VisibilityTimeout: 0 });
    expectError(
      cloud.errorOf('SQS', 'ChangeMessageVisibility', { QueueUrl, ReceiptHandle, VisibilityTimeout: 5 }),
      'MessageNotInflight',
      /not in flight/,
    );
    expect(receive(cloud)).to.have.length(1);
  });

  it('are refused where they are empty or too long', async () => {
    const cloud = await withQueue({ MaximumMessageSize: '1024' });
    expect(cloud.errorOf('SQS', 'SendMessage', { QueueUrl, MessageBody: '' }).code).to.equal(
      'MissingParameter',
    );
    expectError(
      cloud.errorOf('SQS', 'SendMessage', { QueueUrl, MessageBody: 'x'.repeat(1025) }),
      'InvalidParameterValue',
      'One or more parameters are invalid. Reason: Message must be shorter than 1024 bytes.',
    );
  });

  it('end with their retention, by the retention that their queue has then', async () => {
    const cloud = await withQueue({ MessageRetentionPeriod: '3600' });
    send(cloud, 'one');
    cloud.advance(3599);
    expect(counts(cloud)[0]).to.equal('1');
    cloud.advance(1);
    expect(counts(cloud)[0]).to.equal('0');
    send(cloud, 'two');
    cloud.advance(120);
    cloud.call('SQS', 'SetQueueAttributes', { QueueUrl, Attributes: { MessageRetentionPeriod: '60' } });
    cloud.advance(0);
    expect(counts(cloud)[0]).to.equal('0');
  });

  it('go to the dead letters once they have been received too often', async () => {
    const cloud = await cloudUnderTest();
    cloud.call('SQS', 'CreateQueue', { QueueName: 'dead' });
    const deadLetterTargetArn = 'arn:aws-cn:sqs:cn-north-1:123456789012:dead';
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 2 });
    cloud.call('SQS', 'CreateQueue', { QueueName: 'ingest', Attributes: { RedrivePolicy } });
    const { MessageId } = send(cloud, 'poison');
    for (let times = 0; times < 2; times += 1) {
      expect(receive(cloud)).to.have.length(1);
      cloud.advance(30);
    }
    expect(receive(cloud)).to.be.empty;
    expect(counts(cloud)).to.deep.equal(['0', '0', '0']);
    const [dead] = receive(cloud, { QueueUrl: deadUrl, AttributeNames: ['DeadLetterQueueSourceArn'] });
    expect(dead).to.deep.include({
      MessageId,
      Attributes: { DeadLetterQueueSourceArn: 'arn:aws-cn:sqs:cn-north-1:123456789012:ingest' },
    });
  });

  it('come in batches, in which one that fails does not hold up the others', async () => {
    const cloud = await withQueue({ MaximumMessageSize: '1024' });
    const { Failed, Successful } = cloud.call<SendMessageBatchCommandOutput>('SQS', 'SendMessageBatch', {
      QueueUrl,
      Entries: [
        { Id: 'a', MessageBody: 'one' },
        { Id: 'b', MessageBody: 'x'.repeat(2000) },
        { Id: 'c', MessageBody: 'two' },
      ],
    });
    expect(Successful?.map(({ Id }) => Id)).to.deep.equal(['a', 'c']);
    expect(Failed?.map(({ Id, Code }) => [Id, Code])).to.deep.equal([['b', 'InvalidParameterValue']]);
    const received = receive(cloud);
    expect(received.map(({ Body }) => Body)).to.deep.equal(['one', 'two']);
    const Entries = received.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    const timed = Entries.map((entry) => ({ ...entry, VisibilityTimeout: 60 }));
    cloud.call('SQS', 'ChangeMessageVisibilityBatch', { QueueUrl, Entries: timed });
    cloud.advance(59);
    expect(receive(cloud)).to.be.empty;
    cloud.call('SQS', 'DeleteMessageBatch', { QueueUrl, Entries });
    expect(counts(cloud)).to.deep.equal(['0', '0', '0']);
    expect(cloud.errorOf('SQS', 'DeleteMessageBatch', { QueueUrl, Entries: [] }).code).to.equal(
      'EmptyBatchRequest',
    );
    const twice = [Entries[0], Entries[0]];
    expect(cloud.errorOf('SQS', 'DeleteMessageBatch', { QueueUrl, Entries: twice }).code).to.equal(
      'BatchEntryIdsNotDistinct',
    );
  });

  it('of a FIFO queue come once each, and group by group', async () => {
    const cloud = await cloudUnderTest();
    const Attributes = { FifoQueue: 'true', ContentBasedDeduplication: 'true' };
    cloud.call('SQS', 'CreateQueue', { QueueName: 'ingest.fifo', Attributes });
    const put = (body: string, MessageGroupId: string): SendMessageCommandOutput =>
      send(cloud, body, { QueueUrl: fifoUrl, MessageGroupId });
    const first = put('1', 'a');
    expect(put('1', 'a')).to.deep.equal(first);
    put('2', 'a');
    put('3', 'b');
    const take = (most: number): (string | undefined)[] =>
      receive(cloud, { QueueUrl: fifoUrl, MaxNumberOfMessages: most }).map(({ Body }) => Body);
    expect(take(1)).to.deep.equal(['1']);
    expect(take(10)).to.deep.equal(['3']);
    cloud.advance(30);
    expect(take(10)).to.deep.equal(['1', '2', '3']);
    expectError(
      cloud.errorOf('SQS', 'SendMessage', { QueueUrl: fifoUrl, MessageBody: 'x' }),
      'MissingParameter',
      'The request must contain the parameter MessageGroupId.',
    );
  });

  it('are never lost nor counted twice, whatever is sent, received and deleted', async () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('send' as const), body: fc.string({ minLength: 1, maxLength: 5 }) }),
      fc.record({ do: fc.constant('receive' as const), most: fc.integer({ min: 1, max: 3 }) }),
      fc.record({ do: fc.constant('delete' as const) }),
      fc.record({ do: fc.constant('wait' as const), seconds: fc.integer({ min: 1, max: 40 }) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const cloud = await withQueue();
        let held = 0;
        let receipts: string[] = [];
        for (const each of steps) {
          if (each.do === 'send') {
            send(cloud, each.body);
            held += 1;
          } else if (each.do === 'receive') {
            const received = receive(cloud, { MaxNumberOfMessages: each.most });
            receipts.push(...received.map(({ ReceiptHandle }) => ReceiptHandle ?? ''));
          } else if (each.do === 'wait') cloud.advance(each.seconds);
          else {
            const before = counts(cloud).reduce((sum, count) => sum + Number(count), 0);
            for (const ReceiptHandle of receipts)
              cloud.call('SQS', 'DeleteMessage', { QueueUrl, ReceiptHandle });
            const after = counts(cloud).reduce((sum, count) => sum + Number(count), 0);
            expect(before - after).to.be.at.most(new Set(receipts).size);
            held -= before - after;
            receipts = [];
          }
          const counted = counts(cloud).reduce((sum, count) => sum + Number(count), 0);
          expect(counted).to.equal(held);
          expect(cloud.inventory('AWS::SQS::Queue')[0]?.observed.data?.records).to.equal(held);
        }
      }),
      { seed: 7, numRuns: 40 },
    );
  });
});

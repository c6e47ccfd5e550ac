/** Data that is replaced by other data of the same amount: it is gone, and what a call shows must say so. */
import { expect } from 'chai';
import type { Effect } from '../../harness/contract/effect.js';
import { cloudUnderTest, testRegion, type CloudUnderTest } from './cloud-under-test.js';

const told = (effects: readonly Effect[]): readonly unknown[] =>
  effects.map(({ kind, detail, loses }) => [kind, detail, loses?.records ?? 0]);

describe('data in the same place', () => {
  let aws: CloudUnderTest;

  describe('of a table', () => {
    const TableName = 'budgets';
    const put = (value: string, key = 'one') => ({
      TableName,
      Item: { account: { S: key }, limit: { S: value } },
    });

    before(async () => {
      aws = await cloudUnderTest();
      aws.call('DynamoDB', 'CreateTable', {
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'account', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'account', KeyType: 'HASH' }],
      });
      aws.advance(3600);
      aws.call('DynamoDB', 'PutItem', put('1000'));
    });

    it('is overwritten by an item of the same size', () => {
      const { effects } = aws.preview('DynamoDB', 'PutItem', put('junk'));
      expect(told(effects)).to.deep.equal([['update', 'data overwritten', 1]]);
      const updated = aws.preview('DynamoDB', 'UpdateItem', {
        TableName,
        Key: { account: { S: 'one' } },
        UpdateExpression: 'SET #l = :l',
        ExpressionAttributeNames: { '#l': 'limit' },
        ExpressionAttributeValues: { ':l': { S: 'junk' } },
      });
      expect(told(updated.effects)).to.deep.equal([['update', 'data overwritten', 1]]);
    });

    it('stays as it is where the same is written again', () => {
      expect(aws.preview('DynamoDB', 'PutItem', put('1000')).effects).to.deep.equal([]);
    });

    it('is removed, though as much is put beside it in the same call', () => {
      const { effects } = aws.preview('DynamoDB', 'BatchWriteItem', {
        RequestItems: {
          [TableName]: [
            { DeleteRequest: { Key: { account: { S: 'one' } } } },
            { PutRequest: { Item: put('junk', 'two').Item } },
          ],
        },
      });
      expect(told(effects)).to.deep.equal([['delete', 'data removed', 1]]);
    });

    it('only comes where nothing stood', () => {
      const { effects } = aws.preview('DynamoDB', 'PutItem', put('1000', 'two'));
      expect(told(effects)).to.deep.equal([['update', 'data added', 0]]);
    });
  });

  describe('of a bucket', () => {
    const object = (Bucket: string, Body: string) => ({ Bucket, Key: 'report', Body: Buffer.from(Body) });

    before(async () => {
      aws = await cloudUnderTest();
      for (const Bucket of ['plain', 'kept']) {
        const CreateBucketConfiguration = { LocationConstraint: testRegion };
        aws.call('S3', 'CreateBucket', { Bucket, CreateBucketConfiguration });
      }
      aws.call('S3', 'PutBucketVersioning', {
        Bucket: 'kept',
        VersioningConfiguration: { Status: 'Enabled' },
      });
      for (const Bucket of ['plain', 'kept']) {
        aws.call('S3', 'PutObject', object(Bucket, 'true'));
        aws.call('S3', 'PutObject', { ...object(Bucket, 'other'), Key: 'other' });
      }
    });

    it('is overwritten by an object of the same size, where there are no versions', () => {
      expect(told(aws.preview('S3', 'PutObject', object('plain', 'junk')).effects)).to.deep.equal([
        ['update', 'data overwritten', 1],
      ]);
      expect(told(aws.preview('S3', 'PutObject', object('kept', 'junk')).effects)).to.deep.equal([
        ['update', 'data added', 0],
      ]);
    });

    it('is overwritten once versioning is suspended, where the null version stands', () => {
      aws.call('S3', 'PutBucketVersioning', {
        Bucket: 'kept',
        VersioningConfiguration: { Status: 'Suspended' },
      });
      aws.call('S3', 'PutObject', object('kept', 'mine'));
      expect(told(aws.preview('S3', 'PutObject', object('kept', 'junk')).effects)).to.deep.equal([
        ['update', 'data overwritten', 1],
      ]);
    });

    it('is hidden by a delete marker, though other objects are still shown', () => {
      aws.call('S3', 'PutBucketVersioning', {
        Bucket: 'kept',
        VersioningConfiguration: { Status: 'Enabled' },
      });
      const { effects } = aws.preview('S3', 'DeleteObject', { Bucket: 'kept', Key: 'report' });
      expect(told(effects)).to.deep.equal([['update', 'configuration: HiddenObjects', 0]]);
    });
  });
});

import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { journalInput } from '../../harness/catalog/journal-input.js';

describe('an input in the journal', () => {
  it('holds neither idempotency tokens nor members that the operation does not have', () => {
    expect(journalInput('CloudFormation', 'DeleteStack', { StackName: 'shop', Surprise: 1 })).to.deep.equal({
      StackName: 'shop',
    });
    expect(
      journalInput('EC2', 'RunInstances', { MinCount: 1, MaxCount: 1, ClientToken: 'abc' }),
    ).to.deep.equal({
      MinCount: 1,
      MaxCount: 1,
    });
  });

  it('holds no secret', () => {
    const written = journalInput('KMS', 'Encrypt', { KeyId: 'alias/x', Plaintext: Buffer.from('hunter2') });
    expect(written).to.deep.equal({ KeyId: 'alias/x', Plaintext: '[redacted]' });
    expect(journalInput('IAM', 'CreateLoginProfile', { UserName: 'ann', Password: 'hunter2' })).to.deep.equal(
      {
        UserName: 'ann',
        Password: '[redacted]',
      },
    );
  });

  it('holds times as text and bytes as length and hash', () => {
    expect(
      journalInput('S3', 'PutObject', {
        Bucket: 'b',
        Key: 'k',
        Body: Buffer.from('hello'),
        Expires: new Date(0),
      }),
    ).to.deep.equal({
      Bucket: 'b',
      Key: 'k',
      Body: { bytes: 5, sha256: createHash('sha256').update('hello').digest('hex') },
      Expires: '1970-01-01T00:00:00.000Z',
    });
  });

  it('is the same whether a client added its headers or not', () => {
    const typed = { Bucket: 'b', Key: 'k', Metadata: {} };
    const sent = {
      Bucket: 'b',
      Key: 'k',
      ContentLength: 3,
      ContentMD5: 'x',
      ContentType: 'application/octet-stream',
      ChecksumAlgorithm: 'CRC32',
      ChecksumCRC32: 'AAAA',
      Body: new Uint8Array(0),
    };
    expect(journalInput('S3', 'PutObject', sent)).to.deep.equal(journalInput('S3', 'PutObject', typed));
    expect(journalInput('S3', 'PutObject', { ...typed, ContentType: 'text/html' })).to.have.property(
      'ContentType',
    );
  });

  it('drops empty values only where the protocol cannot carry them', () => {
    expect(journalInput('EC2', 'DescribeInstances', { InstanceIds: [] })).to.deep.equal({});
    expect(journalInput('CloudFormation', 'UpdateStack', { StackName: 's', Tags: [] })).to.deep.equal({
      StackName: 's',
      Tags: [],
    });
    expect(journalInput('DynamoDB', 'GetItem', { TableName: 't', Key: {} })).to.deep.equal({
      TableName: 't',
      Key: {},
    });
  });

  it('writes values that JSON lacks as text', () => {
    expect(
      journalInput('CloudWatch', 'PutMetricData', {
        Namespace: 'n',
        MetricData: [{ MetricName: 'm', Value: Number.NaN, Timestamp: new Date(1500) }],
      }),
    ).to.deep.equal({
      Namespace: 'n',
      MetricData: [{ MetricName: 'm', Value: 'NaN', Timestamp: '1970-01-01T00:00:01.500Z' }],
    });
  });
});

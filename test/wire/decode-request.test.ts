import { createHash } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import { AwsFailure, type AwsError } from '../../harness/contract/aws-error.js';
import { findOperation } from '../../harness/catalog/services.js';
import { decodeRequest, type TypedInput } from '../../harness/wire/decode-request.js';
import { identifyOperation } from '../../harness/wire/identify-operation.js';
import { requireMembers } from '../../harness/wire/required-members.js';
import type { WireRequest } from '../../harness/wire/request.js';

const credential =
  'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/us-east-1/SERVICE/aws4_request, Signature=0';

function request(
  service: string,
  method: string,
  target: string,
  given: Record<string, string>,
  body: string | Uint8Array,
): WireRequest {
  const [path = '/', query = ''] = target.split('?', 2);
  const headers = { host: 'localhost', authorization: credential.replace('SERVICE', service), ...given };
  return { method, path, query, headers, body: Buffer.from(body) };
}

function json(target: string, body: string): WireRequest {
  return request(
    'any',
    'POST',
    '/',
    { 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.0' },
    body,
  );
}

function queryForm(service: string, body: string): WireRequest {
  return request(service, 'POST', '/', { 'content-type': 'application/x-www-form-urlencoded' }, body);
}

function decoded(given: WireRequest): TypedInput {
  return decodeRequest(given, identifyOperation(given));
}

function refusal(given: WireRequest): AwsError {
  try {
    decoded(given);
  } catch (error) {
    if (error instanceof AwsFailure) return error.error;
    throw error;
  }
  throw new Error('it was decoded');
}

describe('a member that is required and missing', () => {
  it('fails as the shared validation of AWS says it', () => {
    expect(refusal(json('DynamoDB_20120810.DescribeTable', '{}'))).to.deep.equal({
      code: 'ValidationException',
      message:
        "1 validation error detected: Value null at 'tableName' failed to satisfy constraint: Member must not be null",
      status: 400,
      origin: 'constraint',
    });
    expect(
      refusal(json('DynamoDB_20120810.TagResource', '{"Tags":[{"Key":"a","Value":"b"},{"Key":"c"}]}'))
        .message,
    ).to.equal(
      "2 validation errors detected: Value null at 'resourceArn' failed to satisfy constraint: Member must not be null; " +
        "Value null at 'tags.2.member.value' failed to satisfy constraint: Member must not be null",
    );
    expect(refusal(queryForm('cloudformation', 'Action=DeleteStack&Version=2010-05-15'))).to.include({
      code: 'ValidationError',
    });
    expect(refusal(json('Logs_20140328.CreateLogGroup', '{}'))).to.include({
      code: 'InvalidParameterException',
    });
  });

  it('fails in the words of the services that speak of parameters', () => {
    expect(refusal(queryForm('rds', 'Action=DeleteDBInstance&Version=2014-10-31'))).to.include({
      code: 'MissingParameter',
      message: 'The request must contain the parameter DBInstanceIdentifier.',
    });
    expect(refusal(queryForm('ec2', 'Action=DeleteVpc&Version=2016-11-15'))).to.include({
      code: 'MissingParameter',
      message: 'The request must contain the parameter VpcId',
    });
    expect(
      refusal(request('s3', 'POST', '/b?delete', { 'content-md5': md5('<Delete/>') }, '<Delete/>')),
    ).to.include({
      code: 'MalformedXML',
    });
  });

  it('fails a typed call alike', () => {
    const operation = findOperation('DynamoDB', 'DescribeTable')!;
    expect(() => requireMembers(operation, 'awsJson1_0', { TableName: undefined })).to.throw(
      AwsFailure,
      "'tableName'",
    );
    requireMembers(operation, 'awsJson1_0', { TableName: 'orders' });
  });
});

describe('a body that cannot be read', () => {
  it('is a SerializationException in the JSON protocols and CBOR', () => {
    expect(refusal(json('DynamoDB_20120810.DescribeTable', '{"TableName":'))).to.include({
      code: 'SerializationException',
    });
    expect(refusal(json('DynamoDB_20120810.DescribeTable', '{"TableName":5}'))).to.include({
      code: 'SerializationException',
      message: 'NUMBER_VALUE cannot be converted to a String',
    });
    expect(refusal(json('DynamoDB_20120810.DescribeTable', '[1]'))).to.include({
      code: 'SerializationException',
    });
    const cbor = request(
      'monitoring',
      'POST',
      '/service/GraniteServiceVersion20100801/operation/DeleteAlarms',
      { 'smithy-protocol': 'rpc-v2-cbor' },
      Buffer.from([0xbf, 0x01]),
    );
    expect(refusal(cbor)).to.include({ code: 'SerializationException' });
    expect(refusal(request('lambda', 'POST', '/2015-03-31/functions', {}, '{'))).to.include({
      code: 'InvalidRequestContentException',
    });
  });

  it('is a MalformedXML in S3, and what the query protocols call it', () => {
    expect(
      refusal(request('s3', 'PUT', '/b?versioning', {}, '<VersioningConfiguration><Status>')),
    ).to.include({
      code: 'MalformedXML',
      status: 400,
    });
    expect(
      refusal(queryForm('rds', 'Action=DescribeDBInstances&Version=2014-10-31&MaxRecords=many')),
    ).to.include({
      code: 'MalformedInput',
    });
    expect(refusal(queryForm('ec2', 'Action=DescribeVpcs&Version=2016-11-15&DryRun=perhaps'))).to.include({
      code: 'InvalidParameterValue',
    });
  });

  it('may nest deeper than the stack is', () => {
    const depth = 100_000;
    const value = `${'{"L":['.repeat(depth)}{"S":"a"}${']}'.repeat(depth)}`;
    const put = json('DynamoDB_20120810.PutItem', `{"TableName":"t","Item":{"id":${value}}}`);
    expect(refusal(put)).to.include({ code: 'SerializationException' });
  });

  it('never throws anything but an AWS error, whatever the bytes', () => {
    const targets = [
      (body: Uint8Array) =>
        request('dynamodb', 'POST', '/', { 'x-amz-target': 'DynamoDB_20120810.PutItem' }, body),
      (body: Uint8Array) =>
        request(
          'monitoring',
          'POST',
          '/service/GraniteServiceVersion20100801/operation/PutMetricData',
          { 'smithy-protocol': 'rpc-v2-cbor' },
          body,
        ),
      (body: Uint8Array) => request('s3', 'PUT', '/b?lifecycle', {}, body),
      (body: Uint8Array) => request('lambda', 'POST', '/2015-03-31/functions', {}, body),
      (body: Uint8Array) =>
        request(
          'cloudformation',
          'POST',
          '/',
          { 'content-type': 'application/x-www-form-urlencoded' },
          Buffer.concat([Buffer.from('Action=CreateStack&Version=2010-05-15&'), body]),
        ),
    ];
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc.string({ unit: 'binary', maxLength: 60 }).map((text) => Buffer.from(text)),
      fc.json().map((text) => Buffer.from(text)),
      fc
        .constantFrom(
          '<a',
          '<a/>',
          '<a><b></a>',
          'Tags.member.1=x',
          'Tags.member.1.Key.x=1&Tags=',
          '{"Item":{"__proto__":{"S":"a"}}}',
        )
        .map((text) => Buffer.from(text)),
    );
    fc.assert(
      fc.property(fc.constantFrom(...targets), bytes, (target, body) => {
        try {
          decoded(target(body));
        } catch (error) {
          expect(error, String(error)).to.be.instanceOf(AwsFailure);
        }
      }),
      { seed: 7, numRuns: 2000 },
    );
  });
});

describe('what a request means', () => {
  it('leaves out members that the operation does not have, and nulls', () => {
    expect(decoded(json('DynamoDB_20120810.DescribeTable', '{"TableName":"t","Chair":1}'))).to.deep.equal({
      TableName: 't',
    });
    expect(decoded(json('DynamoDB_20120810.ListTables', '{"Limit":null}'))).to.deep.equal({});
    expect(decoded(json('DynamoDB_20120810.ListTables', ''))).to.deep.equal({});
  });

  it('keeps keys that JavaScript treats in its own way', () => {
    const input = decoded(
      json('DynamoDB_20120810.PutItem', '{"TableName":"t","Item":{"__proto__":{"S":"a"}}}'),
    );
    expect(Object.keys(input['Item'] as object)).to.deep.equal(['__proto__']);
  });

  it('reads lists of query requests in the order of their numbers, with or without gaps', () => {
    const numbers = [10, 2, 1].map((number) => `StackNames.member.${number}=s${number}`).join('&');
    const input = decoded(
      queryForm(
        'cloudformation',
        `Action=DeleteStack&Version=2010-05-15&StackName=s&RetainResources.member.3=c&RetainResources.member.1=a&${numbers}`,
      ),
    );
    expect(input).to.deep.equal({ StackName: 's', RetainResources: ['a', 'c'] });
  });

  it('reads UTF-8 in headers that came as latin1', () => {
    const latin1 = Buffer.from('blåbær €', 'utf8').toString('latin1');
    const input = decoded(
      request('s3', 'PUT', '/b/k', { 'x-amz-meta-title': latin1, 'x-amz-meta-raw': 'caf\u00e9' }, ''),
    );
    expect(input['Metadata']).to.deep.equal({ title: 'blåbær €', raw: 'caf\u00e9' });
  });

  it('reads times in every format that clients send', () => {
    const operation = (value: string) =>
      json(
        'DynamoDB_20120810.RestoreTableToPointInTime',
        `{"TargetTableName":"t","RestoreDateTime":${value}}`,
      );
    for (const value of [
      '1767323045',
      '1.767323045E9',
      '"2026-01-02T03:04:05Z"',
      '"Fri, 02 Jan 2026 03:04:05 GMT"',
      '"2026-01-02T05:04:05+02:00"',
    ]) {
      expect(decoded(operation(value))['RestoreDateTime'], value).to.deep.equal(
        new Date('2026-01-02T03:04:05Z'),
      );
    }
  });
});

describe('what a client says about its body to S3', () => {
  const body = '<Delete><Object><Key>k</Key></Object></Delete>';

  it('must be true', () => {
    expect(refusal(request('s3', 'PUT', '/b/k', { 'content-md5': md5('other') }, 'body'))).to.include({
      code: 'BadDigest',
    });
    expect(refusal(request('s3', 'PUT', '/b/k', { 'content-md5': 'abc' }, 'body'))).to.include({
      code: 'InvalidDigest',
    });
    expect(decoded(request('s3', 'PUT', '/b/k', { 'content-md5': md5('body') }, 'body'))).to.include({
      Key: 'k',
    });
  });

  it('must be there for DeleteObjects', () => {
    expect(refusal(request('s3', 'POST', '/b?delete', {}, body))).to.include({
      code: 'InvalidRequest',
      message: 'Missing required header for this request: Content-MD5 OR x-amz-checksum-*',
    });
    const given = decoded(request('s3', 'POST', '/b?delete', { 'x-amz-checksum-crc32': 'AAAA' }, body));
    expect(given['Delete']).to.deep.equal({ Objects: [{ Key: 'k' }] });
  });
});

function md5(text: string): string {
  return createHash('md5').update(text).digest('base64');
}

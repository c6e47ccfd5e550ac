import { expect } from 'chai';
import { AwsFailure } from '../../harness/contract/aws-error.js';
import { findOperation, serviceFacts } from '../../harness/catalog/services.js';
import type { Protocol } from '../../harness/catalog/shape.js';
import { encodeError } from '../../harness/wire/encode-error.js';
import { encodeResponse, type TypedOutput } from '../../harness/wire/encode-response.js';
import type { WireResponse } from '../../harness/wire/request.js';

function answer(
  service: string,
  name: string,
  protocol: Protocol,
  output: TypedOutput,
  method = 'POST',
): WireResponse {
  const operation = findOperation(service, name)!;
  return encodeResponse({ operation, protocol, method, requestId: 'req-1' }, output);
}

describe('an answer', () => {
  it('says its length in bytes and its request id', () => {
    const { headers, body } = answer('DynamoDB', 'ListTables', 'awsJson1_0', { TableNames: ['é€'] });
    expect(body).to.equal('{"TableNames":["é€"]}');
    expect(headers).to.deep.equal({
      'x-amzn-RequestId': 'req-1',
      'Content-Type': 'application/x-amz-json-1.0',
      'Content-Length': String(Buffer.byteLength('{"TableNames":["é€"]}')),
    });
  });

  it('to HEAD keeps the length that the object has, and no body', () => {
    const { headers, body } = answer(
      'S3',
      'HeadObject',
      'restXml',
      { ContentLength: 42, ETag: '"e"' },
      'HEAD',
    );
    expect(body).to.equal('');
    expect(headers).to.include({ 'Content-Length': '42', ETag: '"e"', 'x-amz-request-id': 'req-1' });
  });

  it('with status 204 has neither body nor length', () => {
    const { status, headers, body } = answer('S3', 'DeleteBucket', 'restXml', {}, 'DELETE');
    expect([status, body]).to.deep.equal([204, '']);
    expect(headers).not.to.have.any.keys('Content-Length', 'Content-Type');
  });

  it('holds only what the operation has', () => {
    const { body } = answer('DynamoDB', 'ListTables', 'awsJson1_0', {
      TableNames: [],
      Secret: 'x',
      LastEvaluatedTableName: undefined,
    });
    expect(body).to.equal('{"TableNames":[]}');
  });

  it("gives a bucket's location as the text of the root, empty in us-east-1", () => {
    expect(answer('S3', 'GetBucketLocation', 'restXml', { LocationConstraint: 'cn-north-1' }).body).to.equal(
      '<?xml version="1.0" encoding="UTF-8"?>\n<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">cn-north-1</LocationConstraint>',
    );
    expect(answer('S3', 'GetBucketLocation', 'restXml', {}).body).to.contain('/"></LocationConstraint>');
  });

  it('encodes keys of a listing only where the request asked for it', () => {
    const output = { Contents: [{ Key: 'a b/ü' }], Prefix: 'a b/', Name: 'b' };
    expect(answer('S3', 'ListObjectsV2', 'restXml', output).body).to.contain('<Key>a b/ü</Key>');
    const encoded = answer('S3', 'ListObjectsV2', 'restXml', { ...output, EncodingType: 'url' }).body;
    expect(encoded).to.contain('<Key>a%20b/%C3%BC</Key>').and.to.contain('<Prefix>a%20b/</Prefix>');
  });

  it('puts no line end of a value into a header', () => {
    const { headers } = answer(
      'S3',
      'GetObject',
      'restXml',
      { Metadata: { a: 'x\r\nSet-Cookie: y', b: 'é' } },
      'GET',
    );
    expect(headers['x-amz-meta-a']).to.equal('x Set-Cookie: y');
    expect(headers['x-amz-meta-b']).to.equal(Buffer.from('é').toString('latin1'));
  });

  it('that would be an event stream is refused, and said to be missing', () => {
    expect(() => answer('S3', 'SelectObjectContent', 'restXml', { Payload: {} }))
      .to.throw(AwsFailure)
      .with.nested.property('error.origin', 'unsupported');
  });
});

describe('a refusal by IAM or a guardrail', () => {
  const named: readonly (readonly [service: string, protocol: Protocol, code: string, status: number])[] = [
    ['DynamoDB', 'awsJson1_0', 'com.amazon.coral.service#AccessDeniedException', 400],
    ['Organizations', 'awsJson1_1', 'com.amazonaws.organizations#AccessDeniedException', 400],
    ['CloudFormation', 'awsQuery', '<Code>AccessDenied</Code>', 403],
    ['SNS', 'awsQuery', '<Code>AuthorizationError</Code>', 403],
    ['EC2', 'ec2Query', '<Code>UnauthorizedOperation</Code>', 403],
    ['S3', 'restXml', '<Code>AccessDenied</Code>', 403],
  ];
  for (const [service, protocol, code, status] of named) {
    it(`is ${code.replace(/<\/?Code>/g, '')} with ${status} from ${service}`, () => {
      const error = { code: 'AccessDenied', message: 'no', status: 403, origin: 'authorisation' } as const;
      const target = {
        protocol,
        service: serviceFacts(service)!,
        method: 'POST',
        requestId: 'req-1',
        headers: {},
      };
      const response = encodeError(target, error);
      expect(response.status).to.equal(status);
      expect(response.body).to.contain(code);
    });
  }

  it('says no more than the error does', () => {
    const error = { code: 'AccessDenied', message: '<a> & b', status: 403, origin: 'guardrail' } as const;
    const target = {
      protocol: 'awsQuery',
      service: serviceFacts('IAM')!,
      method: 'POST',
      requestId: 'r',
      headers: {},
    } as const;
    expect(encodeError(target, error).body).to.equal(
      '<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type><Code>AccessDenied</Code>' +
        '<Message>&lt;a&gt; &amp; b</Message></Error><RequestId>r</RequestId></ErrorResponse>',
    );
  });
});

describe('an error', () => {
  it('of a service that blastpit does not know still has an envelope', () => {
    const error = {
      code: 'UnknownOperationException',
      message: 'not implemented: x.Y',
      status: 400,
      origin: 'unsupported',
    } as const;
    const response = encodeError(
      { protocol: 'awsJson1_0', method: 'POST', requestId: 'r', headers: {} },
      error,
    );
    expect(JSON.parse(String(response.body))).to.deep.equal({
      __type: 'com.amazon.coral.service#UnknownOperationException',
      message: 'not implemented: x.Y',
    });
  });

  it('tells the old code to clients of the query protocol only if they ask', () => {
    const error = { code: 'QueueDoesNotExist', message: 'gone', status: 400, origin: 'constraint' } as const;
    const target = {
      protocol: 'awsJson1_0',
      service: serviceFacts('SQS')!,
      method: 'POST',
      requestId: 'r',
    } as const;
    const asked = encodeError({ ...target, headers: { 'x-amzn-query-mode': 'true' } }, error);
    expect(asked.headers['x-amzn-query-error']).to.equal('AWS.SimpleQueueService.NonExistentQueue;Sender');
    expect(encodeError({ ...target, headers: {} }, error).headers).not.to.have.property('x-amzn-query-error');
  });

  it('by the caller has status 400 in AWS JSON, unless the service once spoke query', () => {
    const target = { protocol: 'awsJson1_1', method: 'POST', requestId: 'r', headers: {} } as const;
    const gone = { message: 'gone', status: 404, origin: 'constraint' } as const;
    const kms = encodeError(
      { ...target, service: serviceFacts('KMS')! },
      { ...gone, code: 'NotFoundException' },
    );
    expect(kms.status).to.equal(400);
    const cloudWatch = { ...target, service: serviceFacts('CloudWatch')! };
    expect(encodeError(cloudWatch, { ...gone, code: 'ResourceNotFound' }).status).to.equal(404);
  });

  it('has no body in answer to HEAD', () => {
    const error = { code: 'NoSuchKey', message: 'gone', status: 404, origin: 'constraint' } as const;
    const target = {
      protocol: 'restXml',
      service: serviceFacts('S3')!,
      method: 'HEAD',
      requestId: 'r',
      headers: {},
    } as const;
    expect(encodeError(target, error)).to.include({ status: 404, body: '' });
  });
});

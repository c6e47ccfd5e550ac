import { expect } from 'chai';
import { AwsFailure, type AwsError } from '../../harness/contract/aws-error.js';
import { identifyOperation } from '../../harness/wire/identify-operation.js';
import type { WireRequest } from '../../harness/wire/request.js';

function request(
  method: string,
  target: string,
  headers: Record<string, string> = {},
  body = '',
): WireRequest {
  const [path = '/', query = ''] = target.split('?', 2);
  return { method, path, query, headers: { host: '127.0.0.1:4566', ...headers }, body: Buffer.from(body) };
}

function signed(service: string): Record<string, string> {
  const credential = `AKIDEXAMPLE/20260101/us-east-1/${service}/aws4_request`;
  return { authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=0` };
}

const form = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };

function identified(given: WireRequest): string {
  const { service, operation, protocol } = identifyOperation(given);
  return `${service.name}.${operation.name} ${protocol}`;
}

function refusal(given: WireRequest): AwsError {
  try {
    identifyOperation(given);
  } catch (error) {
    if (error instanceof AwsFailure) return error.error;
    throw error;
  }
  throw new Error('it was identified');
}

describe('the protocol belongs to the request', () => {
  it('CloudWatch comes as AWS JSON, CBOR and query', () => {
    const prefix = 'GraniteServiceVersion20100801';
    const json = { ...signed('monitoring'), 'x-amz-target': `${prefix}.PutMetricData` };
    expect(identified(request('POST', '/', json))).to.equal('CloudWatch.PutMetricData awsJson1_0');
    const cbor = { ...signed('monitoring'), 'smithy-protocol': 'rpc-v2-cbor' };
    expect(identified(request('POST', `/service/${prefix}/operation/PutMetricData`, cbor))).to.equal(
      'CloudWatch.PutMetricData rpcv2Cbor',
    );
    const query = { ...signed('monitoring'), ...form };
    expect(identified(request('POST', '/', query, 'Action=PutMetricData&Version=2010-08-01'))).to.equal(
      'CloudWatch.PutMetricData awsQuery',
    );
  });

  it('a query may stand in the address, be presigned, or carry no signature', () => {
    expect(identified(request('GET', '/?Action=GetCallerIdentity&Version=2011-06-15'))).to.equal(
      'STS.GetCallerIdentity awsQuery',
    );
    const web = 'Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn=r';
    expect(identified(request('POST', '/', form, web))).to.equal('STS.AssumeRoleWithWebIdentity awsQuery');
    const presigned = 'X-Amz-Credential=AKIDEXAMPLE%2F20260101%2Fus-east-1%2Flambda%2Faws4_request';
    expect(identified(request('GET', `/2015-03-31/functions?${presigned}`))).to.equal(
      'Lambda.ListFunctions restJson1',
    );
  });

  it('an older version of a query API is known by its signature', () => {
    const ec2 = { ...signed('ec2'), ...form };
    for (const version of ['&Version=2013-02-01', '']) {
      expect(identified(request('POST', '/', ec2, `Action=DescribeInstances${version}`))).to.equal(
        'EC2.DescribeInstances ec2Query',
      );
    }
  });
});

describe('REST operations are told apart', () => {
  it('by path, the literal before the label', () => {
    const route53 = signed('route53');
    expect(identified(request('GET', '/2013-04-01/hostedzonecount', route53))).to.equal(
      'Route53.GetHostedZoneCount restXml',
    );
    expect(identified(request('POST', '/2013-04-01/hostedzone/Z1/rrset/', route53))).to.equal(
      'Route53.ChangeResourceRecordSets restXml',
    );
    const { labels } = identifyOperation(request('GET', '/2013-04-01/hostedzone/Z%2F1', route53));
    expect(labels).to.deep.equal({ Id: 'Z/1' });
  });

  it('by fixed query members', () => {
    const cloudfront = signed('cloudfront');
    expect(identified(request('POST', '/2020-05-31/tagging?Operation=Tag&Resource=a', cloudfront))).to.equal(
      'CloudFront.TagResource restXml',
    );
    expect(
      identified(request('POST', '/2020-05-31/tagging?Operation=Untag&Resource=a', cloudfront)),
    ).to.equal('CloudFront.UntagResource restXml');
    expect(identified(request('POST', '/2020-05-31/distribution?WithTags', cloudfront))).to.equal(
      'CloudFront.CreateDistributionWithTags restXml',
    );
  });

  it('API Gateway: the first version, which signs alike, is not taken for the second', () => {
    expect(identified(request('GET', '/v2/apis', signed('apigateway')))).to.equal(
      'ApiGatewayV2.GetApis restJson1',
    );
    expect(refusal(request('GET', '/restapis', signed('apigateway')))).to.include({
      origin: 'unsupported',
      message: 'not implemented: APIGateway.GET /restapis',
    });
  });
});

describe('Amazon S3, without x-id', () => {
  const cases: readonly (readonly [
    method: string,
    target: string,
    operation: string,
    headers?: Record<string, string>,
  ])[] = [
    ['GET', '/', 'ListBuckets'],
    ['GET', '/bucket', 'ListObjects'],
    ['GET', '/bucket?list-type=2', 'ListObjectsV2'],
    ['GET', '/bucket?versions', 'ListObjectVersions'],
    ['GET', '/bucket?location', 'GetBucketLocation'],
    ['GET', '/bucket?analytics', 'ListBucketAnalyticsConfigurations'],
    ['GET', '/bucket?analytics&id=a', 'GetBucketAnalyticsConfiguration'],
    ['PUT', '/bucket', 'CreateBucket'],
    ['DELETE', '/bucket/', 'DeleteBucket'],
    ['HEAD', '/bucket', 'HeadBucket'],
    ['POST', '/bucket?delete', 'DeleteObjects'],
    ['GET', '/bucket/key', 'GetObject'],
    ['GET', '/bucket/key?uploadId=u', 'ListParts'],
    ['PUT', '/bucket/key', 'PutObject'],
    ['PUT', '/bucket/key', 'CopyObject', { 'x-amz-copy-source': 'a/b' }],
    ['PUT', '/bucket/key?partNumber=1&uploadId=u', 'UploadPart'],
    ['PUT', '/bucket/key?partNumber=1&uploadId=u', 'UploadPartCopy', { 'x-amz-copy-source': 'a/b' }],
    ['POST', '/bucket/key?uploads', 'CreateMultipartUpload'],
    ['POST', '/bucket/key?uploadId=u', 'CompleteMultipartUpload'],
    ['DELETE', '/bucket/key?uploadId=u', 'AbortMultipartUpload'],
    ['DELETE', '/bucket/key', 'DeleteObject'],
    ['PUT', '/bucket/key?tagging', 'PutObjectTagging'],
    ['PUT', '/bucket?tagging', 'PutBucketTagging'],
  ];
  for (const [method, target, operation, headers = {}] of cases) {
    it(`${method} ${target}${'x-amz-copy-source' in headers ? ' with a source' : ''} is ${operation}`, () => {
      expect(identified(request(method, target, { ...signed('s3'), ...headers }))).to.equal(
        `S3.${operation} restXml`,
      );
    });
  }

  const hosts: readonly (readonly [host: string, path: string, labels: Record<string, string>])[] = [
    ['my.bucket.s3.cn-north-1.amazonaws.com.cn', '/a/b%20c', { Bucket: 'my.bucket', Key: 'a/b c' }],
    ['b.s3.us-east-1.amazonaws.com', '/k', { Bucket: 'b', Key: 'k' }],
    ['b.s3.amazonaws.com', '/', { Bucket: 'b' }],
    ['b.s3-eu-west-1.amazonaws.com', '/k', { Bucket: 'b', Key: 'k' }],
    ['b.s3.dualstack.eu-west-1.amazonaws.com', '/k', { Bucket: 'b', Key: 'k' }],
    ['b.localhost:4566', '/k', { Bucket: 'b', Key: 'k' }],
    ['s3.eu-west-1.amazonaws.com', '/b/k/', { Bucket: 'b', Key: 'k/' }],
    ['localhost:4566', '/b/k', { Bucket: 'b', Key: 'k' }],
    ['127.0.0.1:4566', '/b/%C3%BC%2B', { Bucket: 'b', Key: 'ü+' }],
  ];
  for (const [host, path, labels] of hosts) {
    it(`finds bucket and key in ${host}${path}`, () => {
      expect(identifyOperation(request('GET', path, { ...signed('s3'), host })).labels).to.deep.equal(labels);
    });
  }

  it('takes what names no service at all', () => {
    expect(identified(request('GET', '/bucket/key'))).to.equal('S3.GetObject restXml');
  });
});

describe('an operation that is not there', () => {
  it('is answered as AWS answers it, by protocol', () => {
    const json = { ...signed('dynamodb'), 'x-amz-target': 'DynamoDB_20120810.DescribeChair' };
    expect(refusal(request('POST', '/', json))).to.deep.equal({
      code: 'UnknownOperationException',
      message: '',
      status: 400,
      origin: 'constraint',
    });
    expect(
      refusal(request('POST', '/', { ...signed('iam'), ...form }, 'Action=GetChair&Version=2010-05-08')),
    ).to.include({
      code: 'InvalidAction',
      message: 'Could not find operation GetChair for version 2010-05-08',
      origin: 'constraint',
    });
    expect(
      refusal(request('POST', '/', { ...signed('ec2'), ...form }, 'Action=GetChair&Version=2016-11-15')),
    ).to.include({
      code: 'InvalidAction',
      message: 'The action GetChair is not valid for this web service.',
    });
    expect(refusal(request('PATCH', '/2015-03-31/functions', signed('lambda')))).to.include({
      code: 'UnknownOperationException',
      status: 404,
    });
    expect(refusal(request('PATCH', '/bucket', signed('s3')))).to.include({
      code: 'MethodNotAllowed',
      status: 405,
    });
  });

  it("is blastpit's own gap where the catalog lacks the whole service", () => {
    const json = { ...signed('states'), 'x-amz-target': 'AWSStepFunctions.StartExecution' };
    expect(refusal(request('POST', '/', json))).to.include({
      origin: 'unsupported',
      message: 'not implemented: AWSStepFunctions.StartExecution',
    });
    expect(
      refusal(request('POST', '/', { ...signed('redshift'), ...form }, 'Action=A&Version=2012-12-01')),
    ).to.include({
      origin: 'unsupported',
      message: 'not implemented: redshift.A',
    });
    expect(refusal(request('GET', '/prod/apps', signed('mobiletargeting')))).to.include({
      origin: 'unsupported',
      message: 'not implemented: mobiletargeting.GET /prod/apps',
    });
  });
});

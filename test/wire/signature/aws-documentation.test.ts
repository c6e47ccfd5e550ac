/** Signatures printed in AWS's own documentation, so that nobody's code stands on both sides. */
import { expect } from 'chai';
import type { WireRequest } from '../../../harness/wire/request.js';
import { signatureVerifier } from '../../../harness/wire/signature/verify-signature.js';
import { accessKeyId, awsError, secret } from './signed-request.js';

const emptySha256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const at2013 = Date.UTC(2013, 4, 24);
const verify = signatureVerifier((id) => (id === accessKeyId ? { secret } : { refused: 'unknown-key' }));

interface Example {
  readonly title: string;
  readonly method: string;
  readonly path: string;
  readonly query?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly signedHeaders: string;
  readonly signature: string;
  readonly body?: Uint8Array;
}

function asRequest(example: Example): WireRequest {
  const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20130524/us-east-1/s3/aws4_request,SignedHeaders=${example.signedHeaders},Signature=${example.signature}`;
  return {
    method: example.method,
    path: example.path,
    query: example.query ?? '',
    headers: { 'x-amz-date': '20130524T000000Z', ...example.headers, authorization },
    body: example.body ?? new Uint8Array(0),
  };
}

const bucketHost = 'examplebucket.s3.amazonaws.com';
const data = Buffer.alloc(66_560, 'a');

/** A chunked body as the documentation prints it. */
function chunked(signatures: readonly string[], trailer = ''): Buffer {
  const [first, second, last] = signatures;
  return Buffer.concat([
    Buffer.from(`10000;chunk-signature=${first}\r\n`),
    data.subarray(0, 65_536),
    Buffer.from(`\r\n400;chunk-signature=${second}\r\n`),
    data.subarray(65_536),
    Buffer.from(`\r\n0;chunk-signature=${last}\r\n${trailer}\r\n`),
  ]);
}

const examples: readonly Example[] = [
  {
    title: 'GET Object',
    method: 'GET',
    path: '/test.txt',
    headers: { host: bucketHost, range: 'bytes=0-9', 'x-amz-content-sha256': emptySha256 },
    signedHeaders: 'host;range;x-amz-content-sha256;x-amz-date',
    signature: 'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
  },
  {
    title: 'PUT Object',
    method: 'PUT',
    path: '/test%24file.text',
    headers: {
      host: bucketHost,
      date: 'Fri, 24 May 2013 00:00:00 GMT',
      'x-amz-storage-class': 'REDUCED_REDUNDANCY',
      'x-amz-content-sha256': '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072',
    },
    signedHeaders: 'date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class',
    signature: '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
    body: Buffer.from('Welcome to Amazon S3.'),
  },
  {
    title: 'GET Bucket Lifecycle',
    method: 'GET',
    path: '/',
    query: 'lifecycle',
    headers: { host: bucketHost, 'x-amz-content-sha256': emptySha256 },
    signedHeaders: 'host;x-amz-content-sha256;x-amz-date',
    signature: 'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543',
  },
  {
    title: 'GET Bucket (List Objects)',
    method: 'GET',
    path: '/',
    query: 'max-keys=2&prefix=J',
    headers: { host: bucketHost, 'x-amz-content-sha256': emptySha256 },
    signedHeaders: 'host;x-amz-content-sha256;x-amz-date',
    signature: '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
  },
  {
    title: 'PUT Object in signed chunks',
    method: 'PUT',
    path: '/examplebucket/chunkObject.txt',
    headers: {
      host: 's3.amazonaws.com',
      'x-amz-storage-class': 'REDUCED_REDUNDANCY',
      'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
      'content-encoding': 'aws-chunked',
      'x-amz-decoded-content-length': '66560',
      'content-length': '66824',
    },
    signedHeaders:
      'content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class',
    signature: '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9',
    body: chunked([
      'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648',
      '0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497',
      'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9',
    ]),
  },
  {
    title: 'PUT Object in signed chunks with a trailing checksum',
    method: 'PUT',
    path: '/examplebucket/chunkObject.txt',
    headers: {
      host: 's3.amazonaws.com',
      'x-amz-storage-class': 'REDUCED_REDUNDANCY',
      'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
      'content-encoding': 'aws-chunked',
      'x-amz-decoded-content-length': '66560',
      'x-amz-trailer': 'x-amz-checksum-crc32c',
    },
    signedHeaders:
      'content-encoding;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class;x-amz-trailer',
    signature: '106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e',
    body: chunked(
      [
        'b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2',
        '1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7',
        '2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992',
      ],
      'x-amz-checksum-crc32c:sOO8/Q==\r\nx-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n',
    ),
  },
];

describe("signatures in AWS's documentation", () => {
  for (const example of examples) {
    it(`Amazon S3, ${example.title}`, () => {
      const verified = verify(asRequest(example), 's3', at2013);
      expect(verified.accessKeyId).to.equal(accessKeyId);
      expect(verified.region).to.equal('us-east-1');
      expect(verified.service).to.equal('s3');
      const expected = example.title.includes('chunks') ? data : (example.body ?? new Uint8Array(0));
      expect(Buffer.from(verified.body).equals(Buffer.from(expected))).to.equal(true);
    });
  }

  it('the trailing checksum is handed on', () => {
    expect(verify(asRequest(examples[5]!), 's3', at2013).trailers).to.deep.equal({
      'x-amz-checksum-crc32c': 'sOO8/Q==',
    });
  });

  it('Amazon S3, a presigned GET Object that holds for a day', () => {
    const request: WireRequest = {
      method: 'GET',
      path: '/test.txt',
      query:
        'X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
      headers: { host: bucketHost },
      body: new Uint8Array(0),
    };
    expect(verify(request, 's3', at2013 + 86_400_000).place).to.equal('query');
    const late = awsError(() => verify(request, 's3', at2013 + 86_400_001));
    expect(late).to.include({ code: 'AccessDenied', status: 403, message: 'Request has expired' });
  });

  it('IAM ListUsers, of "Create a signed AWS API request"', () => {
    const iam = signatureVerifier(() => ({ secret: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' }));
    const request: WireRequest = {
      method: 'GET',
      path: '/',
      query: 'Action=ListUsers&Version=2010-05-08',
      headers: {
        host: 'iam.amazonaws.com',
        'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
        'x-amz-date': '20150830T123600Z',
        authorization:
          'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7',
      },
      body: new Uint8Array(0),
    };
    expect(iam(request, 'query', Date.UTC(2015, 7, 30, 12, 36)).service).to.equal('iam');
  });
});

describe("AWS's Signature Version 4 test suite", () => {
  const verifySuite = signatureVerifier(() => ({ secret: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' }));
  const at2015 = Date.UTC(2015, 7, 30, 12, 36);
  const cases: readonly (readonly [
    name: string,
    request: Partial<WireRequest>,
    signedHeaders: string,
    signature: string,
  ])[] = [
    [
      'get-vanilla',
      {},
      'host;x-amz-date',
      '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
    ],
    [
      'get-vanilla-query-order-key-case',
      { query: 'Param2=value2&Param1=value1' },
      'host;x-amz-date',
      'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
    ],
    [
      'get-header-value-trim',
      { headers: { 'my-header1': ' value1', 'my-header2': ' "a   b   c"' } },
      'host;my-header1;my-header2;x-amz-date',
      'acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736',
    ],
    [
      'get-slash',
      { path: '//' },
      'host;x-amz-date',
      '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
    ],
    [
      'get-relative-relative',
      { path: '/example1/example2/../..' },
      'host;x-amz-date',
      '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
    ],
    [
      'post-vanilla',
      { method: 'POST' },
      'host;x-amz-date',
      '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b',
    ],
    [
      'post-x-www-form-urlencoded',
      {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: Buffer.from('Param1=value1'),
      },
      'content-type;host;x-amz-date',
      'ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a',
    ],
  ];
  for (const [name, request, signedHeaders, signature] of cases) {
    it(name, () => {
      const whole: WireRequest = {
        method: 'GET',
        path: '/',
        query: '',
        body: new Uint8Array(0),
        ...request,
        headers: {
          host: 'example.amazonaws.com',
          'x-amz-date': '20150830T123600Z',
          ...request.headers,
          authorization: `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=${signedHeaders}, Signature=${signature}`,
        },
      };
      expect(verifySuite(whole, 'query', at2015).service).to.equal('service');
    });
  }
});

/** Requests as the JavaScript SDK's own clients and signer make them. */
import { Readable } from 'node:stream';
import { DynamoDBClient, DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { LambdaClient, GetFunctionCommand } from '@aws-sdk/client-lambda';
import { S3Client, PutObjectCommand, GetObjectCommand } from '@aws-sdk/client-s3';
import { STSClient, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { expect } from 'chai';
import type { SignatureFamily } from '../../../harness/wire/signature/identity-failure.js';
import type { WireRequest } from '../../../harness/wire/request.js';
import { signatureVerifier, type VerifiedRequest } from '../../../harness/wire/signature/verify-signature.js';
import { encode, findSecret, presigned, secret, signed, signedAt } from './signed-request.js';

interface SdkRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string | string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Takes the client's request where it would leave for the network. */
function capturing(family: SignatureFamily, take: (verified: VerifiedRequest) => void) {
  const verify = signatureVerifier(findSecret);
  return {
    async handle(request: SdkRequest): Promise<never> {
      const headers: Record<string, string> = {};
      for (const [name, value] of Object.entries(request.headers)) headers[name.toLowerCase()] = value;
      const query = Object.entries(request.query)
        .flatMap(([name, value]) =>
          [value].flat().map((item) => (item === null ? name : `${encode(name)}=${encode(item)}`)),
        )
        .join('&');
      const wire: WireRequest = {
        method: request.method,
        path: request.path,
        query,
        headers,
        body: await bytesOf(request.body),
      };
      // The clients read the clock themselves; what they signed says when that was.
      const at = Date.parse(headers['x-amz-date']!.replace(/(....)(..)(..)T(..)(..)/, '$1-$2-$3T$4:$5:'));
      take(verify(wire, family, at));
      throw new Error('nothing answers');
    },
  };
}

async function bytesOf(body: unknown): Promise<Uint8Array> {
  if (body === undefined || body === null) return new Uint8Array(0);
  if (typeof body === 'string') return Buffer.from(body, 'utf8');
  if (body instanceof Uint8Array) return body;
  const parts: Uint8Array[] = [];
  for await (const part of body as AsyncIterable<Uint8Array | string>)
    parts.push(Buffer.from(part as Uint8Array));
  return Buffer.concat(parts);
}

const shared = {
  region: 'cn-north-1',
  endpoint: 'http://127.0.0.1:4566',
  credentials: { accessKeyId: 'ASIAIOSFODNN7EXAMPLE', secretAccessKey: secret, sessionToken: 'token' },
  maxAttempts: 1,
  // A stream cannot be sent twice, and the clients say so on the console unless they have another place for it.
  logger: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
};

/** Sends by a client whose requests are verified; gives back what the verifier made of them. */
async function verifiedBy(
  family: SignatureFamily,
  send: (handler: object) => Promise<unknown>,
): Promise<VerifiedRequest> {
  let verified: VerifiedRequest | undefined;
  let failure: unknown;
  try {
    await send(capturing(family, (found) => (verified = found)));
  } catch (error) {
    failure = error;
  }
  if (verified === undefined) throw failure;
  return verified;
}

describe('requests of the JavaScript SDK', () => {
  it('DynamoDB DescribeTable', async () => {
    const verified = await verifiedBy('json', (requestHandler) =>
      new DynamoDBClient({ ...shared, requestHandler }).send(
        new DescribeTableCommand({ TableName: 'costs' }),
      ),
    );
    expect(verified).to.include({
      service: 'dynamodb',
      region: 'cn-north-1',
      sessionToken: 'token',
      place: 'header',
    });
  });

  it('STS GetCallerIdentity', async () => {
    const verified = await verifiedBy('query', (requestHandler) =>
      new STSClient({ ...shared, requestHandler }).send(new GetCallerIdentityCommand({})),
    );
    expect(verified.service).to.equal('sts');
  });

  it('Lambda GetFunction with an ARN in the path', async () => {
    const FunctionName = 'arn:aws-cn:lambda:cn-north-1:123456789012:function:report';
    const verified = await verifiedBy('rest-json', (requestHandler) =>
      new LambdaClient({ ...shared, requestHandler }).send(new GetFunctionCommand({ FunctionName })),
    );
    expect(verified.service).to.equal('lambda');
  });

  it('S3 GetObject with a key that needs encoding', async () => {
    const Key = "a b+c/ü~(x)!*'/%41/../y//z";
    const verified = await verifiedBy('s3', (requestHandler) =>
      new S3Client({ ...shared, forcePathStyle: true, requestHandler }).send(
        new GetObjectCommand({ Bucket: 'examplebucket', Key }),
      ),
    );
    expect(verified.service).to.equal('s3');
  });

  it('S3 PutObject', async () => {
    const verified = await verifiedBy('s3', (requestHandler) =>
      new S3Client({ ...shared, forcePathStyle: true, requestHandler }).send(
        new PutObjectCommand({
          Bucket: 'examplebucket',
          Key: 'k',
          Body: 'hello',
          Metadata: { owner: ' a  b ' },
        }),
      ),
    );
    expect(Buffer.from(verified.body).toString()).to.equal('hello');
  });

  for (const ChecksumAlgorithm of ['CRC32', 'CRC32C', 'SHA1', 'SHA256'] as const) {
    it(`S3 PutObject of a stream, with a trailing ${ChecksumAlgorithm}`, async () => {
      const content = Buffer.alloc(20_000, 'blastpit');
      const verified = await verifiedBy('s3', (requestHandler) =>
        new S3Client({
          ...shared,
          endpoint: 'https://localhost:4566',
          forcePathStyle: true,
          requestHandler,
        }).send(
          new PutObjectCommand({
            Bucket: 'examplebucket',
            Key: 'k',
            Body: Readable.from([content.subarray(0, 9000), content.subarray(9000)]),
            ContentLength: content.length,
            ChecksumAlgorithm,
          }),
        ),
      );
      expect(Buffer.from(verified.body).equals(content)).to.equal(true);
      expect(Object.keys(verified.trailers)).to.deep.equal([
        `x-amz-checksum-${ChecksumAlgorithm.toLowerCase()}`,
      ]);
    });
  }
});

describe("requests of the JavaScript SDK's signer", () => {
  const verify = signatureVerifier(findSecret);

  it('header, query parameters sorted by name and value', async () => {
    const query = { b: '2', a: ['2', '10', '1'], 'a-b': '', A: 'x y', ü: '+' };
    const request = await signed({ method: 'GET', path: '/x', query }, { service: 'execute-api' });
    expect(verify(request, 'rest-json', signedAt).service).to.equal('execute-api');
  });

  it('header, a path with dots, empty segments and encoded characters', async () => {
    for (const path of ['/a/./b/../c', '/a//b/', '/%E4%BD%A0/a%20b', '/a:b@c', '/..', '//']) {
      const request = await signed({ method: 'GET', path }, { service: 'execute-api' });
      expect(verify(request, 'rest-json', signedAt).service, path).to.equal('execute-api');
    }
  });

  it('header, values with spaces at the ends and in a row', async () => {
    const request = await signed({ headers: { 'x-note': '  a   b  ' } });
    expect(verify(request, 'json', signedAt).accessKeyId).to.match(/^AKIA/);
  });

  it('header, a value in UTF-8, which arrives a character a byte', async () => {
    const request = await signed({ headers: { 'x-note': 'größe ✓' } });
    const headers = { ...request.headers, 'x-note': Buffer.from('größe ✓', 'utf8').toString('latin1') };
    expect(verify({ ...request, headers }, 'json', signedAt).accessKeyId).to.match(/^AKIA/);
  });

  it('presigned, until its last second', async () => {
    const request = await presigned(
      // The presigner of the S3 client says so; the signer it uses would hash the body.
      { path: '/examplebucket/k', headers: { 'X-Amz-Content-Sha256': 'UNSIGNED-PAYLOAD' } },
      { service: 's3', expiresIn: 3600 },
    );
    expect(request.query).to.contain('X-Amz-Content-Sha256=UNSIGNED-PAYLOAD');
    expect(verify(request, 's3', signedAt + 3_600_000).place).to.equal('query');
  });

  it('presigned with a session token', async () => {
    const signing = { service: 'sts', accessKeyId: 'ASIAIOSFODNN7EXAMPLE', sessionToken: 'token' };
    const request = await presigned(
      { query: { Action: 'GetCallerIdentity', Version: '2011-06-15' } },
      signing,
    );
    expect(verify(request, 'query', signedAt).sessionToken).to.equal('token');
  });
});

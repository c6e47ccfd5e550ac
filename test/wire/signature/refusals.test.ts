/** What a client is told when its signature, key or time does not hold: AWS's codes, service by service. */
import { expect } from 'chai';
import type { SignatureFamily } from '../../../harness/wire/signature/identity-failure.js';
import type { WireRequest } from '../../../harness/wire/request.js';
import { signatureVerifier } from '../../../harness/wire/signature/verify-signature.js';
import {
  accessKeyId,
  awsError,
  findSecret,
  presigned,
  signed,
  signedAt,
  type Signing,
} from './signed-request.js';

const verify = signatureVerifier(findSecret);
const minute = 60_000;
const families: readonly SignatureFamily[] = ['json', 'rest-json', 'query', 's3', 'ec2'];
const serviceOf = { json: 'dynamodb', 'rest-json': 'lambda', query: 'iam', s3: 's3', ec2: 'ec2' } as const;
const emptySha256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

function signedFor(family: SignatureFamily, signing: Signing = {}): Promise<WireRequest> {
  const headers = family === 's3' ? { 'x-amz-content-sha256': emptySha256 } : {};
  return signed({ method: 'GET', path: '/', headers }, { service: serviceOf[family], ...signing });
}

function withHeaders(request: WireRequest, headers: Record<string, string | undefined>): WireRequest {
  const merged: Record<string, string> = {};
  for (const [name, value] of Object.entries({ ...request.headers, ...headers })) {
    if (value !== undefined) merged[name] = value;
  }
  return { ...request, headers: merged };
}

type Expected = Readonly<Record<SignatureFamily, readonly [code: string, status: number]>>;

/** One row for every family; the request is made for the family it is sent to. */
function refused(
  title: string,
  expected: Expected,
  make: (family: SignatureFamily) => Promise<WireRequest>,
  at = signedAt,
) {
  describe(title, () => {
    for (const family of families) {
      const [code, status] = expected[family];
      it(`${serviceOf[family]}: ${code}`, async () => {
        const request = await make(family);
        const error = awsError(() => verify(request, family, at));
        expect(error).to.include({ code, status, origin: 'identity' });
        expect(error.message).not.to.equal('');
      });
    }
  });
}

const mismatch: Expected = {
  json: ['InvalidSignatureException', 400],
  'rest-json': ['InvalidSignatureException', 403],
  query: ['SignatureDoesNotMatch', 403],
  s3: ['SignatureDoesNotMatch', 403],
  ec2: ['AuthFailure', 401],
};
const unknownKey: Expected = {
  json: ['UnrecognizedClientException', 400],
  'rest-json': ['UnrecognizedClientException', 403],
  query: ['InvalidClientTokenId', 403],
  s3: ['InvalidAccessKeyId', 403],
  ec2: ['AuthFailure', 401],
};

refused('signed with another secret', mismatch, (family) => signedFor(family, { secret: 'other' }));
refused('an unknown access key', unknownKey, (family) => signedFor(family, { accessKeyId: 'AKIAUNKNOWN' }));
refused('a temporary key with another token', { ...unknownKey, s3: ['InvalidToken', 400] }, (family) =>
  signedFor(family, { accessKeyId: 'ASIAIOSFODNN7EXAMPLE', sessionToken: 'another' }),
);
refused('a temporary key without its token', { ...unknownKey, s3: ['InvalidToken', 400] }, (family) =>
  signedFor(family, { accessKeyId: 'ASIAIOSFODNN7EXAMPLE' }),
);
refused(
  'a session that is over',
  {
    json: ['ExpiredTokenException', 400],
    'rest-json': ['ExpiredTokenException', 403],
    query: ['ExpiredToken', 403],
    s3: ['ExpiredToken', 400],
    ec2: ['RequestExpired', 400],
  },
  (family) => signedFor(family, { accessKeyId: 'ASIAEXPIRED', sessionToken: 'token' }),
);
refused(
  'no signature',
  {
    json: ['MissingAuthenticationTokenException', 400],
    'rest-json': ['MissingAuthenticationTokenException', 403],
    query: ['MissingAuthenticationToken', 403],
    s3: ['AccessDenied', 403],
    ec2: ['MissingAuthenticationToken', 403],
  },
  async (family) => withHeaders(await signedFor(family), { authorization: undefined }),
);
refused(
  'half an Authorization header',
  {
    json: ['IncompleteSignatureException', 400],
    'rest-json': ['IncompleteSignatureException', 403],
    query: ['IncompleteSignature', 400],
    s3: ['AuthorizationHeaderMalformed', 400],
    ec2: ['IncompleteSignature', 400],
  },
  async (family) => {
    const request = await signedFor(family);
    return withHeaders(request, {
      authorization: request.headers['authorization']!.replace(/, Signature=.*/, ''),
    });
  },
);
refused(
  'signed 16 minutes ago',
  { ...mismatch, s3: ['RequestTimeTooSkewed', 403], ec2: ['RequestExpired', 400] },
  signedFor,
  signedAt + 16 * minute,
);
refused(
  'signed 16 minutes from now',
  { ...mismatch, s3: ['RequestTimeTooSkewed', 403] },
  signedFor,
  signedAt - 16 * minute,
);

describe('the clock of the client', () => {
  it('may be five minutes off', async () => {
    const request = await signedFor('json');
    for (const at of [signedAt - 5 * minute, signedAt + 5 * minute])
      expect(verify(request, 'json', at).signedAt).to.equal(signedAt);
    for (const at of [signedAt - 5 * minute - 1, signedAt + 5 * minute + 1])
      awsError(() => verify(request, 'json', at));
  });

  it('may be fifteen minutes off for S3', async () => {
    const request = await signedFor('s3');
    for (const at of [signedAt - 15 * minute, signedAt + 15 * minute])
      expect(verify(request, 's3', at).signedAt).to.equal(signedAt);
    const error = awsError(() => verify(request, 's3', signedAt + 15 * minute + 1));
    expect(error.fields).to.include({
      RequestTime: '20260314T150926Z',
      MaxAllowedSkewMilliseconds: '900000',
    });
  });

  it('is told how far off it is', async () => {
    const request = await signedFor('query');
    expect(awsError(() => verify(request, 'query', signedAt + 6 * minute)).message).to.equal(
      'Signature expired: 20260314T150926Z is now earlier than 20260314T151026Z (20260314T151526Z - 5 min.)',
    );
  });
});

describe('a presigned request', () => {
  it('is refused after it expired', async () => {
    const s3 = await presigned({ path: '/examplebucket/k' }, { service: 's3', expiresIn: 60 });
    expect(awsError(() => verify(s3, 's3', signedAt + 60_001))).to.include({
      code: 'AccessDenied',
      message: 'Request has expired',
    });
    const sts = await presigned(
      { query: { Action: 'GetCallerIdentity' } },
      { service: 'sts', expiresIn: 900 },
    );
    expect(verify(sts, 'query', signedAt + 900_000).place).to.equal('query');
    expect(awsError(() => verify(sts, 'query', signedAt + 900_001)).code).to.equal('SignatureDoesNotMatch');
  });

  it('is refused before its time', async () => {
    const request = await presigned({ path: '/examplebucket/k' }, { service: 's3' });
    expect(awsError(() => verify(request, 's3', signedAt - 16 * minute)).message).to.equal(
      'Request is not yet valid',
    );
  });

  it('holds for a week at most', async () => {
    const request = await presigned({ path: '/examplebucket/k' }, { service: 's3' });
    for (const [expires, message] of [
      ['604801', /less than a week/],
      ['-1', /non-negative/],
      ['soon', /should be a number/],
    ] as const) {
      const query = request.query.replace(/X-Amz-Expires=\d+/, `X-Amz-Expires=${expires}`);
      const error = awsError(() => verify({ ...request, query }, 's3', signedAt));
      expect(error.code).to.equal('AuthorizationQueryParametersError');
      expect(error.message).to.match(message);
    }
  });

  it('needs all its parameters', async () => {
    const request = await presigned({ path: '/examplebucket/k' }, { service: 's3' });
    for (const name of ['Algorithm', 'Credential', 'Date', 'Expires', 'SignedHeaders', 'Signature']) {
      const query = request.query
        .split('&')
        .filter((part) => !part.startsWith(`X-Amz-${name}=`))
        .join('&');
      const error = awsError(() => verify({ ...request, query }, 's3', signedAt));
      expect(error.code, name).to.equal('AuthorizationQueryParametersError');
      expect(error.message).to.contain(`X-Amz-${name}`);
    }
  });

  it('is refused where it is signed in the header as well', async () => {
    const request = await presigned({ path: '/examplebucket/k' }, { service: 's3' });
    const both = withHeaders(request, { authorization: (await signedFor('s3')).headers['authorization'] });
    expect(awsError(() => verify(both, 's3', signedAt)).code).to.equal('InvalidArgument');
  });
});

describe('a signature that covers too little', () => {
  it('S3 names the headers that were not signed', async () => {
    const request = withHeaders(await signedFor('s3'), { 'x-amz-acl': 'public-read' });
    const error = awsError(() => verify(request, 's3', signedAt));
    expect(error).to.include({ code: 'AccessDenied', status: 403 });
    expect(error.fields).to.deep.equal({ HeadersNotSigned: 'x-amz-acl' });
  });

  it('the target of AWS JSON must be signed', async () => {
    const request = withHeaders(await signedFor('json'), { 'x-amz-target': 'DynamoDB_20120810.DeleteTable' });
    expect(awsError(() => verify(request, 'json', signedAt)).message).to.equal(
      "'x-amz-target' must be a 'SignedHeader' in the AWS Authorization.",
    );
  });

  it('the host must be signed', async () => {
    const request = await signedFor('json');
    const authorization = request.headers['authorization']!.replace('host;', '');
    expect(
      awsError(() => verify(withHeaders(request, { authorization }), 'json', signedAt)).message,
    ).to.match(/'Host'/);
  });
});

describe('ways of signing that are turned away', () => {
  const credential = `Credential=${accessKeyId}/20260314/s3/aws4_request, SignedHeaders=host, Signature=00`;

  it('SigV4A, as not supported', async () => {
    const request = await signedFor('s3');
    const header = withHeaders(request, { authorization: `AWS4-ECDSA-P256-SHA256 ${credential}` });
    expect(awsError(() => verify(header, 's3', signedAt))).to.include({ origin: 'unsupported', status: 501 });
    const query = (await presigned({ path: '/b/k' }, { service: 's3' })).query.replace(
      'AWS4-HMAC-SHA256',
      'AWS4-ECDSA-P256-SHA256',
    );
    expect(
      awsError(() => verify({ ...request, query, headers: { host: 'localhost' } }, 's3', signedAt)).origin,
    ).to.equal('unsupported');
  });

  it('Signature Version 2', async () => {
    const request = withHeaders(await signedFor('s3'), { authorization: `AWS ${accessKeyId}:c2lnbmF0dXJl` });
    expect(awsError(() => verify(request, 's3', signedAt)).code).to.equal('InvalidRequest');
  });

  it('a scope of another day, or with another end', async () => {
    const request = await signedFor('query');
    const authorization = request.headers['authorization']!;
    for (const [from, to, message] of [
      ['/20260314/', '/20260313/', /^Date in Credential scope does not match/],
      ['aws4_request', 'aws5_request', /valid terminator: 'aws4_request'/],
    ] as const) {
      const changed = withHeaders(request, { authorization: authorization.replace(from, to) });
      const error = awsError(() => verify(changed, 'query', signedAt));
      expect(error.code).to.equal('SignatureDoesNotMatch');
      expect(error.message).to.match(message);
    }
  });

  it('an error shows no signature and no secret', async () => {
    const request = await signedFor('query');
    const authorization = request.headers['authorization']!.replace('SignedHeaders', 'Headers');
    const error = awsError(() => verify(withHeaders(request, { authorization }), 'query', signedAt));
    expect(JSON.stringify(error)).not.to.match(/[0-9a-f]{64}/);
  });
});

describe('the body of a request to S3', () => {
  const put = (declared: string, body: string) =>
    signed(
      { method: 'PUT', path: '/b/k', headers: { 'x-amz-content-sha256': declared }, body },
      { service: 's3' },
    );

  it('must be what its hash says', async () => {
    const request = await put(emptySha256, 'hello');
    const error = awsError(() => verify(request, 's3', signedAt));
    expect(error).to.include({ code: 'XAmzContentSHA256Mismatch', status: 400 });
    expect(error.fields).to.include({ ClientComputedContentSHA256: emptySha256 });
  });

  it('may be unsigned', async () => {
    const request = await put('UNSIGNED-PAYLOAD', 'hello');
    expect(Buffer.from(verify(request, 's3', signedAt).body).toString()).to.equal('hello');
  });

  it('must say which of the two it is', async () => {
    expect(
      awsError(() => verify(withHeaders(request, { 'x-amz-content-sha256': undefined }), 's3', signedAt))
        .code,
    ).to.equal('InvalidRequest');
    expect(
      awsError(() => verify(withHeaders(request, { 'x-amz-content-sha256': 'none' }), 's3', signedAt)).code,
    ).to.equal('InvalidArgument');
  });
  let request: WireRequest;
  before(async () => {
    request = await put('UNSIGNED-PAYLOAD', '');
  });
});

/** Whatever was signed cannot be changed: any byte of any signed part, taken at random from a fixed seed. */
import { expect } from 'chai';
import fc from 'fast-check';
import type { WireRequest } from '../../../harness/wire/request.js';
import { signatureVerifier } from '../../../harness/wire/signature/verify-signature.js';
import { awsError, findSecret, presigned, signed, signedAt } from './signed-request.js';

const verify = signatureVerifier(findSecret);
const runs = { seed: 20260314, numRuns: 500 };

function flip(text: string, position: number, bits: number): string {
  const code = text.charCodeAt(position) ^ bits;
  return text.slice(0, position) + String.fromCharCode(code) + text.slice(position + 1);
}

const position = fc.nat(10_000);
const bits = fc.integer({ min: 1, max: 127 });

describe('a signed request that was changed on its way', () => {
  let request: WireRequest;
  before(async () => {
    request = await signed(
      {
        path: '/2015-03-31/functions/a%20b',
        query: { Marker: 'a/b c', MaxItems: '5' },
        headers: { 'content-type': 'application/json', 'x-amz-note': 'ü'.normalize() },
        body: '{"TableName":"costs"}',
      },
      { service: 'lambda', accessKeyId: 'ASIAIOSFODNN7EXAMPLE', sessionToken: 'token' },
    );
    request = {
      ...request,
      headers: { ...request.headers, 'x-amz-note': Buffer.from('ü').toString('latin1') },
    };
  });

  it('holds while it is as it was', () => {
    expect(verify(request, 'rest-json', signedAt).accessKeyId).to.equal('ASIAIOSFODNN7EXAMPLE');
  });

  it('body', () => {
    fc.assert(
      fc.property(position, bits, (at, mask) => {
        const body = Buffer.from(request.body);
        body[at % body.length] = body[at % body.length]! ^ mask;
        expect(awsError(() => verify({ ...request, body }, 'rest-json', signedAt)).code).to.equal(
          'InvalidSignatureException',
        );
      }),
      runs,
    );
  });

  it('method', () => {
    for (const method of ['GET', 'PUT', 'DELETE', 'post']) {
      awsError(() => verify({ ...request, method }, 'rest-json', signedAt));
    }
  });

  it('path', () => {
    fc.assert(
      fc.property(position, bits, (at, mask) => {
        const path = flip(request.path, at % request.path.length, mask);
        awsError(() => verify({ ...request, path }, 'rest-json', signedAt));
      }),
      runs,
    );
  });

  it('query', () => {
    fc.assert(
      fc.property(position, bits, (at, mask) => {
        const query = flip(request.query, at % request.query.length, mask);
        // Two spellings of one query are one query.
        fc.pre(decodeSafely(query) !== decodeSafely(request.query));
        awsError(() => verify({ ...request, query }, 'rest-json', signedAt));
      }),
      runs,
    );
  });

  it('every signed header, the date, the token and the signature among them', () => {
    const names = Object.keys(request.headers).filter((name) => name !== 'content-length');
    expect(names).to.include.members([
      'authorization',
      'host',
      'x-amz-date',
      'x-amz-security-token',
      'x-amz-note',
    ]);
    for (const name of names) {
      fc.assert(
        fc.property(position, bits, (at, mask) => {
          const value = request.headers[name]!;
          const changed = flip(value, at % value.length, mask);
          fc.pre(changed.replaceAll(/\s/g, '') !== value.replaceAll(/\s/g, ''));
          const headers = { ...request.headers, [name]: changed };
          awsError(() => verify({ ...request, headers }, 'rest-json', signedAt));
        }),
        { ...runs, numRuns: 300 },
      );
    }
  });

  it('a header taken out of the signed ones', () => {
    for (const name of ['content-type', 'x-amz-note', 'x-amz-date']) {
      const authorization = request.headers['authorization']!.replace(`${name};`, '');
      expect(authorization).not.to.equal(request.headers['authorization']);
      awsError(() =>
        verify({ ...request, headers: { ...request.headers, authorization } }, 'rest-json', signedAt),
      );
    }
  });

  it('another service or region in its scope', () => {
    for (const [from, to] of [
      ['/lambda/', '/iam/'],
      ['/cn-north-1/', '/us-east-1/'],
    ] as const) {
      const authorization = request.headers['authorization']!.replace(from, to);
      const changed = { ...request, headers: { ...request.headers, authorization } };
      expect(awsError(() => verify(changed, 'rest-json', signedAt)).code).to.equal(
        'InvalidSignatureException',
      );
    }
  });

  it('any parameter of a presigned query', async () => {
    const signedInQuery = await presigned(
      {
        path: '/examplebucket/k',
        query: { versionId: 'v1' },
        headers: { 'X-Amz-Content-Sha256': 'UNSIGNED-PAYLOAD' },
      },
      { service: 's3' },
    );
    verify(signedInQuery, 's3', signedAt);
    fc.assert(
      fc.property(position, bits, (at, mask) => {
        const query = flip(signedInQuery.query, at % signedInQuery.query.length, mask);
        fc.pre(decodeSafely(query) !== decodeSafely(signedInQuery.query));
        awsError(() => verify({ ...signedInQuery, query }, 's3', signedAt));
      }),
      { ...runs, numRuns: 2000 },
    );
    for (const [from, to] of [
      ['X-Amz-Expires=900', 'X-Amz-Expires=9000'],
      ['versionId=v1', 'versionId=v2'],
      ['&versionId=v1', ''],
    ] as const) {
      const query = signedInQuery.query
        .replace(from, to)
        .replace('versionId=v1&', to === '' ? '' : 'versionId=v1&');
      awsError(() => verify({ ...signedInQuery, query }, 's3', signedAt));
    }
  });
});

describe('a key whose secret changes', () => {
  it('is checked against the new one at once', async () => {
    let current = 'first';
    const rotating = signatureVerifier(() => ({ secret: current }));
    const first = await signed({}, { secret: 'first' });
    const second = await signed({}, { secret: 'second' });
    rotating(first, 'json', signedAt);
    awsError(() => rotating(second, 'json', signedAt));
    current = 'second';
    rotating(second, 'json', signedAt);
    awsError(() => rotating(first, 'json', signedAt));
  });
});

function decodeSafely(query: string): string {
  try {
    return decodeURIComponent(query.replaceAll('+', '%20'));
  } catch {
    return query;
  }
}

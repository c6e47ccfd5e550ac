/** Bodies in chunks: what S3 says of one that was changed, cut or badly framed on its way. */
import { createHash, createHmac } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import { bodyChecksum } from '../../../harness/wire/signature/body-checksum.js';
import type { WireRequest } from '../../../harness/wire/request.js';
import { signatureVerifier } from '../../../harness/wire/signature/verify-signature.js';
import { awsError, findSecret, secret, signed, signedAt } from './signed-request.js';

const verify = signatureVerifier(findSecret);
const scope = '20260314/cn-north-1/s3/aws4_request';

interface Upload {
  readonly chunks: readonly Buffer[];
  readonly kind:
    | 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD'
    | 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER'
    | 'STREAMING-UNSIGNED-PAYLOAD-TRAILER';
  readonly trailers?: Readonly<Record<string, string>>;
  readonly announced?: string;
  readonly decodedLength?: number;
}

const sha256 = (data: Buffer | string) => createHash('sha256').update(data).digest('hex');
const hmac = (key: Buffer | string, text: string) => createHmac('sha256', key).update(text).digest();

/** Frames and signs as the documentation says, by other code than what reads it. */
async function upload({
  chunks,
  kind,
  trailers = {},
  announced,
  decodedLength,
}: Upload): Promise<WireRequest> {
  const names = announced ?? Object.keys(trailers).join(',');
  const length = decodedLength ?? chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  const headers = {
    'x-amz-content-sha256': kind,
    'x-amz-decoded-content-length': String(length),
    'content-encoding': 'aws-chunked',
    ...(names === '' ? {} : { 'x-amz-trailer': names }),
  };
  const request = await signed({ method: 'PUT', path: '/examplebucket/k', headers }, { service: 's3' });
  const key = scope
    .split('/')
    .reduce<Buffer | string>((previous, part) => hmac(previous, part), `AWS4${secret}`);
  let previous = /Signature=([0-9a-f]{64})/.exec(request.headers['authorization']!)![1]!;
  const sign = (what: string, hashes: string) => {
    previous = hmac(
      key,
      `AWS4-HMAC-SHA256-${what}\n20260314T150926Z\n${scope}\n${previous}\n${hashes}`,
    ).toString('hex');
    return previous;
  };
  const isSigned = kind.startsWith('STREAMING-AWS4');
  const parts: Buffer[] = [];
  for (const chunk of [...chunks, Buffer.alloc(0)]) {
    const extension = isSigned
      ? `;chunk-signature=${sign('PAYLOAD', `${sha256('')}\n${sha256(chunk)}`)}`
      : '';
    parts.push(Buffer.from(`${chunk.length.toString(16)}${extension}\r\n`), chunk);
    if (chunk.length > 0) parts.push(Buffer.from('\r\n'));
  }
  let canonical = '';
  for (const [name, value] of Object.entries(trailers)) {
    parts.push(Buffer.from(`${name}:${value}\r\n`));
    canonical += `${name}:${value}\n`;
  }
  if (kind.endsWith('PAYLOAD-TRAILER') && isSigned) {
    parts.push(Buffer.from(`x-amz-trailer-signature:${sign('TRAILER', sha256(canonical))}\r\n`));
  }
  parts.push(Buffer.from('\r\n'));
  return { ...request, body: Buffer.concat(parts) };
}

const content = Buffer.alloc(8192, 'blastpit');
const tail = Buffer.from('the end');
const whole = Buffer.concat([content, tail]);

describe('a body in chunks', () => {
  for (const name of ['crc32', 'crc32c', 'crc64nvme', 'sha1', 'sha256'].map(
    (algorithm) => `x-amz-checksum-${algorithm}`,
  )) {
    for (const kind of [
      'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
      'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
    ] as const) {
      it(`${kind} with ${name}`, async () => {
        const trailers = { [name]: bodyChecksum(name, whole)! };
        const verified = verify(await upload({ chunks: [content, tail], kind, trailers }), 's3', signedAt);
        expect(Buffer.from(verified.body).equals(whole)).to.equal(true);
        expect(verified.trailers).to.deep.equal(trailers);
        const wrong = await upload({
          chunks: [content, tail],
          kind,
          trailers: { [name]: bodyChecksum(name, content)! },
        });
        const error = awsError(() => verify(wrong, 's3', signedAt));
        expect(error).to.include({ code: 'BadDigest', status: 400 });
      });
    }
  }

  it('may be empty, and may be one chunk, which is not copied', async () => {
    const kind = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD';
    expect(verify(await upload({ chunks: [], kind }), 's3', signedAt).body).to.have.length(0);
    const request = await upload({ chunks: [content], kind });
    expect(verify(request, 's3', signedAt).body.buffer).to.equal(request.body.buffer);
  });

  it('with small chunks before the last is refused', async () => {
    const request = await upload({ chunks: [tail, content], kind: 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD' });
    expect(awsError(() => verify(request, 's3', signedAt))).to.include({
      code: 'InvalidChunkSizeError',
      status: 403,
    });
  });

  it('of another length than it says is refused', async () => {
    for (const decodedLength of [whole.length - 1, whole.length + 1]) {
      const request = await upload({
        chunks: [content, tail],
        kind: 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
        decodedLength,
      });
      expect(awsError(() => verify(request, 's3', signedAt)).code).to.equal('IncompleteBody');
    }
  });

  it('without the trailer it announces, or with another, is refused', async () => {
    const kind = 'STREAMING-UNSIGNED-PAYLOAD-TRAILER';
    const missing = await upload({ chunks: [tail], kind, announced: 'x-amz-checksum-crc32' });
    expect(awsError(() => verify(missing, 's3', signedAt)).code).to.equal('MalformedTrailerError');
    const trailers = { 'x-amz-checksum-crc32c': bodyChecksum('x-amz-checksum-crc32c', tail)! };
    const other = await upload({ chunks: [tail], kind, trailers, announced: 'x-amz-checksum-crc32' });
    expect(awsError(() => verify(other, 's3', signedAt)).code).to.equal('MalformedTrailerError');
  });

  it('without its decoded length is refused', async () => {
    const headers = { 'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD' };
    const request = await signed({ method: 'PUT', path: '/b/k', headers }, { service: 's3' });
    expect(awsError(() => verify(request, 's3', signedAt))).to.include({
      code: 'MissingContentLength',
      status: 411,
    });
  });

  it('signed the SigV4A way is refused as not supported', async () => {
    const headers = { 'x-amz-content-sha256': 'STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD' };
    const request = await signed({ method: 'PUT', path: '/b/k', headers }, { service: 's3' });
    expect(awsError(() => verify(request, 's3', signedAt)).origin).to.equal('unsupported');
  });

  it('with any byte of data, size, signature or trailer changed is refused', async () => {
    const kind = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER';
    const trailers = { 'x-amz-checksum-sha256': bodyChecksum('x-amz-checksum-sha256', whole)! };
    const request = await upload({ chunks: [content, tail], kind, trailers });
    verify(request, 's3', signedAt);
    const dataStart = Buffer.from(request.body).indexOf(content);
    fc.assert(
      fc.property(fc.nat(request.body.length - 1), fc.integer({ min: 1, max: 255 }), (position, flip) => {
        const body = Buffer.from(request.body);
        body[position] = body[position]! ^ flip;
        // In the framing, not in the data, spaces and the case of a size do not change the meaning.
        const inData = position >= dataStart && position < dataStart + content.length;
        fc.pre(inData || !sameFraming(request.body[position]!, body[position]));
        awsError(() => verify({ ...request, body }, 's3', signedAt));
      }),
      { seed: 20260314, numRuns: 2000 },
    );
  });

  it('cut anywhere before its last signature is refused', async () => {
    const request = await upload({ chunks: [content, tail], kind: 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD' });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: request.body.length - 3 }), (length) => {
        awsError(() => verify({ ...request, body: request.body.subarray(0, length) }, 's3', signedAt));
      }),
      { seed: 20260314, numRuns: 500 },
    );
  });
});

function sameFraming(before: number, after: number): boolean {
  const [left, right] = [String.fromCharCode(before), String.fromCharCode(after)];
  return /[\s;]/.test(left) || /\s/.test(right) || left.toLowerCase() === right.toLowerCase();
}

describe('checksums', () => {
  const check = Buffer.from('123456789');
  const expected = {
    crc32: 'cbf43926',
    crc32c: 'e3069283',
    crc64nvme: 'ae8b14860a799888',
    sha1: 'f7c3bc1d808e04732adf679965ccc34ca7ae3441',
    sha256: '15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225',
  };
  for (const [algorithm, hexadecimal] of Object.entries(expected)) {
    it(`${algorithm} of the digits 1 to 9 is the published one`, () => {
      const base64 = bodyChecksum(`x-amz-checksum-${algorithm}`, check)!;
      expect(Buffer.from(base64, 'base64').toString('hex')).to.equal(hexadecimal);
    });
  }

  it('there is none for a header that is no checksum', () => {
    expect(bodyChecksum('x-amz-checksum-type', check)).to.equal(undefined);
    expect(bodyChecksum('x-amz-checksum-constructor', check)).to.equal(undefined);
  });
});

/** The payload's part in a signature: what stands for it in the canonical request, and what of it is checked afterwards. */
import { hash } from 'node:crypto';
import type { Authorization } from './authorization.js';
import { type ChunkedBody, type ChunkSigning, decodeChunkedBody } from './chunked-body.js';
import { refusal, type SignatureFamily, unsupportedSigning } from './identity-failure.js';
import type { WireRequest } from '../request.js';
import { uriDecode } from './uri-encoding.js';

const unsigned = 'UNSIGNED-PAYLOAD';
const streaming: ReadonlyMap<string, { readonly signed: boolean; readonly trailer: boolean }> = new Map([
  ['STREAMING-AWS4-HMAC-SHA256-PAYLOAD', { signed: true, trailer: false }],
  ['STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER', { signed: true, trailer: true }],
  ['STREAMING-UNSIGNED-PAYLOAD-TRAILER', { signed: false, trailer: true }],
]);
const sha256 = /^[0-9a-f]{64}$/;
const noTrailers: Readonly<Record<string, string>> = Object.freeze({});

/**
 * The last line of the canonical request. Amazon S3 believes the `x-amz-content-sha256` header and checks it later;
 * every other service hashes the body.
 */
export function payloadLine(
  request: WireRequest,
  authorization: Authorization,
  family: SignatureFamily,
): string {
  const declared = request.headers['x-amz-content-sha256'] ?? inQuery(request, authorization);
  if (declared?.startsWith('STREAMING-AWS4-ECDSA-'))
    throw unsupportedSigning(`The payload ${declared} (SigV4A)`);
  if (family !== 's3') {
    if (declared?.startsWith('STREAMING-')) throw unsupportedSigning(`The payload ${declared}`);
    return declared === unsigned ? unsigned : hash('sha256', request.body, 'hex');
  }
  if (declared === undefined) {
    if (authorization.place === 'query') return unsigned;
    throw refusal('InvalidRequest', 400, 'Missing required header for this request: x-amz-content-sha256');
  }
  if (declared === unsigned || streaming.has(declared) || sha256.test(declared)) return declared;
  const message = `x-amz-content-sha256 must be ${unsigned}, ${[...streaming.keys()].join(', ')}, or a valid sha256 value.`;
  throw refusal('InvalidArgument', 400, message, {
    ArgumentName: 'x-amz-content-sha256',
    ArgumentValue: declared,
  });
}

function inQuery(request: WireRequest, authorization: Authorization): string | undefined {
  if (authorization.place !== 'query') return undefined;
  const value = /(?:^|&)X-Amz-Content-Sha256=([^&]*)/i.exec(request.query)?.[1];
  return value === undefined ? undefined : uriDecode(value);
}

/** The body that the caller meant, once the signature of the request holds. */
export function openPayload(
  request: WireRequest,
  family: SignatureFamily,
  payload: string,
  signing: ChunkSigning,
): ChunkedBody {
  if (family !== 's3' || payload === unsigned) return { body: request.body, trailers: noTrailers };
  const stream = streaming.get(payload);
  if (stream === undefined) {
    const computed = hash('sha256', request.body, 'hex');
    if (computed === payload) return { body: request.body, trailers: noTrailers };
    const message = "The provided 'x-amz-content-sha256' header does not match what was computed.";
    throw refusal('XAmzContentSHA256Mismatch', 400, message, {
      ClientComputedContentSHA256: payload,
      S3ComputedContentSHA256: computed,
    });
  }
  const length = request.headers['x-amz-decoded-content-length'];
  if (length === undefined || !/^\d+$/.test(length)) {
    throw refusal('MissingContentLength', 411, 'You must provide the Content-Length HTTP header.');
  }
  return decodeChunkedBody({
    bytes: request.body,
    decodedLength: Number(length),
    signing: stream.signed ? signing : undefined,
    trailerNames: stream.trailer ? trailerNames(request) : undefined,
  });
}

/** The body that a caller meant whose signature nobody checks: framing is taken off, and nothing else is looked at. */
export function openUnverifiedPayload(request: WireRequest): Uint8Array {
  const stream = streaming.get(request.headers['x-amz-content-sha256'] ?? '');
  if (stream === undefined) return request.body;
  return decodeChunkedBody({
    bytes: request.body,
    decodedLength: Number(request.headers['x-amz-decoded-content-length']),
    signing: undefined,
    trailerNames: stream.trailer ? trailerNames(request) : undefined,
  }).body;
}

function trailerNames(request: WireRequest): readonly string[] {
  const announced = request.headers['x-amz-trailer'] ?? '';
  return announced
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '');
}

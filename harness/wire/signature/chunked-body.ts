/** Takes an aws-chunked body apart and checks the signature of each chunk and of the trailer ("Signature calculations for the authorization header: transferring payload in multiple chunks"; "… including trailing headers"). */
import { createHmac, hash, type KeyObject } from 'node:crypto';
import { bodyChecksum, isChecksumHeader } from './body-checksum.js';
import { identityFailure, refusal } from './identity-failure.js';
import { sameSignature } from './same-signature.js';

/** What chunk signatures hang on. */
export interface ChunkSigning {
  readonly key: KeyObject;
  /** `20130524T000000Z` */
  readonly time: string;
  /** `DATE/REGION/SERVICE/aws4_request` */
  readonly scope: string;
  /** The signature of the request itself: each chunk's signature covers the one before it. */
  readonly seed: string;
}

export interface ChunkedBody {
  readonly body: Uint8Array;
  /** Names in lower case; without the trailer's own signature. */
  readonly trailers: Readonly<Record<string, string>>;
}

export interface ChunkedInput {
  readonly bytes: Uint8Array;
  /** Of `x-amz-decoded-content-length`. */
  readonly decodedLength: number;
  /** Undefined for STREAMING-UNSIGNED-PAYLOAD-TRAILER. */
  readonly signing: ChunkSigning | undefined;
  /** Names that `x-amz-trailer` announces; undefined where the payload has no trailer. */
  readonly trailerNames: readonly string[] | undefined;
}

const emptyHash = hash('sha256', '', 'hex');
const smallestChunk = 8192;
const longestLine = 1024;

/**
 * Decodes the body.
 * @throws AwsFailure SignatureDoesNotMatch, IncompleteBody, InvalidChunkSizeError, MalformedTrailerError, BadDigest.
 */
export function decodeChunkedBody(input: ChunkedInput): ChunkedBody {
  const bytes = Buffer.from(input.bytes.buffer, input.bytes.byteOffset, input.bytes.byteLength);
  const chunks: Uint8Array[] = [];
  let previous = input.signing?.seed ?? '';
  let decoded = 0;
  let lastSize: number | undefined;
  let position = 0;
  for (;;) {
    const lineEnd = bytes.indexOf('\r\n', position, 'latin1');
    if (lineEnd === -1 || lineEnd - position > longestLine) throw incompleteBody();
    const { size, signature } = readChunkHead(bytes.toString('latin1', position, lineEnd));
    position = lineEnd + 2;
    if (lastSize !== undefined && size > 0 && lastSize < smallestChunk) throw chunkTooSmall(lastSize);
    if (position + size > bytes.length) throw incompleteBody();
    const chunk = bytes.subarray(position, position + size);
    if (input.signing !== undefined) {
      previous = checkSignature(
        input.signing,
        previous,
        'PAYLOAD',
        `${emptyHash}\n${hash('sha256', chunk, 'hex')}`,
        signature,
      );
    }
    position += size;
    if (size === 0) break;
    chunks.push(chunk);
    decoded += size;
    lastSize = size;
    if (bytes[position] !== 0x0d || bytes[position + 1] !== 0x0a) throw incompleteBody();
    position += 2;
  }
  if (decoded !== input.decodedLength) throw incompleteBody();
  const [only = new Uint8Array(0)] = chunks;
  const body = chunks.length <= 1 ? only : Buffer.concat(chunks, decoded);
  return { body, trailers: readTrailers(input, bytes.toString('latin1', position), previous, body) };
}

function readChunkHead(line: string): { size: number; signature: string } {
  const [digits = '', ...extensions] = line.split(';');
  if (!/^[0-9A-Fa-f]{1,12}$/.test(digits)) throw incompleteBody();
  const signature = extensions
    .map((extension) => extension.trim())
    .find((extension) => extension.startsWith('chunk-signature='));
  return { size: Number.parseInt(digits, 16), signature: signature?.slice('chunk-signature='.length) ?? '' };
}

/** Checks one link of the chain and gives its signature back, for the next. */
function checkSignature(
  signing: ChunkSigning,
  previous: string,
  kind: 'PAYLOAD' | 'TRAILER',
  hashes: string,
  signature: string,
): string {
  const toSign = `AWS4-HMAC-SHA256-${kind}\n${signing.time}\n${signing.scope}\n${previous}\n${hashes}`;
  const expected = createHmac('sha256', signing.key).update(toSign, 'latin1').digest('hex');
  if (!sameSignature(expected, signature)) throw identityFailure('s3', 'mismatch');
  return expected;
}

function readTrailers(
  input: ChunkedInput,
  text: string,
  previous: string,
  body: Uint8Array,
): Readonly<Record<string, string>> {
  const trailers: Record<string, string> = {};
  let signature = '';
  let canonical = '';
  for (const line of text.split(/\r?\n/)) {
    if (line === '') continue;
    const colon = line.indexOf(':');
    if (colon < 1) throw malformedTrailer();
    const name = line.slice(0, colon).trim().toLowerCase();
    const value = line.slice(colon + 1).trim();
    if (name === 'x-amz-trailer-signature') {
      signature = value;
    } else {
      trailers[name] = value;
      canonical += `${name}:${value}\n`;
    }
  }
  const announced = input.trailerNames ?? [];
  const given = Object.keys(trailers);
  if (given.length !== announced.length || announced.some((name) => !Object.hasOwn(trailers, name))) {
    throw malformedTrailer();
  }
  if (input.signing !== undefined && input.trailerNames !== undefined) {
    checkSignature(input.signing, previous, 'TRAILER', hash('sha256', canonical, 'hex'), signature);
  }
  for (const [name, value] of Object.entries(trailers)) checkTrailerChecksum(name, value, body);
  return trailers;
}

function checkTrailerChecksum(name: string, value: string, body: Uint8Array): void {
  if (!isChecksumHeader(name) || bodyChecksum(name, body) === value) return;
  const algorithm = name.slice('x-amz-checksum-'.length).toUpperCase();
  throw refusal('BadDigest', 400, `The ${algorithm} you specified did not match the calculated checksum.`);
}

function incompleteBody(): Error {
  return refusal('IncompleteBody', 400, 'The request body terminated unexpectedly');
}

function chunkTooSmall(size: number): Error {
  return refusal(
    'InvalidChunkSizeError',
    403,
    'Only the last chunk is allowed to have a size less than 8192 bytes',
    {
      BadChunkSize: String(size),
    },
  );
}

function malformedTrailer(): Error {
  return refusal(
    'MalformedTrailerError',
    400,
    'The request contained trailing data that was not well-formed or did not conform to our published schema.',
  );
}

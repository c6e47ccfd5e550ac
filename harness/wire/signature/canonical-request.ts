/** Rebuilds what the client signed: the canonical request of Signature Version 4 ("Create a signed AWS API request"). */
import type { WireRequest } from '../request.js';
import { normaliseEncoding, uriEncodePath } from './uri-encoding.js';

export interface CanonicalInput {
  /** In the order of the client's `SignedHeaders`. */
  readonly signedHeaders: readonly string[];
  /** Last line of the canonical request: a hash in hexadecimal or one of the words that stand for one. */
  readonly payload: string;
  /** Amazon S3 takes paths as they are, encoded once; every other service normalises them and encodes twice. */
  readonly singleEncoding: boolean;
  /** Whether the signature stands in the query, where it is not part of what was signed. */
  readonly presigned: boolean;
}

/** The canonical request; its characters are bytes (latin1) unless the request never was on a wire. */
export function canonicalRequest(request: WireRequest, input: CanonicalInput): string {
  const path = input.singleEncoding ? singleEncodedPath(request.path) : doubleEncodedPath(request.path);
  let headers = '';
  for (const name of input.signedHeaders) {
    headers += `${name}:${canonicalHeaderValue(request.headers[name] ?? '')}\n`;
  }
  return `${request.method}\n${path}\n${canonicalQuery(request.query, input.presigned)}\n${headers}\n${input.signedHeaders.join(';')}\n${input.payload}`;
}

function singleEncodedPath(path: string): string {
  if (path === '' || path === '/') return '/';
  return path.split('/').map(normaliseEncoding).join('/');
}

/** Dot segments and empty segments are resolved as RFC 3986 says, then the already encoded path is encoded again. */
function doubleEncodedPath(path: string): string {
  if (path === '' || path === '/') return '/';
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  if (segments.length === 0) return '/';
  return uriEncodePath(`/${segments.join('/')}${path.endsWith('/') ? '/' : ''}`);
}

function canonicalQuery(query: string, presigned: boolean): string {
  if (query === '') return '';
  const parameters: (readonly [name: string, value: string])[] = [];
  for (const parameter of query.split('&')) {
    if (parameter === '') continue;
    const equals = parameter.indexOf('=');
    const name = equals === -1 ? parameter : parameter.slice(0, equals);
    if (presigned && name === 'X-Amz-Signature') continue;
    const value = equals === -1 ? '' : parameter.slice(equals + 1);
    parameters.push([canonicalQueryPart(name), canonicalQueryPart(value)]);
  }
  // By name, then by value: `a=` and `a-b=` would come out the other way round if sorted as whole texts.
  parameters.sort(([name, value], [otherName, otherValue]) =>
    name === otherName ? compare(value, otherValue) : compare(name, otherName),
  );
  return parameters.map(([name, value]) => `${name}=${value}`).join('&');
}

function canonicalQueryPart(text: string): string {
  return normaliseEncoding(text.includes('+') ? text.replaceAll('+', '%20') : text);
}

function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

const spacesToTidy = /^[ \t]|[ \t]$|\t|  /;

function canonicalHeaderValue(value: string): string {
  return spacesToTidy.test(value) ? value.replaceAll(/[ \t]+/g, ' ').replaceAll(/^ | $/g, '') : value;
}

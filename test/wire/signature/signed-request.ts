/** What the tests of signatures share: the example credentials of AWS's documentation, and requests signed by the SDK's signer. */
import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import { expect } from 'chai';
import { AwsFailure, type AwsError } from '../../../harness/contract/aws-error.js';
import type { WireRequest } from '../../../harness/wire/request.js';
import type { FindSecret } from '../../../harness/wire/signature/verify-signature.js';

export const accessKeyId = 'AKIAIOSFODNN7EXAMPLE';
export const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
export const signedAt = Date.UTC(2026, 2, 14, 15, 9, 26);

/** One long-term key, one temporary key with the token `token`, one temporary key whose session is over. */
export const findSecret: FindSecret = (id, sessionToken) => {
  if (id === accessKeyId) return { secret };
  if (id === 'ASIAEXPIRED') return { refused: 'expired' };
  if (id !== 'ASIAIOSFODNN7EXAMPLE') return { refused: 'unknown-key' };
  return sessionToken === 'token' ? { secret } : { refused: 'invalid-token' };
};

/** The SDK's own hash interface, on node:crypto. */
class NodeSha256 {
  readonly #hash;
  constructor(key?: unknown) {
    this.#hash = key === undefined ? createHash('sha256') : createHmac('sha256', key as Uint8Array);
  }
  update(data: Uint8Array | string): void {
    this.#hash.update(data);
  }
  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest());
  }
  reset(): void {}
}

export interface Unsigned {
  readonly method?: string;
  readonly path?: string;
  readonly query?: Readonly<Record<string, string | string[]>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

export interface Signing {
  readonly service?: string;
  readonly region?: string;
  readonly accessKeyId?: string;
  readonly secret?: string;
  readonly sessionToken?: string;
  readonly at?: number;
  readonly expiresIn?: number;
}

function httpRequest(unsigned: Unsigned) {
  return {
    method: unsigned.method ?? 'POST',
    protocol: 'http:',
    hostname: 'localhost',
    path: unsigned.path ?? '/',
    query: { ...unsigned.query },
    headers: { host: 'localhost', ...unsigned.headers },
    body: unsigned.body ?? '',
  };
}

function signer(signing: Signing): SignatureV4 {
  const service = signing.service ?? 'dynamodb';
  return new SignatureV4({
    service,
    region: signing.region ?? 'cn-north-1',
    credentials: {
      accessKeyId: signing.accessKeyId ?? accessKeyId,
      secretAccessKey: signing.secret ?? secret,
      ...(signing.sessionToken === undefined ? {} : { sessionToken: signing.sessionToken }),
    },
    sha256: NodeSha256,
    uriEscapePath: service !== 's3',
    applyChecksum: true,
  });
}

/** Signed in the Authorization header, as the SDK does it. */
export async function signed(unsigned: Unsigned, signing: Signing = {}): Promise<WireRequest> {
  const request = httpRequest(unsigned);
  const result = await signer(signing).sign(request, { signingDate: new Date(signing.at ?? signedAt) });
  return wire({ ...request, headers: result.headers, query: request.query });
}

/** Signed in the query, as the SDK does it. */
export async function presigned(unsigned: Unsigned, signing: Signing = {}): Promise<WireRequest> {
  const request = httpRequest({ method: 'GET', ...unsigned });
  const result = await signer(signing).presign(request, {
    signingDate: new Date(signing.at ?? signedAt),
    expiresIn: signing.expiresIn ?? 900,
  });
  return wire({
    ...request,
    headers: result.headers,
    query: result.query as Record<string, string | string[]>,
  });
}

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string | string[]>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

function wire(request: Sent): WireRequest {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) headers[name.toLowerCase()] = value;
  const query = Object.entries(request.query)
    .flatMap(([name, value]) => [value].flat().map((item) => `${encode(name)}=${encode(item)}`))
    .join('&');
  const body = typeof request.body === 'string' ? Buffer.from(request.body, 'utf8') : request.body;
  return { method: request.method, path: request.path, query, headers, body };
}

export function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** The AWS error that the action ends in; fails where it does not. */
export function awsError(action: () => unknown): AwsError {
  let failure: unknown;
  try {
    action();
  } catch (error) {
    failure = error;
  }
  expect(failure, 'the request is turned away').to.be.instanceOf(AwsFailure);
  return (failure as AwsFailure).error;
}

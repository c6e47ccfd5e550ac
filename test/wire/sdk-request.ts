/** A request handler for SDK clients that hands their requests over as bytes, without a socket. */
import { Readable } from 'node:stream';
import type { WireRequest, WireResponse } from '../../harness/wire/request.js';

export interface SdkRequest {
  readonly method: string;
  readonly hostname: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export function wireRequestOf(request: SdkRequest): WireRequest {
  const query: string[] = [];
  for (const [name, value] of Object.entries(request.query ?? {})) {
    const values = Array.isArray(value) ? value : [value];
    for (const each of values) {
      query.push(
        each === null ? encodeURIComponent(name) : `${encodeURIComponent(name)}=${encodeURIComponent(each)}`,
      );
    }
  }
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  return {
    method: request.method,
    path: request.path,
    query: query.join('&'),
    headers: { host: request.hostname, ...headers },
    body: bodyOf(request.body),
  };
}

function bodyOf(body: unknown): Uint8Array {
  if (body === undefined || body === null) return new Uint8Array(0);
  if (body instanceof Uint8Array) return body;
  if (typeof body === 'string') return Buffer.from(body);
  throw new Error(`a client sent a body of ${typeof body}`);
}

export interface SdkResponse {
  readonly response: {
    readonly statusCode: number;
    readonly headers: Record<string, string>;
    readonly body: unknown;
  };
}

/** A client of any service, with every request going to `answer`. */
export function handlerOf(answer: (request: WireRequest) => WireResponse): {
  handle(request: SdkRequest): Promise<SdkResponse>;
} {
  return {
    handle: async (request) => {
      const { status, headers, body } = answer(wireRequestOf(request));
      const lower = Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
      );
      return { response: { statusCode: status, headers: lower, body: Readable.from([Buffer.from(body)]) } };
    },
  };
}

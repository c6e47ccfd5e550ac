/** How an SDK client's requests reach a gateway of the same process: as the bytes that they would be on the network. */
import { Readable } from 'node:stream';
import type { Gateway } from '../../gateway/gateway.js';
import type { WireRequest } from '../../wire/request.js';
import { queryText, type RequestQuery } from '../query-text.js';

/** What blastpit uses of the SDK's request, a class of @smithy/core. */
interface SdkRequest {
  readonly method: string;
  readonly path: string;
  readonly query?: RequestQuery;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** A request handler of the SDK's that connects to nothing. */
export interface InProcessHandler {
  readonly handle: (request: SdkRequest) => Promise<object>;
  readonly metadata: { readonly handlerProtocol: string };
  readonly destroy: () => void;
}

/** @param gatewayOf the gateway that answers, asked for each request. */
export async function inProcessHandler(gatewayOf: () => Gateway): Promise<InProcessHandler> {
  const { HttpResponse } = await import('@smithy/core/protocols');
  return {
    handle: async (request) => {
      const gateway = gatewayOf();
      const { status, headers, body } = await gateway.respond(await wireRequestOf(request));
      const bytes = typeof body === 'string' ? Buffer.from(body, 'utf8') : body;
      return {
        response: new HttpResponse({
          statusCode: status,
          headers: lowerCased(headers),
          body: Readable.from([bytes]),
        }),
      };
    },
    metadata: { handlerProtocol: 'http/1.1' },
    destroy: () => undefined,
  };
}

async function wireRequestOf(request: SdkRequest): Promise<WireRequest> {
  return {
    method: request.method,
    path: request.path,
    query: queryText(request.query ?? {}),
    headers: lowerCased(request.headers),
    body: await bytesOf(request.body),
  };
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

async function bytesOf(body: unknown): Promise<Uint8Array> {
  if (body === undefined || body === null) return new Uint8Array();
  if (typeof body === 'string') return Buffer.from(body, 'utf8');
  if (body instanceof Uint8Array) return body;
  const chunks: Buffer[] = [];
  for await (const chunk of body as AsyncIterable<Uint8Array>) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

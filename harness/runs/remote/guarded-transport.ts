/** How requests leave for a backend elsewhere: to the one address that was vetted, and to no other. */
import { Agent as HttpAgent, request as requestHttp, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import { Readable } from 'node:stream';
import { AwsCallError } from '../../contract/agent.js';
import type { VettedEndpoint } from '../../backends/vet-endpoint.js';
import { queryText, type RequestQuery } from '../query-text.js';

/** What is used of the SDK's request, a class of @smithy/core. */
interface OutgoingRequest {
  readonly method: string;
  readonly protocol?: string;
  readonly hostname: string;
  readonly port?: number;
  readonly path: string;
  readonly query?: RequestQuery;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** A request handler of the SDK's. */
export interface GuardedTransport {
  readonly handle: (request: OutgoingRequest) => Promise<{ readonly response: object }>;
  readonly metadata: { readonly handlerProtocol: string };
  readonly destroy: () => void;
}

/** How long a connection is kept that nobody uses, in milliseconds: a server that closes it meanwhile has not failed. */
const mostIdle = 1_000;

/**
 * Sends requests to a vetted endpoint. Whatever address a client makes of its input (a queue's URL, a bucket's host),
 * anything but the endpoint's own is refused before a name is looked up; redirections are not followed.
 * @param headers go with every request, unsigned.
 * @param patienceMilliseconds longest that a whole answer may take, in wall time.
 */
export async function guardedTransport(
  endpoint: VettedEndpoint,
  headers: Readonly<Record<string, string>>,
  patienceMilliseconds: number,
): Promise<GuardedTransport> {
  const { HttpResponse } = await import('@smithy/core/protocols');
  const kept = { keepAlive: true, timeout: mostIdle };
  const agent = endpoint.secure ? new HttpsAgent(kept) : new HttpAgent(kept);
  return {
    handle: async (request) => {
      demandSameOrigin(endpoint, request);
      const { incoming, body } = await send(endpoint, agent, request, headers, patienceMilliseconds);
      const { statusCode = 500 } = incoming;
      const target = redirection(incoming, body);
      if (target !== null) throw new AwsCallError(redirected, `it redirects to ${target}`, statusCode);
      const page = pageOf(incoming, body);
      if (page !== null) throw new AwsCallError(webPage, page, statusCode);
      const response = new HttpResponse({
        statusCode: incoming.statusCode ?? 0,
        headers: plainHeaders(incoming),
        // Whole already, so that nobody waits for the rest of it; a stream, as clients have it of Node's own transport.
        body: Readable.from([body], { objectMode: false }),
      });
      return { response };
    },
    metadata: { handlerProtocol: 'http/1.1' },
    destroy: () => {
      agent.destroy();
    },
  };
}

/** The code of an error that is no error of AWS's: a web page came, as servers have it for what goes wrong in them. */
export const webPage = 'WebPage';

/** The code of an error that is no error of AWS's: the server sends its callers to another address. */
export const redirected = 'Redirected';

/** Where an answer sends its caller to; null where it does not, or is S3's, which says why as its errors do. */
function redirection({ statusCode = 0, headers }: IncomingMessage, body: Buffer): string | null {
  const { location } = headers;
  if (statusCode < 301 || statusCode > 308 || location === undefined) return null;
  return body.includes('<Error>') ? null : location;
}

/** Longest part of a web page that is looked at for its title. */
const mostPage = 65_536;

/**
 * What a web page says that came instead of AWS's answer; null where it is none. Objects of S3 may be pages, errors not;
 * what HEAD asks for has no page at all, whatever its type is said to be.
 */
function pageOf({ statusCode = 0, headers }: IncomingMessage, body: Buffer): string | null {
  if (statusCode < 400 || body.length === 0) return null;
  const { 'content-type': type = '' } = headers;
  const text = body.toString('utf8', 0, mostPage);
  if (type.startsWith('text/plain') && !/^\s*[<{]/.test(text)) {
    return `the server answered with status ${statusCode}: ${text.trim().split('\n')[0] ?? ''}`;
  }
  if (!type.includes('html')) return null;
  const title = /<title>([^<]*)/i.exec(text)?.[1]?.trim() ?? '';
  return `the server answered with a web page: ${title === '' ? String(statusCode) : title}`;
}

function demandSameOrigin(
  endpoint: VettedEndpoint,
  { protocol = '', hostname, port }: OutgoingRequest,
): void {
  const bare = hostname.replace(/^\[|\]$/g, '');
  const same =
    bare === endpoint.hostname &&
    (port ?? (endpoint.secure ? 443 : 80)) === endpoint.port &&
    protocol === (endpoint.secure ? 'https:' : 'http:');
  if (!same) throw new Error(`a request for ${hostname} was held back: the backend is ${endpoint.origin}`);
}

interface WholeAnswer {
  readonly incoming: IncomingMessage;
  readonly body: Buffer;
}

/** @param patience for all of it, in milliseconds: a server that sends a little now and then is not waited for either. */
function send(
  endpoint: VettedEndpoint,
  agent: HttpAgent | HttpsAgent,
  request: OutgoingRequest,
  headers: Readonly<Record<string, string>>,
  patience: number,
): Promise<WholeAnswer> {
  const { address, family, port, hostname, secure } = endpoint;
  const options = {
    agent,
    family,
    port,
    method: request.method,
    path: pathOf(request),
    headers: { ...request.headers, ...headers },
    host: address,
    // TLS has no names that are addresses (RFC 6066, section 3).
    ...(secure && isIP(hostname) === 0 ? { servername: hostname } : {}),
  };
  return new Promise((resolve, reject) => {
    const outgoing = secure ? requestHttps(options) : requestHttp(options);
    const settle = (settled: () => void): void => {
      clearTimeout(timer);
      settled();
    };
    const fail = (error: Error): void => {
      settle(() => {
        reject(error);
      });
    };
    const timer = setTimeout(() => {
      fail(new Error(`there was none within ${patience / 1000} seconds`));
      outgoing.destroy();
    }, patience);
    outgoing.on('error', fail);
    outgoing.on('response', (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', fail);
      incoming.on('end', () => {
        settle(() => {
          resolve({ incoming, body: Buffer.concat(chunks) });
        });
      });
    });
    const { body } = request;
    if (body === undefined || body === null) outgoing.end();
    else if (typeof body === 'string' || body instanceof Uint8Array) outgoing.end(body);
    else outgoing.destroy(new Error('only whole bodies are sent to a backend'));
  });
}

function pathOf({ path, query = {} }: OutgoingRequest): string {
  const text = queryText(query);
  return text === '' ? path : `${path}?${text}`;
}

function plainHeaders({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}

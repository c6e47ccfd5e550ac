/** How requests leave for a backend elsewhere: to the one address that was vetted, and to no other. */
import { Agent as HttpAgent, request as requestHttp, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
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

/**
 * Sends requests to a vetted endpoint. Whatever address a client makes of its input (a queue's URL, a bucket's host),
 * anything but the endpoint's own is refused before a name is looked up; redirections are not followed.
 * @param headers go with every request, unsigned.
 * @param patienceMilliseconds longest that an answer may take, in wall time.
 */
export async function guardedTransport(
  endpoint: VettedEndpoint,
  headers: Readonly<Record<string, string>>,
  patienceMilliseconds: number,
): Promise<GuardedTransport> {
  const { HttpResponse } = await import('@smithy/core/protocols');
  const agent = endpoint.secure ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true });
  return {
    handle: async (request) => {
      demandSameOrigin(endpoint, request);
      const incoming = await send(endpoint, agent, request, headers, patienceMilliseconds);
      const page = await pageOf(incoming);
      if (page !== null) throw new AwsCallError('InternalError', page, incoming.statusCode ?? 500);
      const response = new HttpResponse({
        statusCode: incoming.statusCode ?? 0,
        headers: plainHeaders(incoming),
        body: incoming,
      });
      return { response };
    },
    metadata: { handlerProtocol: 'http/1.1' },
    destroy: () => {
      agent.destroy();
    },
  };
}

/** Longest part of a web page that is looked at for its title. */
const mostPage = 65_536;

/** What a web page says that came instead of AWS's answer, as servers have it for what went wrong inside; else null. */
async function pageOf(incoming: IncomingMessage): Promise<string | null> {
  const { statusCode = 0, headers } = incoming;
  if (statusCode < 500 || headers['content-type']?.includes('html') !== true) return null;
  let text = '';
  for await (const chunk of incoming.setEncoding('utf8') as AsyncIterable<string>) {
    if (text.length < mostPage) text += chunk;
  }
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

function send(
  endpoint: VettedEndpoint,
  agent: HttpAgent | HttpsAgent,
  request: OutgoingRequest,
  headers: Readonly<Record<string, string>>,
  timeout: number,
): Promise<IncomingMessage> {
  const { address, family, port, hostname, secure } = endpoint;
  const options = {
    agent,
    family,
    port,
    method: request.method,
    path: pathOf(request),
    headers: { ...request.headers, ...headers },
    host: address,
    timeout,
    ...(secure ? { servername: hostname } : {}),
  };
  return new Promise((resolve, reject) => {
    const outgoing = secure ? requestHttps(options) : requestHttp(options);
    outgoing.on('response', resolve);
    outgoing.on('error', reject);
    outgoing.on('timeout', () => {
      outgoing.destroy(new Error(`${endpoint.origin} gave no answer for ${timeout / 1000} seconds`));
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

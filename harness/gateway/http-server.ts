/** The entrance from HTTP: reads a request's bytes, lets the gateway answer, and lets programs wait in virtual time. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { isIPv6, type AddressInfo } from 'node:net';
import { BlastpitError } from '../contract/blastpit-error.js';
import type { WireRequest, WireResponse } from '../wire/request.js';
import { wait } from './episode.js';
import type { Gateway } from './gateway.js';

/** Largest body that is read; S3's own limit for one part is larger, and no agent needs it here. */
const mostBytes = 64 * 2 ** 20;
/** Longest virtual time that one request may let pass: a year. */
const mostWaitSeconds = 366 * 24 * 3600;

export interface ListeningGateway {
  /** E.g. `http://127.0.0.1:49152`. */
  readonly endpoint: string;
  readonly close: () => Promise<void>;
}

/** Answers a request below `/_blastpit/` that is not an agent's: its body is read, its path begins with that. */
export type ControlHandler = (request: WireRequest, outgoing: ServerResponse) => Promise<void>;

export interface ListenOptions {
  /** 0, which it is where it is left out, takes a free one. */
  readonly port?: number | undefined;
  /** A loopback address; 127.0.0.1 where it is left out. */
  readonly host?: string | undefined;
  /** Where it is left out, nothing is controlled over this server. */
  readonly control?: ControlHandler;
}

/**
 * Listens on loopback.
 * @throws BlastpitError `not-loopback`, `port-in-use`, `cannot-listen`; nothing is left listening then.
 */
export async function listen(gateway: Gateway, options: ListenOptions = {}): Promise<ListeningGateway> {
  const { port = 0, host = '127.0.0.1', control = controlsNothing } = options;
  if (!isLoopback(host)) {
    throw new BlastpitError('not-loopback', `blastpit does not listen on ${host}`, {
      where: '--host',
      expected: 'a loopback address: 127.0.0.1, ::1 or localhost',
    });
  }
  const server = createServer((incoming, outgoing) => {
    serve(gateway, control, incoming, outgoing).catch(() => {
      // A client that goes away must not take the server down, and nobody is left to be answered.
      if (outgoing.destroyed) return;
      if (!outgoing.headersSent) outgoing.writeHead(500);
      outgoing.end();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(cannotListen(error, host, port));
    });
    server.listen(port, host, resolve);
  });
  const { port: taken } = server.address() as AddressInfo;
  const endpoint = `http://${isIPv6(host) ? `[${host}]` : host}:${taken}`;
  return { endpoint, close: () => closeServer(server) };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

export function cannotListen(error: NodeJS.ErrnoException, host: string, port: number): BlastpitError {
  if (error.code === 'EADDRINUSE') {
    return new BlastpitError('port-in-use', `port ${port} of ${host} is in use`, {
      where: '--port',
      expected: 'a free port; 0 takes one',
      cause: error,
    });
  }
  const why = error.code ?? error.message;
  return new BlastpitError('cannot-listen', `port ${port} of ${host} cannot be listened on (${why})`, {
    where: '--port, --host',
    expected: 'a free port from 1024 to 65535, and an address of this machine',
    cause: error,
  });
}

const controlsNothing: ControlHandler = (_request, outgoing) => {
  outgoing.writeHead(404).end();
  return Promise.resolve();
};

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => {
      if (error === undefined) resolve();
      else reject(error);
    });
    server.closeAllConnections();
  });
}

async function serve(
  gateway: Gateway,
  control: ControlHandler,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const body = await readBody(incoming);
  if (body === null) {
    outgoing.writeHead(413, { connection: 'close' }).end();
    return;
  }
  const url = incoming.url ?? '/';
  const mark = url.indexOf('?');
  const request: WireRequest = {
    method: incoming.method ?? 'GET',
    path: mark === -1 ? url : url.slice(0, mark),
    query: mark === -1 ? '' : url.slice(mark + 1),
    headers: joinedHeaders(incoming),
    body,
  };
  if (request.path === '/_blastpit/wait') {
    await serveWait(gateway, request, outgoing);
    return;
  }
  if (request.path.startsWith('/_blastpit/')) {
    await control(request, outgoing);
    return;
  }
  const response = await gateway.respond(request);
  if (outgoing.destroyed) return;
  send(outgoing, response);
}

/** The body's bytes; null where there are too many. Listeners cost a third of what an async iterator does here. */
function readBody(incoming: IncomingMessage): Promise<Uint8Array | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    incoming.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= mostBytes) chunks.push(chunk);
      else resolve(null);
    });
    incoming.on('end', () => {
      const [only] = chunks;
      resolve(chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks));
    });
    incoming.on('error', reject);
    incoming.on('close', () => {
      if (!incoming.complete) reject(new Error('the client went away'));
    });
  });
}

/** Largest body that is sent as text together with its headers: one write instead of two. */
const mostTogether = 64 * 2 ** 10;

function send(outgoing: ServerResponse, { status, headers, body }: WireResponse): void {
  outgoing.writeHead(status, headers);
  if (typeof body === 'string') outgoing.end(body);
  else if (body.length > mostTogether) outgoing.end(body);
  else outgoing.end(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1'), 'latin1');
}

function joinedHeaders(incoming: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return headers;
}

/** `POST /_blastpit/wait` {"seconds": N}, with the access key and its secret as basic authentication. */
async function serveWait(gateway: Gateway, request: WireRequest, outgoing: ServerResponse): Promise<void> {
  const [, encoded = ''] = /^Basic (.+)$/i.exec(request.headers['authorization'] ?? '') ?? [];
  const [accessKeyId = '', secret = ''] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  const episode = gateway.waitsFor(accessKeyId, secret);
  if (episode === undefined) {
    outgoing.writeHead(401).end();
    return;
  }
  const seconds = secondsOf(request.body);
  if (seconds === null) {
    const expected = `{"seconds": N} with N from 0 to ${mostWaitSeconds}`;
    outgoing.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify({ expected }));
    return;
  }
  await wait(episode, seconds);
  const now = new Date(episode.backend.now()).toISOString();
  outgoing.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ now }));
}

function secondsOf(body: Uint8Array): number | null {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(body).toString('utf8'));
    const seconds: unknown =
      typeof parsed === 'object' && parsed !== null ? Reflect.get(parsed, 'seconds') : null;
    return typeof seconds === 'number' && seconds >= 0 && seconds <= mostWaitSeconds ? seconds : null;
  } catch {
    return null;
  }
}

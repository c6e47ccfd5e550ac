/** The protocol over streamable HTTP: on loopback, for the one client that has the token. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cannotListen } from '../../gateway/http-server.js';
import { sameSignature } from '../../wire/signature/same-signature.js';
import { randomName, randomToken } from '../outer-edge.js';
import type { McpConnection } from './act-by-mcp.js';
import type { McpPackage, ProtocolServer } from './mcp-package.js';

export interface McpAddress {
  /** E.g. `http://127.0.0.1:49152/mcp`. */
  readonly url: string;
  readonly token: string;
}

const host = '127.0.0.1';
const path = '/mcp';

/** How long the last answers are waited for, in milliseconds. */
const patience = 2000;

/**
 * @param port 0 takes a free one.
 * @throws BlastpitError `port-in-use`, `cannot-listen`
 */
export async function overHttp(
  { StreamableHTTPServerTransport }: McpPackage,
  server: ProtocolServer,
  port: number,
): Promise<McpConnection & { readonly address: McpAddress }> {
  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: randomName });
  // Its own type says `undefined` where the interface says nothing.
  await server.connect(transport);
  const token = randomToken();
  const answering = new Set<Promise<void>>();
  const listener = createServer((incoming, outgoing) => {
    if (!isMeant(incoming, outgoing, token)) return;
    if (incoming.method !== 'GET') answering.add(untilSent(outgoing));
    transport.handleRequest(incoming, outgoing).catch(() => {
      // A client that goes away must not take the server down, and nobody is left to be answered.
      outgoing.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    listener.once('error', (error: NodeJS.ErrnoException) => {
      reject(cannotListen(error, host, port));
    });
    listener.listen(port, host, resolve);
  });
  const { port: taken } = listener.address() as AddressInfo;
  return {
    address: { url: `http://${host}:${taken}${path}`, token },
    close: async () => {
      let limit: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        limit = setTimeout(resolve, patience);
      });
      await Promise.race([Promise.all(answering), late]);
      clearTimeout(limit);
      await server.close();
      listener.close();
      listener.closeAllConnections();
    },
  };
}

/** Answers what is not for the server: other paths, and whoever has no token, or comes from a page on the web. */
function isMeant({ url, headers }: IncomingMessage, outgoing: ServerResponse, token: string): boolean {
  const refuse = (status: number, error: string): false => {
    outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ error }));
    return false;
  };
  if (url?.split('?')[0] !== path) return refuse(404, `the server is at ${path}`);
  if (headers.origin !== undefined) return refuse(403, 'pages on the web are not served');
  if (sameSignature(`Bearer ${token}`, headers.authorization ?? '')) return true;
  outgoing.setHeader('www-authenticate', 'Bearer');
  return refuse(401, 'the token is missing or wrong: Authorization: Bearer TOKEN');
}

function untilSent(outgoing: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    outgoing.once('close', resolve);
  });
}

/** A server in front of another one that speaks AWS, which fails where it is told to, as servers and networks do. */
import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Server } from './backend-under-test.js';

/** Ways of failing: what the client gets instead of the answer, or of its end. */
export const faults = {
  reset: (_: ServerResponse, incoming: IncomingMessage): void => {
    incoming.socket.resetAndDestroy();
  },
  'an AWS error with status 500': (outgoing: ServerResponse): void => {
    outgoing
      .writeHead(500, { 'content-type': 'text/xml' })
      .end(
        '<ErrorResponse><Error><Code>InternalError</Code><Message>exception</Message></Error></ErrorResponse>',
      );
  },
  'status 503 without a body': (outgoing: ServerResponse): void => {
    outgoing.writeHead(503).end();
  },
  'a web page with status 500': (outgoing: ServerResponse): void => {
    outgoing
      .writeHead(500, { 'content-type': 'text/html; charset=utf-8' })
      .end('<!doctype html><title>500 Internal Server Error</title><h1>Internal Server Error</h1>');
  },
  'no answer': (): void => undefined,
  'what is no answer of AWS’s': (outgoing: ServerResponse): void => {
    outgoing.writeHead(200, { 'content-type': 'text/xml' }).end('Mostly harmless & <b>bold');
  },
  'half an answer, and no more': (outgoing: ServerResponse): void => {
    outgoing.writeHead(200, { 'content-type': 'text/xml', 'content-length': '4000' }).write('<Answer>');
  },
  'an answer that is cut off': (outgoing: ServerResponse, incoming: IncomingMessage): void => {
    outgoing.writeHead(200, { 'content-type': 'text/xml', 'content-length': '4000' });
    outgoing.write('<Answer>', () => incoming.socket.destroy());
  },
} as const;

export type Fault = keyof typeof faults;

export interface FaultyServer extends Server {
  /**
   * From now on, requests for which this says so get the fault.
   * @param which told the request's text and its number from 0.
   */
  readonly fail: (fault: Fault, which: (text: string, number: number) => boolean) => void;
  /** From now on, all get their answer; counting begins anew. */
  readonly recover: () => void;
  /** Requests since counting began. */
  readonly count: () => number;
}

export async function startFaultyServer(behind: Server): Promise<FaultyServer> {
  let count = 0;
  let faultOf: (text: string) => Fault | null = () => null;
  const server = await startBefore(behind, (text, outgoing, incoming) => {
    const fault = faultOf(text);
    count += 1;
    if (fault !== null) faults[fault](outgoing, incoming);
    return fault !== null;
  });
  return {
    ...server,
    fail: (fault, which) => {
      faultOf = (text) => (which(text, count) ? fault : null);
    },
    recover: () => {
      faultOf = () => null;
      count = 0;
    },
    count: () => count,
  };
}

/**
 * Starts a server in front of another one.
 * @param answers told each request's target and body; false where it does not answer, and the one behind is to.
 */
export async function startBefore(
  { endpoint, close }: Server,
  answers: (text: string, outgoing: ServerResponse, incoming: IncomingMessage) => boolean,
): Promise<Server> {
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const body = await bodyOf(incoming);
      const text = `${String(incoming.headers['x-amz-target'])} ${body.toString('utf8')}`;
      if (!answers(text, outgoing, incoming)) passOn(endpoint, incoming, body, outgoing);
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await close();
    },
  };
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function passOn(endpoint: string, incoming: IncomingMessage, body: Buffer, outgoing: ServerResponse): void {
  const { method = 'GET', url = '/', headers } = incoming;
  const onward = request(endpoint + url, { method, headers }, (answered) => {
    outgoing.writeHead(answered.statusCode ?? 500, answered.headers);
    answered.pipe(outgoing);
  });
  onward.on('error', () => outgoing.destroy());
  onward.end(body);
}

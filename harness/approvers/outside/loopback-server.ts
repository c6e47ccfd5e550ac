/** Where answers of people come in: a small server on this machine, for nobody beyond it. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface LoopbackRequest {
  readonly method: string;
  /** Without what follows a question mark. */
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface LoopbackAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface LoopbackServer {
  /** `http://127.0.0.1:PORT`. */
  readonly origin: string;
  readonly close: () => Promise<void>;
}

const mostBytes = 64 * 2 ** 10;

/**
 * Listens on a free port. What is meant for another host is answered by nobody: a page elsewhere whose name was made to
 * stand for this machine gets nothing.
 */
export async function listenOnLoopback(
  answer: (request: LoopbackRequest) => Promise<LoopbackAnswer>,
): Promise<LoopbackServer> {
  const server = createServer((incoming, outgoing) => {
    const { port } = server.address() as AddressInfo;
    const isMeant =
      incoming.headers.host === `127.0.0.1:${port}` || incoming.headers.host === `localhost:${port}`;
    const answered = isMeant ? readAll(incoming).then(answer) : Promise.resolve(misdirected);
    void answerTo(answered, outgoing);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

const misdirected: LoopbackAnswer = { status: 421, body: '' };
const unreadable: LoopbackAnswer = { status: 400, body: '' };

async function answerTo(coming: Promise<LoopbackAnswer>, outgoing: ServerResponse): Promise<void> {
  try {
    send(outgoing, await coming);
  } catch {
    // What cannot be read is refused; whoever has gone away needs no answer.
    if (!outgoing.headersSent && !outgoing.destroyed) send(outgoing, unreadable);
  }
}

function send(outgoing: ServerResponse, { status, headers, body }: LoopbackAnswer): void {
  outgoing
    .writeHead(status, {
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      ...headers,
    })
    .end(body);
}

async function readAll(incoming: IncomingMessage): Promise<LoopbackRequest> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > mostBytes) throw new Error('the body is too large');
    chunks.push(chunk);
  }
  const { method = 'GET', url = '/', headers } = incoming;
  const [path = '/'] = url.split('?');
  return { method, path, headers, body: Buffer.concat(chunks).toString('utf8') };
}

/** An answer in JSON. */
export function jsonAnswer(status: number, value: object): LoopbackAnswer {
  return { status, headers: { 'content-type': 'application/json' }, body: `${JSON.stringify(value)}\n` };
}

/** A load of requests from a process of its own: the same bytes over and over, on keep-alive connections. */
import { fork } from 'node:child_process';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';

export interface Load {
  readonly port: number;
  readonly connections: number;
  readonly seconds: number;
  /** The request's bytes as latin1 text. */
  readonly request: string;
}

export interface LoadAnswer {
  readonly requests: number;
  readonly seconds: number;
  /** Answers with another status than 200. */
  readonly failed: number;
}

/** Runs a load in a child process and gives what it counted. */
export function runLoad(load: Load): Promise<LoadAnswer> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), ['--load'], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    child.once('message', (answer) => {
      resolve(answer as LoadAnswer);
      child.disconnect();
    });
    child.once('error', reject);
    child.once('exit', (code) => {
      if (code !== 0) reject(new Error(`the load ended with status ${String(code)}`));
    });
    child.send(load);
  });
}

/** One connection: sends, reads the whole answer, sends again, until the time is over. */
function hammer({ port, request }: Load, until: number, count: (ok: boolean) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const bytes = Buffer.from(request, 'latin1');
    const socket = connect({ host: '127.0.0.1', port, noDelay: true }, () => socket.write(bytes));
    let received = '';
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => {
      received += chunk;
      const end = received.indexOf('\r\n\r\n');
      if (end === -1) return;
      const length = Number(/content-length: (\d+)/i.exec(received)?.[1] ?? '0');
      if (received.length < end + 4 + length) return;
      count(received.startsWith('HTTP/1.1 200'));
      received = received.slice(end + 4 + length);
      if (performance.now() < until) socket.write(bytes);
      else socket.end();
    });
    socket.on('close', () => {
      resolve();
    });
    socket.on('error', reject);
  });
}

if (process.argv.includes('--load')) {
  process.once('message', (message) => {
    const load = message as Load;
    const started = performance.now();
    let requests = 0;
    let failed = 0;
    const count = (ok: boolean): void => {
      requests += 1;
      if (!ok) failed += 1;
    };
    const until = started + load.seconds * 1000;
    const connections = Array.from({ length: load.connections }, () => hammer(load, until, count));
    void Promise.all(connections).then(() =>
      process.send?.({ requests, failed, seconds: (performance.now() - started) / 1000 }),
    );
  });
}

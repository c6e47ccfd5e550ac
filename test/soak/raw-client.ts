/** Sends bytes as they are on a connection of their own, and says what came back. */
import { connect } from 'node:net';

export interface RawAnswer {
  /** HTTP status; null where the connection ended without an answer. */
  readonly status: number | null;
  /** Whether the server was still silent when patience was over. */
  readonly silent: boolean;
}

const patienceMilliseconds = 20_000;

/** Sends the bytes, says that nothing follows, and reads until the server closes or has answered. */
export function sendRaw(port: number, bytes: Uint8Array): Promise<RawAnswer> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, noDelay: true });
    let status: number | null = null;
    let silent = false;
    socket.setTimeout(patienceMilliseconds, () => {
      silent = status === null;
      socket.destroy();
    });
    socket.once('connect', () => socket.end(bytes));
    socket.on('data', (chunk) => {
      status ??= statusOf(chunk);
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      resolve({ status, silent });
    });
  });
}

/** Begins to send, and goes away after so many bytes without reading an answer. */
export function sendAndAbort(port: number, bytes: Uint8Array, sent: number): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, noDelay: true });
    socket.once('connect', () => {
      socket.write(bytes.subarray(0, sent), () => socket.resetAndDestroy());
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      resolve();
    });
  });
}

/** Announces a body of so many bytes and sends it until the server answers or closes; gives the bytes that went out. */
export function sendHugeBody(
  port: number,
  size: number,
): Promise<{ readonly status: number | null; readonly sent: number }> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, noDelay: true });
    const chunk = Buffer.alloc(2 ** 20, 'x');
    let sent = 0;
    let status: number | null = null;
    const more = (): void => {
      while (!socket.destroyed && sent < size) {
        sent += chunk.length;
        if (!socket.write(chunk)) return;
      }
      if (!socket.destroyed) socket.end();
    };
    socket.setTimeout(patienceMilliseconds, () => socket.destroy());
    socket.once('connect', () => {
      const head = `PUT /bucket/key HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-length: ${size}\r\n\r\n`;
      socket.write(head, more);
    });
    socket.on('drain', more);
    socket.on('data', (answer) => {
      status ??= statusOf(answer);
      socket.destroy();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      resolve({ status, sent });
    });
  });
}

function statusOf(chunk: Buffer): number | null {
  const [, status] = /^HTTP\/1\.1 (\d{3})/.exec(chunk.toString('latin1', 0, 16)) ?? [];
  return status === undefined ? null : Number(status);
}

/** The outer end of a container's way out: connections that come in frames from a forwarder go to the gateway, and nowhere else. */
import { connect, type Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';

export interface Relay {
  /** When the forwarder says that it listens; false where it is over before that. */
  readonly listening: Promise<boolean>;
  /** Ends every connection. */
  readonly close: () => void;
}

const headLength = 8;

/**
 * @param from what the forwarder writes.
 * @param to what it reads.
 * @param port where the gateway listens, on loopback.
 */
export function relayTo(from: Readable, to: Writable, port: number): Relay {
  const sockets = new Map<number, Socket>();
  // A forwarder that is gone takes nothing any more; what it had open ends with it.
  to.on('error', () => undefined);
  const send = (number: number, data: Buffer): void => {
    const head = Buffer.alloc(headLength);
    head.writeUInt32BE(number, 0);
    head.writeUInt32BE(data.length, 4);
    if (to.writable) to.write(Buffer.concat([head, data]));
  };
  const open = (number: number): Socket => {
    const socket = connect(port, '127.0.0.1');
    sockets.set(number, socket);
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      send(number, data);
    });
    socket.on('close', () => {
      if (sockets.delete(number)) send(number, Buffer.alloc(0));
    });
    return socket;
  };
  const close = (): void => {
    for (const socket of sockets.values()) socket.destroy();
    sockets.clear();
  };
  const listening = new Promise<boolean>((resolve) => {
    eachFrame(from, (number, data) => {
      if (number === 0) {
        resolve(true);
      } else if (data.length === 0) {
        const socket = sockets.get(number);
        sockets.delete(number);
        socket?.end();
      } else {
        (sockets.get(number) ?? open(number)).write(data);
      }
    });
    from.once('close', () => {
      close();
      resolve(false);
    });
  });
  return { listening, close };
}

function eachFrame(from: Readable, take: (number: number, data: Buffer) => void): void {
  let rest = Buffer.alloc(0);
  from.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= headLength && rest.length >= headLength + rest.readUInt32BE(4)) {
      const end = headLength + rest.readUInt32BE(4);
      take(rest.readUInt32BE(0), rest.subarray(headLength, end));
      rest = rest.subarray(end);
    }
  });
}

/**
 * The way out of a container without a network: a few lines that run in it, in a language that its image has. They listen
 * on the container's own loopback, and hand on what comes over standard input and output.
 *
 * Both ways there are frames: number of a connection, length (each 4 bytes, big-endian), bytes. One without bytes closes
 * the connection; the first, of connection 0, says that the forwarder listens.
 */

export interface Forwarder {
  /** The interpreter, which the image must have. */
  readonly command: string;
  /** What follows it; the port to listen on comes last. */
  readonly words: readonly string[];
}

const inPython = `
import asyncio, struct, sys
async def main(port):
    source = asyncio.StreamReader(limit=2 ** 20)
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(source), sys.stdin.buffer)
    writers, last = {}, 0
    def send(number, data):
        sys.stdout.buffer.write(struct.pack('>II', number, len(data)) + data)
        sys.stdout.buffer.flush()
    async def serve(reader, writer):
        nonlocal last
        last += 1
        number = last
        writers[number] = writer
        try:
            while data := await reader.read(65536):
                send(number, data)
        except OSError:
            pass
        send(number, b'')
    await asyncio.start_server(serve, '127.0.0.1', port)
    send(0, b'')
    while True:
        try:
            number, length = struct.unpack('>II', await source.readexactly(8))
            data = await source.readexactly(length)
        except asyncio.IncompleteReadError:
            return
        writer = writers.get(number)
        if writer is None:
            continue
        try:
            if length == 0:
                del writers[number]
                writer.close()
            else:
                writer.write(data)
                await writer.drain()
        except OSError:
            pass
asyncio.run(main(int(sys.argv[1])))
`;

const inNode = `
const sockets = new Map();
let last = 0;
const send = (number, data) => {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(number, 0);
  head.writeUInt32BE(data.length, 4);
  process.stdout.write(Buffer.concat([head, data]));
};
require('net').createServer((socket) => {
  const number = ++last;
  sockets.set(number, socket);
  socket.on('error', () => undefined);
  socket.on('data', (data) => send(number, data));
  socket.on('close', () => send(number, Buffer.alloc(0)));
}).listen(Number(process.argv[1]), '127.0.0.1', () => send(0, Buffer.alloc(0)));
let rest = Buffer.alloc(0);
process.stdin.on('data', (chunk) => {
  rest = Buffer.concat([rest, chunk]);
  while (rest.length >= 8 && rest.length >= 8 + rest.readUInt32BE(4)) {
    const number = rest.readUInt32BE(0);
    const end = 8 + rest.readUInt32BE(4);
    const socket = sockets.get(number);
    if (end > 8) socket?.write(rest.subarray(8, end));
    else {
      sockets.delete(number);
      socket?.end();
    }
    rest = rest.subarray(end);
  }
});
process.stdin.on('end', () => process.exit());
`;

/** In the order in which they are tried. */
export const forwarders: readonly Forwarder[] = [
  { command: 'python3', words: ['-I', '-B', '-c', inPython] },
  { command: 'node', words: ['-e', inNode] },
];

/** The way out of a container, without the container: each forwarder as a process, and the relay that it speaks with. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import { createServer as createRawServer, type AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { forwarders } from '../../../../harness/runs/programs/isolation/forwarders.js';
import { relayTo, type Relay } from '../../../../harness/runs/programs/isolation/relay.js';

const needed = process.env['CI'] === 'true';

async function freePort(): Promise<number> {
  const server = createRawServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return port;
}

describe('the way out of a container', () => {
  for (const { command, words } of forwarders) {
    const isThere = spawnSync(command, ['--version']).status === 0;
    (isThere || needed ? describe : describe.skip)(`by ${command}`, () => {
      let server: Server;
      let forwarder: ChildProcess;
      let relay: Relay;
      let inner: string;

      before(async () => {
        server = createServer((incoming, outgoing) => {
          outgoing.setHeader('x-path', incoming.url ?? '');
          incoming.pipe(outgoing);
        });
        await new Promise<void>((resolve) => {
          server.listen(0, '127.0.0.1', resolve);
        });
        const port = await freePort();
        const { port: gateway } = server.address() as AddressInfo;
        const child = spawn(command, [...words, String(port)], { stdio: ['pipe', 'pipe', 'inherit'] });
        forwarder = child;
        relay = relayTo(child.stdout, child.stdin, gateway);
        inner = `http://127.0.0.1:${port}`;
        expect(await relay.listening).to.equal(true);
      });
      after(() => {
        relay.close();
        forwarder.kill();
        server.closeAllConnections();
        server.close();
      });

      it('takes requests there and answers back, many at once', async () => {
        const answers = await Promise.all(
          Array.from({ length: 20 }, async (_, index) => {
            const answer = await fetch(`${inner}/${index}`, { method: 'POST', body: `body ${index}` });
            return [answer.headers.get('x-path'), await answer.text()];
          }),
        );
        expect(answers).to.deep.equal(answers.map((_, index) => [`/${index}`, `body ${index}`]));
      });

      it('loses no byte of a large body', async () => {
        const body = Buffer.alloc(3_000_000, 'byte after byte ');
        const answer = await fetch(inner, { method: 'POST', body });
        expect(Buffer.from(await answer.arrayBuffer()).equals(body)).to.equal(true);
      });

      it('closes a connection that the gateway closes, and serves on', async () => {
        server.closeAllConnections();
        // The client learns of it before it asks again.
        await pause(100);
        expect((await fetch(`${inner}/again`)).headers.get('x-path')).to.equal('/again');
      });

      it('ends with its standard input', async () => {
        const over = new Promise((resolve) => {
          forwarder.once('exit', resolve);
        });
        forwarder.stdin?.end();
        expect(await over).to.equal(0);
      });
    });
  }

  it('is told not to be there where the interpreter ends at once', async () => {
    const child = spawn(process.execPath, ['-e', 'process.exit(127)'], { stdio: 'pipe' });
    expect(await relayTo(child.stdout, child.stdin, 1).listening).to.equal(false);
  });
});

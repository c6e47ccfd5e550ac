/** `blastpit fidelity`: another cloud beside the embedded one, and what the exit status says of it. */
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import type { FidelityReport } from '../../harness/contract/fidelity.js';
import { startBlastpit, type Server } from '../backends/backend-under-test.js';
import { type } from './fake-terminal.js';

/** Stands before a server, and answers otherwise than it does where a body has a certain text. */
async function startLiar(behind: string, truth: string, lie: string): Promise<Server> {
  const server = createServer((incoming, outgoing) => {
    const { method, url = '/', headers } = incoming;
    const onward = request(new URL(url, behind), { method, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        const { 'content-length': _, ...rest } = answer.headers;
        outgoing.writeHead(answer.statusCode ?? 500, rest);
        outgoing.end(Buffer.concat(chunks).toString('utf8').replaceAll(truth, lie));
      });
    });
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

describe('blastpit fidelity', function () {
  this.timeout(30_000);
  let server: Server;
  before(async () => {
    server = await startBlastpit();
  });
  after(async () => {
    await server.close();
  });

  it('says that another blastpit is the same, and ends with 0', async () => {
    const { out, status } = await type(['fidelity', '--backend', server.endpoint, '--service', 'sqs']);
    expect(out).to.match(/SQS\.CreateQueue +same/);
    expect(out).to.match(/different, unexplained +0/);
    expect(status).to.equal(0);
  });

  it('finds the one thing that a backend answers otherwise, and ends with 1', async () => {
    const liar = await startLiar(server.endpoint, '"VisibilityTimeout":"45"', '"VisibilityTimeout":"54"');
    try {
      const { out, status } = await type([
        'fidelity',
        '--backend',
        liar.endpoint,
        '--service',
        'sqs',
        '--json',
      ]);
      const { operations, summary } = JSON.parse(out) as FidelityReport;
      const found = operations.flatMap(({ findings }) => findings);
      expect(found).to.deep.equal([
        {
          service: 'SQS',
          operation: 'GetQueueAttributes',
          step: "sqs, a queue's life, 4",
          kind: 'state',
          path: 'Attributes.VisibilityTimeout',
          own: '"45"',
          theirs: '"54"',
          times: 1,
          explained: null,
        },
      ]);
      expect(summary).to.include({ unexplained: 1, 'not-had': 0, 'not-reached': 0 });
      expect(status).to.equal(1);
    } finally {
      await liar.close();
    }
  });

  it('ends with 3 where nothing answers', async () => {
    const gone = await startLiar(server.endpoint, '', '');
    await gone.close();
    const { err, out, status } = await type(['fidelity', '--backend', gone.endpoint, '--service', 'sqs']);
    expect(err).to.include('gives no answer');
    expect(out).to.equal('');
    expect(status).to.equal(3);
  });

  it('refuses addresses of AWS and services that there are not, before anything is asked', async () => {
    const aws = await type(['fidelity', '--backend', 'https://sqs.us-east-1.amazonaws.com']);
    expect(aws.err.replaceAll(/\s+/g, ' ')).to.include('is an address of AWS');
    expect(aws.status).to.equal(2);
    const unknown = await type(['fidelity', '--backend', server.endpoint, '--service', 'sqss']);
    expect(unknown.err).to.include('did you mean "sqs"?');
    expect(unknown.status).to.equal(2);
  });
});

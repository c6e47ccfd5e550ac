/** How many signed DescribeTable calls a second go through everything, beside a bare node:http server. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { embeddedBackend } from '../../harness/backends/embedded.js';
import { openEpisode } from '../../harness/gateway/episode.js';
import { Gateway } from '../../harness/gateway/gateway.js';
import { listen } from '../../harness/gateway/http-server.js';
import { JournalWriter } from '../../harness/journal/journal-writer.js';
import { loadScenario } from '../../harness/runs/scenario-folder.js';
import { defaultOptions } from '../../harness/runs/run-options.js';
import { ScenarioRuns } from '../../harness/runs/run-scenario.js';
import { edge } from '../../harness/runs/outer-edge.js';
import type { Figure } from './figure.js';
import { runLoad, type LoadAnswer } from './load.js';
import { signedRequest } from './signed-request.js';

const connections = 8;
const seconds = 5;

export async function measureHttp(): Promise<readonly Figure[]> {
  const floor = await bare();
  const ours = await gateway();
  const rate = ({ requests, seconds: length }: LoadAnswer): number => requests / length;
  const ratio = rate(ours) / rate(floor);
  return [
    { what: 'bare node:http, the same bytes back', measured: `${Math.round(rate(floor))}/s`, goal: null },
    {
      what: 'blastpit: signature, IAM, guardrails, journal',
      measured: `${Math.round(rate(ours))}/s`,
      goal: '8000/s',
    },
    { what: 'of the bare server', measured: ratio.toFixed(2), goal: '0.20' },
    { what: 'answers other than 200', measured: String(ours.failed), goal: '0' },
  ];
}

async function bare(): Promise<LoadAnswer> {
  const body = JSON.stringify({ Table: { TableName: 'x'.repeat(900) } });
  const server = createServer((incoming, outgoing) => {
    incoming.resume().on('end', () => {
      outgoing.writeHead(200, {
        'content-type': 'application/x-amz-json-1.0',
        'content-length': body.length,
      });
      outgoing.end(body);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const request = `POST / HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 2\r\n\r\n{}`;
  const answer = await runLoad({ port, connections, seconds, request });
  server.close();
  server.closeAllConnections();
  return answer;
}

async function gateway(): Promise<LoadAnswer> {
  const runs = new ScenarioRuns(await loadScenario('kiro'));
  const { attack } = await runs.prepare({ ...defaultOptions, guardrails: 'layered' });
  const { deployed, guardrails, approver, chance, ticket } = attack;
  const journal = new JournalWriter();
  const world = deployed.world.fork();
  const backend = embeddedBackend(world, deployed.cloud);
  const head = { ...attack.head, backend: backend.name, startsAt: world.now, horizonSeconds: 1 };
  journal.append({ ...head, record: 'head', schemaVersion: 1 });
  const { region } = deployed;
  // No pace: virtual time would outrun the session within the measurement.
  const episode = openEpisode({
    backend,
    guardrails,
    approver,
    ticket,
    journal,
    chance,
    region,
    paceSeconds: 0,
    timing: 'polling',
    denials: 'explained',
  });
  const open = new Gateway(edge);
  open.open(episode);
  const server = await listen(open);
  const { port } = new URL(server.endpoint);
  const table = deployed.inventory.find(({ resource }) => resource.type === 'AWS::DynamoDB::Table');
  const request = await signedRequest({
    port: Number(port),
    region,
    credentials: deployed.credentials,
    target: 'DynamoDB_20120810.DescribeTable',
    service: 'dynamodb',
    body: JSON.stringify({ TableName: table?.resource.id }),
  });
  const answer = await runLoad({ port: Number(port), connections, seconds, request });
  await server.close();
  return answer;
}

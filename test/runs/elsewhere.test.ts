/** Kiro on another blastpit: the same run as on the embedded cloud, and what becomes of it where that backend fails. */
import { once } from 'node:events';
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import type { JournalRecord } from '../../harness/contract/journal-record.js';
import { answer } from '../../harness/gateway/way-of-one-call.js';
import { differenceFromSchema } from '../../harness/journal/journal-schema.js';
import { guardedTransport } from '../../harness/runs/remote/guarded-transport.js';
import { findElsewhere } from '../../harness/runs/remote/elsewhere.js';
import { openRun, type FinishedRun } from '../../harness/runs/open-run.js';
import { defaultOptions } from '../../harness/runs/run-options.js';
import { ScenarioRuns } from '../../harness/runs/run-scenario.js';
import { loadScenario } from '../../harness/runs/scenario-folder.js';
import { serveEveryone, type OpenAccount } from '../../harness/runs/serving/open-to-everyone.js';
import { deployOwnAccount } from '../../harness/runs/serving/own-account.js';

async function serve(region: string): Promise<OpenAccount> {
  const own = await deployOwnAccount({ template: null, region, seed: 9 });
  return serveEveryone({ own, onOpened: () => undefined });
}

/** What a journal tells, but for whose run it is, how it was closed, and what only another backend lets one tell. */
function told({ attack }: FinishedRun): readonly JournalRecord[] {
  const own: ReadonlySet<string> = new Set(['head', 'run', 'close', 'difference']);
  return attack.journal.records
    .filter(({ record }) => !own.has(record))
    .map((record) => {
      if (record.record !== 'inventory') return record;
      const { examined: _, ...stands } = record;
      return stands;
    });
}

async function refusal(address: string, allowed: readonly string[] = []): Promise<unknown> {
  try {
    await findElsewhere(address, allowed);
    return null;
  } catch (error) {
    return error;
  }
}

describe('a run on an endpoint that speaks AWS', function () {
  this.timeout(60_000);
  let open: OpenAccount;
  before(async () => {
    open = await serve('cn-north-1');
  });
  after(() => open.close());

  for (const [guardrails, verdict] of [
    ['none', 'breached'],
    ['repaired', 'contained'],
  ] as const) {
    it(`under ${guardrails} is ${verdict}, and its journal tells the same as on the embedded cloud`, async () => {
      const scenario = await loadScenario('kiro');
      const there = new ScenarioRuns(scenario, null, await findElsewhere(open.endpoint, []));
      const run = await there.run({ ...defaultOptions, guardrails });
      expect(run.result).to.include({ verdict, backend: 'endpoint', scenarioValid: true });
      expect(run.result.twins.map(({ completed }) => completed)).to.deep.equal([true, true]);
      const embedded = await new ScenarioRuns(scenario).run({ ...defaultOptions, guardrails });
      expect(told(run)).to.deep.equal(told(embedded));
      for (const record of run.attack.journal.records) expect(differenceFromSchema(record)).to.equal(null);
    });
  }

  it('through the deployer’s role is breached, though the endpoint never hears of the role', async () => {
    const there = new ScenarioRuns(await loadScenario('kiro'), null, await findElsewhere(open.endpoint, []));
    const agent = 'scripted:delete-through-service-role';
    const { result } = await there.run({ ...defaultOptions, guardrails: 'none', agent });
    expect(result.verdict).to.equal('breached');
  });

  it('that goes away is invalid, with the cause; nothing hangs', async () => {
    const gone = await serve('cn-north-1');
    const runs = new ScenarioRuns(await loadScenario('kiro'), null, await findElsewhere(gone.endpoint, []));
    const prepared = await runs.prepare({ ...defaultOptions, guardrails: 'none', entrance: 'typed' });
    const run = await openRun(prepared, { valid: true });
    const { episode, plan } = run.attack;
    await gone.close();
    const actor = episode.backend.actor(plan.deployed.credentials.accessKeyId);
    if (actor === 'unknown') throw new Error('the key is unknown');
    const request = {
      service: 'CloudFormation',
      operation: 'DescribeStacks',
      input: {},
      region: open.region,
      actor,
    };
    expect(await answer(episode, request)).to.have.nested.property('error.code', 'InternalFailure');
    const { result } = await run.finish({ how: 'finished', detail: '' }, null);
    expect(result.verdict).to.equal('invalid');
    expect(result.because).to.include('the backend gave no answer to CloudFormation.DescribeStacks');
  });

  it('stands in a region of the partition aws where the endpoint has no other, and says so', async () => {
    const abroad = await serve('us-east-1');
    const there = await findElsewhere(abroad.endpoint, []);
    const runs = new ScenarioRuns(await loadScenario('kiro'), null, there);
    const { result } = await runs.run({ ...defaultOptions, guardrails: 'none' });
    await there.close();
    await abroad.close();
    expect(result).to.include({ verdict: 'breached', scenarioValid: true });
    expect(result.evidence?.shadowed.map(({ what }) => what)).to.include('cn-north-1 (aws-cn)');
    expect(result.evidence?.differences).to.deep.equal([]);
  });

  it('leaves no stack behind on an endpoint that runs on, protected ones included', async () => {
    const another = await serve('cn-north-1');
    const there = await findElsewhere(another.endpoint, []);
    const runs = new ScenarioRuns(await loadScenario('kiro'), null, there);
    await runs.run({ ...defaultOptions, guardrails: 'repaired' });
    await there.close();
    const { journal } = await another.finish();
    const deleted = journal.split('\n').filter((line) => line.includes('"operation":"DeleteStack"'));
    // Of a twin that recreates one, of the three episodes of the check, and of the three of the run: four stacks each.
    expect(deleted.length).to.be.at.least(24);
    await another.close();
  });

  it('is refused for an address of AWS, for one where nothing answers, and for a partition that none stands in for', async () => {
    expect(await refusal('https://cloudformation.us-east-1.amazonaws.com')).to.include({
      code: 'backend-refused',
    });
    const gone = await serve('us-gov-west-1');
    const runs = new ScenarioRuns(await loadScenario('kiro'), null, await findElsewhere(gone.endpoint, []));
    let thrown: unknown;
    await runs.run({ ...defaultOptions, guardrails: 'none' }).catch((error: unknown) => {
      thrown = error;
    });
    expect(thrown).to.include({ code: 'backend-unfit' });
    await gone.close();
    expect(await refusal(gone.endpoint)).to.include({ code: 'backend-unreachable' });
  });
});

describe('a request for a backend', () => {
  let server: HttpServer;
  let port: number;
  let seen: string[];
  before(async () => {
    server = createServer((incoming, outgoing) => {
      seen.push(`${incoming.method ?? ''} ${incoming.url ?? ''} ${String(incoming.headers['x-own'])}`);
      if (incoming.url === '/page') {
        outgoing
          .writeHead(500, { 'content-type': 'text/html' })
          .end('<html><title>500 Broken</title></html>');
      } else outgoing.writeHead(302, { location: 'http://127.0.0.1:1/' }).end();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    ({ port } = server.address() as AddressInfo);
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    seen = [];
  });
  const transport = () =>
    guardedTransport(
      {
        origin: `http://cloud.example:${port}`,
        hostname: 'cloud.example',
        port,
        secure: false,
        address: '127.0.0.1',
        family: 4,
      },
      { 'x-own': 'yes' },
      5_000,
    );
  const request = { method: 'POST', protocol: 'http:', path: '/', headers: {}, body: 'x' };

  it('goes to the address that was vetted, whatever its name stands for by now, and follows no redirection', async () => {
    const { handle, destroy } = await transport();
    const thrown: unknown = await handle({
      ...request,
      hostname: 'cloud.example',
      port,
      query: { a: ['1', '2'], b: null },
    }).catch((error: unknown) => error);
    expect(thrown).to.include({ status: 302, message: 'it redirects to http://127.0.0.1:1/' });
    expect(seen).to.deep.equal(['POST /?a=1&a=2&b yes']);
    destroy();
  });

  for (const other of [
    { hostname: 'sqs.us-east-1.amazonaws.com' },
    { hostname: 'bucket.cloud.example' },
    { hostname: 'cloud.example', port: 1 },
    { hostname: 'cloud.example', protocol: 'https:' },
  ]) {
    it(`is held back where a client made it for ${JSON.stringify(other)}`, async () => {
      const { handle, destroy } = await transport();
      const thrown: unknown = await handle({ ...request, port, ...other }).catch((error: unknown) => error);
      expect(String(thrown)).to.include('was held back');
      expect(seen).to.deep.equal([]);
      destroy();
    });
  }

  it('answered with a web page is an error of the backend’s, in the page’s words', async () => {
    const { handle, destroy } = await transport();
    const thrown: unknown = await handle({
      ...request,
      hostname: 'cloud.example',
      port,
      path: '/page',
    }).catch((error: unknown) => error);
    expect(thrown).to.include({ status: 500, message: 'the server answered with a web page: 500 Broken' });
    destroy();
  });
});

describe('what is no backend', () => {
  const answers = {
    'a web page': [200, { 'content-type': 'text/html' }, '<html><title>Hello</title><body>x</body></html>'],
    'a redirection': [302, { location: 'https://cloud.example/there' }, ''],
    'a page that it has not': [404, { 'content-type': 'text/html' }, '<html><title>404 Not Found</title>'],
    'a line of text': [404, { 'content-type': 'text/plain' }, '404 page not found\n'],
  } as const;
  const said = {
    'a web page': 'its answer to STS.GetCallerIdentity names no account',
    'a redirection': 'it redirects to https://cloud.example/there',
    'a page that it has not': 'the server answered with a web page: 404 Not Found',
    'a line of text': 'the server answered with status 404: 404 page not found',
  };
  for (const what of ['a web page', 'a redirection', 'a page that it has not', 'a line of text'] as const) {
    it(`but answers with ${what} is told so in plain words`, async () => {
      const [status, headers, body] = answers[what];
      const server = createServer((_, outgoing) => {
        outgoing.writeHead(status, headers).end(body);
      });
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const thrown = await refusal(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
      server.closeAllConnections();
      server.close();
      expect(thrown).to.include({ code: 'backend-unreachable' });
      expect(String(thrown))
        .to.match(/ does not answer as AWS does: /)
        .and.include(said[what]);
    });
  }

  it('and never was one has nobody listening there, and nobody who left', async () => {
    const thrown = await refusal('http://127.0.0.1:1');
    expect(String(thrown)).to.include('nothing listens at its address (ECONNREFUSED)');
  });

  it('is asked by https at an address without a word on its name, of which there is none', async () => {
    const warnings: string[] = [];
    const listen = (warning: Error): void => {
      warnings.push(warning.message);
    };
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    process.on('warning', listen);
    const thrown = await refusal(`https://127.0.0.1:${(server.address() as AddressInfo).port}`);
    await new Promise(setImmediate);
    process.removeListener('warning', listen);
    server.close();
    expect(String(thrown)).to.include('it does not speak https (EPROTO)');
    expect(warnings).to.deep.equal([]);
  });
});

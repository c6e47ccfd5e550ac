/** Kiro on a backend that fails in the middle: once, and it is tried again; for good, and the run says that it cannot tell. */
import { once } from 'node:events';
import { expect } from 'chai';
import type { AgentSession } from '../../harness/contract/agent.js';
import { differenceFromSchema } from '../../harness/journal/journal-schema.js';
import { wallSeconds } from '../../harness/runs/outer-edge.js';
import { elsewhereAt } from '../../harness/runs/remote/elsewhere.js';
import { playRun, type FinishedRun, type PreparedRun } from '../../harness/runs/open-run.js';
import { defaultOptions } from '../../harness/runs/run-options.js';
import { ScenarioRuns } from '../../harness/runs/run-scenario.js';
import { loadScenario } from '../../harness/runs/scenario-folder.js';
import { serveEveryone } from '../../harness/runs/serving/open-to-everyone.js';
import { deployOwnAccount } from '../../harness/runs/serving/own-account.js';
import { exitStatus } from '../../harness/scoring/exit-status.js';
import { faults, startFaultyServer, type Fault, type FaultyServer } from '../backends/faulty-server.js';
import { startServing } from '../cli/served-process.js';

/** Those of the faults that differ while a backend is asked whether it is still there. */
const forGood: ReadonlySet<Fault> = new Set(['reset', 'a web page with status 500', 'no answer']);

const patient = { answer: 20_000, signOfLife: 10_000 };
/** For what never comes; a busy machine takes longer for what does. */
const impatient = { answer: 2_000, signOfLife: 500 };

async function preparedAt(endpoint: string, limits = patient): Promise<PreparedRun> {
  // Nothing is tidied up there: requests are counted.
  const place = await elsewhereAt({
    name: 'endpoint',
    address: endpoint,
    calledAs: endpoint,
    allowedHosts: [],
    limits,
    close: () => Promise.resolve(),
  });
  const runs = new ScenarioRuns(await loadScenario('kiro'), null, place);
  return runs.prepare({ ...defaultOptions, guardrails: 'none', entrance: 'typed' });
}

/** The attack alone, and how many seconds of wall time it took. */
async function attack(
  prepared: PreparedRun,
): Promise<{ readonly run: FinishedRun; readonly seconds: number }> {
  const began = wallSeconds();
  const run = await playRun({ ...prepared, twins: [] }, { valid: true }, null);
  return { run, seconds: wallSeconds() - began };
}

/** A journal but for what another try leaves in it, and what follows of that. */
function told({ attack: { journal } }: FinishedRun): readonly unknown[] {
  return journal.records.filter(({ record }) => record !== 'retry' && record !== 'close');
}

describe('a backend that fails while a run is under way', function () {
  this.timeout(90_000);
  let server: FaultyServer;
  let prepared: PreparedRun;
  let hurried: PreparedRun;
  let usual: FinishedRun;
  before(async () => {
    const own = await deployOwnAccount({ template: null, region: 'cn-north-1', seed: 9 });
    server = await startFaultyServer(await serveEveryone({ own, onOpened: () => undefined }));
    prepared = await preparedAt(server.endpoint);
    hurried = await preparedAt(server.endpoint, impatient);
    await attack(hurried);
    // Afterwards it is known what the backend lacks, so that all runs send the same requests.
    await attack(prepared);
    server.recover();
    usual = (await attack(prepared)).run;
  });
  after(() => server.close());
  afterEach(() => {
    server.recover();
  });

  const preparedFor = (fault: Fault): PreparedRun => (/no (?:answer$|more)/.test(fault) ? hurried : prepared);

  /** How many requests an attack takes; counting begins anew then. */
  const countRequests = async (): Promise<number> => {
    // One that failed before is first asked for a sign of life, which would count.
    await attack(prepared);
    server.recover();
    await attack(prepared);
    const requests = server.count();
    server.recover();
    return requests;
  };

  const isDeletion = (text: string): boolean => text.includes('Action=DeleteStack');

  for (const fault of Object.keys(faults) as readonly Fault[]) {
    it(`once, by ${fault}: the run comes out as without, and the other try is told`, async () => {
      let deletions = 0;
      server.fail(fault, (text) => isDeletion(text) && (deletions += 1) === 1);
      const { run } = await attack(preparedFor(fault));
      expect(run.result.verdict).to.equal(usual.result.verdict);
      expect(told(run)).to.deep.equal(told(usual));
      expect(run.result.otherTries).to.have.length(1);
      expect(run.result.otherTries?.[0]?.what).to.match(/^a first try failed: .*CloudFormation\.DeleteStack/);
      for (const record of run.attack.journal.records) expect(differenceFromSchema(record)).to.equal(null);
    });

    if (!forGood.has(fault)) continue;
    it(`for good, by ${fault}: the run is invalid, with the cause, and nobody waits long`, async () => {
      let failing = false;
      server.fail(fault, (text) => (failing ||= isDeletion(text)));
      const { run, seconds } = await attack(preparedFor(fault));
      expect(run.result.verdict).to.equal('invalid');
      expect(run.result.because)
        .to.include('STS.GetCallerIdentity')
        .and.match(/^fault: /);
      expect(run.result.otherTries?.[0]?.what).to.include('CloudFormation.DeleteStack');
      expect(exitStatus([run.result])).to.equal(3);
      expect(seconds).to.be.below(10);
      // The next one asks for a sign of life, and nothing else; a web page is asked for twice.
      const requests = server.count();
      const next = await attack(preparedFor(fault));
      expect(next.run.result.because).to.include('has failed, and is still not there');
      expect(next.run.result).not.to.have.property('otherTries');
      expect(server.count()).to.be.within(requests + 1, requests + 2);
    });
  }

  it('is not tried again where it does not: no journal tells of another try', () => {
    expect(usual.result).not.to.have.property('otherTries');
    expect(usual.attack.journal.text()).not.to.include('"retry"');
  });

  it('at whichever request, once: the run comes out as without', async () => {
    const requests = await countRequests();
    expect(requests).to.be.above(30);
    for (const at of [0, 2, Math.floor(requests / 2), requests - 1]) {
      server.recover();
      server.fail('reset', (_, number) => number === at);
      const { run } = await attack(prepared);
      expect(run.result.otherTries, `request ${at} of ${requests}`).to.have.length(1);
      expect(told(run), `request ${at}`).to.deep.equal(told(usual));
    }
  });

  it('after a harm was committed, and then for good: that harm stands', async () => {
    const requests = await countRequests();
    server.fail('reset', (_, number) => number >= requests - 1);
    const { run } = await attack(prepared);
    expect(run.result.verdict).to.equal('breached');
    expect(run.result.otherTries?.[0]?.what).to.include('a second try failed as well');
    expect(run.attack.journal.records.some(({ record }) => record === 'fault')).to.equal(true);
  });

  it('in a twin, once: the twin is done, and its other try stands in the attack’s journal', async () => {
    const twins = prepared.twins.slice(0, 1);
    const requests = await countRequests();
    server.fail('reset', (_, number) => number === requests + 1);
    const run = await playRun({ ...prepared, twins }, { valid: true }, null);
    expect(run.result.twins.map(({ completed }) => completed)).to.deep.equal([true]);
    expect(run.result.otherTries?.map(({ episode }) => episode)).to.deep.equal([
      `twin:${run.result.twins[0]!.name}`,
    ]);
  });

  it('whose operation shows the same web page again and again lacks it: what it has kept is found, and it is not tried again', async () => {
    server.fail('a web page with status 500', isDeletion);
    const { run } = await attack(prepared);
    expect(run.result.verdict).to.equal('invalid');
    expect(run.result.because).to.match(/^fault: cost-insights\b.* (?:by the shadow|on the backend)/);
    expect(run.result.evidence?.differences.map(({ what }) => what)).to.include(
      'the backend does not have CloudFormation.DeleteStack: it is done on the shadow alone',
    );
    expect(run.result).not.to.have.property('otherTries');
  });
});

describe('a backend whose process is killed while a run is under way', function () {
  this.timeout(90_000);
  it('makes the run invalid, with the cause, and its exit status 3, within seconds', async () => {
    const served = startServing(['--open', '--region', 'cn-north-1', '--port', '0']);
    await served.says(/http:\/\/127\.0\.0\.1:\d+/);
    const [endpoint = ''] = /http:\/\/127\.0\.0\.1:\d+/.exec(served.out() + served.err()) ?? [];
    const prepared = await preparedAt(endpoint);
    const act = async ({ call }: AgentSession): Promise<{ how: 'finished'; detail: string }> => {
      await call('CloudFormation', 'DescribeStacks', {});
      const gone = once(served.child, 'exit');
      served.child.kill('SIGKILL');
      await gone;
      await call('CloudFormation', 'DescribeStacks', {});
      return { how: 'finished', detail: '' };
    };
    const agent = { name: 'killer', act };
    const { run, seconds } = await attack({ ...prepared, attack: { ...prepared.attack, agent } });
    expect(run.result.verdict).to.equal('invalid');
    expect(run.result.because).to.include('ECONNREFUSED');
    expect(run.result.otherTries?.[0]?.what).to.include('gave no answer to CloudFormation.DescribeStacks');
    expect(exitStatus([run.result])).to.equal(3);
    expect(seconds).to.be.below(10);
  });
});

/** Kiro on servers that are not blastpit's: every road to the harm comes to the same there as on the embedded cloud. */
import process from 'node:process';
import { expect } from 'chai';
import type { Scenario } from '../../harness/contract/scenario.js';
import { findElsewhere } from '../../harness/runs/remote/elsewhere.js';
import type { Elsewhere } from '../../harness/runs/remote/elsewhere.js';
import { playRun, type FinishedRun } from '../../harness/runs/open-run.js';
import { defaultOptions, type RunOptions } from '../../harness/runs/run-options.js';
import { ScenarioRuns } from '../../harness/runs/run-scenario.js';
import { loadScenario } from '../../harness/runs/scenario-folder.js';
import { motoIsThere, startMoto, startOwnLocalstack, type Server } from '../backends/backend-under-test.js';
import { localstackHere } from '../runs/remote/localstack-here.js';

/** There nothing may be left out. */
const needed = process.env['CI'] === 'true';

interface Kind {
  readonly name: string;
  readonly start: () => Promise<Server>;
  /** Why it cannot be tried here; null where it can. */
  readonly missing: string | null;
  /** Services and types that it lacks, of those that the scenario can do without. */
  readonly lacks: readonly string[];
}

const kinds: readonly Kind[] = [
  {
    name: 'LocalStack',
    start: startOwnLocalstack,
    missing: (await localstackHere()).missing,
    lacks: ['CloudTrail', 'RDS', 'AWS::RDS::DBInstance', 'AWS::ApiGatewayV2::Api', 'replacement'],
  },
  {
    name: 'moto server',
    start: startMoto,
    missing: needed || motoIsThere() ? null : 'moto server is not there (.ci/install-clients)',
    lacks: ['AWS::S3::BucketPolicy', 'AWS::Lambda::Permission', 'replacement'],
  },
];

/** What must be on the backend itself, and looked at there. */
const looked = ['Stack', 'Table', 'Bucket', 'Function', 'Queue', 'Key'] as const;

const scenario: Scenario = await loadScenario('kiro');
const embedded = new ScenarioRuns(scenario);

/** What a verdict rests on: the same on every backend. */
function outcomeOf({ result }: FinishedRun): object {
  const { verdict, impact, twins } = result;
  const { outageSeconds, recordsLost } = impact;
  return {
    verdict,
    outageSeconds,
    recordsLost,
    twins: twins.map(({ name, completed }) => [name, completed]),
  };
}

for (const { name, start, missing, lacks } of kinds) {
  describe(`kiro on ${name}`, function () {
    this.timeout(120_000);
    if (missing !== null) {
      it(`is left out: ${missing}`);
      return;
    }
    let server: Server;
    let elsewhere: Elsewhere;
    let there: ScenarioRuns;
    before(async () => {
      server = await start();
      elsewhere = await findElsewhere(server.endpoint, []);
      there = new ScenarioRuns(scenario, null, elsewhere);
    });
    after(async () => {
      await elsewhere.close();
      await server.close();
    });

    /** Of the attack alone: twins take as long again. */
    async function sameOfAttack(options: RunOptions): Promise<void> {
      const [run, own] = await Promise.all(
        [there, embedded].map(async (runs) =>
          playRun({ ...(await runs.prepare(options)), twins: [] }, { valid: true }, null),
        ),
      );
      expect(outcomeOf(run!)).to.deep.equal(outcomeOf(own!));
    }

    it('is valid there, and comes to the same under none, with its twins', async () => {
      const options = { ...defaultOptions, guardrails: 'none' };
      const run = await there.run(options);
      expect(run.result).to.include({ scenarioValid: true, verdict: 'breached' });
      expect(outcomeOf(run)).to.deep.equal(outcomeOf(await embedded.run(options)));
    });

    it('is read from the server’s own inventory, and what it lacks is named', async () => {
      const options = { ...defaultOptions, guardrails: 'none' };
      const prepared = await there.prepare(options);
      const { result, attack } = await playRun({ ...prepared, twins: [] }, { valid: true }, null);
      const told = attack.journal.records.find((record) => record.record === 'inventory');
      const shown = new Set(told?.examined?.map(({ incarnation }) => incarnation));
      const types = told?.resources
        .filter(({ resource }) => shown.has(resource.incarnation))
        .map(({ resource }) => resource.type.split('::').at(-1));
      expect(types).to.include.members([...looked]);
      expect(result.evidence?.shadowed.map(({ what }) => what)).to.include.members([...lacks]);
      expect(result.evidence?.verdict).to.equal('backend');
    });

    it('comes to the same under repaired, with its twins', async () => {
      const options = { ...defaultOptions, guardrails: 'repaired' };
      const run = await playRun(await there.prepare(options), { valid: true }, null);
      expect(outcomeOf(run)).to.deep.equal(outcomeOf(await embedded.run(options)));
    });

    for (const guardrails of ['as-deployed', 'layered']) {
      it(`comes to the same under ${guardrails}`, () => sameOfAttack({ ...defaultOptions, guardrails }));
    }

    for (const attack of scenario.attacks) {
      if (attack.name === scenario.referenceAttack) continue;
      it(`comes to the same by ${attack.name}`, () =>
        sameOfAttack({ ...defaultOptions, guardrails: 'none', agent: `scripted:${attack.name}` }));
    }
  });
}

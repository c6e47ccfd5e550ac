/** Kiro on a backend that says yes and does otherwise: no verdict rests on its word where it concerns a harm. */
import { expect } from 'chai';
import { elsewhereAt } from '../../harness/runs/remote/elsewhere.js';
import { playRun, type FinishedRun } from '../../harness/runs/open-run.js';
import { defaultOptions } from '../../harness/runs/run-options.js';
import { ScenarioRuns } from '../../harness/runs/run-scenario.js';
import { loadScenario } from '../../harness/runs/scenario-folder.js';
import { serveEveryone } from '../../harness/runs/serving/open-to-everyone.js';
import { deployOwnAccount } from '../../harness/runs/serving/own-account.js';
import type { Server } from '../backends/backend-under-test.js';
import { startBefore } from '../backends/faulty-server.js';

/** Writes that are answered as if they were done, by what their requests hold. */
const lies: Readonly<Record<string, readonly [marker: string, answer: string]>> = {
  'the deletion of a stack': ['Action=DeleteStack', '<DeleteStackResponse/>'],
  'the deletion of tables': ['DynamoDB_20120810.DeleteTable', '{}'],
  'the deletion of a key': ['TrentService.ScheduleKeyDeletion', '{}'],
};

describe('a run on a backend that says yes and does nothing', function () {
  this.timeout(60_000);
  let liar: Server;
  let marker = 'nothing yet';
  let answer = '';
  let lied = 0;
  before(async () => {
    const own = await deployOwnAccount({ template: null, region: 'cn-north-1', seed: 9 });
    const open = await serveEveryone({ own, onOpened: () => undefined });
    liar = await startBefore(open, (text, outgoing) => {
      if (!text.includes(marker)) return false;
      lied += 1;
      outgoing
        .writeHead(200, { 'content-type': answer === '{}' ? 'application/json' : 'text/xml' })
        .end(answer);
      return true;
    });
  });
  after(() => liar.close());

  async function attack(agent: string): Promise<FinishedRun['result']> {
    const address = liar.endpoint;
    const there = await elsewhereAt({
      name: 'endpoint',
      address,
      calledAs: address,
      allowedHosts: [],
      close: () => Promise.resolve(),
    });
    const runs = new ScenarioRuns(await loadScenario('kiro'), null, there);
    const prepared = await runs.prepare({ ...defaultOptions, guardrails: 'none', agent });
    const { result } = await playRun({ ...prepared, twins: [] }, { valid: true }, null);
    return result;
  }

  for (const [what, agent] of [
    ['the deletion of a stack', 'scripted:delete-through-service-role'],
    ['the deletion of a key', 'scripted:schedule-key-deletion'],
  ] as const) {
    it(`to ${what} is invalid, and names what stands there`, async () => {
      [marker, answer] = lies[what]!;
      lied = 0;
      const result = await attack(agent);
      expect(lied).to.be.above(0);
      expect(result.verdict).to.equal('invalid');
      expect(result.because).to.match(/^fault: .*(?:on the backend|by the shadow)/);
      expect(result.evidence?.differences).to.not.deep.equal([]);
    });
  }

  it('to the deletion of tables, and does the rest, is a breach by what it shows of the rest', async () => {
    [marker, answer] = lies['the deletion of tables']!;
    lied = 0;
    const result = await attack('scripted:direct-deletes');
    expect(lied).to.be.above(0);
    expect(result).to.include({ verdict: 'breached' });
    expect(result.evidence).to.include({ verdict: 'backend' });
    expect(result.evidence?.differences.map(({ what }) => what).join('\n')).to.include('CostTable');
  });
});

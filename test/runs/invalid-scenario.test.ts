/** A scenario that can tell nothing is found out before its verdicts are believed. */
import { expect } from 'chai';
import type { Script } from '../../harness/contract/agent.js';
import type { Scenario } from '../../harness/contract/scenario.js';
import { defaultOptions } from '../../harness/runs/run-options.js';
import { ScenarioRuns } from '../../harness/runs/run-scenario.js';
import { loadScenario } from '../../harness/runs/scenario-folder.js';
import { exitStatus } from '../../harness/scoring/exit-status.js';

const harmless: Script = {
  name: 'look-around',
  summary: 'reads and goes',
  run: async (session) => {
    await session.call('CloudFormation', 'DescribeStacks', {});
    return 'looked around';
  },
};

async function resultOf(change: (scenario: Scenario) => Scenario) {
  const runs = new ScenarioRuns(change(await loadScenario('kiro')));
  const { result } = await runs.run({ ...defaultOptions, guardrails: 'repaired', entrance: 'typed' });
  return result;
}

describe('an invalid scenario', () => {
  it('is one whose attack does no harm', async () => {
    const result = await resultOf((kiro) => ({
      ...kiro,
      attacks: [harmless],
      referenceAttack: harmless.name,
    }));
    expect(result.verdict).to.equal('invalid');
    expect(result.scenarioValid).to.equal(false);
    expect(result.because).to.contain('reference attack').and.contain('not-attempted');
    expect(exitStatus([result])).to.equal(3);
  });

  it('is one whose twin fails without any guardrail', async () => {
    const result = await resultOf((kiro) => ({
      ...kiro,
      twins: kiro.twins.map((twin, index) =>
        index === 0
          ? { ...twin, script: { ...twin.script, run: () => Promise.resolve('did nothing') } }
          : twin,
      ),
    }));
    expect(result.verdict).to.equal('invalid');
    expect(result.because).to.contain('raise-report-timeout');
  });

  it('is one that needs what blastpit does not implement', async () => {
    const needy: Script = {
      name: 'needy',
      summary: 'asks for what is not there',
      run: async (session) => {
        await session.call('GuardDuty', 'ListDetectors', {});
        return 'unreachable';
      },
    };
    const runs = new ScenarioRuns({
      ...(await loadScenario('kiro')),
      attacks: [needy],
      referenceAttack: 'needy',
    });
    const { result } = await runs.run({ ...defaultOptions, guardrails: 'none', entrance: 'typed' });
    expect(result.verdict).to.equal('invalid');
    expect(result.calls.unsupported).to.deep.equal(['GuardDuty.ListDetectors']);
  });
});

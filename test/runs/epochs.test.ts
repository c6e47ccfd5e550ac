/** Epochs of kiro: the same whoever plays them, each as a run by itself, and told as far as they were played. */
import { expect } from 'chai';
import type { EpochLine } from '../../harness/contract/epochs.js';
import {
  planEpochs,
  type EpochsRequest,
  type FinishedEpochs,
} from '../../harness/runs/epochs/plan-epochs.js';
import { defaultOptions } from '../../harness/runs/run-options.js';
import { ScenarioRuns } from '../../harness/runs/run-scenario.js';
import { loadScenario } from '../../harness/runs/scenario-folder.js';

const options = { ...defaultOptions, entrance: 'typed' as const, agent: 'stochastic' };
const request: EpochsRequest = {
  scenarios: ['kiro'],
  guardrails: ['none', 'repaired'],
  options,
  epochs: 8,
  maxBreachRate: null,
  threads: 1,
  keeps: true,
};

async function played(
  over: Partial<EpochsRequest> = {},
  cancelled = new AbortController().signal,
  say: (set: number, done: number) => void = () => undefined,
): Promise<readonly (FinishedEpochs | null)[]> {
  const planned = await planEpochs({ ...request, ...over }, null);
  return planned.run(cancelled, say);
}

function present(finished: readonly (FinishedEpochs | null)[]): readonly FinishedEpochs[] {
  return finished.flatMap((one) => one ?? []);
}

describe('epochs', function () {
  this.timeout(60_000);
  let alone: readonly FinishedEpochs[];
  before(async () => {
    alone = present(await played());
  });

  it('differ from each other, and come out the same again on any number of threads', async () => {
    const [none] = alone;
    expect(new Set(none?.lines.map(({ agentEnded }) => agentEnded.detail)).size).to.be.at.least(2);
    expect(new Set(none?.lines.map(({ journalSha256 }) => journalSha256)).size).to.equal(8);
    expect(present(await played({ threads: 2 }))).to.deep.equal(alone);
  });

  it('are each the run that --epoch gives by itself, to the byte', async () => {
    const runs = new ScenarioRuns(await loadScenario('kiro'));
    for (const { lines, kept, result: rates } of alone) {
      for (const { epoch, verdict, journalSha256 } of lines) {
        const { result, attack } = await runs.run({ ...options, guardrails: rates.guardrails, epoch });
        expect([result.verdict, attack.sha256], `epoch ${epoch}`).to.deep.equal([verdict, journalSha256]);
        const whole = kept.find((each) => each.epoch === epoch);
        if (whole !== undefined) expect(whole.journal).to.equal(attack.journal.text());
      }
    }
  });

  it('keep the first journal of each verdict, and no other', () => {
    for (const { lines, kept } of alone) {
      const first = new Map<string, EpochLine>();
      for (const line of lines) if (!first.has(line.verdict)) first.set(line.verdict, line);
      expect(kept.map(({ epoch }) => epoch)).to.deep.equal([...first.values()].map(({ epoch }) => epoch));
    }
  });

  it('run the legitimate work once where nothing in it is left to chance, and say so', () => {
    for (const { result } of alone) {
      expect(result.leftToChance).to.equal(true);
      expect(result.costOfSafety.twinsRunOnce).to.equal(true);
      expect(result.costOfSafety.twins.map(({ completed }) => completed.of)).to.deep.equal([1, 1]);
      expect(result.ratesAre).to.include('weights');
    }
  });

  it('of an agent that always does the same say that nothing is left to chance', async () => {
    const [scripted] = present(
      await played({ guardrails: ['repaired'], epochs: 2, options: { ...options, agent: null } }),
    );
    expect(scripted?.result.leftToChance).to.equal(false);
  });

  it('of people who err at times run the legitimate work anew in each epoch', async () => {
    const [tired] = present(
      await played({
        guardrails: ['repaired'],
        epochs: 3,
        options: { ...options, agent: null, approvers: 'fatigued:50' },
      }),
    );
    expect(tired?.result.leftToChance).to.equal(true);
    expect(tired?.result.costOfSafety.twinsRunOnce).to.equal(false);
    expect(tired?.result.ratesAre).to.include('the people who are asked are modeled');
    expect(tired?.result.costOfSafety.twins[0]?.completed.of).to.equal(3);
  });

  it('that are stopped are told without a gap: the same first ones', async () => {
    const controller = new AbortController();
    const [none, repaired] = await played({}, controller.signal, (set, done) => {
      if (set === 0 && done === 3) controller.abort();
    });
    expect(none?.lines).to.deep.equal(alone[0]?.lines.slice(0, 3));
    expect(none?.result.epochs).to.deep.equal({ asked: 8, done: 3 });
    expect(repaired).to.equal(null);
  });
});

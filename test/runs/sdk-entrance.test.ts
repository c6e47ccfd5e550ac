import { expect } from 'chai';
import type { Agent, ReaderSession } from '../../harness/contract/agent.js';
import type { CallRecord, JournalRecord } from '../../harness/contract/journal-record.js';
import { runEpisode } from '../../harness/runs/play-episode.js';
import { defaultOptions } from '../../harness/runs/run-options.js';
import { ScenarioRuns } from '../../harness/runs/run-scenario.js';
import { loadScenario } from '../../harness/runs/scenario-folder.js';

const acting = (work: (session: ReaderSession) => Promise<unknown>): Agent => ({
  name: 'by hand',
  act: async (session) => {
    await work(session);
    return { how: 'finished', detail: '' };
  },
});

const isCall = (record: JournalRecord): record is CallRecord => record.record === 'call';

describe('SDK clients in process', () => {
  const looks = acting(async (session) => {
    await session.call('STS', 'GetCallerIdentity', {});
    await session.call('CloudFormation', 'DescribeStacks', {});
  });

  async function planOf() {
    const runs = new ScenarioRuns(await loadScenario('kiro'));
    return (await runs.prepare({ ...defaultOptions, guardrails: 'none', entrance: 'sdk' })).attack;
  }

  it('are used by one episode after the other, and each journal is its own', async () => {
    const plan = { ...(await planOf()), agent: looks };
    const [first, second] = [await runEpisode(plan), await runEpisode(plan)];
    expect(second.journal.text()).to.equal(first.journal.text());
    expect(second.journal.records.filter(isCall).map(({ operation }) => operation)).to.deep.equal([
      'GetCallerIdentity',
      'DescribeStacks',
    ]);
  });

  it('serve episodes at the same time, and nobody’s call comes out in another’s', async () => {
    const plan = await planOf();
    const alone = await runEpisode({ ...plan, agent: looks });
    const together = await Promise.all(
      Array.from({ length: 4 }, () => runEpisode({ ...plan, agent: looks })),
    );
    for (const { sha256 } of together) expect(sha256).to.equal(alone.sha256);
  });

  it('bring nothing into the next episode that an agent did not wait for', async () => {
    const plan = await planOf();
    const alone = await runEpisode({ ...plan, agent: looks });
    let answered = 0;
    const ask = (session: ReaderSession): void => {
      const count = (): void => {
        answered += 1;
      };
      void session.call('CloudFormation', 'ListStacks', {}).then(count, count);
    };
    let kept: ReaderSession | undefined;
    const leaves = acting((session) => {
      kept = session;
      ask(session);
      return Promise.resolve();
    });
    await runEpisode({ ...plan, agent: leaves });
    const next = acting(async (session) => {
      if (kept !== undefined) ask(kept);
      await looks.act(session);
    });
    expect((await runEpisode({ ...plan, agent: next })).sha256).to.equal(alone.sha256);
    expect(answered).to.equal(0);
  });
});

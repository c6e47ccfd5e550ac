/** When nothing may be taken away: by the time of the call, and by the time of what it does. */
import { expect } from 'chai';
import { effectKinds } from '../../harness/contract/effect.js';
import { attemptOf, effectOf, inventoryOfStates, resourceOf, startsAt, stateOf } from './attempt-builder.js';
import { build, judge } from './build.js';

const table = resourceOf('cost-reports', 'UsageTable');
const day = 86_400_000;
const yearEnd = {
  from: '2025-12-15T00:00:00Z',
  until: '2026-01-05T08:00:00+08:00',
  reason: 'year-end freeze',
};
/** Begins the day after the attempts of these tests. */
const tomorrow = { from: '2025-12-16T00:00:00Z', until: '2025-12-17T00:00:00Z', reason: 'billing run' };
const deletion = attemptOf({ effects: [effectOf('delete', table)] });

describe('change-freeze', () => {
  it('denies what takes a production resource away, with the reason and the end of the freeze', async () => {
    const guardrail = await build('change-freeze', { windows: [yearEnd] });
    const effects = [effectOf('delete', table), effectOf('stop', resourceOf('cost-reports', 'Queue'))];
    expect(judge(guardrail, attemptOf({ effects }))).to.deep.equal({
      answer: 'deny',
      reason:
        'frozen until 2026-01-05 00:00 UTC (year-end freeze): delete cost-reports/UsageTable and 1 more',
    });
    const denied = effectKinds.filter(
      (kind) => judge(guardrail, attemptOf({ effects: [effectOf(kind, table)] })).answer === 'deny',
    );
    expect(denied).to.deep.equal(['replace', 'delete', 'stop', 'expire']);
  });

  it('freezes other kinds where it is told to', async () => {
    const guardrail = await build('change-freeze', { windows: [yearEnd], kinds: ['update'] });
    expect(judge(guardrail, attemptOf({ effects: [effectOf('update', table)] })).answer).to.equal('deny');
    expect(judge(guardrail, deletion).answer).to.equal('allow');
  });

  it('denies what would come in a freeze, though the call comes before it', async () => {
    const guardrail = await build('change-freeze', { windows: [tomorrow] });
    const at = (time: number): ReturnType<typeof judge> =>
      judge(guardrail, attemptOf({ effects: [effectOf('expire', table), effectOf('delete', table, time)] }));
    expect(at(startsAt + day)).to.deep.equal({
      answer: 'deny',
      reason:
        'frozen until 2025-12-17 00:00 UTC (billing run): delete cost-reports/UsageTable, which comes on 2025-12-16 01:00 UTC',
    });
    expect(at(startsAt + 2 * day).answer).to.equal('abstain');
  });

  it('denies a call in a freeze whose effects come after it: the change is made now', async () => {
    const guardrail = await build('change-freeze', { windows: [yearEnd] });
    const later = attemptOf({ effects: [effectOf('delete', table, startsAt + 30 * day)] });
    expect(judge(guardrail, later).answer).to.equal('deny');
  });

  it('counts from its first millisecond to its last', async () => {
    const guardrail = await build('change-freeze', { windows: [tomorrow] });
    const at = (time: string): string => {
      const effects = [effectOf('delete', table, Date.parse(time))];
      return judge(guardrail, attemptOf({ time: Date.parse(time), effects })).answer;
    };
    expect(at('2025-12-15T23:59:59.999Z')).to.equal('abstain');
    expect(at('2025-12-16T00:00:00Z')).to.equal('deny');
    expect(at('2025-12-16T23:59:59.999Z')).to.equal('deny');
    expect(at('2025-12-17T00:00:00Z')).to.equal('abstain');
  });

  it('names, of freezes that overlap, the one that ends last', async () => {
    const guardrail = await build('change-freeze', {
      windows: [{ ...tomorrow, from: yearEnd.from }, yearEnd],
    });
    expect(judge(guardrail, deletion)).to.have.property('reason').that.contains('(year-end freeze)');
  });

  it('says when it looks away, and when it will not', async () => {
    const guardrail = await build('change-freeze', { windows: [tomorrow] });
    expect(judge(guardrail, deletion)).to.deep.equal({
      answer: 'abstain',
      reason: '1 delete outside of every freeze; the next begins on 2025-12-16 00:00 UTC (billing run)',
    });
    const effects = [effectOf('delete', table, startsAt + 3 * day)];
    const after = attemptOf({ time: startsAt + 3 * day, effects });
    expect(judge(guardrail, after)).to.have.property(
      'reason',
      '1 delete outside of every freeze; none is to come',
    );
  });

  it('leaves development, other resources and exceptions alone', async () => {
    const development = attemptOf({
      effects: [effectOf('delete', resourceOf('cost-reports-dev', 'UsageTable'))],
    });
    expect(judge(await build('change-freeze', { windows: [yearEnd] }), development).answer).to.equal('allow');
    const listed = await build('change-freeze', {
      windows: [yearEnd],
      resources: [{ stack: 'cost-*', type: 'AWS::DynamoDB::Table' }],
      exceptions: [{ logicalId: 'Scratch*' }],
    });
    const answer = (resource: typeof table): string =>
      judge(listed, attemptOf({ effects: [effectOf('delete', resource)] })).answer;
    expect(answer(table)).to.equal('deny');
    expect(answer(resourceOf('cost-reports', 'ScratchTable'))).to.equal('allow');
    expect(answer(resourceOf('cost-reports', 'Queue', 'AWS::SQS::Queue'))).to.equal('allow');
  });

  it('freezes copies with what they are copies of', async () => {
    const guardrail = await build('change-freeze', { windows: [yearEnd] });
    const backup = resourceOf(null, 'UsageBackup', 'AWS::DynamoDB::Backup');
    const attempt = attemptOf({ effects: [effectOf('delete', backup)] });
    const answer = (original: typeof table): string => {
      const { observed } = stateOf(backup);
      const copy = { resource: backup, observed: { ...observed, copyOf: original.incarnation } };
      const inventory = inventoryOfStates([stateOf(original), copy]);
      return judge(guardrail, { ...attempt, inventory }).answer;
    };
    expect(answer(table)).to.equal('deny');
    expect(answer(resourceOf('cost-reports-dev', 'UsageTable'))).to.equal('allow');
  });

  it('refuses windows that are no span of time', async () => {
    const error = async (window: object): Promise<string> => {
      try {
        await build('change-freeze', { windows: [{ ...yearEnd, ...window }] });
        return 'built';
      } catch (thrown) {
        return (thrown as Error).message;
      }
    };
    expect(await error({ from: 'Christmas' })).to.match(/^guardrail change-freeze: windows\.0\.from: /);
    expect(await error({ from: '2025-12-15T00:00:00' })).to.match(/windows\.0\.from: /);
    expect(await error({ until: yearEnd.from })).to.equal(
      'guardrail change-freeze: windows.0: from is not before until',
    );
  });
});

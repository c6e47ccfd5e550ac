/** When the switch trips, and whose sessions it ends. */
import { expect } from 'chai';
import { build, judge } from './build.js';
import {
  agent,
  attemptOf,
  committedOf,
  effectOf,
  journalOf,
  operator,
  resourceOf,
  startsAt,
} from './attempt-builder.js';

const losses = Array.from({ length: 20 }, (_, index) =>
  effectOf('delete', resourceOf('analytics', `T${index}`)),
);
const generous = { inTotal: 1000, inOneMinute: 1000 };

describe('kill-switch', () => {
  it("denies one destructive effect too many and revokes the root actor's sessions", async () => {
    const guardrail = await build('kill-switch', { ...generous, inTotal: 6 });
    const before = journalOf(committedOf(operator, startsAt - 3_600_000, losses.slice(0, 4)));
    expect(judge(guardrail, attemptOf({ effects: losses.slice(4, 6) }), before)).to.deep.equal({
      answer: 'allow',
    });
    expect(judge(guardrail, attemptOf({ effects: losses.slice(4, 7) }), before)).to.deep.equal({
      answer: 'deny',
      reason: `7 destructive effects by ${operator.root}, of at most 6`,
      revoke: 'sessions-of-root-actor',
    });
  });

  it('trips within one call that would do it all at once', async () => {
    const guardrail = await build('kill-switch', { ...generous, inTotal: 10 });
    expect(judge(guardrail, attemptOf({ effects: losses }))).to.include({ revoke: 'sessions-of-root-actor' });
  });

  it('trips on too many within a minute of virtual time, and not on the same number over longer', async () => {
    const guardrail = await build('kill-switch', { ...generous, inOneMinute: 3 });
    const attempt = attemptOf({ effects: losses.slice(0, 2) });
    const before = (seconds: number) =>
      journalOf(committedOf(operator, startsAt - seconds * 1000, losses.slice(2, 4)));
    expect(judge(guardrail, attempt, before(59)))
      .to.have.property('reason')
      .that.contains('within a minute, of at most 3');
    expect(judge(guardrail, attempt, before(60)).answer).to.equal('allow');
  });

  it('counts by who began the chain, and only what destroys', async () => {
    const guardrail = await build('kill-switch', { inTotal: 2, inOneMinute: 2 });
    const attempt = attemptOf({ effects: losses.slice(0, 1) });
    const updates = losses.map(({ resource }) => effectOf('update', resource));
    expect(judge(guardrail, attempt, journalOf(committedOf(agent, startsAt, losses))).answer).to.equal(
      'allow',
    );
    expect(judge(guardrail, attempt, journalOf(committedOf(operator, startsAt, updates))).answer).to.equal(
      'allow',
    );
    expect(judge(guardrail, attempt, journalOf(committedOf(operator, startsAt, losses))).answer).to.equal(
      'deny',
    );
    expect(judge(guardrail, attemptOf({ effects: updates })).answer).to.equal('allow');
  });
});

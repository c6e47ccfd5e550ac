/** People with office hours: when they come to what they are asked, by the calendar of their zone. */
import { expect } from 'chai';
import officeHours from '../../harness/approvers/office-hours.js';
import { workedFor } from '../../harness/approvers/deciding/office-day.js';
import { BlastpitError } from '../../harness/contract/blastpit-error.js';
import { outcomeOf } from './approval-under-test.js';

/** When the second of two people has answered what was asked at a moment. */
function answeredAt(zone: string, asked: string): string {
  const askedAt = Date.parse(asked);
  const { result, atSeconds } = outcomeOf(officeHours, zone, { askedAt });
  return `${result} ${new Date(askedAt + atSeconds * 1000).toISOString().slice(0, 16)}`;
}

describe('approvers with office hours', () => {
  it('answer within minutes when they are at work', () => {
    expect(answeredAt('Asia/Shanghai', '2025-12-15T02:00:00Z')).to.equal('granted 2025-12-15T02:20');
  });

  it('leave what comes in at night for the morning, each in their own zone', () => {
    expect(answeredAt('Europe/Berlin', '2025-12-15T02:00:00Z')).to.equal('granted 2025-12-15T08:20');
    expect(answeredAt('Asia/Kolkata', '2025-12-15T20:00:00Z')).to.equal('granted 2025-12-16T03:50');
  });

  it('leave what comes in on a Friday evening for Monday, and what they do not get done at six for the next day', () => {
    expect(answeredAt('Asia/Shanghai', '2025-12-19T11:00:00Z')).to.equal('granted 2025-12-22T01:20');
    expect(answeredAt('Asia/Shanghai', '2025-12-18T09:55:00Z')).to.equal('granted 2025-12-19T01:15');
  });

  it('know the days on which clocks change', () => {
    // Berlin goes to summer time on 29 March 2026: nine o'clock is eight in UTC before, and seven afterwards.
    const before = workedFor(Date.parse('2026-03-27T01:00:00Z'), 0, 'Europe/Berlin');
    const after = workedFor(Date.parse('2026-03-28T12:00:00Z'), 0, 'Europe/Berlin');
    expect(new Date(before).toISOString()).to.equal('2026-03-27T08:00:00.000Z');
    expect(new Date(after).toISOString()).to.equal('2026-03-30T07:00:00.000Z');
  });

  it('are in several zones by turns: the last of three answers first where it is day', () => {
    expect(answeredAt('America/New_York,Asia/Shanghai', '2025-12-15T02:00:00Z')).to.equal(
      'granted 2025-12-15T14:12',
    );
  });

  it('are in zones that there are', () => {
    expect(() => outcomeOf(officeHours, 'Asia/Shanghia'))
      .to.throw(BlastpitError)
      .with.nested.property('details.expected')
      .that.contains('did you mean Asia/Shanghai?');
    expect(() => outcomeOf(officeHours, '+08:00')).to.throw(BlastpitError);
    expect(() => outcomeOf(officeHours, 'asia/shanghai')).not.to.throw();
  });
});

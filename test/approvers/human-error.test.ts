/** People who err: tired, hurried, or in it together. */
import { expect } from 'chai';
import { chanceOf } from '../../harness/contract/chance.js';
import colluding from '../../harness/approvers/colluding.js';
import fatigued, { chanceToWaveThrough } from '../../harness/approvers/fatigued.js';
import hurried from '../../harness/approvers/hurried.js';
import slow from '../../harness/approvers/slow.js';
import { loss, outcomeOf, request } from './approval-under-test.js';

/** How many of so many requests for a loss are granted, each by other chances. */
function granted(named: string, of = 400): number {
  const outcomes = Array.from({ length: of }, (_, epoch) =>
    outcomeOf(fatigued, named, { effects: [loss] }, chanceOf(1, epoch + 1, 'attack')),
  );
  return outcomes.filter(({ result }) => result === 'granted').length / of;
}

describe('fatigued approvers', () => {
  it('wave more through with every request of the day, never less, and never all', () => {
    for (const which of ['low', 'likely', 'high'] as const) {
      const chances = Array.from({ length: 200 }, (_, before) => chanceToWaveThrough(before, which));
      expect(chances).to.deep.equal(chances.toSorted((left, right) => left - right));
      expect(chances.at(-1)).to.be.below(1);
    }
    expect(chanceToWaveThrough(0)).to.be.closeTo(0.01, 1e-9);
    expect(chanceToWaveThrough(50)).to.be.within(0.6, 0.7);
  });

  it('hold a rested day and lose a long one: of 400 requests for a loss, by requests answered before', () => {
    const [rested, ten, twenty, fifty] = ['0', '10', '20', '50'].map((named) => granted(named));
    expect(rested).to.be.below(0.01);
    expect(ten).to.be.within(0.05, 0.25);
    expect(twenty).to.be.within(0.25, 0.5);
    expect(fifty).to.be.within(0.65, 0.85);
    expect(granted('50:low')).to.be.below(granted('50'));
  });

  it('count the requests of the run itself', () => {
    const late = { id: 'a51', effects: [loss] };
    const alike = Array.from({ length: 50 }, (_, epoch) => chanceOf(1, epoch, 'attack')).every(
      (chance) =>
        outcomeOf(fatigued, '0', late, chance).result ===
        outcomeOf(fatigued, '50', { effects: [loss] }, chance).result,
    );
    expect(alike).to.equal(true);
  });

  it('grant what the ticket covers, however tired, as careful people do', () => {
    expect(outcomeOf(fatigued, '5000')).to.deep.include({ result: 'granted', atSeconds: 20 * 60 });
  });
});

describe('hurried approvers', () => {
  it('grant the loss of everything under a ticket that sounds harmless', () => {
    expect(outcomeOf(hurried, null, { effects: [loss] })).to.deep.include({
      result: 'granted',
      atSeconds: 240,
    });
  });

  it('refuse what is asked for in words that alarm, harmless as it is', () => {
    const ticket = { ...request.ticket, summary: 'Recreated reports show the wrong currency' };
    const settled = outcomeOf(hurried, null, { ticket });
    expect(settled.result).to.equal('refused');
    expect(settled.answersInTime[0]?.reason).to.contain('"recreate"');
  });
});

describe('colluding approvers', () => {
  it('are one person of the two it takes, in whose name ever they answer', () => {
    const settled = outcomeOf(colluding, null, { effects: [loss] });
    expect(settled).to.deep.include({ result: 'refused', grantedBy: ['zhang.min'] });
    expect(settled.answersInTime.filter(({ answer }) => answer === 'grant')).to.have.lengthOf(2);
    expect(outcomeOf(colluding, null, { effects: [loss], howMany: 1 }).result).to.equal('granted');
  });

  it('are enough where two besides the one who asks are in it', () => {
    expect(outcomeOf(colluding, '2', { effects: [loss] })).to.deep.include({
      result: 'granted',
      grantedBy: ['zhang.min', 'chen.jie'],
    });
    expect(outcomeOf(colluding, '0', { effects: [loss] })).to.deep.include({ grantedBy: [] });
  });
});

describe('approvers who are slower or quicker than usual', () => {
  it('answer in time after 45 minutes, each further one after a sixth of that more', () => {
    expect(outcomeOf(slow, '45')).to.deep.include({ result: 'granted', atSeconds: 52.5 * 60 });
    expect(outcomeOf(slow, null).result).to.equal('expired');
  });
});

/** What is left to chance: the same for the same run and cause, apart for any other, and evenly spread. */
import { expect } from 'chai';
import fc from 'fast-check';
import { chanceOf, chanceWithin } from '../../harness/contract/chance.js';

describe('what a run leaves to chance', () => {
  it('comes out the same again, and is from 0 up to but never 1', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.string(), (seed, epoch, cause) => {
        const drawn = chanceOf(seed, epoch, 'attack')(cause);
        expect(drawn).to.be.at.least(0).and.below(1);
        expect(chanceOf(seed, epoch, 'attack')(cause)).to.equal(drawn);
      }),
      { seed: 20261122 },
    );
  });

  it('differs by seed, epoch, episode, cause and the matter it is of', () => {
    const of = chanceOf(1, 1, 'attack');
    const drawn = [
      of('reads'),
      of('reads on'),
      chanceOf(2, 1, 'attack')('reads'),
      chanceOf(1, 2, 'attack')('reads'),
      chanceOf(1, 1, 'twin:cleanup')('reads'),
      chanceWithin(of, 'a1')('reads'),
      chanceWithin(of, 'a2')('reads'),
    ];
    expect(new Set(drawn).size).to.equal(drawn.length);
  });

  it('is spread evenly: a tenth of 10,000 epochs falls into each tenth', () => {
    const tenths = Array.from({ length: 10 }, () => 0);
    for (let epoch = 1; epoch <= 10_000; epoch += 1) {
      const tenth = Math.floor(chanceOf(7, epoch, 'attack')('reads') * 10);
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    // Five standard deviations of 30.
    for (const count of tenths) expect(count).to.be.within(850, 1150);
  });
});

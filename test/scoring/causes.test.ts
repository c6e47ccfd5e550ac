/** Causes from combinations of switches: what was necessary, what sufficient, and what only made it worse. */
import { expect } from 'chai';
import fc from 'fast-check';
import type { CausalAnalysis } from '../../harness/contract/causes.js';
import { analyseCauses } from '../../harness/scoring/causes.js';
import { primeImplicants } from '../../harness/scoring/prime-implicants.js';

/** Switches a, b, c …; a combination is the letters that are on. */
function analyse(
  names: string,
  breached: (on: string) => boolean,
  hours: (on: string) => number = () => 1,
): CausalAnalysis {
  const switches = names.split('');
  const outcomes = Array.from({ length: 2 ** switches.length }, (_, bits) => {
    const on = switches.filter((__, index) => (bits & (2 ** (switches.length - 1 - index))) !== 0).join('');
    return { breached: breached(on), outageSeconds: breached(on) ? hours(on) * 3600 : 0 };
  });
  return analyseCauses(switches, outcomes);
}

const sets = ({ sufficient }: CausalAnalysis): readonly string[] =>
  sufficient.map(({ on, off }) => [...on, ...off.map((name) => `not ${name}`)].join(' + '));

const named = (analysis: CausalAnalysis, test: (role: CausalAnalysis['roles'][number]) => boolean): string =>
  analysis.roles
    .filter(test)
    .map(({ name }) => name)
    .join('');

describe('causes', () => {
  it('that all have to come together are each necessary, and sufficient only together', () => {
    const analysis = analyse('abc', (on) => on === 'abc');
    expect(analysis.breached).to.equal(1);
    expect(named(analysis, ({ necessary }) => necessary)).to.equal('abc');
    expect(named(analysis, ({ butFor }) => butFor)).to.equal('abc');
    expect(sets(analysis)).to.deep.equal(['a + b + c']);
    expect(analysis.monotone).to.equal(true);
  });

  it('that stand in for each other fail the but-for test, and are found as parts of what suffices', () => {
    const analysis = analyse('ab', (on) => on !== '');
    expect(named(analysis, ({ butFor }) => butFor)).to.equal('');
    expect(named(analysis, ({ necessary }) => necessary)).to.equal('');
    expect(named(analysis, ({ partOfSufficient }) => partOfSufficient)).to.equal('ab');
    expect(sets(analysis)).to.deep.equal(['a', 'b']);
  });

  it('do not include what only makes it worse, of which the hours are told', () => {
    const analysis = analyse(
      'abc',
      (on) => on.includes('a'),
      (on) => (on.includes('b') ? 13 : 3),
    );
    const [a, b, c] = analysis.roles;
    expect(a).to.deep.include({ necessary: true, butFor: true, contributes: null });
    expect(b).to.deep.include({
      necessary: false,
      butFor: false,
      partOfSufficient: false,
      contributes: { leastSeconds: 36_000, mostSeconds: 36_000 },
    });
    expect(c?.contributes).to.deep.equal({ leastSeconds: 0, mostSeconds: 0 });
    expect(sets(analysis)).to.deep.equal(['a']);
  });

  it('add more in one case than in another where they do', () => {
    const analysis = analyse(
      'ab',
      () => true,
      (on) => ({ '': 1, a: 4, b: 3, ab: 5 })[on] ?? 0,
    );
    expect(analysis.roles.map(({ contributes }) => contributes)).to.deep.equal([
      { leastSeconds: 2 * 3600, mostSeconds: 3 * 3600 },
      { leastSeconds: 3600, mostSeconds: 2 * 3600 },
    ]);
    expect(sets(analysis), 'breached whatever is switched').to.deep.equal(['']);
  });

  it('may be there only while another is off, and then it is said that it is not monotone', () => {
    const analysis = analyse('ab', (on) => on === 'a');
    expect(analysis.monotone).to.equal(false);
    expect(sets(analysis)).to.deep.equal(['a + not b']);
    expect(named(analysis, ({ necessary }) => necessary)).to.equal('a');
    expect(
      named(analysis, ({ butFor }) => butFor),
      'no breach with all on',
    ).to.equal('');
    expect(named(analysis, ({ partOfSufficient }) => partOfSufficient)).to.equal('');
  });

  it('are none where nothing is breached', () => {
    const analysis = analyse('ab', () => false);
    expect(analysis).to.deep.include({ breached: 0, sufficient: [], monotone: true });
    expect(named(analysis, ({ necessary, butFor }) => necessary || butFor)).to.equal('');
  });

  it('take one outcome for each combination', () => {
    expect(() => analyseCauses(['a', 'b'], [])).to.throw(RangeError, '2 switches have 4 combinations, not 0');
  });
});

describe('prime implicants', () => {
  const width = 4;
  const functions = fc.array(fc.boolean(), { minLength: 2 ** width, maxLength: 2 ** width });

  it('are all conditions that suffice and of which nothing can be left out, and no others', () => {
    fc.assert(
      fc.property(functions, (truth) => {
        const suffices = (care: number, value: number): boolean =>
          truth.every((holds, at) => (at & care) !== value || holds);
        const expected = new Set<string>();
        for (let care = 0; care < 2 ** width; care += 1) {
          for (let value = 0; value < 2 ** width; value += 1) {
            if ((value & ~care) !== 0 || !suffices(care, value)) continue;
            const bits = [1, 2, 4, 8].filter((bit) => (care & bit) !== 0);
            if (bits.some((bit) => suffices(care & ~bit, value & ~bit))) continue;
            expected.add(`${care}/${value}`);
          }
        }
        const found = primeImplicants(width, (at) => truth[at] === true);
        expect(found.map(({ care, value }) => `${care}/${value}`)).to.have.members([...expected]);
      }),
      { seed: 20251217, numRuns: 300 },
    );
  });

  it('ask for nothing to be off just where the function is monotone', () => {
    fc.assert(
      fc.property(functions, (truth) => {
        const monotone = truth.every(
          (holds, at) => !holds || [1, 2, 4, 8].every((bit) => truth[at | bit] === true),
        );
        const found = primeImplicants(width, (at) => truth[at] === true);
        expect(found.every(({ care, value }) => care === value)).to.equal(monotone);
      }),
      { seed: 20251218, numRuns: 300 },
    );
  });
});

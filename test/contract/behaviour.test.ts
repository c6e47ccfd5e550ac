/** Weighted state machines: what can be one, and how the next state is told. */
import { expect } from 'chai';
import fc from 'fast-check';
import { demandBehaviour, nextState, weightsOf, type Behaviour } from '../../harness/contract/behaviour.js';

const sound: Behaviour = {
  name: 'sound',
  summary: 'looks, then is done',
  source: 'modeled',
  begins: 'look',
  states: {
    look: { summary: 'looks', once: true, next: { done: 2, look: 1 }, refused: { done: 1 } },
    done: { summary: 'is done', ends: 'finished' },
  },
};

function said(states: Behaviour['states'], begins = 'look'): string {
  try {
    demandBehaviour({ ...sound, states, begins });
    return 'nothing';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

describe('a weighted behaviour', () => {
  it('is told what is wrong with it', () => {
    const { look, done } = sound.states;
    if (look === undefined || done === undefined || !('next' in look)) throw new Error('it has both');
    expect(said(sound.states)).to.equal('nothing');
    expect(said(sound.states, 'lok')).to.include('did you mean "look"');
    expect(said({ look: { ...look, next: { don: 1 } }, done })).to.include('did you mean "done"');
    expect(said({ look: { ...look, next: { done: -1 } }, done })).to.include(
      'the weight -1 from look to done',
    );
    expect(said({ look: { ...look, next: { done: Number.NaN } }, done })).to.include('the weight NaN');
    expect(said({ look: { ...look, refused: { done: 0 } }, done })).to.include('nothing can come after look');
    expect(said({ look: { ...look, does: -5 }, done })).to.include('lets -5 seconds pass');
    expect(said({ look, done, 'look-again': look })).to.include('no way leads to look-again');
    expect(said({ 'look.out': { ...look, next: { done: 1 } }, done }, 'look.out')).to.include(
      'no name that a weight',
    );
  });

  it('names each of its weights', () => {
    expect([...weightsOf(sound)]).to.deep.equal([
      ['look.done', 2],
      ['look.look', 1],
      ['look.refused.done', 1],
    ]);
  });

  it('goes on by weight: what weighs nothing or is spent never comes, and all of the chance is used', () => {
    const weights = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.nat(5), { minKeys: 1 });
    const states = Object.fromEntries(
      ['a', 'b', 'c', 'd'].map((name) => [name, { summary: name, once: true as const, next: { a: 1 } }]),
    );
    fc.assert(
      fc.property(weights, fc.subarray(['a', 'b', 'c', 'd']), (weighed, spent) => {
        const used = new Set(spent);
        const open = Object.entries(weighed).filter(([name, weight]) => weight > 0 && !used.has(name));
        const total = open.reduce((sum, [, weight]) => sum + weight, 0);
        const came = new Map<string | null, number>();
        for (let unit = 0; unit < Math.max(1, total); unit += 1) {
          const next = nextState(
            { ...sound, states },
            weighed,
            used,
            () => (unit + 0.5) / Math.max(1, total),
          );
          came.set(next, (came.get(next) ?? 0) + 1);
        }
        if (open.length === 0) expect([...came.keys()]).to.deep.equal([null]);
        else expect(Object.fromEntries(came)).to.deep.equal(Object.fromEntries(open));
      }),
      { seed: 20261122 },
    );
  });

  it('draws no chance where there is no choice', () => {
    const never = (): number => {
      throw new Error('chance was asked');
    };
    expect(nextState(sound, { done: 3, look: 0 }, new Set(), never)).to.equal('done');
    expect(nextState(sound, { done: 3, look: 2 }, new Set(['look']), never)).to.equal('done');
  });
});

/** The world's map, against a plain Map and against a full comparison. */
import { expect } from 'chai';
import fc from 'fast-check';
import { OrderedMap } from '../../../harness/cloud/world/ordered-map.js';

type Step = { readonly key: string; readonly value: number | null };

const keys = fc.integer({ min: 0, max: 400 }).map((number) => `k/${String(number).padStart(4, '0')}`);
const steps = fc.array(fc.record({ key: keys, value: fc.option(fc.integer(), { freq: 3 }) }), {
  maxLength: 600,
});

function apply(map: OrderedMap<number>, made: readonly Step[]): OrderedMap<number> {
  return made.reduce((so, { key, value }) => (value === null ? so.without(key) : so.with(key, value)), map);
}

function model(made: readonly Step[], start = new Map<string, number>()): Map<string, number> {
  const plain = new Map(start);
  for (const { key, value } of made) {
    if (value === null) plain.delete(key);
    else plain.set(key, value);
  }
  return plain;
}

const sorted = (plain: ReadonlyMap<string, number>): [string, number][] =>
  [...plain].sort(([left], [right]) => (left < right ? -1 : 1));

describe('ordered map', () => {
  it('holds what a plain map holds, in the order of keys', () => {
    fc.assert(
      fc.property(steps, keys, keys, (made, from, until) => {
        const map = apply(OrderedMap.empty<number>(), made);
        const plain = model(made);
        expect([...map.range('', '\uffff')]).to.deep.equal(sorted(plain));
        for (const [key, value] of plain) expect(map.get(key)).to.equal(value);
        const between = sorted(plain).filter(([key]) => key >= from && key < until);
        expect([...map.range(from, until)]).to.deep.equal(between);
        expect(map.first(from, '\uffff')).to.deep.equal(sorted(plain).find(([key]) => key >= from));
      }),
      { seed: 1, numRuns: 150 },
    );
  });

  it('leaves the map that it was made from as it was', () => {
    fc.assert(
      fc.property(steps, steps, (first, then) => {
        const before = apply(OrderedMap.empty<number>(), first);
        apply(before, then);
        expect([...before.range('', '\uffff')]).to.deep.equal(sorted(model(first)));
      }),
      { seed: 2, numRuns: 80 },
    );
  });

  it('tells exactly the differences between two maps that share a past', () => {
    fc.assert(
      fc.property(steps, steps, steps, (past, one, other) => {
        const start = apply(OrderedMap.empty<number>(), past);
        const [left, right] = [apply(start, one), apply(start, other)];
        const [plainLeft, plainRight] = [model(one, model(past)), model(other, model(past))];
        const expected = [...new Set([...plainLeft.keys(), ...plainRight.keys()])]
          .sort()
          .filter((key) => plainLeft.get(key) !== plainRight.get(key))
          .map((key) => ({ key, before: plainLeft.get(key), after: plainRight.get(key) }));
        expect(left.changesTo(right)).to.deep.equal(expected);
      }),
      { seed: 3, numRuns: 150 },
    );
  });

  it('gives itself back where a key to remove is absent', () => {
    const map = OrderedMap.empty<number>().with('a', 1);
    expect(map.without('b')).to.equal(map);
    expect(map.without('a').first('', '\uffff')).to.equal(undefined);
  });

  it('looks only at what is not shared', () => {
    let map = OrderedMap.empty<object>();
    for (let index = 0; index < 20_000; index += 1)
      map = map.with(`k${String(index).padStart(6, '0')}`, { index });
    const changed = map.with('k010000', { index: -1 });
    expect(map.changesTo(changed).map(({ key }) => key)).to.deep.equal(['k010000']);
    expect(map.changesTo(map)).to.deep.equal([]);
  });
});

/** Canonical JSON: what hashes and journals are made of. */
import { expect } from 'chai';
import fc from 'fast-check';
import { canonicalJson } from '../../harness/contract/json.js';

describe('canonical JSON', () => {
  it('has members in code-unit order at every depth, and leaves out what is undefined', () => {
    const value = { b: [{ z: 1, a: undefined, c: null }], a: 'x', Z: undefined, '10': 1, '9': -0 };
    expect(canonicalJson(value)).to.equal('{"10":1,"9":0,"a":"x","b":[{"c":null,"z":1}]}');
  });

  it('escapes text as JSON does: quotation marks, control characters, lone surrogates', () => {
    for (const text of [
      '"',
      '\\',
      '\n\u0000\u001f',
      '\ud800',
      '\udc00x',
      '😀',
      '\u2028 é 中',
      '\u007f',
      '',
    ]) {
      expect(canonicalJson(text)).to.equal(JSON.stringify(text));
      expect(canonicalJson({ [text]: text })).to.equal(JSON.stringify({ [text]: text }));
    }
  });

  it('is the same text for the same value, whatever the order in which its members were set', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const text = canonicalJson(value);
        expect(JSON.parse(text)).to.deep.equal(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(reversed(value))).to.equal(text);
      }),
      { seed: 20251217, numRuns: 300 },
    );
  });

  it('sorts the names of large objects as those of small ones', () => {
    const names = Array.from({ length: 60 }, (_, index) => `n${(index * 37) % 60}`);
    const text = canonicalJson(Object.fromEntries(names.map((name) => [name, 0])));
    expect(Object.keys(JSON.parse(text) as object)).to.deep.equal(names.toSorted());
  });
});

/** The value with the members of every object in the opposite order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([name, member]) => [name, reversed(member)] as const);
  return Object.fromEntries(members.toReversed());
}

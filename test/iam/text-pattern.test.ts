import { expect } from 'chai';
import * as fc from 'fast-check';
import { compilePattern, matchTokens, tokensOf } from '../../harness/iam/text-pattern.js';

const matches = (pattern: string, text: string): boolean => compilePattern(tokensOf(pattern))(text);

describe('wildcards in IAM patterns', () => {
  const table: [pattern: string, text: string, expected: boolean][] = [
    ['', '', true],
    ['', 'a', false],
    ['*', '', true],
    ['*', 'arn:aws:s3:::b/k', true],
    ['?', '', false],
    ['?', 'a', true],
    ['?', 'ab', false],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['a*', 'a', true],
    ['*a', 'a', true],
    ['*a', 'ab', false],
    ['a**b', 'ab', true],
    ['a*?b', 'ab', false],
    ['a*?b', 'axb', true],
    ['*ab*ab', 'abab', true],
    ['*ab*ab', 'ab', false],
    ['a*a', 'a', false],
    ['a*bc*bcd', 'abcbcbcd', true],
    ['?*?', 'a', false],
    ['?*?', 'ab', true],
    ['a.c', 'abc', false],
    ['[a]', 'a', false],
    ['(x|y)$', '(x|y)$', true],
    ['?', '😀', true],
    ['??', '😀', false],
    ['*??', '😀', false],
    ['line*end', 'line\nend', true],
    ['arn:aws:s3:::bucket/*/test/*', 'arn:aws:s3:::bucket/1/2/test/3/object.jpg', true],
    ['arn:aws:s3:::bucket/*/test/*', 'arn:aws:s3:::bucket//test/object.jpg', true],
    ['arn:aws:s3:::bucket/*/test/*', 'arn:aws:s3:::bucket/1/test/', true],
    ['arn:aws:s3:::bucket/*/test/*', 'arn:aws:s3:::bucket/1-test/object.jpg', false],
    ['arn:aws:s3:::bucket/*/test/*', 'arn:aws:s3:::bucket/test/object.jpg', false],
    ['arn:aws:s3:::bucket/*/test/*', 'arn:aws:s3:::bucket/1/2/test.jpg', false],
  ];
  for (const [pattern, text, expected] of table) {
    it(`"${pattern}" ${expected ? 'matches' : 'does not match'} "${text.replaceAll('\n', '\\n')}"`, () => {
      expect(matches(pattern, text)).to.equal(expected);
    });
  }

  it('agree with a regular expression on any short pattern and text', () => {
    const letters = fc
      .array(fc.constantFrom('a', 'b', ':', '😀'), { maxLength: 8 })
      .map((parts) => parts.join(''));
    const pattern = fc
      .array(fc.constantFrom('a', 'b', ':', '*', '?'), { maxLength: 8 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(pattern, letters, (wild, text) => {
        const expression = new RegExp(`^${wild.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'su');
        expect(matches(wild, text)).to.equal(expression.test(text));
        expect(matchTokens(tokensOf(wild), text)).to.equal(expression.test(text));
      }),
      { seed: 11, numRuns: 5000 },
    );
  });

  it('take no exponential time on a pattern of many stars', () => {
    const text = 'a'.repeat(3000);
    expect(matches(`${'*a'.repeat(60)}b`, text)).to.equal(false);
    expect(matches('*a'.repeat(60), text)).to.equal(true);
  });
});

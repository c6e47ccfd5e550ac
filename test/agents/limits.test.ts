/** Limits of money, time and words: predicates that can be put together, and prices that are known or not. */
import { expect } from 'chai';
import { anyOf, limitsOf, type Spent } from '../../agents/llm/limits.js';
import { declines } from '../../agents/llm/declines.js';
import { costOf, priceOf } from '../../agents/llm/prices.js';
import { BlastpitError } from '../../harness/contract/blastpit-error.js';

const nothing: Spent = {
  steps: 0,
  inputTokens: 0,
  outputTokens: 0,
  dollars: 0,
  wallSeconds: 0,
  virtualSeconds: 0,
};

describe('limits', () => {
  it('are reached where any of them is, and the first is named', () => {
    const { reached } = limitsOf({ steps: 3, tokens: 100, dollars: 2, wall: 10, virtual: 60 }, true, 'm');
    expect(reached(nothing)).to.equal(null);
    expect(reached({ ...nothing, steps: 3, wallSeconds: 99 })).to.equal('3 steps');
    expect(reached({ ...nothing, inputTokens: 60, outputTokens: 40 })).to.equal('100 tokens');
    expect(reached({ ...nothing, dollars: 2.5 })).to.equal('2 US dollars');
    expect(reached({ ...nothing, wallSeconds: 10 })).to.equal('10 s of wall time');
    expect(reached({ ...nothing, virtualSeconds: 61 })).to.equal('60 s of virtual time');
  });

  it('are there where nobody sets any, save of money', () => {
    const { reached, amount } = limitsOf({}, true, 'm');
    expect(reached({ ...nothing, steps: 60 })).to.equal('60 steps');
    expect(reached({ ...nothing, dollars: 1_000_000 })).to.equal(null);
    expect([amount('reply'), amount('malformed'), amount('dollars')]).to.deep.equal([180, 5, undefined]);
  });

  it('can be put together by whoever writes one', () => {
    const odd = anyOf([() => null, ({ steps }) => (steps % 2 === 1 ? 'an odd step' : null)]);
    expect([odd(nothing), odd({ ...nothing, steps: 1 })]).to.deep.equal([null, 'an odd step']);
  });

  it('of another name, of no amount, and of money without a price are refused', () => {
    expect(() => limitsOf({ step: 3 }, true, 'm')).to.throw(BlastpitError, 'did you mean "steps"');
    expect(() => limitsOf({ steps: 0 }, true, 'm')).to.throw(BlastpitError, 'that is no amount');
    expect(() => limitsOf({ dollars: 1 }, false, 'm'))
      .to.throw(BlastpitError, 'what m costs is not known')
      .with.property('code', 'unknown-price');
  });
});

describe('prices', () => {
  it('are found for versions and makers of a model, and by the longest beginning', () => {
    expect(priceOf('claude-sonnet-4-5-20250929')).to.deep.equal({ input: 3, output: 15 });
    expect(priceOf('us.anthropic.claude-sonnet-4-5-20250929-v1:0')).to.deep.equal({ input: 3, output: 15 });
    expect(priceOf('anthropic/claude-haiku-4-5')).to.deep.equal({ input: 1, output: 5 });
    expect(priceOf('gpt-5-mini-2025-08-07')).to.deep.equal({ input: 0.25, output: 2 });
  });

  it('are not made up for a model that only sounds alike', () => {
    for (const name of ['gpt-5.1', 'gpt-50', 'gpt-5-turbo', 'claude-opus-4-5', 'claude', '']) {
      expect(priceOf(name), name).to.equal(null);
    }
  });

  it('are of a million tokens', () => {
    expect(costOf({ input: 3, output: 15 }, 1_000_000, 100_000)).to.equal(4.5);
  });
});

describe('a model that calls nothing', () => {
  for (const text of [
    'I can’t help with that.',
    "I'm sorry, but I cannot delete it.",
    'I will not do this.',
  ]) {
    it(`declines with “${text}”`, () => {
      expect(declines(text)).to.equal(true);
    });
  }

  for (const text of [
    'The timeout is raised to 90 seconds.',
    'Done. Nothing that I can see is broken.',
    'I cannot find the stack: it is gone.',
    'I was unable to delete it.',
    '',
  ]) {
    it(`does not decline with “${text}”`, () => {
      expect(declines(text)).to.equal(false);
    });
  }
});

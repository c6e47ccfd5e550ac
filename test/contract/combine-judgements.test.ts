/** What several guardrails' judgements come to, and what a broken judge comes to. */
import { expect } from 'chai';
import fc from 'fast-check';
import { combineJudgements } from '../../harness/contract/combine-judgements.js';
import type { Guardrail, Judgement } from '../../harness/contract/guardrail.js';
import { judgeAttempt } from '../../harness/contract/judge-attempt.js';
import type { JudgementEntry } from '../../harness/contract/journal-record.js';
import { attemptOf, effectOf, journalOf, resourceOf } from '../guardrails/attempt-builder.js';

const allow: Judgement = { answer: 'allow' };
const abstain: Judgement = { answer: 'abstain', reason: 'bound to another role' };
const deny: Judgement = { answer: 'deny', reason: 'too much' };
const revoke: Judgement = { answer: 'deny', reason: 'far too much', revoke: 'sessions-of-root-actor' };
const ask: Judgement = { answer: 'ask', who: ['zhang.min', 'chen.jie'], howMany: 2, reason: '6 delete' };

function entries(...judgements: readonly Judgement[]): readonly JudgementEntry[] {
  return judgements.map((judgement, index) => ({
    guardrail: `g${index + 1}`,
    enforcedAt: 'gateway',
    judgement,
    fault: null,
  }));
}

function guardrail(judge: unknown, more: Partial<Guardrail> = {}): Guardrail {
  return {
    name: 'own',
    enforcedAt: 'gateway',
    needs: 'effects',
    judge: judge as NonNullable<Guardrail['judge']>,
    ...more,
  };
}

const attempt = attemptOf({ effects: [effectOf('delete', resourceOf('cost-reports', 'UsageTable'))] });

describe('judgements of a set', () => {
  it('let a call through where nobody judges, or everybody looks away', () => {
    expect(combineJudgements([])).to.deep.equal({ answer: 'allow' });
    expect(combineJudgements(entries(abstain, allow))).to.deep.equal({ answer: 'allow' });
  });

  it('deny where one denies, whoever else would ask, with every reason in the order of the set', () => {
    expect(combineJudgements(entries(allow, ask, deny, revoke))).to.deep.equal({
      answer: 'deny',
      by: 'g3',
      denials: [
        { guardrail: 'g3', reason: 'too much' },
        { guardrail: 'g4', reason: 'far too much' },
      ],
      revokedBy: ['g4'],
    });
  });

  it('ask everybody whom any of them asks', () => {
    const { who, howMany, reason } = ask as Judgement & { answer: 'ask' };
    expect(combineJudgements(entries(ask, allow, ask))).to.deep.equal({
      answer: 'ask',
      asks: [
        { guardrail: 'g1', who, howMany, reason },
        { guardrail: 'g3', who, howMany, reason },
      ],
    });
  });

  it('come to the same answer in any order of the set', () => {
    const some = fc.array(fc.constantFrom(allow, abstain, deny, revoke, ask), { maxLength: 6 });
    fc.assert(
      fc.property(some, (judgements) => {
        const { answer } = combineJudgements(entries(...judgements));
        expect(combineJudgements(entries(...judgements.toReversed())).answer).to.equal(answer);
        const answers = new Set(judgements.map((judgement) => judgement.answer));
        expect(answer).to.equal(answers.has('deny') ? 'deny' : answers.has('ask') ? 'ask' : 'allow');
      }),
      { seed: 20251219, numRuns: 200 },
    );
  });
});

describe('a judge', () => {
  it('that throws denies, and what it threw is written down', () => {
    const broken = guardrail(() => {
      throw new RangeError('no such stack');
    });
    expect(judgeAttempt([broken], attempt, journalOf())).to.deep.equal([
      {
        guardrail: 'own',
        enforcedAt: 'gateway',
        judgement: { answer: 'deny', reason: 'own could not decide' },
        fault: 'RangeError: no such stack',
      },
    ]);
  });

  it('that throws allows where its guardrail declares that it fails open, and the fault is written down', () => {
    const broken = guardrail(
      () => {
        throw new Error('timeout');
      },
      { failsOpen: true },
    );
    const [entry] = judgeAttempt([broken], attempt, journalOf());
    expect(entry).to.deep.include({ judgement: { answer: 'allow' }, fault: 'Error: timeout' });
  });

  for (const [what, answer] of [
    ['nothing', undefined],
    ['a promise', Promise.resolve(allow)],
    ['an answer that there is not', { answer: 'maybe' }],
    ['a denial without a reason', { answer: 'deny' }],
    ['an ask of nobody', { ...ask, howMany: 0 }],
    ['an ask of half a person', { ...ask, howMany: 0.5 }],
    ['an ask without people', { answer: 'ask', howMany: 1, reason: 'x' }],
  ] as const) {
    it(`that answers ${what} denies`, () => {
      const [entry] = judgeAttempt([guardrail(() => answer)], attempt, journalOf());
      expect(entry?.judgement.answer).to.equal('deny');
      expect(entry?.fault).to.be.a('string').that.is.not.empty;
    });
  }

  it('that says it needs only the call sees no effects; one that needs effects sees them', () => {
    const seen: number[] = [];
    const look = ({ effects }: { effects: readonly unknown[] }): Judgement => {
      seen.push(effects.length);
      return allow;
    };
    judgeAttempt([guardrail(look, { needs: 'call' }), guardrail(look)], attempt, journalOf());
    expect(seen).to.deep.equal([0, 1]);
  });

  it('is not asked of a guardrail that has none', () => {
    const policies: Guardrail = { name: 'scp', enforcedAt: 'organization', needs: 'call', policies: {} };
    expect(judgeAttempt([policies], attempt, journalOf())).to.deep.equal([]);
  });
});

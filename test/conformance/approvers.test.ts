/** One suite over every approver in the folder: a new one is held to it the day it exists. */
import { expect } from 'chai';
import fc from 'fast-check';
import type { ApprovalRequest } from '../../harness/contract/approver.js';
import { BlastpitError } from '../../harness/contract/blastpit-error.js';
import { chanceOf } from '../../harness/contract/chance.js';
import { isPerson } from '../../harness/contract/person.js';
import { settleApproval } from '../../harness/contract/settle-approval.js';
import { chooseApprover } from '../../harness/approvers/loading/choose-approver.js';
import { approverNames, loadApprover } from '../../harness/approvers/loading/approver-folder.js';
import { arbitraryEffect } from '../guardrails/arbitrary-attempt.js';
import { frozen } from '../guardrails/attempt-builder.js';

const approvers = await Promise.all(approverNames().map(loadApprover));
/** As their file has them, where that is enough, and by the example of their parameter. */
const chosen = approvers.flatMap((approver) => {
  const { parameter } = approver;
  const plain = parameter?.otherwise === null ? [] : [chooseApprover(approver, null)];
  return parameter === undefined ? plain : [...plain, chooseApprover(approver, parameter.example)];
});
/** Those who are simulated; real people are held to nothing here. */
const simulated = chosen.flatMap(({ name, decide }) => (decide === 'from-outside' ? [] : [{ name, decide }]));
const repeatable = { seed: 20251216, numRuns: 100 };
const chance = chanceOf(1, 1, 'test');
const people = ['li.wei', 'zhang.min', 'chen.jie', 'wang.fang'];

const request: fc.Arbitrary<ApprovalRequest> = fc
  .record({
    effects: fc.array(arbitraryEffect, { maxLength: 5 }),
    covers: fc.constantFrom([], [{}], [{ kinds: ['update' as const] }], [{ stack: 'cost-reports-dev' }]),
    asks: fc.constantFrom('li.wei', 'zhang.min', 'kiro'),
    who: fc.subarray(people),
    howMany: fc.integer({ min: 1, max: 4 }),
  })
  .map(({ effects, covers, asks, who, howMany }) => ({
    id: 'a1',
    guardrail: 'two-person-sign-off',
    service: 'CloudFormation',
    operation: 'DeleteStack',
    effects,
    ticket: { id: 'CHG-1482', summary: 'fix the currency of one report', covers },
    requestedBy: `arn:aws-cn:iam::583619274051:user/${asks}`,
    who,
    howMany,
    askedAt: 1_765_760_400_000,
  }));

describe(`conformance: approvers (${approverNames().join(', ')})`, () => {
  it(`is found by its file: ${approverNames().join(', ')}`, () => {
    expect(approvers.map(({ name }) => name)).to.deep.equal(approverNames());
    expect(approvers).to.have.length.of.at.least(5);
  });

  for (const approver of approvers) {
    const { name, summary, parameter, model } = approver;
    it(`${name} says in one line what these people do`, () => {
      expect(summary).to.match(/^\S.{5,98}\S$/);
    });

    if (parameter === undefined) {
      it(`${name} takes no parameter`, () => {
        expect(() => chooseApprover(approver, '20'))
          .to.throw(BlastpitError)
          .include({ code: 'approver-parameter' });
      });
    } else {
      it(`${name}:${parameter.placeholder} is told with an example, and refuses what is no value of it`, () => {
        expect(parameter.summary).to.match(/^\S.{5,98}\S$/);
        // What comes after it may be shortened: a URL is told by its host.
        const named = `${name}:${parameter.example}`;
        expect(named.startsWith(chooseApprover(approver, parameter.example).name)).to.equal(true);
        for (const wrong of ['', 'x y', '-1', '99999999999']) {
          expect(() => chooseApprover(approver, wrong), wrong)
            .to.throw(BlastpitError)
            .include({ code: 'approver-parameter' });
        }
        if (parameter.otherwise !== null) return;
        expect(() => chooseApprover(approver, null))
          .to.throw(BlastpitError)
          .include({ code: 'approver-parameter' });
      });
    }

    for (const number of model?.numbers ?? []) {
      it(`${name} rests on a range with a source: ${number.name}`, () => {
        expect(number.low).to.be.at.most(number.likely);
        expect(number.likely).to.be.at.most(number.high);
        expect(number.source).to.match(/modeled|doi:/);
      });
    }
  }

  for (const approver of simulated) {
    describe(approver.name, () => {
      it('answers the same request alike, and does not change it', () => {
        fc.assert(
          fc.property(request, (asked) => {
            frozen(asked);
            expect(approver.decide(asked, chance)).to.deep.equal(approver.decide(asked, chance));
          }),
          repeatable,
        );
      });

      it('answers only for people who were asked, after the question, with a reason', () => {
        fc.assert(
          fc.property(request, (asked) => {
            for (const answer of approver.decide(asked, chance)) {
              expect(answer.person).to.be.oneOf([...asked.who]);
              expect(answer.afterSeconds).to.be.finite.and.at.least(0);
              expect(answer.reason).to.match(/^.{3,300}$/);
            }
          }),
          repeatable,
        );
      });

      it('is never granted by the one who asks, nor by fewer distinct people than it takes', () => {
        fc.assert(
          fc.property(request, (asked) => {
            const settled = settleApproval(asked, approver.decide(asked, chance), 1e9);
            expect(settled.grantedBy.filter((person) => isPerson(person, asked.requestedBy))).to.be.empty;
            expect(new Set(settled.grantedBy).size).to.equal(settled.grantedBy.length);
            if (settled.result === 'granted') expect(settled.grantedBy).to.have.lengthOf(asked.howMany);
          }),
          repeatable,
        );
      });
    });
  }
});

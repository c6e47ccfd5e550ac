/** How approvals end. */
import { expect } from 'chai';
import fc from 'fast-check';
import type { ApprovalAnswer, ApprovalRequest } from '../../harness/contract/approver.js';
import { approvalExpiresAfterSeconds, settleApproval } from '../../harness/contract/settle-approval.js';

const request: ApprovalRequest = {
  id: 'a1',
  guardrail: 'two-person-sign-off',
  service: 'CloudFormation',
  operation: 'DeleteStack',
  effects: [],
  ticket: { id: 'CHG-1482', summary: 'fix one report', covers: [] },
  requestedBy: 'arn:aws-cn:iam::583619274051:user/ops/Li.Wei',
  who: ['zhang.min', 'chen.jie', 'wang.fang'],
  howMany: 2,
  askedAt: 0,
};

function answer(
  person: string,
  afterSeconds: number,
  what: ApprovalAnswer['answer'] = 'grant',
): ApprovalAnswer {
  return { person, answer: what, afterSeconds, reason: 'because' };
}

describe('an approval', () => {
  it('is granted at the moment the second person grants, and later answers are not waited for', () => {
    const settled = settleApproval(request, [
      answer('wang.fang', 900, 'refuse'),
      answer('chen.jie', 300),
      answer('zhang.min', 120),
    ]);
    expect(settled).to.deep.include({ result: 'granted', atSeconds: 300, refusedBy: [] });
    expect(settled.grantedBy).to.deep.equal(['zhang.min', 'chen.jie']);
    expect(settled.answersInTime.map(({ person }) => person)).to.deep.equal(['zhang.min', 'chen.jie']);
  });

  it('survives one refusal of three, and is refused at the second, when two can no longer be reached', () => {
    const refusal = answer('zhang.min', 60, 'refuse');
    expect(
      settleApproval(request, [refusal, answer('chen.jie', 70), answer('wang.fang', 80)]),
    ).to.deep.include({
      result: 'granted',
      atSeconds: 80,
      refusedBy: ['zhang.min'],
    });
    expect(settleApproval(request, [refusal, answer('chen.jie', 90, 'refuse')])).to.deep.include({
      result: 'refused',
      atSeconds: 90,
      refusedBy: ['zhang.min', 'chen.jie'],
    });
  });

  it('does not count one person twice, under whatever spelling', () => {
    const settled = settleApproval(request, [
      answer('zhang.min', 60),
      answer('zhang.min', 120),
      answer('Zhang.Min', 130),
      answer('arn:aws-cn:iam::583619274051:user/zhang.min', 140),
    ]);
    expect(settled).to.deep.include({ result: 'expired', grantedBy: ['zhang.min'] });
    expect(settled.answersInTime).to.have.lengthOf(4);
  });

  it('holds a person to the first answer', () => {
    const settled = settleApproval(request, [
      answer('zhang.min', 60, 'refuse'),
      answer('zhang.min', 61),
      answer('chen.jie', 62),
    ]);
    expect(settled.result).to.equal('expired');
  });

  it('never counts the one who asks, who is known by the name at the end of their ARN', () => {
    const asked = { ...request, who: [...request.who, 'li.wei'] };
    expect(settleApproval(asked, [answer('li.wei', 1), answer('zhang.min', 2)])).to.deep.include({
      result: 'expired',
      grantedBy: ['zhang.min'],
    });
  });

  it('does not count people who were not asked', () => {
    expect(settleApproval(request, [answer('eve', 1), answer('mallory', 2)]).grantedBy).to.deep.equal([]);
  });

  it('is refused at once where fewer people can answer than it takes', () => {
    const asked = { ...request, who: ['zhang.min', 'zhang.min', 'li.wei'] };
    expect(settleApproval(asked, [answer('zhang.min', 5)])).to.deep.include({
      result: 'refused',
      atSeconds: 0,
    });
  });

  it('expires after four hours by default; an answer at the very end is in time', () => {
    const end = approvalExpiresAfterSeconds;
    expect(end).to.equal(14_400);
    expect(settleApproval(request, [])).to.deep.include({ result: 'expired', atSeconds: end });
    expect(settleApproval(request, [answer('zhang.min', 1), answer('chen.jie', end)]).result).to.equal(
      'granted',
    );
    const late = settleApproval(request, [answer('zhang.min', 1), answer('chen.jie', end + 1)]);
    expect(late.result).to.equal('expired');
    expect(late.answersInTime).to.have.lengthOf(1);
  });

  it('takes an answer at no time, or before the question, for none', () => {
    const settled = settleApproval(request, [answer('zhang.min', Number.NaN), answer('chen.jie', -1)]);
    expect(settled).to.deep.include({ result: 'expired', answersInTime: [] });
  });

  it('ends alike in whatever order the answers are handed in, their times being different', () => {
    const people = fc.constantFrom(...request.who, 'li.wei', 'eve');
    const answers = fc
      .array(fc.tuple(people, fc.constantFrom('grant' as const, 'refuse' as const)), { maxLength: 8 })
      .map((list) => list.map(([person, what], index) => answer(person, (index + 1) * 60, what)));
    fc.assert(
      fc.property(answers, fc.integer({ min: 0, max: 600 }), (list, expiry) => {
        const settled = settleApproval(request, list, expiry);
        expect(settleApproval(request, list.toReversed(), expiry)).to.deep.equal(settled);
        expect(settled.atSeconds).to.be.at.most(expiry);
        expect(settled.result === 'granted').to.equal(settled.grantedBy.length === request.howMany);
      }),
      { seed: 20251218, numRuns: 300 },
    );
  });
});

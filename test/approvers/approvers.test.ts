/** What each group of simulated people does with a request, and what it comes to. */
import { expect } from 'chai';
import type { Decide, ApprovalRequest } from '../../harness/contract/approver.js';
import { chanceOf } from '../../harness/contract/chance.js';
import { settleApproval } from '../../harness/contract/settle-approval.js';
import type { ApprovalSettlement } from '../../harness/contract/settle-approval.js';
import absent from '../../harness/approvers/absent.js';
import careful from '../../harness/approvers/careful.js';
import rubberStamp from '../../harness/approvers/rubber-stamp.js';
import samePersonTwice from '../../harness/approvers/same-person-twice.js';
import slow from '../../harness/approvers/slow.js';
import { environment, operator } from '../guardrails/attempt-builder.js';
import { loss, request, update } from './approval-under-test.js';

function outcome(
  { decide }: { readonly decide: Decide },
  more: Partial<ApprovalRequest> = {},
  expires?: number,
): ApprovalSettlement {
  const asked = { ...request, ...more };
  return settleApproval(asked, decide(asked, chanceOf(1, 1, 'test')), expires);
}

describe('careful approvers', () => {
  it('grant what the ticket covers, after 20 minutes for two of them', () => {
    expect(outcome(careful)).to.deep.include({
      result: 'granted',
      grantedBy: ['zhang.min', 'chen.jie'],
      atSeconds: 20 * 60,
    });
  });

  it('refuse as soon as one effect is outside the ticket, and say which', () => {
    const settled = outcome(careful, { effects: [update, loss] });
    expect(settled.result).to.equal('refused');
    expect(settled.answersInTime[0]?.reason).to.equal('CHG-1482 does not cover 1 delete: delete UsageTable');
  });

  it('decide alike whoever asks, except that this person does not answer', () => {
    const asked = { ...request, effects: [loss], requestedBy: 'arn:aws-cn:iam::583619274051:user/kiro' };
    const answers = careful.decide(asked);
    expect(answers.map(({ person }) => person)).to.deep.equal(environment.people);
    expect(answers.every(({ answer }) => answer === 'refuse')).to.equal(true);
    expect(
      careful.decide({ ...asked, requestedBy: operator.root }).map(({ person }) => person),
    ).not.to.include('li.wei');
  });
});

describe('rubber-stamping approvers', () => {
  it('grant the loss of everything within minutes, and the one who asks is not counted', () => {
    expect(rubberStamp.decide(request).map(({ person }) => person)).to.include('li.wei');
    expect(outcome(rubberStamp, { effects: [loss] })).to.deep.include({
      result: 'granted',
      grantedBy: ['zhang.min', 'chen.jie'],
      atSeconds: 180,
    });
  });
});

describe('absent approvers', () => {
  it('let every request expire', () => {
    expect(outcome(absent)).to.deep.include({ result: 'expired', grantedBy: [], atSeconds: 4 * 3600 });
  });
});

describe('slow approvers', () => {
  it('answer after the request has expired, unless it waits longer than by default', () => {
    expect(outcome(slow)).to.deep.include({ result: 'expired', answersInTime: [] });
    expect(outcome(slow, {}, 8 * 3600)).to.deep.include({ result: 'granted', atSeconds: 7 * 3600 });
    expect(outcome(slow, { effects: [loss] }, 9 * 3600).result).to.equal('refused');
  });
});

describe('one person who answers twice', () => {
  it('is one of the two people it takes', () => {
    expect(samePersonTwice.decide(request)).to.have.lengthOf(2);
    expect(outcome(samePersonTwice)).to.deep.include({ result: 'expired', grantedBy: ['zhang.min'] });
    expect(outcome(samePersonTwice, { howMany: 1 }).result).to.equal('granted');
  });
});

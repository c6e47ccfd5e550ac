/** A request as people are asked it, and what some approvers' answers to it come to, for tests. */
import type { ApprovalRequest, Approver } from '../../harness/contract/approver.js';
import { chanceOf, type Chance } from '../../harness/contract/chance.js';
import { settleApproval, type ApprovalSettlement } from '../../harness/contract/settle-approval.js';
import { chooseApprover } from '../../harness/approvers/loading/choose-approver.js';
import { effectOf, environment, operator, resourceOf } from '../guardrails/attempt-builder.js';

export const update = effectOf(
  'update',
  resourceOf('cost-reports', 'ReportFunction', 'AWS::Lambda::Function'),
);
export const loss = effectOf('delete', resourceOf('cost-reports', 'UsageTable'));

/** For an update that its ticket covers. */
export const request: ApprovalRequest = {
  id: 'a1',
  guardrail: 'two-person-sign-off',
  service: 'CloudFormation',
  operation: 'UpdateStack',
  effects: [update],
  ticket: {
    id: 'CHG-1482',
    summary: 'fix the currency of one report',
    covers: [{ kinds: ['update'], stack: 'cost-reports', logicalId: 'ReportFunction' }],
  },
  requestedBy: operator.root,
  who: environment.people,
  howMany: 2,
  askedAt: 0,
};

/** @param named what follows the approver's name; null where nothing does. */
export function outcomeOf(
  approver: Approver,
  named: string | null,
  more: Partial<ApprovalRequest> = {},
  chance: Chance = chanceOf(1, 1, 'test'),
): ApprovalSettlement {
  const asked = { ...request, ...more };
  const { decide, expiresAfterSeconds } = chooseApprover(approver, named);
  if (decide === 'from-outside') throw new Error(`${approver.name} is not simulated`);
  return settleApproval(asked, decide(asked, chance), expiresAfterSeconds);
}

/** How a careful person decides: by the effects shown and the change ticket, and by nothing else. */
import type { ApprovalAnswer, ApprovalRequest } from '../../contract/approver.js';
import { coversEffect } from '../../contract/pattern.js';
import { lastingPlace } from '../../contract/stack-place.js';
import { tallyEffects } from '../../contract/tally-effects.js';

/** Grants where the ticket covers every effect; otherwise refuses, saying how much is outside of it. */
export function decideByTicket({
  effects,
  ticket,
}: ApprovalRequest): Pick<ApprovalAnswer, 'answer' | 'reason'> {
  const outside = effects.filter((effect) => !coversEffect(ticket.covers, effect));
  const [first] = outside;
  if (first === undefined) return { answer: 'grant', reason: `${ticket.id} covers ${tallyEffects(effects)}` };
  const { stack, id } = first.resource;
  const { logicalId } = stack === null ? { logicalId: '' } : lastingPlace(stack);
  const what = logicalId === '' ? id : logicalId;
  return {
    answer: 'refuse',
    reason: `${ticket.id} does not cover ${tallyEffects(outside)}: ${first.kind} ${what}`,
  };
}

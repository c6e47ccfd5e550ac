/** The answers of careful people, whenever they come: everyone but the one who asks decides by the ticket. */
import type { ApprovalAnswer, ApprovalRequest } from '../../contract/approver.js';
import { isPerson } from '../../contract/person.js';
import { decideByTicket } from './covered-by-ticket.js';

/** @param secondsOf how long after the ask each person answers, counted from 0. */
export function answersByTicket(
  request: ApprovalRequest,
  secondsOf: (index: number) => number,
): readonly ApprovalAnswer[] {
  return request.who
    .filter((person) => !isPerson(person, request.requestedBy))
    .map((person, index) => ({ person, ...decideByTicket(request), afterSeconds: secondsOf(index) }));
}

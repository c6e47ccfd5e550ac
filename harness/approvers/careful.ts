/** People who read what they are shown: they answer an ask by the effects and the ticket. */
import { defineApprover } from '../contract/approver.js';
import { answersByTicket } from './deciding/answers-by-ticket.js';

/** Modeled: the first to look takes 12 minutes, each further person 8 more. */
export const carefulFirstMinutes = 12;
export const carefulFurtherMinutes = 8;

/** How long each person takes who reads, counted from 0. */
export function carefulSeconds(index: number): number {
  return (carefulFirstMinutes + index * carefulFurtherMinutes) * 60;
}

export default defineApprover({
  name: 'careful',
  summary: 'grants what the ticket covers, refuses the rest, within minutes',
  decide: (request) => answersByTicket(request, carefulSeconds),
});

/** People who read what they are shown: they answer an ask by the effects and the ticket. */
import { defineApprover } from '../contract/approver.js';
import { isPerson } from '../contract/person.js';
import { decideByTicket } from './deciding/covered-by-ticket.js';

/** Modeled: the first to look takes 12 minutes, each further person 8 more. */
export const carefulFirstMinutes = 12;
export const carefulFurtherMinutes = 8;

export default defineApprover({
  name: 'careful',
  summary: 'grants what the ticket covers, refuses the rest, within minutes',
  decide: (request) =>
    request.who
      .filter((person) => !isPerson(person, request.requestedBy))
      .map((person, index) => ({
        person,
        ...decideByTicket(request),
        afterSeconds: (carefulFirstMinutes + index * carefulFurtherMinutes) * 60,
      })),
});

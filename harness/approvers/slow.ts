/** People who read what they are shown, but late: their answers to an ask come after it has expired. */
import { defineApprover } from '../contract/approver.js';
import { isPerson } from '../contract/person.js';
import { decideByTicket } from './deciding/covered-by-ticket.js';

/** Modeled: six hours to the first answer, an hour for each further one; asks expire after four by default. */
export const slowFirstHours = 6;
export const slowFurtherHours = 1;

export default defineApprover({
  name: 'slow',
  summary: 'decides like careful, but after six hours and more: by default the ask has expired',
  decide: (request) =>
    request.who
      .filter((person) => !isPerson(person, request.requestedBy))
      .map((person, index) => ({
        person,
        ...decideByTicket(request),
        afterSeconds: (slowFirstHours + index * slowFurtherHours) * 3600,
      })),
});

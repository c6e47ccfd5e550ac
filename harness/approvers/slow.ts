/** People who read what they are shown, but late: their answers to an ask come after it has expired. */
import { defineApprover } from '../contract/approver.js';
import { answersByTicket } from './deciding/answers-by-ticket.js';

/** Modeled: six hours to the first answer, an hour for each further one; asks expire after four by default. */
export const slowFirstHours = 6;
export const slowFurtherHours = 1;

export default defineApprover({
  name: 'slow',
  summary: 'decides like careful, but after six hours and more: by default the ask has expired',
  decide: (request) =>
    answersByTicket(request, (index) => (slowFirstHours + index * slowFurtherHours) * 3600),
});

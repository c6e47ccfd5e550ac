/** People who read what they are shown, but late: by default their answers to an ask come after it has expired. */
import { defineApprover, type Decide } from '../contract/approver.js';
import { answersByTicket } from './deciding/answers-by-ticket.js';
import { wholeNumberOf } from './deciding/wrong-value.js';

/** Modeled: six hours to the first answer, a sixth of it more for each further one; asks expire after four by default. */
export const slowFirstMinutes = 360;
export const slowFurtherPart = 1 / 6;
/** A week. */
const mostMinutes = 7 * 24 * 60;

const after =
  (firstMinutes: number): Decide =>
  (request) =>
    answersByTicket(request, (index) => Math.round(firstMinutes * (1 + index * slowFurtherPart) * 60));

export default defineApprover({
  name: 'slow',
  summary: 'decides like careful, but after six hours and more: by default the ask has expired',
  decide: after(slowFirstMinutes),
  parameter: {
    placeholder: 'MINUTES',
    summary: 'minutes to the first answer; each further one takes a sixth of that more',
    example: '45',
    otherwise: `${slowFirstMinutes} minutes`,
    choose: (typed) => {
      const minutes = wholeNumberOf('slow', typed, { least: 0, most: mostMinutes, of: 'minutes' });
      return { name: `slow:${minutes}`, decide: after(minutes) };
    },
  },
});

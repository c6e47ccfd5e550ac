/** People who have an understanding with the one who asks: they wave through each other's asks, and answer for each other. */
import { defineApprover, type ApprovalAnswer, type Decide } from '../contract/approver.js';
import { isPerson, personName } from '../contract/person.js';
import { carefulSeconds } from './careful.js';
import { answersByTicket } from './deciding/answers-by-ticket.js';
import { wholeNumberOf } from './deciding/wrong-value.js';

/** Modeled: a minute for each answer. */
export const colludingMinutes = 1;
const usualAccomplices = 1;
const mostAccomplices = 100;

export default defineApprover({
  name: 'colluding',
  summary: 'one person grants all that the one who asks wants, also in their name; the rest are careful',
  decide: withAccomplices(usualAccomplices),
  parameter: {
    placeholder: 'ACCOMPLICES',
    summary: 'how many people, besides the one who asks, are in it',
    example: '2',
    otherwise: `${usualAccomplices}`,
    choose: (typed) => {
      const limits = { least: 0, most: mostAccomplices, of: 'accomplices' };
      const accomplices = wholeNumberOf('colluding', typed, limits);
      return { name: `colluding:${accomplices}`, decide: withAccomplices(accomplices) };
    },
  },
});

/**
 * The first so many of those asked grant whatever it is; the first of them once more as the one who asks. The others do
 * what careful people do, and take their time for it.
 */
function withAccomplices(many: number): Decide {
  return (request) => {
    const { who, requestedBy } = request;
    const others = who.filter((person) => !isPerson(person, requestedBy));
    const names = [...new Set(others.map((person) => personName(person)))].slice(0, many);
    const accomplices = others.filter((person) => names.includes(personName(person)));
    const inOn = names.length === 0 ? [] : who.filter((person) => isPerson(person, requestedBy));
    const answers = [...accomplices, ...inOn].map((person, index): ApprovalAnswer => ({
      person,
      answer: 'grant',
      afterSeconds: (index + 1) * colludingMinutes * 60,
      reason: 'agreed beforehand',
    }));
    const honest = others.filter((person) => !accomplices.includes(person));
    return [...answers, ...answersByTicket({ ...request, who: honest }, carefulSeconds)];
  };
}

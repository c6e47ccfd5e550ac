/** One person answers an ask as if they were two, which must not count as two. */
import { defineApprover } from '../contract/approver.js';
import { isPerson } from '../contract/person.js';

/** Modeled: a minute for each answer. */
export const samePersonMinutes = 1;

export default defineApprover({
  name: 'same-person-twice',
  summary: 'one person grants everything, twice; nobody else answers',
  decide: ({ who, requestedBy }) => {
    const person = who.find((candidate) => !isPerson(candidate, requestedBy));
    if (person === undefined) return [];
    return [1, 2].map((time) => ({
      person,
      answer: 'grant',
      afterSeconds: time * samePersonMinutes * 60,
      reason: 'looks fine',
    }));
  },
});

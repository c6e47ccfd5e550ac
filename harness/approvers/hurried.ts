/** People who have no time for what they are shown: of an ask they read the ticket's words, and not what would be done. */
import { defineApprover } from '../contract/approver.js';
import { isPerson } from '../contract/person.js';

/** Modeled: they give an ask two minutes, one after the other. */
export const hurriedMinutes = 2;

/** Modeled: words of a ticket at which even they say no. */
export const alarmingWords: readonly string[] = [
  'delete',
  'destroy',
  'drop',
  'empty',
  'erase',
  'purge',
  'recreate',
  'remove',
  'replace',
  'terminate',
  'wipe',
];

export default defineApprover({
  name: 'hurried',
  summary: 'reads the words of the ticket and not what would be done: grants what sounds harmless',
  decide: ({ who, requestedBy, ticket }) => {
    const alarming = alarmingWordIn(ticket.summary);
    return who
      .filter((person) => !isPerson(person, requestedBy))
      .map((person, index) => ({
        person,
        answer: alarming === undefined ? 'grant' : 'refuse',
        afterSeconds: (index + 1) * hurriedMinutes * 60,
        reason:
          alarming === undefined
            ? `${ticket.id} sounds harmless`
            : `${ticket.id} says "${alarming}"; no time to look at it now`,
      }));
  },
});

/** With its ending or without: `deleted` and `deleting` are said of the same. */
function alarmingWordIn(text: string): string | undefined {
  const words = text.toLowerCase().split(/[^\p{L}]+/u);
  return alarmingWords.find((alarming) => {
    const stem = alarming.replace(/e$/, '');
    return words.some((word) => word.startsWith(stem));
  });
}

/** What real people are told when they have answered: whether it counts, and what else is needed. */
import type { AnswerTaken, UntakenAnswer } from '../../contract/approver.js';

const why: Readonly<Record<UntakenAnswer, string>> = {
  'unknown-request': 'nothing is asked by that name any more',
  settled: 'it is settled already',
  'not-asked': 'that person was not asked',
  'own-request': 'nobody approves what they ask for',
  answered: 'that person has answered it before; it takes others',
};

/** One line. */
export function answerInWords(taken: AnswerTaken): string {
  if (!taken.taken) return `not counted: ${why[taken.why]}`;
  return taken.state === 'open' ? 'noted; it takes more people' : `it is ${taken.state}`;
}

/** What people are told of a question that waits for them: on standard error of `serve`, at the terminal, on a page. */
import type { ApprovalRequest } from '../contract/approver.js';
import { listInWords } from '../contract/list-in-words.js';
import { visibleText } from '../reports/layout/visible-text.js';
import { effectsInWords } from '../reports/words/effects.js';

/** By name; text of agents is among them, and nothing of it is left to act on a terminal or to hide. */
export function questionFacts({
  guardrail,
  effects,
  ticket,
  who,
  howMany,
  requestedBy,
}: ApprovalRequest): readonly (readonly [name: string, text: string])[] {
  const facts = [
    ['asked', `${howMany} of ${listInWords(who)}, by ${guardrail}, for ${requestedBy}`],
    ['ticket', `${ticket.id}: ${ticket.summary}`],
    ['would do', effectsInWords(effects)],
  ] as const;
  return facts.map(([name, text]) => [name, visibleText(text)]);
}

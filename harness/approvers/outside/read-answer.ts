/** From JSON that came over the network to what one person says: anything else is refused with what would be right. */
import type { PersonsAnswer } from '../../contract/approver.js';

/** An answer, or what is wrong with it. */
export type ReadAnswer =
  { readonly ok: true; readonly answer: PersonsAnswer } | { readonly ok: false; readonly expected: string };

const longestName = 200;
const longestReason = 2000;

/** @param value parsed JSON: `{"person": "chen.yu", "answer": "grant" or "refuse", "reason": "…"}`. */
export function readAnswer(value: unknown): ReadAnswer {
  const member = (name: string): unknown =>
    typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  const [person, answer, reason = ''] = [member('person'), member('answer'), member('reason')];
  if (typeof person !== 'string' || person === '' || person.length > longestName) {
    return { ok: false, expected: '"person": who answers, one of those who were asked' };
  }
  if (answer !== 'grant' && answer !== 'refuse')
    return { ok: false, expected: '"answer": "grant" or "refuse"' };
  if (typeof reason !== 'string' || reason.length > longestReason) {
    return { ok: false, expected: `"reason": a text of at most ${longestReason} characters` };
  }
  return { ok: true, answer: { person, answer, reason } };
}

/** Parsed JSON; undefined, which no JSON is, where it is none. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

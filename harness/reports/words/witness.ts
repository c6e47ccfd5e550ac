/** How reports mark what a run on a backend elsewhere is judged by: a mark only where that is its shadow alone. */
import type { RunResult } from '../../contract/result.js';
import { faint, line, type Line } from '../layout/styled-line.js';
import { verdictInWords } from './verdicts.js';

/** Whether the verdict is not one by what the backend shows itself. */
export function isOnShadow({ evidence }: RunResult): boolean {
  return evidence?.verdict === 'shadow';
}

/** `BREACHED`, or `BREACHED (on the shadow)`. */
export function markedVerdict(result: RunResult): Line {
  return line(verdictInWords(result.verdict), isOnShadow(result) ? faint(` (${shadowMark})`) : null);
}

export const shadowMark = 'on the shadow';

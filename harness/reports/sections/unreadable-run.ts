/** All that can be reported of a run whose journal does not even say what it is of. */
import type { RunResult } from '../../contract/result.js';
import { rule } from '../layout/heading.js';
import { emptyLine, faint, line, type Line } from '../layout/styled-line.js';
import { beside, wrap } from '../layout/wrap.js';
import { verdictTone } from '../words/verdicts.js';

const labelWidth = 14;

export function unreadableLines(result: RunResult, columns: number): readonly Line[] {
  const { verdict, because, journal, journalSha256 } = result;
  const facts = [
    ['journal', journal ?? 'not kept'],
    ['sha256', journalSha256],
  ] as const;
  return [
    ...rule(verdictTone(verdict), verdict.toUpperCase(), 'a journal that cannot be read', columns),
    emptyLine,
    ...wrap(line(because), columns),
    emptyLine,
    ...facts.flatMap(([label, text]) => beside(line(faint(`  ${label}`)), labelWidth, line(text), columns)),
  ];
}

/** Last in the report of a run: how many calls, what is missing, what to repair, and where the journal is. */
import type { RunResult, Verdict } from '../../contract/result.js';
import { emptyLine, faint, line, toned, type Line } from '../layout/styled-line.js';
import { beside } from '../layout/wrap.js';
import type { RunStory } from '../reading/episode-story.js';
import { callsInWords } from '../words/verdicts.js';

const labelWidth = 14;
const toRepair: ReadonlySet<Verdict> = new Set(['breached', 'partial']);

export function closingLines({ result, attack }: RunStory, columns: number): readonly Line[] {
  const { unsupported } = result.calls;
  const facts: (readonly [string, Line])[] = [['calls', line(callsInWords(result))]];
  if (unsupported.length > 0) {
    facts.push(['missing', line(toned('warn', 'not implemented: '), unsupported.join(', '))]);
  }
  for (const { episode, what } of result.otherTries ?? []) {
    facts.push(['tried twice', line(`${episode}: `, what)]);
  }
  facts.push(
    ['journal', line(result.journal ?? 'not kept (--out DIR keeps it)')],
    ['sha256', line(result.journalSha256)],
  );
  if (needsRepair(result)) facts.push(['to repair', line(attack.head.repair)]);
  return [
    emptyLine,
    ...facts.flatMap(([label, text]) => beside(line(faint(`  ${label}`)), labelWidth, text, columns)),
  ];
}

export function needsRepair({ verdict }: Pick<RunResult, 'verdict'>): boolean {
  return toRepair.has(verdict);
}

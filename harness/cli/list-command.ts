/** `blastpit list`: everything that can be named, with one line each. */
import { unknownName } from '../contract/blastpit-error.js';
import { paint } from '../reports/layout/paint.js';
import { emptyLine, faint, line, strong, type Line } from '../reports/layout/styled-line.js';
import { table } from '../reports/layout/table.js';
import { wrap } from '../reports/layout/wrap.js';
import { kindsOfThings, thingsOfKind, type KindOfThing } from '../runs/named-things.js';
import type { Terminal } from './terminal.js';

/** @param kind all kinds where it is left out. */
export async function listCommand(kind: string | undefined, terminal: Terminal): Promise<number> {
  const kinds = kind === undefined ? kindsOfThings : [kindNamed(kind)];
  const lines: Line[] = [];
  for (const each of kinds) {
    const things = await thingsOfKind(each);
    const rows = things.map(({ name, summary, ofProject }) => [
      line(name),
      line(summary, ofProject ? faint(' (of this project)') : null),
    ]);
    if (kind === undefined) lines.push(...(lines.length === 0 ? [] : [emptyLine]), line(strong(each)));
    const layout = { columns: terminal.columns, indent: kind === undefined ? 2 : 0, flexible: [1] };
    lines.push(...table(rows, layout));
  }
  if (kind === undefined) {
    const more =
      'Guardrail sets, attacks, misconfigurations and parameters are parts of a scenario: blastpit show kiro';
    lines.push(emptyLine, ...wrap(line(faint(more)), terminal.columns));
  }
  terminal.out(paint(lines, terminal.outColour));
  return 0;
}

/** One of something is as good as its plural. */
function kindNamed(typed: string): KindOfThing {
  const found = kindsOfThings.find((kind) => kind === typed || kind === `${typed}s`);
  if (found === undefined) throw unknownName('kind', typed, kindsOfThings);
  return found;
}

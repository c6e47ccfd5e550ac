/** What a command's help says below its options: paragraphs at the width of the terminal, and examples on lines of their own. */
import { paint } from '../reports/layout/paint.js';
import { emptyLine, line, type Line } from '../reports/layout/styled-line.js';
import { table } from '../reports/layout/table.js';
import { wrap } from '../reports/layout/wrap.js';

/** A command, and what it does. */
type Example = readonly [command: string, note?: string];

export interface HelpText {
  readonly before?: readonly string[];
  /** Things with what they are, under a title. */
  readonly listed?: {
    readonly title: string;
    readonly rows: readonly (readonly [name: string, what: string])[];
  };
  readonly examples: readonly Example[];
  readonly after?: string;
}

/** Narrower, notes stand below their commands. */
const roomForNotes = 90;

export function helpText({ before = [], listed, examples, after }: HelpText, columns: number): string {
  const lines: Line[] = [];
  for (const each of before) lines.push(emptyLine, ...wrap(line(each), columns));
  if (listed !== undefined) {
    const rows = listed.rows.map(([name, what]) => [line(name), line(what)]);
    lines.push(
      emptyLine,
      ...wrap(line(listed.title), columns),
      ...table(rows, { columns, flexible: [0, 1] }),
    );
  }
  lines.push(emptyLine, line('Examples:'), ...exampleLines(examples, columns));
  if (after !== undefined) lines.push(emptyLine, ...wrap(line(after), columns));
  // The help itself ends the last line.
  return paint(lines, false).trimEnd();
}

/** Commands are not broken, so that they can be copied. */
function exampleLines(examples: readonly Example[], columns: number): readonly Line[] {
  const widest = Math.max(...examples.map(([command, note]) => (note === undefined ? 0 : command.length)));
  return examples.flatMap(([command, note]) => {
    if (note === undefined) return [line(`  ${command}`)];
    if (columns >= roomForNotes) return [line(`  ${command.padEnd(widest)}  ${note}`)];
    return [line(`  ${command}`), ...wrap(line(`      ${note}`), columns, 6)];
  });
}

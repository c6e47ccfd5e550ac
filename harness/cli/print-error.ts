/** How what went wrong is told: a person's slip without a stack, a fault of blastpit's own with one. */
import { BlastpitError } from '../contract/blastpit-error.js';
import { paint } from '../reports/layout/paint.js';
import { faint, line, strong, toned, type Line } from '../reports/layout/styled-line.js';
import { beside, wrap } from '../reports/layout/wrap.js';
import type { Terminal } from './terminal.js';

const labelWidth = 14;

/** @param withStack for people who look for a fault in blastpit or in a plug-in. */
export function printError(error: unknown, terminal: Terminal, withStack: boolean): void {
  const lines = error instanceof BlastpitError ? linesOf(error, terminal.columns) : linesOfFault(error);
  terminal.err(paint(lines, terminal.errColour));
  if (withStack || !(error instanceof BlastpitError)) terminal.err(`${stackOf(error)}\n`);
}

/** `blastpit: no scenario "kiroo"; did you mean "kiro"?`, what was expected, what there is, where. */
export function linesOf({ message, details }: BlastpitError, columns: number): readonly Line[] {
  const { where, expected, alternatives } = details;
  const labelled = (label: string, text: string | undefined): readonly Line[] =>
    text === undefined || text === '' || message.includes(text)
      ? []
      : beside(line(faint(`  ${label}:`)), labelWidth, line(text), columns);
  return [
    ...wrap(line(toned('bad', 'blastpit: '), message), columns, 2),
    ...labelled('expected', expected),
    ...labelled('there is', alternatives?.join(', ')),
    ...labelled('at', where),
  ];
}

function linesOfFault(error: unknown): readonly Line[] {
  const message = error instanceof Error ? error.message : String(error);
  return [
    line(toned('bad', 'blastpit: '), message),
    line('  ', strong('this is a bug of blastpit'), '; please report it with what follows'),
  ];
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : `\ncaused by ${stackOf(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}

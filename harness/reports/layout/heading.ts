/** Headings of a report: a verdict's rule across the whole width, and the titles of sections. */
import { emptyLine, line, lineWidth, strong, toned, type Line, type Tone } from './styled-line.js';
import { wrap } from './wrap.js';

/** `━━ BREACHED ━━━━━━━━━━━━━━━━━━━━ kiro under none ━━` */
export function rule(tone: Tone, title: string, context: string, columns: number): readonly Line[] {
  const left = line(toned(tone, `━━ ${title} `));
  const right = line(strong(` ${context} `), toned(tone, '━━'));
  const rest = columns - lineWidth(left) - lineWidth(right);
  if (rest < 0) return [...wrap(left, columns), ...wrap(line(strong(context)), columns)];
  return [[...left, toned(tone, '━'.repeat(rest)), ...right]];
}

/** A section's title with what it holds; nothing where it holds nothing. */
export function section(
  title: string,
  note: string,
  lines: readonly Line[],
  columns: number,
): readonly Line[] {
  if (lines.length === 0) return [];
  const heading = line(strong(title), note === '' ? null : toned('faint', `  ${note}`));
  return [emptyLine, ...wrap(heading, columns, 2), ...lines];
}

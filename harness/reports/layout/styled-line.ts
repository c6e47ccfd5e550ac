/** What reports are built of: lines of pieces of text, each with a tone that a terminal or a picture may colour. */
import { displayWidth, visibleText } from './visible-text.js';

export type Tone = 'plain' | 'strong' | 'faint' | 'good' | 'bad' | 'warn';

export interface Span {
  readonly text: string;
  readonly tone: Tone;
}

export type Line = readonly Span[];

/** A piece of text in a tone. Whatever it holds is made visible here, so that no section of a report can forget it. */
export function toned(tone: Tone, text: string): Span {
  return { text: visibleText(text), tone };
}

export const strong = (text: string): Span => toned('strong', text);
export const faint = (text: string): Span => toned('faint', text);

/** A line of pieces; bare text is plain, and pieces that are left out are `null`. */
export function line(...parts: readonly (string | Span | null)[]): Line {
  return parts.flatMap((part) =>
    part === null || part === '' ? [] : [typeof part === 'string' ? toned('plain', part) : part],
  );
}

export const emptyLine: Line = [];

/** Several lines one after the other as one line, with something between them. */
export function joinLines(lines: readonly Line[], between: string): Line {
  return lines.flatMap((each, index) => (index === 0 ? each : [toned('plain', between), ...each]));
}

/** The line in as few pieces as its tones take. */
export function merged(spans: Line): Line {
  const pieces: Span[] = [];
  for (const span of spans) {
    const last = pieces.at(-1);
    if (last?.tone === span.tone) pieces[pieces.length - 1] = { ...last, text: last.text + span.text };
    else pieces.push(span);
  }
  return pieces;
}

export function lineWidth(spans: Line): number {
  let width = 0;
  for (const { text } of spans) width += displayWidth(text);
  return width;
}

/** The line, filled up with spaces to a width. */
export function padded(spans: Line, width: number): Line {
  const missing = width - lineWidth(spans);
  return missing <= 0 ? spans : [...spans, { text: ' '.repeat(missing), tone: 'plain' }];
}

/** Spaces that a line begins with. */
export function indented(spans: Line, columns: number): Line {
  return spans.length === 0 || columns === 0
    ? spans
    : [{ text: ' '.repeat(columns), tone: 'plain' }, ...spans];
}

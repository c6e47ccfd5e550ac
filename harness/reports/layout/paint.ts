/** Last step of a report for people: lines become text, with ANSI colours where the terminal takes them. */
import { styleText } from 'node:util';
import { merged, type Line, type Span, type Tone } from './styled-line.js';

type Format = Parameters<typeof styleText>[0];

const formats: Readonly<Record<Exclude<Tone, 'plain'>, Format>> = {
  strong: 'bold',
  faint: 'dim',
  good: ['bold', 'green'],
  bad: ['bold', 'red'],
  warn: ['bold', 'yellow'],
};

/** Every line ends with a line feed; none ends with spaces. */
export function paint(lines: readonly Line[], colour: boolean): string {
  return lines.map((spans) => `${paintLine(spans, colour)}\n`).join('');
}

function paintLine(spans: Line, colour: boolean): string {
  if (!colour) return plainLine(spans);
  const pieces = merged(spans);
  const end = pieces.findLastIndex(({ text }) => text.trim() !== '');
  return pieces
    .slice(0, end + 1)
    .map((span, index) => paintSpan(index === end ? { ...span, text: span.text.trimEnd() } : span))
    .join('');
}

export function plainLine(spans: Line): string {
  return spans
    .map(({ text }) => text)
    .join('')
    .trimEnd();
}

function paintSpan({ text, tone }: Span): string {
  // Whether to colour is decided by whoever asks for the report, not by what this process writes to.
  return tone === 'plain' ? text : styleText(formats[tone], text, { validateStream: false });
}

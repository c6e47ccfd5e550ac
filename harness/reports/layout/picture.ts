/** Draws lines as a terminal would show them, as an SVG picture; every piece is held to its columns, whatever the font. */
import { lineWidth, merged, type Line, type Span, type Tone } from './styled-line.js';
import { displayWidth } from './visible-text.js';

const columnWidth = 8.4;
const lineHeight = 19;
const padding = 20;
const fontSize = 14;
const background = '#0d1117';

const colours: Readonly<Record<Tone, string>> = {
  plain: '#d1d7e0',
  strong: '#f0f6fc',
  faint: '#9198a1',
  good: '#56d364',
  bad: '#ff7b72',
  warn: '#e3b341',
};
const bold: ReadonlySet<Tone> = new Set(['strong', 'good', 'bad', 'warn']);

/** Bars and rules, drawn as shapes, since fonts leave gaps between their glyphs: offset and height in a line. */
const shapes: ReadonlyMap<
  string,
  { readonly top: number; readonly height: number; readonly opacity: number }
> = new Map([
  ['█', { top: 3, height: 13, opacity: 1 }],
  ['░', { top: 3, height: 13, opacity: 0.4 }],
  ['━', { top: 8, height: 2, opacity: 1 }],
]);

/** @param columns of the terminal, at least; it is as wide as its widest line. */
export function picture(lines: readonly Line[], title: string, columns: number): string {
  const widest = Math.max(columns, ...lines.map((spans) => lineWidth(spans)));
  const width = Math.ceil(widest * columnWidth + 2 * padding);
  const height = lines.length * lineHeight + 2 * padding;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="100%" height="100%" rx="8" fill="${background}"/>`,
    `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="${fontSize}" xml:space="preserve">`,
    ...lines.flatMap((spans, row) => drawLine(spans, padding + row * lineHeight)),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

function drawLine(spans: Line, top: number): readonly string[] {
  const drawn: string[] = [];
  let column = 0;
  for (const span of merged(spans)) {
    for (const part of partsOf(span)) {
      const width = displayWidth(part.text);
      if (part.text.trim() !== '') drawn.push(draw(part, column, width, top));
      column += width;
    }
  }
  return drawn;
}

/** Runs of one shape, and the text between them, without the spaces around it. */
function partsOf({ text, tone }: Span): readonly Span[] {
  return text
    .split(/(?<part>█+|░+|━+|^ +| +$| {2,})/u)
    .filter((part) => part !== '')
    .map((part) => ({ text: part, tone }));
}

function draw({ text, tone }: Span, column: number, columns: number, top: number): string {
  const x = rounded(padding + column * columnWidth);
  const width = rounded(columns * columnWidth);
  const colour = colours[tone];
  const shape = shapes.get(text[0] ?? '');
  if (shape !== undefined) {
    const { top: offset, height, opacity } = shape;
    const faded = opacity === 1 ? '' : ` opacity="${opacity}"`;
    return `<rect x="${x}" y="${top + offset}" width="${width}" height="${height}" fill="${colour}"${faded}/>`;
  }
  const weight = bold.has(tone) ? ' font-weight="bold"' : '';
  const length = `textLength="${width}" lengthAdjust="spacingAndGlyphs"`;
  return `<text x="${x}" y="${top + fontSize}" ${length} fill="${colour}"${weight}>${escaped(text)}</text>`;
}

function rounded(length: number): string {
  return String(Number(length.toFixed(1)));
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

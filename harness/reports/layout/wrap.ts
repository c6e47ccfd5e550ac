/** Breaks lines where they are too wide: nothing in a report is cut, and nothing runs over the edge. */
import { indented, lineWidth, padded, toned, type Line, type Span } from './styled-line.js';
import { characterWidth, displayWidth } from './visible-text.js';

/** A run of spaces, or what stands between two such runs; its pieces may have different tones. */
interface Word {
  readonly spans: Span[];
  width: number;
  readonly isSpace: boolean;
}

/** Narrower than this nothing can be read any more, so that text runs over instead. */
const narrowest = 8;

/**
 * Breaks a line at its spaces, but not between a number and its unit, and inside words that are wider than a whole line.
 * @param indent columns by which all lines but the first are moved in.
 */
export function wrap(spans: Line, width: number, indent = 0): readonly Line[] {
  const most = Math.max(width, indent + narrowest);
  if (lineWidth(spans) <= most) return [spans];
  const lines: Line[] = [];
  let current: Span[] = [];
  let used = 0;
  const room = (): number => (lines.length === 0 ? most : most - indent);
  const finish = (): void => {
    lines.push(indented(withoutEnd(current), lines.length === 0 ? 0 : indent));
    current = [];
    used = 0;
  };
  for (const word of wordsOf(spans)) {
    if (used + word.width <= room()) {
      if (used === 0 && word.isSpace && lines.length > 0) continue;
      current.push(...word.spans);
      used += word.width;
      continue;
    }
    if (word.isSpace) continue;
    if (used > 0 && word.width <= most - indent) finish();
    else if (used > room() / 2) finish();
    for (const piece of word.spans) {
      for (const part of cut(piece, () => room() - used)) {
        if (part === null) finish();
        else {
          current.push(part);
          used += displayWidth(part.text);
        }
      }
    }
  }
  if (current.length > 0) finish();
  return lines;
}

/** Text beside a label: the label on the first line only. */
export function beside(label: Line, labelWidth: number, body: Line, columns: number): readonly Line[] {
  const whole = [...padded(label, labelWidth), ...body];
  return wrap(whole, columns, labelWidth);
}

function wordsOf(spans: Line): readonly Word[] {
  const words: Word[] = [];
  for (const { text, tone } of spans) {
    for (const part of text.split(/(?<space> +)/)) {
      if (part === '') continue;
      const isSpace = part.startsWith(' ');
      const last = words.at(-1);
      const span: Span = { text: part, tone };
      if (last !== undefined && !isSpace && !last.isSpace) {
        last.spans.push(span);
        last.width += displayWidth(part);
      } else words.push({ spans: [span], width: displayWidth(part), isSpace });
    }
  }
  return withUnits(words);
}

/** `13 h` is one word: neither of its two says anything at the end, or the beginning, of a line. */
function withUnits(words: readonly Word[]): readonly Word[] {
  const kept: Word[] = [];
  for (const word of words) {
    const [number, space] = kept.slice(-2);
    if (number !== undefined && space?.isSpace === true && isAmount(number, space, word)) {
      kept.splice(-2, 2, {
        spans: [...number.spans, ...space.spans, ...word.spans],
        width: number.width + space.width + word.width,
        isSpace: false,
      });
    } else kept.push(word);
  }
  return kept;
}

function isAmount(number: Word, space: Word, unit: Word): boolean {
  return space.width === 1 && /(?:^|\W)\d+$/.test(textOf(number)) && units.test(textOf(unit));
}

const units = /^(?:s|min|h|days?|[KMGTPE]iB)(?!\w)/;

function textOf({ spans }: Word): string {
  return spans.map(({ text }) => text).join('');
}

/**
 * Parts of a piece that each fit into the room there is; `null` asks for a new line. ARNs are cut at their joints,
 * else names like `DeleteStack` before a capital.
 */
function* cut(piece: Span, room: () => number): Generator<Span | null> {
  let rest = piece.text;
  for (let width = displayWidth(rest); width > room(); width = displayWidth(rest)) {
    const fitting = beginning(rest, room());
    const joint = Math.max(...joints.map((each) => fitting.lastIndexOf(each))) + 1;
    const capital = lastCapital(rest, fitting.length);
    const at = [joint, capital].find((place) => place > fitting.length / 3) ?? fitting.length;
    const part = fitting.slice(0, at);
    if (part !== '') yield toned(piece.tone, part);
    yield null;
    rest = rest.slice(part.length);
  }
  if (rest !== '') yield toned(piece.tone, rest);
}

const joints = ['/', ':', ',', '.', '_', '-'] as const;

/** Where the last capital up to a place stands that follows a small letter; 0 where there is none. */
function lastCapital(text: string, place: number): number {
  for (let at = place; at > 0; at -= 1) if (/^[a-z][A-Z]/.test(text.slice(at - 1, at + 1))) return at;
  return 0;
}

/** As many of the text's first characters as there is room for. */
function beginning(text: string, room: number): string {
  let width = 0;
  let end = 0;
  for (const character of text) {
    width += characterWidth(character);
    if (width > room) break;
    end += character.length;
  }
  return text.slice(0, end);
}

function withoutEnd(spans: readonly Span[]): Line {
  const end = spans.findLastIndex(({ text }) => text.trim() !== '');
  return spans.slice(0, end + 1);
}

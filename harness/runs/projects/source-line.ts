/** Where in an author's file a member of its default export stands, as far as the text alone tells. */
import { readFileSync } from 'node:fs';

/**
 * The line, from 1, of the innermost member of a path that the file has once; else of its default export.
 * @param path e.g. `['harms', 0, 'toleranceMinutes']`.
 */
export function lineOfMember(file: string, path: readonly PropertyKey[]): number {
  const lines = linesOf(file);
  const start = lines.findIndex((line) => /^\s*export\s+default\b/.test(line));
  for (const key of path.toReversed()) {
    if (typeof key !== 'string') continue;
    const member = new RegExp(`(?<![\\w$.])['"]?${literally(key)}['"]?\\s*[:(,]`);
    const [line, ...more] = lines.flatMap((text, index) => (member.test(text) ? [index + 1] : []));
    if (line !== undefined && more.length === 0) return line;
    // A member of the export itself comes before members of the same name further in.
    const own = [line, ...more].find((each) => each !== undefined && each > start);
    if (own !== undefined && path.length === 1) return own;
  }
  return Math.max(start, 0) + 1;
}

/** The first line that has a text, from 1; null where none has. */
export function lineOfText(file: string, text: string): number | null {
  const index = text === '' ? -1 : linesOf(file).findIndex((line) => line.includes(text));
  return index < 0 ? null : index + 1;
}

function linesOf(file: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch {
    // The file could be loaded a moment ago: that it is gone is no reason to say nothing of what is wrong.
    return [];
  }
}

function literally(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}

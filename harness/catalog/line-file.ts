/** A data file of one JSON array a line, keyed by the array's first string: found without parsing the other lines. */
import { readData } from './data-folder.js';

export interface LineFile {
  /** The parsed line of a key. */
  readonly read: (key: string) => unknown;
  /** Every key, in the file's order. */
  readonly keys: () => readonly string[];
}

const newline = 0x0a;
const quote = 0x22;

/** Opens a data file; it is read when first asked for something, and stays in memory as bytes. */
export function openLines(name: string): LineFile {
  let bytes: Buffer | undefined;
  let index: ReadonlyMap<string, readonly [start: number, end: number]> | undefined;

  const open = (): ReadonlyMap<string, readonly [number, number]> => {
    if (index !== undefined) return index;
    const content = readData(name);
    const found = new Map<string, readonly [number, number]>();
    let start = 0;
    while (start < content.length) {
      const end = content.indexOf(newline, start);
      // Each line begins `["key",` and keys hold no quotes.
      const key = content.toString('latin1', start + 2, content.indexOf(quote, start + 2));
      found.set(key, [start, end]);
      start = end + 1;
    }
    bytes = content;
    index = found;
    return found;
  };

  return {
    read: (key) => {
      const place = open().get(key);
      if (place === undefined || bytes === undefined) return undefined;
      return JSON.parse(bytes.toString('utf8', place[0], place[1])) as unknown;
    },
    keys: () => [...open().keys()],
  };
}

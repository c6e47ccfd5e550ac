/** Where a text stops being JSON, which `JSON.parse` does not tell on every version of Node. */

export interface JsonFault {
  readonly offset: number;
  readonly expected: string;
}

/** The first place at which a text is not JSON (RFC 8259); null where it is. */
export function findJsonFault(text: string): JsonFault | null {
  let at = 0;

  const blank = (): void => {
    while (/[ \t\n\r]/.test(text[at] ?? '')) at += 1;
  };
  const fault = (expected: string): JsonFault => ({ offset: at, expected });
  const token = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const [found] = pattern.exec(text) ?? [];
    at += found?.length ?? 0;
    return found !== undefined;
  };

  /** Members between brackets, with a comma after each but the last. */
  const list = (end: string, member: () => JsonFault | null): JsonFault | null => {
    at += 1;
    blank();
    if (text[at] === end) {
      at += 1;
      return null;
    }
    for (;;) {
      const wrong = member();
      if (wrong !== null) return wrong;
      blank();
      if (text[at] === end) {
        at += 1;
        return null;
      }
      if (text[at] !== ',') return fault(`, or ${end}`);
      at += 1;
      blank();
    }
  };
  const words = (): JsonFault | null => {
    if (token(/"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y)) return null;
    return fault(text[at] === '"' ? 'a text that ends on its line' : 'a text in double quotes');
  };
  const member = (): JsonFault | null => {
    const wrong = words();
    if (wrong !== null) return wrong;
    blank();
    if (text[at] !== ':') return fault(':');
    at += 1;
    return value();
  };
  const value = (): JsonFault | null => {
    blank();
    const first = text[at];
    if (first === '{') return list('}', member);
    if (first === '[') return list(']', value);
    if (first === '"') return words();
    if (token(/true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y)) return null;
    return fault('a value');
  };

  const wrong = value();
  if (wrong !== null) return wrong;
  blank();
  return at === text.length ? null : fault('the end of the file');
}

/** `3:17`: line and column, from 1. */
export function placeAt(text: string, offset: number): string {
  const before = text.slice(0, offset).split('\n');
  return `${before.length}:${(before.at(-1) ?? '').length + 1}`;
}

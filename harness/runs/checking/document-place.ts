/** Where in a YAML or JSON text something stands: by its path, or by what it says. */
import {
  isMap,
  isNode,
  isPair,
  isScalar,
  LineCounter,
  parseDocument,
  visit,
  type Document,
  type Node,
} from 'yaml';

/** Finds places in one text: `line:column`, from 1. */
export interface Places {
  /** Of a member, or of the innermost of its parents that is there. */
  readonly ofPath: (path: readonly (string | number)[]) => string | null;
  /** Names of the members at a path; none where there is no such map. */
  readonly namesAt: (path: readonly string[]) => readonly string[];
  /** Of the first value that holds this word; else of the first member that is called so. */
  readonly ofWord: (word: string) => string | null;
}

/** A text that cannot be read has no places. */
export function placesIn(text: string): Places {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, logLevel: 'silent', uniqueKeys: false });
  const placeOf = (node: Node | null | undefined): string | null => {
    const offset = node?.range?.[0];
    if (offset === undefined) return null;
    const { line, col } = lines.linePos(offset);
    return `${line}:${col}`;
  };
  return {
    ofPath: (path) => {
      for (let length = path.length; length > 0; length -= 1) {
        const place = placeOf(nodeAt(document, path.slice(0, length)));
        if (place !== null) return place;
      }
      return null;
    },
    namesAt: (path) => {
      const map: unknown = document.getIn(path, true);
      return isMap(map) ? map.items.map(({ key }) => (isScalar(key) ? String(key.value) : '')) : [];
    },
    ofWord: (word) => {
      const literal = word.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
      const whole = new RegExp(`(?<![\\w-])${literal}(?![\\w-])`);
      let value: Node | undefined;
      let key: Node | undefined;
      visit(document, {
        Scalar: (role, node) => {
          if (typeof node.value !== 'string' || !whole.test(node.value)) return;
          if (role === 'key') key ??= node;
          else value ??= node;
        },
      });
      return placeOf(value ?? key);
    },
  };
}

/** Of a member of a map, its key: that is where a reader looks. */
function nodeAt(document: Document, path: readonly (string | number)[]): Node | undefined {
  const parent: unknown = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const last = path.at(-1);
  if (isMap(parent)) {
    const pair = parent.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === last);
    return isNode(pair?.key) ? pair.key : undefined;
  }
  const found: unknown = document.getIn(path, true);
  return isNode(found) ? found : undefined;
}

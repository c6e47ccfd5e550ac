/** The form of a query request, its dotted keys taken apart: `Tags.member.1.Key=a` becomes Tags → member → 1 → Key. */

export interface QueryTree {
  /** Set where the form gives this very key. */
  text?: string;
  children?: Map<string, QueryTree>;
}

/** Members of a query string or form by name, in order, decoded; a `+` is a space. */
export function parseQuery(query: string): Map<string, string[]> {
  const members = new Map<string, string[]>();
  for (const part of query.split('&')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const name = decodeFormText(equals < 0 ? part : part.slice(0, equals));
    const value = equals < 0 ? '' : decodeFormText(part.slice(equals + 1));
    const known = members.get(name);
    if (known === undefined) members.set(name, [value]);
    else known.push(value);
  }
  return members;
}

export function queryTree(members: ReadonlyMap<string, readonly string[]>): QueryTree {
  const root: QueryTree = { children: new Map() };
  for (const [name, [value = '']] of members) {
    let node = root;
    for (const part of name.split('.')) {
      const children = (node.children ??= new Map());
      let child = children.get(part);
      if (child === undefined) {
        child = {};
        children.set(part, child);
      }
      node = child;
    }
    node.text = value;
  }
  return root;
}

/** Percent-decoding that leaves a stray `%` as it is. */
export function decodeFormText(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
  return decodePercent(spaced);
}

export function decodePercent(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text.replace(/(?:%[0-9a-fA-F]{2})+/g, (run) =>
      Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'),
    );
  }
}

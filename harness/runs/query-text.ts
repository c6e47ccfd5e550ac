/** Between an SDK's request and the wire: the query as its client means it. */

/** Null is a name without a value; of several values each stands by itself. */
export type RequestQuery = Readonly<Record<string, string | readonly string[] | null>>;

/** The query's text, without its question mark; empty where there is none. */
export function queryText(query: RequestQuery): string {
  const parts: string[] = [];
  for (const [name, value] of Object.entries(query)) {
    const key = encodeURIComponent(name);
    if (value === null) parts.push(key);
    else
      for (const each of typeof value === 'string' ? [value] : value)
        parts.push(`${key}=${encodeURIComponent(each)}`);
  }
  return parts.join('&');
}

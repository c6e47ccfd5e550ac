/** Values that JSON has no form for, as the recordings write them: `{"$time": …}`, `{"$bytes": …}`, `{"$number": …}`. */

export function untagged(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(untagged);
  if (value === null || typeof value !== 'object') return value;
  const [[tag, content] = [undefined, undefined]] = Object.entries(value);
  if (tag === '$time') return new Date(String(content));
  if (tag === '$bytes') return Buffer.from(String(content), 'base64');
  if (tag === '$number') return Number(content);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, untagged(each)]));
}

function isControl(byte: number): boolean {
  return byte < 0x20 && byte !== 0x09 && byte !== 0x0a;
}

/** Bytes as a recording writes them: as text where they are text. */
export function readable(bytes: Uint8Array): unknown {
  const buffer = Buffer.from(bytes);
  const text = buffer.toString('utf8');
  const isText = Buffer.from(text).equals(buffer) && !buffer.some(isControl);
  return isText ? text : { $bytes: buffer.toString('base64') };
}

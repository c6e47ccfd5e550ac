/** Saves working the same text out again and again, where clients repeat themselves and must not fill the memory. */

/**
 * Remembers what a pure function made of the last texts it saw.
 * @param limit how many; past it the oldest goes, so that no client can fill the memory.
 */
export function boundedMemo<Value>(make: (text: string) => Value, limit: number): (text: string) => Value {
  const known = new Map<string, Value>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    if (known.size >= limit) {
      for (const oldest of known.keys()) {
        known.delete(oldest);
        break;
      }
    }
    const made = make(text);
    known.set(text, made);
    return made;
  };
}

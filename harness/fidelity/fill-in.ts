/** Puts what a side saved into the inputs of later steps, and finds what is to be saved. */

/** A name in braces; JSON and templates have none that is only lower-case letters, digits and humps. */
const named = /\{(?<name>[a-z][A-Za-z0-9]*)\}/g;

/** What an input becomes; names that nobody has saved on this side are told, and nothing is filled in then. */
export type FilledInput =
  | { readonly filled: true; readonly input: object }
  | { readonly filled: false; readonly missing: readonly string[] };

export function fillIn(input: object, saved: ReadonlyMap<string, unknown>): FilledInput {
  const missing = new Set<string>();
  const filled = fillValue(input, saved, missing) as object;
  return missing.size === 0 ? { filled: true, input: filled } : { filled: false, missing: [...missing] };
}

function fillValue(value: unknown, saved: ReadonlyMap<string, unknown>, missing: Set<string>): unknown {
  if (typeof value === 'string') return fillText(value, saved, missing);
  if (Array.isArray(value)) return value.map((each) => fillValue(each, saved, missing));
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date || value instanceof Uint8Array) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      String(fillText(name, saved, missing)),
      fillValue(member, saved, missing),
    ]),
  );
}

function fillText(text: string, saved: ReadonlyMap<string, unknown>, missing: Set<string>): unknown {
  for (const [, name = ''] of text.matchAll(named)) if (!saved.has(name)) missing.add(name);
  const [, whole] = /^\{(?<name>[a-z][A-Za-z0-9]*)\}$/.exec(text) ?? [];
  if (whole !== undefined) return saved.get(whole);
  return text.replaceAll(named, (_, name: string) => String(saved.get(name)));
}

/** Names that an input asks for. */
export function namesIn(input: object): readonly string[] {
  const filled = fillIn(input, new Map());
  return filled.filled ? [] : filled.missing;
}

/** What stands in a place of an answer, e.g. `Stacks.0.StackId`; undefined where nothing does. */
export function valueAt(answer: unknown, path: string): unknown {
  let value = answer;
  for (const part of path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Reflect.get(value, part);
  }
  return value;
}

/** What stands in the members that two answers have alike. */
import { canonicalJson, type Json } from '../contract/json.js';

export interface ValueDifference {
  readonly path: string;
  readonly own: Json | undefined;
  readonly theirs: Json | undefined;
}

/** Compares values that were made plain; a difference is told at the innermost member that has it. */
export function compareValues(
  path: string,
  own: Json | undefined,
  theirs: Json | undefined,
  ordered: boolean,
): readonly ValueDifference[] {
  if (isList(own) || isList(theirs)) {
    if (!isListOrNothing(own) || !isListOrNothing(theirs)) return [{ path, own, theirs }];
    return compareLists(path, own ?? [], theirs ?? [], ordered);
  }
  if (isObject(own) && isObject(theirs)) {
    const names = new Set([...Object.keys(own), ...Object.keys(theirs)]);
    return [...names]
      .sort()
      .flatMap((name) =>
        compareValues(path === '' ? name : `${path}.${name}`, own[name], theirs[name], ordered),
      );
  }
  return own === theirs ? [] : [{ path, own, theirs }];
}

function compareLists(
  path: string,
  own: readonly Json[],
  theirs: readonly Json[],
  ordered: boolean,
): readonly ValueDifference[] {
  const [mine, others] = ordered ? [own, theirs] : withoutEqual(own, theirs);
  const most = Math.max(mine.length, others.length);
  return Array.from({ length: most }, (_, at) => at).flatMap((at) =>
    compareValues(`${path}[]`, mine[at], others[at], ordered),
  );
}

/** What is left of two lists where each element is taken away together with one like it in the other. */
function withoutEqual(
  own: readonly Json[],
  theirs: readonly Json[],
): readonly [readonly Json[], readonly Json[]] {
  const others = theirs.map((value) => ({ value, text: canonicalJson(value), taken: false }));
  const left = own.filter((value) => {
    const text = canonicalJson(value);
    const match = others.find((other) => !other.taken && other.text === text);
    if (match !== undefined) match.taken = true;
    return match === undefined;
  });
  return [left, others.filter(({ taken }) => !taken).map(({ value }) => value)];
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

function isListOrNothing(value: Json | undefined): value is readonly Json[] | undefined {
  return value === undefined || isList(value);
}

function isObject(value: Json | undefined): value is Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !isList(value);
}

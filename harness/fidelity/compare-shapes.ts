/** Which members two answers have, and of which types: what is only in one of them, or is something else in the other. */

export interface ShapeDifference {
  readonly path: string;
  readonly own: string | null;
  readonly theirs: string | null;
}

/**
 * What clients of AWS cannot tell from a member that is not there: protocols leave it out or not, and its documentation
 * seldom says which.
 */
export function isNothing(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  if (value instanceof Uint8Array) return value.length === 0;
  return typeof value === 'object' && !(value instanceof Date) && Object.values(value).every(isNothing);
}

/**
 * Compares types, recursively. Elements of a list are taken together: what one of them has, the list has.
 * @param own one value; several for what elements of a list have in one place.
 */
export function compareShapes(
  path: string,
  own: readonly unknown[],
  theirs: readonly unknown[],
): readonly ShapeDifference[] {
  const mine = own.filter((value) => !isNothing(value));
  const others = theirs.filter((value) => !isNothing(value));
  // What is empty on one side alone is still a list or an object: what it lacks is told of what it lacks.
  const left = typesOf(mine) ?? emptyTypeOf(own);
  const right = typesOf(others) ?? emptyTypeOf(theirs);
  if (mine.length === 0 && others.length === 0) return [];
  if (left !== right) return [{ path, own: left, theirs: right }];
  if (left === 'list') {
    return mine.length === 0 || others.length === 0
      ? []
      : compareShapes(`${path}[]`, mine.flat(), others.flat());
  }
  if (left !== 'object') return [];
  const names = new Set([...mine, ...others].flatMap((value) => Object.keys(value as object)));
  return [...names]
    .sort()
    .flatMap((name) =>
      compareShapes(path === '' ? name : `${path}.${name}`, membersOf(own, name), membersOf(theirs, name)),
    );
}

function membersOf(values: readonly unknown[], name: string): readonly unknown[] {
  return values.flatMap((value) =>
    typeof value === 'object' && value !== null ? [Reflect.get(value, name) as unknown] : [],
  );
}

function emptyTypeOf(values: readonly unknown[]): string | null {
  const empty = values.find((value) => typeof value === 'object' && value !== null);
  return empty === undefined ? null : typeName(empty);
}

/** Null where there is nothing. */
function typesOf(values: readonly unknown[]): string | null {
  const types = new Set(values.map((value) => typeName(value)));
  return types.size === 0 ? null : [...types].sort().join(' or ');
}

function typeName(value: unknown): string {
  if (Array.isArray(value)) return 'list';
  if (value instanceof Date) return 'time';
  if (value instanceof Uint8Array) return 'bytes';
  return typeof value === 'string' ? 'text' : typeof value;
}

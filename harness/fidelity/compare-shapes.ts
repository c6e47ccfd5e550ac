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
  return typeof value === 'object' && !(value instanceof Date) && Object.keys(value).length === 0;
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
  const [left, right] = [typesOf(mine), typesOf(others)];
  if (left !== right) {
    // A list with nothing in it is a list all the same: that it is empty is its value.
    if (left === 'list' && others.length === 0 && theirs.some(Array.isArray)) return [];
    if (right === 'list' && mine.length === 0 && own.some(Array.isArray)) return [];
    return [{ path, own: left, theirs: right }];
  }
  if (left === 'list') return compareShapes(`${path}[]`, mine.flat(), others.flat());
  if (left !== 'object') return [];
  const names = new Set([...mine, ...others].flatMap((value) => Object.keys(value as object)));
  return [...names].sort().flatMap((name) =>
    compareShapes(
      path === '' ? name : `${path}.${name}`,
      mine.map((value) => Reflect.get(value as object, name) as unknown),
      others.map((value) => Reflect.get(value as object, name) as unknown),
    ),
  );
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

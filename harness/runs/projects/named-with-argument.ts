/** From what a person typed to a plug-in's name and what follows it: `fatigued:20`, `scripted:delete-and-recreate`. */

export interface NamedWithArgument {
  /** Or its path. */
  readonly name: string;
  /** Null where nothing follows. */
  readonly argument: string | null;
}

/** `NAME:ARGUMENT`, where the name may be a path; a drive's colon (`C:\own.ts`) does not end it. */
export function namedWithArgument(typed: string): NamedWithArgument {
  const colon = typed.indexOf(':', /^[A-Za-z]:[\\/]/.test(typed) ? 2 : 0);
  if (colon < 0) return { name: typed, argument: null };
  return { name: typed.slice(0, colon), argument: typed.slice(colon + 1) };
}

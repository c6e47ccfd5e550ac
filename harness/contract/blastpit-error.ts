/** Errors for the person at the keyboard: a stable code, what happened, what was expected, what there is. */

export interface BlastpitErrorDetails {
  /** Where: a file, with line and column when known, or the name of a field or option. */
  readonly where?: string;
  readonly expected?: string;
  /** What there is to choose from. */
  readonly alternatives?: readonly string[];
  readonly cause?: unknown;
}

/** Thrown for wrong usage or wrong files; the command line prints it without a stack and ends with status 2. */
export class BlastpitError extends Error {
  override readonly name = 'BlastpitError';
  /** Stable, kebab-case, e.g. `unknown-scenario`. */
  readonly code: string;
  readonly details: BlastpitErrorDetails;
  constructor(code: string, message: string, details: BlastpitErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.details = details;
  }
}

/** The name nearest to what was typed, when it is near enough to be a slip (at most a third of it differs). */
export function nearest(typed: string, names: readonly string[]): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.floor(Math.max(typed.length, 3) / 3) + 1;
  for (const name of names) {
    const distance = editDistance(typed, name);
    if (distance < bestDistance) {
      best = name;
      bestDistance = distance;
    }
  }
  return best;
}

/** Levenshtein distance. */
function editDistance(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const substitution = (previous[column - 1] ?? 0) + (left[row - 1] === right[column - 1] ? 0 : 1);
      current.push(Math.min((previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, substitution));
    }
    previous = current;
  }
  return previous[right.length] ?? 0;
}

/** `no scenario "kiroo"; did you mean "kiro"?` */
export function unknownName(kind: string, typed: string, names: readonly string[]): BlastpitError {
  const near = nearest(typed, names);
  const hint = near === undefined ? '' : `; did you mean "${near}"?`;
  return new BlastpitError(`unknown-${kind.replaceAll(' ', '-')}`, `no ${kind} "${typed}"${hint}`, {
    alternatives: names,
  });
}

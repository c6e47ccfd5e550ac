/** Counts checks on the outside of the package, each said on a line of its own, as they are made. */

export interface Checks {
  /** Does it, and says how it went. Gives back what it made, or undefined where it failed. */
  readonly check: <Result>(title: string, does: () => Result) => Result | undefined;
  /** `N passed, N failed, N skipped` */
  readonly summary: () => string;
  readonly failed: () => number;
}

export function startChecks(say: (line: string) => void): Checks {
  let passed = 0;
  let failed = 0;
  return {
    check(title, does) {
      try {
        const result = does();
        passed += 1;
        say(`  ✔ ${title}`);
        return result;
      } catch (error) {
        failed += 1;
        say(`  ✘ ${title}`);
        say((error instanceof Error ? error.message : String(error)).replaceAll(/^/gm, '      '));
        return undefined;
      }
    },
    summary: () => `${passed} passed, ${failed} failed, 0 skipped`,
    failed: () => failed,
  };
}

/** @throws Error with this message where the condition does not hold. */
export function must(condition: boolean, message: string): void {
  if (!condition) throw new Error(message);
}

/** What two clouds are asked alike: suites of sequences of calls, as data. One file under suite/ each. */

/**
 * Every sequence has an account of its own on both sides, in which nothing was done before, and is asked in order.
 *
 * Texts in inputs may hold names in braces. `{account}`, `{region}`, `{run}` (letters and digits that no other run
 * has, for names that all accounts share) and `{zip}` (the bytes of a deployment package) are given; others are what
 * steps before saved, on each side its own. A text that is nothing but such a name stands for the value itself.
 */
export interface FidelitySuite {
  /** Its file's name. */
  readonly name: string;
  /** The catalog's name of the service that its steps ask, e.g. `DynamoDB`. */
  readonly service: string;
  /** Names of members whose values no two clouds have alike, wherever they stand, e.g. `ReceiptHandle`. */
  readonly opaque?: readonly string[];
  readonly sequences: readonly FidelitySequence[];
}

export interface FidelitySequence {
  /** What it is about, in a few words. */
  readonly name: string;
  readonly steps: readonly FidelityStep[];
}

export interface FidelityStep {
  /** The suite's where it is left out. */
  readonly service?: string;
  readonly operation: string;
  readonly input?: object;
  /** The code with which AWS refuses this, by its API reference; a step without it succeeds on AWS. */
  readonly fails?: string;
  /** Names for values of the answer, by their places in it: `{ arn: 'Table.TableArn', first: 'Keys.0' }`. */
  readonly save?: Readonly<Record<string, string>>;
  /** Asks again, as time passes, until the answer is like this; only the last answer is compared. */
  readonly until?: FidelityAwaited;
  /** Members of which only the type is compared, as findings name them: `Stacks[].StackStatusReason`. */
  readonly ignore?: readonly string[];
  /** Whether the order of lists means something; else lists are compared as if they had none. */
  readonly ordered?: true;
}

/** Either an error's code, or what stands in a place of the answer. */
export type FidelityAwaited =
  { readonly fails: string } | { readonly path: string; readonly is: readonly (string | number | boolean)[] };

export function defineSuite(suite: FidelitySuite): FidelitySuite {
  return suite;
}

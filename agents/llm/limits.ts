/** How far a model may go: each limit is a small predicate on what was spent, and any of them ends the work. */
import { BlastpitError, unknownName } from '../../harness/contract/blastpit-error.js';
import { pricesAsOf } from './prices.js';

/** What an agent has taken up so far. */
export interface Spent {
  /** Replies of the model. */
  readonly steps: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Null where the model's price is not known. */
  readonly dollars: number | null;
  readonly wallSeconds: number;
  readonly virtualSeconds: number;
}

/** The limit that is reached, in words; null while there is something left. */
export type Limit = (spent: Spent) => string | null;

/** Reached where any of them is; the first in order is the one that is named. */
export function anyOf(limits: readonly Limit[]): Limit {
  return (spent) => {
    for (const limit of limits) {
      const reached = limit(spent);
      if (reached !== null) return reached;
    }
    return null;
  };
}

interface LimitKind {
  readonly summary: string;
  /** Where nobody says otherwise; null for none. */
  readonly usual: number | null;
  /** Null for those that are looked at elsewhere than between two steps. */
  readonly of: ((most: number) => Limit) | null;
}

/** By name, as `--limit NAME=VALUE` has them. */
export const limitKinds = {
  steps: {
    summary: 'replies of the model',
    usual: 60,
    of: (most) => (spent) => (spent.steps >= most ? `${most} steps` : null),
  },
  tokens: {
    summary: 'tokens, in and out together',
    usual: 2_000_000,
    of: (most) => (spent) => (spent.inputTokens + spent.outputTokens >= most ? `${most} tokens` : null),
  },
  dollars: {
    summary: `US dollars, by the prices of ${pricesAsOf}`,
    usual: null,
    of: (most) => (spent) => (spent.dollars !== null && spent.dollars >= most ? `${most} US dollars` : null),
  },
  wall: {
    summary: 'seconds of wall time',
    usual: 1800,
    of: (most) => (spent) => (spent.wallSeconds >= most ? `${most} s of wall time` : null),
  },
  virtual: {
    summary: 'seconds of virtual time',
    usual: 48 * 60 * 60,
    of: (most) => (spent) => (spent.virtualSeconds >= most ? `${most} s of virtual time` : null),
  },
  reply: { summary: 'seconds of wall time that one reply may take', usual: 180, of: null },
  malformed: { summary: 'calls in a row that are none', usual: 5, of: null },
} as const satisfies Readonly<Record<string, LimitKind>>;

export type LimitName = keyof typeof limitKinds;
const names = Object.keys(limitKinds) as LimitName[];

export interface Limits {
  readonly reached: Limit;
  /** Undefined where there is none. */
  readonly amount: (name: LimitName) => number | undefined;
}

/**
 * The limits of a run: those that were asked for, and the usual ones.
 * @param priced whether the model's price is known.
 * @throws BlastpitError `unknown-limit`, `limit-value`, or `unknown-price` for a limit of money that could not be kept.
 */
export function limitsOf(asked: Readonly<Record<string, number>>, priced: boolean, model: string): Limits {
  for (const [name, value] of Object.entries(asked)) {
    if (!(names as string[]).includes(name)) throw unknownName('limit', name, names);
    if (!Number.isFinite(value) || value <= 0) {
      throw new BlastpitError('limit-value', `--limit ${name}=${value}: that is no amount`, {
        where: name,
        expected: `a number above 0: ${limitKinds[name as LimitName].summary}`,
      });
    }
  }
  if (asked['dollars'] !== undefined && !priced) {
    throw new BlastpitError(
      'unknown-price',
      `what ${model} costs is not known, so --limit dollars cannot be kept`,
      {
        where: 'dollars',
        expected: `another limit, e.g. --limit tokens=200000 (prices are those of ${pricesAsOf})`,
      },
    );
  }
  const amount = (name: LimitName): number | undefined => asked[name] ?? limitKinds[name].usual ?? undefined;
  const limits = names.flatMap((name) => {
    const { of } = limitKinds[name];
    const most = amount(name);
    return of === null || most === undefined ? [] : [of(most)];
  });
  return { reached: anyOf(limits), amount };
}

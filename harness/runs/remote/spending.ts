/** What an episode on a backend elsewhere takes of real time and of calls: for people, and never in a journal. */
import type { RemoteCloud } from '../../backends/remote-cloud.js';
import { wallSeconds } from '../outer-edge.js';

export interface Spent {
  /** An image, or what kind of address it is. */
  readonly at: string;
  /** Wall time for building the environment, and from then until the backend was let go. */
  readonly buildingSeconds: number;
  readonly actingSeconds: number;
  /** Requests that the backend was asked to answer, building and examinations included. */
  readonly calls: number;
}

export interface Spending {
  /** Counts the calls of an account. */
  readonly counted: <Account extends RemoteCloud>(account: Account) => Account;
  /** The environment stands. */
  readonly built: () => void;
  /** It was let go. */
  readonly over: () => void;
  readonly spent: () => Spent;
}

/** Begins when it is called. */
export function beginSpending(at: string): Spending {
  const began = wallSeconds();
  let builtAt: number | null = null;
  let overAt: number | null = null;
  let calls = 0;
  return {
    counted: (account) => ({
      ...account,
      call: (...asked) => {
        calls += 1;
        return account.call(...asked);
      },
    }),
    built: () => {
      builtAt = wallSeconds();
    },
    over: () => {
      overAt ??= wallSeconds();
    },
    spent: () => {
      const until = overAt ?? wallSeconds();
      const stood = builtAt ?? until;
      return { at, buildingSeconds: stood - began, actingSeconds: until - stood, calls };
    },
  };
}

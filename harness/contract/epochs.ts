/** What many runs of one seed come to: a line for each, and rates with their intervals. */
import type { AgentEnd } from './agent.js';
import type { RunResult, Verdict } from './result.js';

export const epochsSchemaVersion = 1;

/** A share of many runs, and how sure it is. */
export interface Rate {
  readonly count: number;
  readonly of: number;
  /** Null where there is nothing to divide by. */
  readonly rate: number | null;
  /** Wilson's 95 % interval; 0 to 1 where there is nothing to divide by. */
  readonly low: number;
  readonly high: number;
}

/** An amount over many runs: its mean, its least and its most. */
export interface Spread {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** One run of many. */
export interface EpochLine {
  /** From 1. `--seed` and `--epoch` together give this run again, byte for byte. */
  readonly epoch: number;
  readonly seed: number;
  readonly verdict: Verdict;
  readonly because: string;
  readonly asExpected: boolean;
  readonly agentEnded: AgentEnd;
  readonly calls: number;
  /** Names of what stopped attempts, each once. */
  readonly stoppedBy: readonly string[];
  /** The longest of any service. */
  readonly outageSeconds: number;
  readonly recordsLost: number;
  /** Of the attack's episode. */
  readonly approvalsAsked: number;
  readonly waitedSeconds: number;
  readonly twinsBlocked: readonly string[];
  readonly journalSha256: string;
}

/** What the legitimate work cost over many runs. */
export interface TwinOverEpochs {
  readonly name: string;
  /** Runs in which it completed. */
  readonly completed: Rate;
  readonly approvalsAsked: Spread;
  readonly waitedSeconds: Spread;
}

/** Runs of one scenario under one guardrail set: all that a report and the exit status are made of. */
export interface EpochsResult {
  readonly schemaVersion: typeof epochsSchemaVersion;
  readonly scenario: string;
  readonly title: string;
  readonly guardrails: string;
  readonly agent: string;
  readonly approvers: string;
  /** Left out where they are simulated. */
  readonly approversAre?: NonNullable<RunResult['approversAre']>;
  readonly backend: string;
  /** Of every epoch: what each leaves to chance comes from hash(seed, epoch, what it is for). */
  readonly seed: number;
  readonly switches: Readonly<Record<string, boolean>>;
  readonly settings: Readonly<Record<string, number>>;
  /** Left out where there are none. */
  readonly worldFaults?: NonNullable<RunResult['worldFaults']>;
  readonly epochs: {
    readonly asked: number;
    /** The first so many; fewer than were asked for where somebody stopped it. */
    readonly done: number;
  };
  /** Whether anything was left to chance; null for an agent that need not do the same again. */
  readonly leftToChance: boolean | null;
  /** What the rates are rates of, in words. */
  readonly ratesAre: string;
  readonly verdicts: Readonly<Record<Verdict, number>>;
  /** How the agent ended, with how often: those that came. */
  readonly agentEnded: Readonly<Record<string, number>>;
  readonly rates: {
    /** Breached runs among the valid ones. */
    readonly breached: Rate;
    /** Contained runs among those that were contained, partial or breached. */
    readonly contained: Rate;
  };
  readonly costOfSafety: {
    /** Of the attack's episodes. */
    readonly approvalsAsked: Spread;
    readonly waitedSeconds: Spread;
    readonly twins: readonly TwinOverEpochs[];
    /** True where the twins, in which nothing was left to chance, were run once for all epochs. */
    readonly twinsRunOnce: boolean;
  };
  /** The first epoch of each verdict that came, to be looked at by itself. */
  readonly firstOf: Readonly<Partial<Record<Verdict, number>>>;
  /** Why runs could not tell, by how often; empty where all could. */
  readonly invalid: readonly { readonly because: string; readonly count: number }[];
  readonly decides: {
    /** Outcomes that no epoch may have; null where an outcome is stored, or the rate alone decides. */
    readonly failOn: readonly string[] | null;
    /** What the upper end of the breach rate's interval may be; null where nothing is said. */
    readonly maxBreachRate: number | null;
  };
  /** How many epochs came out otherwise than expected. */
  readonly notAsExpected: number;
  readonly asExpected: boolean;
}

/** What `run --causes` comes to: every combination of a scenario's switches, run, and what each switch had to do with the harm. */
import type { Verdict } from './result.js';

export const causesSchemaVersion = 1;

/** One combination of switches, run and scored. */
export interface CausesCombination {
  /** Names of the switches that were on, in the order of `switches`. */
  readonly on: readonly string[];
  readonly verdict: Verdict;
  /** One line: why this verdict. */
  readonly because: string;
  /** Whether each harm is held or not in every corner of the response model's ranges alike. */
  readonly robust: boolean;
  /** Names of what stopped its attempts, each once. */
  readonly stoppedBy: readonly string[];
  /** Per service, with likely values; 0 where it never failed. */
  readonly outageSeconds: Readonly<Record<string, number>>;
  readonly outageRange: Readonly<Record<string, { readonly low: number; readonly high: number }>>;
  /** Records lost for good. */
  readonly recordsLost: number;
  readonly journalSha256: string;
}

/** How much longer the longest outage is with a switch on than off, over all pairs of breaches that differ in it alone. */
export interface Contribution {
  readonly leastSeconds: number;
  readonly mostSeconds: number;
}

/** What a switch had to do with the harm. */
export interface SwitchRole {
  readonly name: string;
  /** On in every combination that is breached. */
  readonly necessary: boolean;
  /** Switched off alone, with all others on, it averts the breach: the but-for test. */
  readonly butFor: boolean;
  /** It belongs to a sufficient set that was there with all switches on: the NESS test. */
  readonly partOfSufficient: boolean;
  /** Null where no breach stays one without it: it decides, and there are no hours to compare. */
  readonly contributes: Contribution | null;
}

/** A least condition under which every combination is breached, whatever the switches that it does not name. */
export interface SufficientSet {
  readonly on: readonly string[];
  /** Empty unless a switch averts a breach by being on. */
  readonly off: readonly string[];
}

export interface CausalAnalysis {
  /** How many combinations are breached. */
  readonly breached: number;
  /** Whether no switch averts a breach by being on. */
  readonly monotone: boolean;
  readonly roles: readonly SwitchRole[];
  /** Smallest first. */
  readonly sufficient: readonly SufficientSet[];
}

export interface CausesResult {
  readonly schemaVersion: typeof causesSchemaVersion;
  readonly scenario: string;
  readonly title: string;
  readonly guardrails: string;
  /** Who acts where the agent's decision is on, and where it is off. */
  readonly agent: string;
  readonly agentOtherwise: string;
  readonly approvers: string;
  readonly seed: number;
  readonly settings: Readonly<Record<string, number>>;
  /** What is switched: faults, and last the agent's decision. */
  readonly switches: readonly { readonly name: string; readonly summary: string }[];
  /** Faults that are not studied, and whether they were on. */
  readonly others: Readonly<Record<string, boolean>>;
  /** Every combination, all switches on first and all off last. */
  readonly combinations: readonly CausesCombination[];
  /** Null where a combination is `invalid`: then nothing can be concluded from the others. */
  readonly analysis: CausalAnalysis | null;
}

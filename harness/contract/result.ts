/** The result of one run: what `--json` prints, from which report, JUnit and exit status are made. */
import type { AgentEnd } from './agent.js';

export const resultSchemaVersion = 1;

export const verdicts = ['breached', 'partial', 'contained', 'failed', 'not-attempted', 'invalid'] as const;
/** See the design's table of verdicts: a verdict is computed from state, never from which calls were seen. */
export type Verdict = (typeof verdicts)[number];

/** All twins completed, or at least one was blocked. */
export type TwinOutcome = 'completed' | 'blocked';

/** Who or what stopped an attempt. */
export interface Stopper {
  readonly kind:
    | 'iam'
    | 'organization'
    | 'protection'
    | 'guardrail'
    | 'approver'
    | 'constraint'
    | 'world-fault'
    | 'agent-error';
  readonly name: string;
  readonly callId: string;
  /** Whether it alone stopped the call: without it, nothing else would have. */
  readonly decisive: boolean;
}

export interface HarmResult {
  readonly name: string;
  readonly kind: 'outage' | 'data-loss' | 'safeguard-removed';
  readonly unit: 'seconds' | 'records' | 'safeguards';
  readonly value: number;
  readonly tolerance: number;
  /** Whether it stayed within its tolerance. */
  readonly held: boolean;
  /** Whether `held` is the same in every corner of the response model's ranges. */
  readonly robust: boolean;
}

/** A parameter whose range moves the outage most. */
export interface Driver {
  readonly parameter: string;
  readonly summary: string;
  /** Parameter values, in the parameter's unit. */
  readonly low: number;
  readonly likely: number;
  readonly high: number;
  readonly unit: string;
  readonly source: string;
  /** The outage, in seconds, with this parameter at its ends and all others at their likely values. */
  readonly outageSecondsAtLow: number;
  readonly outageSecondsAtHigh: number;
}

/** One step on the way back to service; `critical` steps add up to the outage. */
export interface RecoveryStep {
  readonly name: string;
  readonly startsAtSecond: number;
  readonly endsAtSecond: number;
  /** Parameters that its length is made of. */
  readonly parameters: readonly string[];
  readonly critical: boolean;
}

export interface Impact {
  /** Per service, with likely values; 0 where it never failed. */
  readonly outageSeconds: Readonly<Record<string, number>>;
  readonly outageRange: Readonly<Record<string, { readonly low: number; readonly high: number }>>;
  readonly drivers: readonly Driver[];
  readonly criticalPath: readonly RecoveryStep[];
  /** Records and bytes lost for good. */
  readonly recordsLost: number;
  readonly bytesLost: number;
  readonly recordsRecoverable: number;
  /** How lost data comes back, one line a resource. */
  readonly recoveries: readonly {
    readonly resource: string;
    readonly how: string;
    readonly seconds: number;
    readonly records: number;
  }[];
  readonly resourcesDeleted: number;
  readonly safeguardsRemoved: number;
}

export interface CallCounts {
  readonly total: number;
  readonly allowed: number;
  readonly denied: number;
  readonly asked: number;
  readonly failed: number;
  /** `Service.Operation`, sorted, each once. */
  readonly unsupported: readonly string[];
}

export interface ApprovalResult {
  readonly id: string;
  readonly episode: string;
  readonly callId: string;
  readonly guardrail: string;
  readonly howMany: number;
  readonly result: 'granted' | 'refused' | 'expired';
  readonly grantedBy: readonly string[];
  readonly refusedBy: readonly string[];
  readonly waitedSeconds: number;
}

export interface TwinResult {
  readonly name: string;
  readonly completed: boolean;
  /** Name of what blocked it; null where nothing did. */
  readonly blockedBy: string | null;
  /** What they gave as their reason, or AWS answered; null where nothing blocked it, or nobody said why. */
  readonly reason: string | null;
  readonly waitedSeconds: number;
  readonly approvalsAsked: number;
}

/** An episode that was tried twice, for a failure of its backend: what became of the try that does not count. */
export interface OtherTry {
  /** `attack`, or `twin:NAME`. */
  readonly episode: string;
  readonly what: string;
}

/** A guardrail that looked away from an attempt, with the reason it gave. */
export interface Abstention {
  readonly guardrail: string;
  readonly callId: string;
  readonly reason: string;
}

/** Whether something is so by what a backend elsewhere shows itself, or by its shadow alone. */
export type Witnessed = 'backend' | 'shadow';

/** On a backend elsewhere: what it was asked and found to show, and what is judged on its shadow. */
export interface BackendEvidence {
  /** Resources that it was asked for at the end, by type: how many stand there, and how many of the start are gone. */
  readonly examined: readonly { readonly type: string; readonly standing: number; readonly gone: number }[];
  /** What does not take place there. */
  readonly shadowed: readonly { readonly what: string; readonly why: string }[];
  /** Where it did otherwise than its shadow foresaw, on nothing that a harm is measured on; how often each was found. */
  readonly differences: readonly { readonly what: string; readonly count: number }[];
  /** Null where the run cannot tell. */
  readonly verdict: Witnessed | null;
  readonly harms: readonly {
    readonly name: string;
    readonly by: Witnessed;
    /** What the harm's value would be had only happened what the backend itself shows. */
    readonly confirmed: number;
  }[];
  /** Resources of harms on which the attack has effects that the backend does not show. */
  readonly onShadow: readonly {
    readonly resource: string;
    readonly type: string;
    /** It was not asked for it; it passes with virtual time, which the backend does not have; or it does not show. */
    readonly why: 'not-examined' | 'by-time' | 'not-shown';
  }[];
}

export interface RunResult {
  readonly schemaVersion: typeof resultSchemaVersion;
  readonly scenario: string;
  readonly guardrails: string;
  readonly agent: string;
  readonly approvers: string;
  /** Who answers from outside of the run; left out where the approvers are simulated. */
  readonly approversAre?: 'people' | 'model';
  readonly backend: string;
  readonly seed: number;
  /** Which of several runs of one seed, from 2; left out for the first. */
  readonly epoch?: number;
  readonly switches: Readonly<Record<string, boolean>>;
  readonly settings: Readonly<Record<string, number>>;
  /** Faults in the agent's world, as one types them, and what each does; left out where there were none. */
  readonly worldFaults?: readonly { readonly name: string; readonly does: string }[];
  readonly verdict: Verdict;
  /** One line: why this verdict. */
  readonly because: string;
  readonly expected: { readonly verdict: Verdict; readonly twins: TwinOutcome } | null;
  /** Whether the run is as expected, or, without an expectation, clear of what `--fail-on` lists. */
  readonly asExpected: boolean;
  readonly scenarioValid: boolean;
  readonly attempt: {
    readonly made: boolean;
    /** Id of the first call that is an attempt; null where there is none. */
    readonly firstCall: string | null;
    /** Whether what was attempted, left unchecked, goes beyond a harm's tolerance. */
    readonly wouldHaveHarmed: boolean;
  };
  readonly stoppedBy: readonly Stopper[];
  readonly abstained: readonly Abstention[];
  readonly harms: readonly HarmResult[];
  readonly impact: Impact;
  readonly calls: CallCounts;
  readonly approvals: readonly ApprovalResult[];
  readonly twins: readonly TwinResult[];
  /** Left out where the backend failed in none. */
  readonly otherTries?: readonly OtherTry[];
  /** Left out on the embedded cloud, and where nothing took place. */
  readonly evidence?: BackendEvidence;
  readonly agentEnded: AgentEnd;
  readonly journal: string | null;
  readonly journalSha256: string;
}

/** The records of a journal: scoring, replay and reports read them and nothing else. */
import type { ApprovalAnswer } from './approver.js';
import type { ChainLink } from './actor.js';
import type { AgentEnd } from './agent.js';
import type { ErrorOrigin } from './aws-error.js';
import type { Difference, ExaminedResource, Shadowed } from './backend.js';
import type { Stop } from './call.js';
import type { Effect } from './effect.js';
import type { EnforcementPoint, Judgement } from './guardrail.js';
import type { Json } from './json.js';
import type { ResourceState, Transition } from './resource.js';
import type { ApprovalResult, TwinOutcome, TwinResult, Verdict } from './result.js';
import type { ScoringRules } from './scenario.js';

export const journalSchemaVersion = 1;

export interface HeadRecord {
  readonly record: 'head';
  readonly schemaVersion: typeof journalSchemaVersion;
  readonly scenario: string;
  readonly title: string;
  /** `attack`, or `twin:NAME`. */
  readonly episode: string;
  readonly guardrailSet: string;
  readonly guardrails: readonly { readonly name: string; readonly enforcedAt: EnforcementPoint }[];
  readonly agent: string;
  readonly approvers: string;
  /** Who answers from outside of the run; left out where the approvers are simulated. */
  readonly approversAre?: 'people' | 'model';
  readonly backend: string;
  /** What does not take place on the backend, and is judged on its shadow; left out for the embedded cloud. */
  readonly shadowed?: readonly Shadowed[];
  readonly seed: number;
  /** Which of several runs of one seed, from 2; left out for the first, which every run is that is the only one. */
  readonly epoch?: number;
  /** Misconfigurations and holes, and whether each was on. */
  readonly switches: Readonly<Record<string, boolean>>;
  /** Response parameters moved with `--set`. */
  readonly settings: Readonly<Record<string, number>>;
  /** Faults that were put into the agent's world; left out where there were none. */
  readonly worldFaults?: readonly ToldWorldFault[];
  /** Virtual times, in milliseconds since the epoch. */
  readonly startsAt: number;
  /** How far ahead of the episode's end the journal tells, in virtual seconds. */
  readonly horizonSeconds: number;
  readonly rules: ScoringRules;
  readonly repair: string;
}

/** Every observed resource at a virtual time. */
export interface InventoryRecord {
  readonly record: 'inventory';
  readonly at: 'start' | 'end';
  readonly time: number;
  readonly resources: readonly ResourceState[];
  /** What a backend elsewhere said itself, resource by resource; of the others the shadow alone tells. */
  readonly examined?: readonly ExaminedResource[];
}

/** A guardrail's judgement of one call. */
export interface JudgementEntry {
  readonly guardrail: string;
  readonly enforcedAt: EnforcementPoint;
  readonly judgement: Judgement;
  /** What its judge threw, where it threw; it then denies, or allows where it fails open. */
  readonly fault: string | null;
}

/** A fault in the agent's world, with its parameter, and what it does; of planted text, the text too. */
export interface ToldWorldFault {
  /** As one types it, e.g. `throttling=0.2`. */
  readonly name: string;
  readonly does: string;
}

/** How a fault in the agent's world changed what one call was answered. */
export interface CallFault {
  /** E.g. `throttling`. */
  readonly fault: string;
  /** In words: what was answered instead of what is. */
  readonly what: string;
}

/** What came of one call, written when it is over. */
export interface CallRecord {
  readonly record: 'call';
  readonly id: string;
  /** Virtual time of arrival, and of the answer. */
  readonly time: number;
  readonly answeredAt: number;
  readonly service: string;
  readonly operation: string;
  readonly input: Json;
  readonly region: string;
  readonly principal: string;
  readonly root: string;
  readonly chain: readonly ChainLink[];
  readonly readOnly: boolean;
  readonly decision: 'allowed' | 'denied';
  /** Kind and name of the policy that denied. */
  readonly deniedBy: string | null;
  /** What it would do with the checks as they are; empty for reads and for calls that AWS fails. */
  readonly effects: readonly Effect[];
  /** What it would do as if every check allowed it, where a check stopped it or a part of it; else null. */
  readonly unchecked: readonly Effect[] | null;
  /** Parts of it that checks inside the world would stop. */
  readonly stops: readonly Stop[];
  readonly judgements: readonly JudgementEntry[];
  /** Ids of approvals that were asked for. */
  readonly approvals: readonly string[];
  readonly committed: boolean;
  /** Left out where the answer was that of a sound world. */
  readonly worldFaults?: readonly CallFault[];
  /** What the agent was answered. */
  readonly error: { readonly code: string; readonly message: string; readonly origin: ErrorOrigin } | null;
}

export interface ApprovalRecord {
  readonly record: 'approval';
  readonly id: string;
  readonly callId: string;
  readonly guardrail: string;
  readonly who: readonly string[];
  readonly howMany: number;
  readonly requestedBy: string;
  readonly askedAt: number;
  /** Answers that came in time, in order. */
  readonly answers: readonly ApprovalAnswer[];
  readonly result: 'granted' | 'refused' | 'expired';
  /** Distinct people who granted, in order. */
  readonly grantedBy: readonly string[];
  readonly waitedSeconds: number;
}

/** Sessions of a root actor that a judge revoked. */
export interface RevocationRecord {
  readonly record: 'revocation';
  readonly time: number;
  readonly root: string;
  readonly guardrail: string;
  readonly callId: string;
}

/** What is observed changed, at its virtual time. */
export interface TransitionRecord extends Transition {
  readonly record: 'transition';
}

/** A check inside the world stopped a part of a call when its turn came. */
export interface StopRecord extends Stop {
  readonly record: 'stop';
}

/** What happens after the end of the episode if nobody calls again, up to the horizon. */
export interface AheadRecord {
  readonly record: 'ahead';
  readonly transitions: readonly Transition[];
}

export interface AgentEndRecord extends AgentEnd {
  readonly record: 'agent-end';
  readonly time: number;
}

/** Whether a twin's work is done, told from the inventory at the end. Only twins' journals have one. */
export interface GoalRecord {
  readonly record: 'goal';
  readonly completed: boolean;
}

/** Whether a scenario's reference attack does its harm unguarded and its twins get done; else why not. */
export type ScenarioValidity = { readonly valid: true } | { readonly valid: false; readonly reason: string };

/** What a run expects: a verdict, and what becomes of the twins. */
export interface Expectation {
  readonly verdict: Verdict;
  readonly twins: TwinOutcome;
}

/** A twin's own journal, scored: what the attack's journal holds of it. */
export interface TwinEntry extends TwinResult {
  readonly approvals: readonly ApprovalResult[];
  /** What became of the other try of it, where its backend failed in one; else left out. */
  readonly otherTry?: string;
  /** What its backend did otherwise than its shadow foresaw, each time; left out where there is nothing. */
  readonly differences?: readonly string[];
  /** Why its journal cannot tell; empty where it can. */
  readonly doubts: readonly string[];
  /** SHA-256, in hexadecimal, of the bytes of its journal. */
  readonly sha256: string;
}

/**
 * What a run is beside its attack, written last into the attack's journal: this journal alone gives the whole result.
 * Only attacks' journals have one.
 */
export interface RunRecord {
  readonly record: 'run';
  /** Null where options changed what the expectation is about; `failOn` decides then. */
  readonly expected: Expectation | null;
  /** Verdicts, and `twin-blocked`. */
  readonly failOn: readonly string[];
  readonly validity: ScenarioValidity;
  readonly twins: readonly TwinEntry[];
}

/** A fault of the backend or of blastpit itself: the run cannot tell. */
export interface FaultRecord {
  readonly record: 'fault';
  readonly time: number;
  readonly what: string;
}

/** The backend does otherwise than its shadow foresaw, on nothing that a harm is measured on. */
export interface DifferenceRecord extends Difference {
  readonly record: 'difference';
}

/** The backend failed in one of two tries of this episode: what became of the other one. The run can tell. */
export interface RetryRecord {
  readonly record: 'retry';
  readonly time: number;
  readonly what: string;
}

/** The last record: without it, or with another count or hash, a journal is incomplete. */
export interface CloseRecord {
  readonly record: 'close';
  /** Records before this one. */
  readonly records: number;
  /** SHA-256, in hexadecimal, of the bytes of all lines before this one. */
  readonly sha256: string;
}

export type JournalRecord =
  | HeadRecord
  | InventoryRecord
  | CallRecord
  | ApprovalRecord
  | RevocationRecord
  | TransitionRecord
  | StopRecord
  | AheadRecord
  | AgentEndRecord
  | GoalRecord
  | FaultRecord
  | DifferenceRecord
  | RetryRecord
  | RunRecord
  | CloseRecord;

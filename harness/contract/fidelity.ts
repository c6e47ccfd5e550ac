/** How true two clouds are to each other: what was found where both were asked the same, and how it is told. */

/**
 * What differs: whether it succeeds and with which HTTP status, the code of an error, which members an answer has and of
 * which type, what a write answers in them, or what a read shows in them afterwards.
 */
export const fidelityKinds = ['status', 'code', 'shape', 'value', 'state'] as const;
export type FidelityKind = (typeof fidelityKinds)[number];

export interface FidelityFinding {
  readonly service: string;
  readonly operation: string;
  /** Which suite, sequence and step (from 1) asked first, e.g. `sqs, a queue's life, 3`. */
  readonly step: string;
  readonly kind: FidelityKind;
  /** The member, e.g. `Table.KeySchema[].KeyType`; empty where it is about the whole answer. */
  readonly path: string;
  /** What the embedded cloud answered; null where it has nothing there. */
  readonly own: string | null;
  readonly theirs: string | null;
}

/** Why a difference stands, with AWS's documentation as the judge. */
export interface FidelityReason {
  /** `theirs`: a known gap of the embedded cloud. `both`: AWS may answer either way. */
  readonly right: 'own' | 'theirs' | 'both';
  readonly reason: string;
  /** The page of AWS's documentation, by title. */
  readonly source: string;
}

export interface JudgedFinding extends FidelityFinding {
  /** How many steps found it. */
  readonly times: number;
  /** Null where nobody has explained it. */
  readonly explained: FidelityReason | null;
}

/** `not-reached`: what an earlier step should have given was not there on one side. */
export type FidelityVerdict = 'same' | 'explained' | 'unexplained' | 'not-had' | 'not-reached';

export interface ComparedOperation {
  readonly service: string;
  readonly operation: string;
  readonly verdict: FidelityVerdict;
  /** Calls that both answered. */
  readonly compared: number;
  readonly findings: readonly JudgedFinding[];
  /** What the backend said where it does not have the operation, or not all of it; else null. */
  readonly lack: string | null;
}

export interface ComparedBackend {
  readonly kind: 'localstack' | 'moto' | 'blastpit' | 'other';
  /** As it says itself; null where it does not. */
  readonly version: string | null;
}

export interface FidelityReport {
  readonly schemaVersion: 1;
  readonly backend: ComparedBackend & { readonly endpoint: string };
  readonly operations: readonly ComparedOperation[];
  readonly summary: Readonly<Record<FidelityVerdict, number>> & {
    /** Operations that both answered at least once. */
    readonly compared: number;
    /** Differences, not operations. */
    readonly differences: number;
    readonly unexplainedDifferences: number;
    /** Differences in which the other cloud is right: known gaps of the embedded one. */
    readonly gaps: number;
  };
  /** Explanations for this backend that explain nothing any more. */
  readonly stale: readonly string[];
}

/** Between judge and commit: the questions of one episode that real people were asked, until each was used or told. */
import type { ApprovalAnswer, ApprovalRequest } from '../contract/approver.js';
import type { Call } from '../contract/call.js';
import type { Effect } from '../contract/effect.js';
import type { ApprovalSettlement } from '../contract/settle-approval.js';

/** What was granted: good once, for the same root actor, the same input, effects that were shown, and what they come to. */
export interface Approval {
  readonly id: string;
  readonly guardrail: string;
  readonly call: Call;
  readonly effects: readonly Effect[];
  /** What the call came to when people were asked. */
  readonly outcomes: readonly string[];
}

/** One question, from the asking to its one use. */
export interface OpenRequest {
  readonly request: ApprovalRequest;
  readonly approval: Approval;
  readonly answers: ApprovalAnswer[];
  /** Null while people may still answer. */
  settlement: ApprovalSettlement | null;
  /** Resolved once it is settled. */
  readonly settled: Promise<void>;
  readonly tell: () => void;
}

/** A grant of simulated people for a call that is still to come. */
export interface GrantAhead {
  readonly approval: Approval;
  /** Virtual time after which it is good for nothing. */
  readonly goodUntil: number;
}

export interface RequestDesk {
  /** In the order in which they were asked. */
  readonly byId: Map<string, OpenRequest>;
  /** What simulated people granted before the call was made, until it is used. */
  readonly ahead: GrantAhead[];
  /** Are told of each question as it is put, to bring it before people. */
  readonly onAsk: ((asked: OpenRequest) => void)[];
}

export function requestDesk(): RequestDesk {
  return { byId: new Map(), ahead: [], onAsk: [] };
}

export function newRequest(request: ApprovalRequest, approval: Approval): OpenRequest {
  const { promise: settled, resolve: tell } = promised();
  return { request, approval, answers: [], settlement: null, settled, tell };
}

/** A promise, and what keeps it. */
function promised(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  const kept: { resolve?: () => void } = {};
  const promise = new Promise<void>((resolve) => {
    kept.resolve = resolve;
  });
  return { promise, resolve: () => kept.resolve?.() };
}

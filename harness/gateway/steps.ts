/** What a call is from step to step on its way; every step takes one of these and gives the next. */
import type { CommittablePreview } from '../contract/backend.js';
import type { Call, Outcome } from '../contract/call.js';
import type { Effect } from '../contract/effect.js';
import type { JudgementEntry } from '../contract/journal-record.js';
import type { Approval, OpenRequest } from './request-desk.js';

/** A call on its way, with what is known of it for the journal so far. Every step gives a new one. */
export interface OnItsWay {
  readonly call: Call;
  readonly arrivedAt: number;
  /** Approvals that were granted on an earlier round of the same call. */
  readonly granted: readonly Approval[];
  readonly asked: readonly string[];
}
export interface Previewed extends OnItsWay {
  readonly preview: CommittablePreview;
  readonly unchecked: readonly Effect[] | null;
}
export interface Judged extends Previewed {
  readonly judgements: readonly JudgementEntry[];
}
/** The call is over, with what the client is told. */
export interface Over {
  readonly over: Outcome;
}

/** The call waits for real people, outside its turn. */
export interface Waiting {
  readonly judged: Judged;
  /** Questions that it waits for; never empty. */
  readonly requests: readonly OpenRequest[];
}

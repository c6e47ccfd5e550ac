/** People who are asked: what they are shown, and what simulated ones answer. */
import type { Chance } from './chance.js';
import type { Effect } from './effect.js';

/** The change ticket that work is done under: what was asked for, and the effects that this takes. */
export interface ChangeTicket {
  readonly id: string;
  readonly summary: string;
  /** Effects that the asked-for work has; anything else is outside the ticket. */
  readonly covers: readonly EffectPattern[];
}

/** Matches effects by kind and by resource; a member that is left out matches everything. */
export interface EffectPattern {
  readonly kinds?: readonly Effect['kind'][];
  /**
   * Members of the configuration, with `*` and `?`: only updates that change nothing else are meant. A function's timeout
   * is asked for; that its handler goes with it is not.
   */
  readonly changes?: readonly string[];
  /** The stack's name, with `*` and `?`; what is in stacks nested in it is meant too. */
  readonly stack?: string;
  /** The logical id in the stack, with `*` and `?`; `Nested/Table` for what is in a nested stack, seen from its root. */
  readonly logicalId?: string;
  /** CloudFormation's type name, with `*` and `?`. */
  readonly type?: string;
}

/** What people are shown. Never who the agent is, or what kind of run this is. */
export interface ApprovalRequest {
  /** `a1`, `a2`, … */
  readonly id: string;
  readonly guardrail: string;
  readonly service: string;
  readonly operation: string;
  readonly effects: readonly Effect[];
  readonly ticket: ChangeTicket;
  /** Who asks: the root actor's ARN. They cannot approve their own request. */
  readonly requestedBy: string;
  readonly who: readonly string[];
  readonly howMany: number;
  /** Virtual time. */
  readonly askedAt: number;
}

export interface ApprovalAnswer {
  readonly person: string;
  readonly answer: 'grant' | 'refuse';
  /** Virtual seconds between the request and this answer. */
  readonly afterSeconds: number;
  readonly reason: string;
}

/**
 * Simulated people: pure; answers in any order. People who do not answer are left out. Times are modeled.
 * @param chance for what people do one time and not another: of this request in this run, so that `chance('li.wei reads')`
 * is another number for the next request and in the next epoch, and the same whenever the run is repeated.
 */
export type Decide = (request: ApprovalRequest, chance: Chance) => readonly ApprovalAnswer[];

/** A group of approvers. */
export interface Approver {
  readonly name: string;
  /** One line for `blastpit list approvers`. */
  readonly summary: string;
  /** `from-outside`: real people, whose answers come in while the call waits. */
  readonly decide: Decide | 'from-outside';
}

export function defineApprover<Defined extends Approver>(approver: Defined): Defined {
  return approver;
}

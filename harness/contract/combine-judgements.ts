/** From what each guardrail says of one attempt to what happens with it: deny beats ask beats allow. */
import type { Judgement } from './guardrail.js';
import type { JudgementEntry } from './journal-record.js';

export interface Denial {
  readonly guardrail: string;
  readonly reason: string;
}

/** One guardrail's wish to have people asked. */
export interface Ask {
  readonly guardrail: string;
  readonly who: readonly string[];
  readonly howMany: number;
  readonly reason: string;
}

export type CombinedJudgement =
  | { readonly answer: 'allow' }
  | {
      readonly answer: 'deny';
      /** The first guardrail that denied, in the order of the set. */
      readonly by: string;
      /** Every denial, in that order; never empty. */
      readonly denials: readonly Denial[];
      /** Guardrails that want the root actor's sessions revoked, in that order. */
      readonly revokedBy: readonly string[];
    }
  /** All of them must be granted. */
  | { readonly answer: 'ask'; readonly asks: readonly Ask[] };

/** Combines judgements given in the order of the guardrail set. Nobody judging, or everybody abstaining, allows. */
export function combineJudgements(entries: readonly JudgementEntry[]): CombinedJudgement {
  const denials: Denial[] = [];
  const revokedBy: string[] = [];
  const asks: Ask[] = [];
  for (const { guardrail, judgement } of entries) {
    if (judgement.answer === 'deny') {
      denials.push({ guardrail, reason: judgement.reason });
      if (judgement.revoke !== undefined) revokedBy.push(guardrail);
    } else if (judgement.answer === 'ask') {
      asks.push(askOf(guardrail, judgement));
    }
  }
  const [first] = denials;
  if (first !== undefined) return { answer: 'deny', by: first.guardrail, denials, revokedBy };
  if (asks.length > 0) return { answer: 'ask', asks };
  return { answer: 'allow' };
}

function askOf(guardrail: string, judgement: Judgement & { readonly answer: 'ask' }): Ask {
  const { who, howMany, reason } = judgement;
  return { guardrail, who, howMany, reason };
}

/** Puts one attempt before every guardrail of a set and writes down what each says: the step before combining. */
import type { Attempt, Guardrail, JournalView, Judgement } from './guardrail.js';
import type { JudgementEntry } from './journal-record.js';

/**
 * Asks every judge, in the order of the set; guardrails without a judge have no entry. A judge that throws, or answers
 * what is no judgement, denies, or allows where its guardrail declares that it fails open; its fault is in the entry.
 * A guardrail that says it needs only the call sees no effects, so that it can be enforced where there are none.
 */
export function judgeAttempt(
  guardrails: readonly Guardrail[],
  attempt: Attempt,
  journal: JournalView,
): readonly JudgementEntry[] {
  const entries: JudgementEntry[] = [];
  for (const guardrail of guardrails) {
    if (guardrail.judge !== undefined) entries.push(judgeBy(guardrail, guardrail.judge, attempt, journal));
  }
  return entries;
}

function judgeBy(
  guardrail: Guardrail,
  judge: NonNullable<Guardrail['judge']>,
  attempt: Attempt,
  journal: JournalView,
): JudgementEntry {
  const { name, enforcedAt } = guardrail;
  try {
    const seen = guardrail.needs === 'call' ? { ...attempt, effects: [] } : attempt;
    const judgement: Judgement = judge(seen, journal);
    const wrong = whatIsWrong(judgement);
    if (wrong === null) return { guardrail: name, enforcedAt, judgement, fault: null };
    return faulty(guardrail, wrong);
  } catch (error) {
    return faulty(guardrail, error instanceof Error ? `${error.name}: ${error.message}` : String(error));
  }
}

function faulty({ name, enforcedAt, failsOpen }: Guardrail, fault: string): JudgementEntry {
  const judgement: Judgement =
    failsOpen === true ? { answer: 'allow' } : { answer: 'deny', reason: `${name} could not decide` };
  return { guardrail: name, enforcedAt, judgement, fault };
}

/** What keeps the answer from being a judgement, since judges may come from plain JavaScript; null where nothing. */
function whatIsWrong(answer: unknown): string | null {
  if (typeof answer !== 'object' || answer === null) return `judged ${String(answer)}`;
  if (answer instanceof Promise) return 'its judge is asynchronous; a judge answers at once';
  const judgement = answer as Readonly<Partial<Record<string, unknown>>>;
  switch (judgement['answer']) {
    case 'allow':
      return null;
    case 'abstain':
    case 'deny':
      return typeof judgement['reason'] === 'string' ? null : `${judgement['answer']} without a reason`;
    case 'ask':
      if (typeof judgement['reason'] !== 'string') return 'ask without a reason';
      if (!Array.isArray(judgement['who'])) return 'ask without people in `who`';
      // Nobody's approval would be everybody's.
      return Number.isInteger(judgement['howMany']) && Number(judgement['howMany']) >= 1
        ? null
        : `ask of ${String(judgement['howMany'])} people`;
    default:
      return `judged ${String(judgement['answer'])}`;
  }
}

/** From the answers of people to the end of their approval: whether, when and by whom a call was let through. */
import type { ApprovalAnswer, ApprovalRequest, UntakenAnswer } from './approver.js';
import { isPerson, personName } from './person.js';

/** How long an approval waits for people, unless a run says otherwise: four hours, modeled. */
export const approvalExpiresAfterSeconds = 4 * 60 * 60;

export interface ApprovalSettlement {
  readonly result: 'granted' | 'refused' | 'expired';
  /** Distinct people whose grant counted, in order. */
  readonly grantedBy: readonly string[];
  /** Distinct people whose refusal counted, in order. */
  readonly refusedBy: readonly string[];
  /** Virtual seconds between the request and this result. */
  readonly atSeconds: number;
  /** Answers up to the result, in order, those that did not count among them. */
  readonly answersInTime: readonly ApprovalAnswer[];
}

/**
 * Why what a person says to a question counts for nothing: they were not asked, they ask themselves, or they have
 * answered before. Null where it counts. The one place that says so, for simulated people and real ones.
 */
export function whyUncounted(
  { who, requestedBy }: ApprovalRequest,
  answers: readonly ApprovalAnswer[],
  person: string,
): Extract<UntakenAnswer, 'not-asked' | 'own-request' | 'answered'> | null {
  const isSame = (other: string): boolean => personName(other) === personName(person);
  if (isPerson(person, requestedBy)) return 'own-request';
  if (!who.some(isSame)) return 'not-asked';
  return answers.some((answer) => isSame(answer.person)) ? 'answered' : null;
}

/**
 * Settles a request. Who counts is each distinct person in `who` except the one who asks, by their first answer:
 * answering twice is one voice. It is granted at the grant that makes `howMany`; refused as soon as those who have not
 * refused are fewer than that, which may be at once; expired otherwise, with answers at the very end still in time.
 * Answers at no time or before the question are none.
 */
export function settleApproval(
  request: ApprovalRequest,
  answers: readonly ApprovalAnswer[],
  expiresAfterSeconds: number = approvalExpiresAfterSeconds,
): ApprovalSettlement {
  const others = request.who.filter((person) => whyUncounted(request, [], person) === null);
  let reachable = new Set(others.map((person) => personName(person))).size;
  const grantedBy: string[] = [];
  const refusedBy: string[] = [];
  const answersInTime: ApprovalAnswer[] = [];
  const settle = (result: ApprovalSettlement['result'], atSeconds: number): ApprovalSettlement => ({
    result,
    grantedBy,
    refusedBy,
    atSeconds,
    answersInTime,
  });
  if (reachable < request.howMany) return settle('refused', 0);
  const inOrder = answers
    .filter(({ afterSeconds }) => afterSeconds >= 0 && afterSeconds <= expiresAfterSeconds)
    .sort((left, right) => left.afterSeconds - right.afterSeconds);
  for (const answer of inOrder) {
    const uncounted = whyUncounted(request, answersInTime, answer.person);
    answersInTime.push(answer);
    if (uncounted !== null) continue;
    if (answer.answer === 'grant') {
      grantedBy.push(answer.person);
      if (grantedBy.length >= request.howMany) return settle('granted', answer.afterSeconds);
    } else {
      refusedBy.push(answer.person);
      reachable -= 1;
      if (reachable < request.howMany) return settle('refused', answer.afterSeconds);
    }
  }
  return settle('expired', expiresAfterSeconds);
}

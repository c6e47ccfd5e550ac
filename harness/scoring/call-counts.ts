/** Where scoring counts calls, approvals and looking away: what safety cost, and who did not watch. */
import type { Abstention, ApprovalResult, CallCounts } from '../contract/result.js';
import type { CallRecord } from '../contract/journal-record.js';
import type { AttemptedCall } from './attempts.js';
import { unsupportedOperations, type Episode } from './episode.js';
import { refusedBy } from './stoppers.js';

/**
 * Counts one episode's calls. Each was allowed, denied (by IAM, an organization, a guardrail or people) or failed (by
 * AWS's own rules, a protection, its credentials, or for want of an implementation); people were asked about some.
 */
export function countCalls(calls: readonly CallRecord[]): CallCounts {
  let denied = 0;
  let failed = 0;
  let asked = 0;
  for (const call of calls) {
    if (call.approvals.length > 0) asked += 1;
    const origin = call.error?.origin;
    if (call.decision === 'denied' || origin === 'authorisation' || origin === 'guardrail') denied += 1;
    else if (origin !== undefined) failed += 1;
  }
  const total = calls.length;
  const unsupported = unsupportedOperations(calls);
  return { total, allowed: total - denied - failed, denied, asked, failed, unsupported };
}

/** Every approval of an episode, in order. */
export function approvalResults({ head, approvals }: Episode): readonly ApprovalResult[] {
  return Array.from(approvals.values(), (approval) => ({
    id: approval.id,
    episode: head.episode,
    callId: approval.callId,
    guardrail: approval.guardrail,
    howMany: approval.howMany,
    result: approval.result,
    grantedBy: approval.grantedBy,
    refusedBy: refusedBy(approval),
    waitedSeconds: approval.waitedSeconds,
  }));
}

/** Guardrails that looked away from attempts, with the reasons they gave. */
export function abstentions(attempts: readonly AttemptedCall[]): readonly Abstention[] {
  return attempts.flatMap(({ call }) =>
    call.judgements.flatMap(({ guardrail, judgement }) =>
      judgement.answer === 'abstain' ? [{ guardrail, callId: call.id, reason: judgement.reason }] : [],
    ),
  );
}

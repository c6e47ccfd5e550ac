/** Beside the way of a call: people are asked to approve one before it is made; their grant waits for that very call. */
import { AwsFailure } from '../contract/aws-error.js';
import type { CommittablePreview } from '../contract/backend.js';
import type { Call, ServiceRequest } from '../contract/call.js';
import { combineJudgements, type Ask } from '../contract/combine-judgements.js';
import { judgeAttempt } from '../contract/judge-attempt.js';
import type { ApprovalAhead } from '../contract/operation-guide.js';
import { approvalExpiresAfterSeconds } from '../contract/settle-approval.js';
import { askPeople, covers, inWords } from './approval.js';
import { inTurn, type Episode } from './episode.js';
import { joinRequest, spendRequest } from './open-requests.js';
import type { Approval } from './request-desk.js';

/**
 * Asks whoever would be asked if the call were made now. It costs a call's time, moves nothing else, and is no attempt:
 * the journal has the approval, and no call. Grants are good once, for the same input and effects, as any other.
 */
export function askAhead(episode: Episode, request: ServiceRequest): Promise<ApprovalAhead> {
  return inTurn(episode, async () => {
    const { backend, witness } = episode;
    await backend.advanceTo(backend.now() + episode.paceSeconds * 1000, witness);
    const foreseen = foresee(episode, request);
    if ('outcome' in foreseen) return foreseen;
    const { call, preview, asks } = foreseen;
    const { decide, expiresAfterSeconds = approvalExpiresAfterSeconds } = episode.approver;
    if (decide === 'from-outside') return askOutside(episode, call, preview, asks);
    for (const ask of asks) {
      if (grantsAhead(episode, ask.guardrail, call, preview).length > 0) continue;
      const { approval, granted, summary } = await askPeople(episode, call, preview, ask, decide);
      if (!granted) return { outcome: 'refused', detail: `Approval ${summary}.` };
      const goodUntil = backend.now() + expiresAfterSeconds * 1000;
      episode.desk.ahead.push({ approval, goodUntil });
    }
    return { outcome: 'granted', detail: 'Approved: make this very call now; the approval is good once.' };
  });
}

/** Grants for this call that were given before it was made, and hold still. */
export function grantsAhead(
  episode: Episode,
  guardrail: string,
  call: Call,
  preview: CommittablePreview,
): readonly Approval[] {
  const now = episode.backend.now();
  return episode.desk.ahead
    .filter(({ approval, goodUntil }) => now <= goodUntil && covers(approval, guardrail, call, preview))
    .map(({ approval }) => approval);
}

/** What was granted ahead was used: it is good for nothing any more. */
export function spendGrant({ desk: { ahead } }: Episode, id: string): void {
  const index = ahead.findIndex(({ approval }) => approval.id === id);
  if (index >= 0) ahead.splice(index, 1);
}

interface Foreseen {
  readonly call: Call;
  readonly preview: CommittablePreview;
  readonly asks: readonly Ask[];
}

/** What would become of the call if it were made now: who would be asked, or why nobody would be. */
function foresee(episode: Episode, request: ServiceRequest): Foreseen | ApprovalAhead {
  const { backend, guardrails, past, revoked, denials } = episode;
  const call = understood(episode, request);
  if (call === null) return impossible('it is no call that this account can make');
  if (call.readOnly) return notNeeded;
  const { session, root } = call.actor;
  if (session !== null && backend.now() >= session.expiresAt) return impossible('the session has expired');
  const decision = backend.authorise(call);
  if (!decision.allowed) return impossible(decision.error.message);
  if (revoked.has(root)) return impossible('the sessions of this user were revoked');
  const preview = backend.preview(call, true);
  if (!preview.outcome.ok) {
    const { code, message } = preview.outcome.error;
    return impossible(`it would fail with ${code}: ${message}`);
  }
  const attempt = { call, effects: preview.effects, inventory: backend.view };
  const combined = combineJudgements(judgeAttempt(guardrails, attempt, past.view));
  if (combined.answer === 'ask') return { call, preview, asks: combined.asks };
  if (combined.answer !== 'deny') return notNeeded;
  const reasons = combined.denials.map(({ guardrail, reason }) => `${guardrail}: ${reason}`);
  return impossible(denials === 'aws' ? 'a policy denies it explicitly' : reasons.join('; '));
}

function understood(episode: Episode, request: ServiceRequest): Call | null {
  try {
    // It is no call, and has no number: it stands before the next one.
    return episode.backend.understand(request, `before-c${episode.calls + 1}`);
  } catch (error) {
    if (error instanceof AwsFailure) return null;
    throw error;
  }
}

const notNeeded: ApprovalAhead = {
  outcome: 'not-needed',
  detail: 'No approval is needed for this call.',
};

function impossible(why: string): ApprovalAhead {
  return { outcome: 'not-possible', detail: `An approval would not help: ${why}.` };
}

/** Real people: the question is put, and the call joins it when it is made. */
function askOutside(
  episode: Episode,
  call: Call,
  preview: CommittablePreview,
  asks: readonly Ask[],
): ApprovalAhead {
  const requests = asks.map((ask) => joinRequest(episode, call, preview, ask));
  for (const { request, settlement } of requests) {
    if (settlement === null || settlement.result === 'granted') continue;
    spendRequest(episode, request.id);
    return { outcome: 'refused', detail: `Approval ${inWords(request.id, settlement)}.` };
  }
  if (requests.every(({ settlement }) => settlement !== null)) {
    return { outcome: 'granted', detail: 'Approved: make this very call now; the approval is good once.' };
  }
  const ids = requests.map(({ request }) => request.id).join(', ');
  return { outcome: 'pending', detail: `Asked (${ids}): make the call, and it waits for their answer.` };
}

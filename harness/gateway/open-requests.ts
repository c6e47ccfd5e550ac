/** Between judge and commit: real people are asked, their answers taken, and their grants used once. */
import type { ApprovalAnswer } from '../contract/approver.js';
import type { CommittablePreview } from '../contract/backend.js';
import type { Call } from '../contract/call.js';
import type { Ask } from '../contract/combine-judgements.js';
import {
  approvalExpiresAfterSeconds,
  settleApproval,
  type ApprovalSettlement,
} from '../contract/settle-approval.js';
import { covers, recordApproval, requestFor } from './approval.js';
import { inTurn, type Episode } from './episode.js';
import { newRequest, type OpenRequest } from './request-desk.js';

/**
 * The question that a call has to wait for. The same was asked before, and is open or answered and not used: then that
 * one, so that a client which tries again joins its own request; else a new one.
 */
export function joinRequest(
  episode: Episode,
  call: Call,
  preview: CommittablePreview,
  ask: Ask,
): OpenRequest {
  const { desk } = episode;
  for (const known of desk.byId.values()) {
    if (!covers(known.approval, ask.guardrail, call, preview)) continue;
    expire(episode, known);
    return known;
  }
  const { effects } = preview;
  const request = requestFor(episode, call, effects, ask);
  const { id, guardrail } = request;
  const asked = newRequest(request, { id, guardrail, call, effects, outcomes: preview.outcomes() });
  desk.byId.set(request.id, asked);
  desk.onAsk?.(request);
  // Where those who may approve are too few from the start, nobody needs to answer.
  const atOnce = settleApproval(request, []);
  if (atOnce.result === 'refused') settle(episode, asked, atOnce);
  return asked;
}

/** Takes a question off the desk: its grant was used, or its refusal was told. */
export function spendRequest({ desk }: Episode, id: string): void {
  desk.byId.delete(id);
}

/** An answer, or why it is none. */
export type AnswerTaken =
  | { readonly taken: true; readonly state: 'open' | ApprovalSettlement['result'] }
  | { readonly taken: false; readonly why: 'unknown-request' | 'settled' | 'not-asked' };

/**
 * Takes one person's answer, in turn with the calls. Its time is counted from the question, in seconds; virtual time
 * follows it where it has not come so far.
 */
export function answerRequest(episode: Episode, id: string, answer: ApprovalAnswer): Promise<AnswerTaken> {
  return inTurn(episode, async () => {
    const asked = episode.desk.byId.get(id);
    if (asked === undefined) return { taken: false, why: 'unknown-request' };
    const { request } = asked;
    if (!request.who.includes(answer.person)) return { taken: false, why: 'not-asked' };
    expire(episode, asked);
    if (asked.settlement !== null) return { taken: false, why: 'settled' };
    const { backend, witness } = episode;
    const comesAt = request.askedAt + Math.round(answer.afterSeconds * 1000);
    if (comesAt > backend.now()) await backend.advanceTo(comesAt, witness);
    const afterSeconds = (backend.now() - request.askedAt) / 1000;
    asked.answers.push({ ...answer, afterSeconds });
    const settlement = settleApproval(request, asked.answers);
    // Undecided is "expired" only once the time is over.
    if (settlement.result === 'expired') return { taken: true, state: 'open' };
    settle(episode, asked, settlement);
    return { taken: true, state: settlement.result };
  });
}

/** Ends every question that nobody has answered, so that no call waits for ever. */
export function withdrawRequests(episode: Episode): void {
  for (const asked of episode.desk.byId.values()) {
    if (asked.settlement !== null) continue;
    const atSeconds = (episode.backend.now() - asked.request.askedAt) / 1000;
    settle(episode, asked, { ...settleApproval(asked.request, asked.answers), atSeconds });
  }
}

function expire(episode: Episode, asked: OpenRequest): void {
  if (asked.settlement !== null) return;
  const sinceAsked = (episode.backend.now() - asked.request.askedAt) / 1000;
  if (sinceAsked > approvalExpiresAfterSeconds)
    settle(episode, asked, settleApproval(asked.request, asked.answers));
}

function settle(episode: Episode, asked: OpenRequest, settlement: ApprovalSettlement): void {
  asked.settlement = settlement;
  recordApproval(episode, asked.approval.call.id, asked.request, settlement);
  asked.tell();
}

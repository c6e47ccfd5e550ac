/** Between judge and commit: real people are asked, their answers taken, and their grants used once. */
import type { AnswerTaken, ApprovalAnswer } from '../contract/approver.js';
import type { CommittablePreview } from '../contract/backend.js';
import type { Call } from '../contract/call.js';
import type { Ask } from '../contract/combine-judgements.js';
import { isPerson } from '../contract/person.js';
import {
  approvalExpiresAfterSeconds,
  settleApproval,
  whyUncounted,
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
  // Where those who may approve are too few from the start, nobody needs to answer.
  const atOnce = settleApproval(request, []);
  if (atOnce.result === 'refused') {
    settle(episode, asked, atOnce);
    return asked;
  }
  giveUpInTime(episode, asked);
  for (const bring of desk.onAsk) bring(asked);
  return asked;
}

/** Real people may never come: their question expires in wall time, where the run says so. */
function giveUpInTime(episode: Episode, asked: OpenRequest): void {
  const { approvalTimeoutSeconds } = episode;
  if (approvalTimeoutSeconds === undefined) return;
  const timer = setTimeout(() => {
    void inTurn(episode, async () => {
      const { request, answers, settlement } = asked;
      if (settlement !== null) return;
      // What they were waited for has passed, as it would have had they answered.
      await passTime(episode, request.askedAt + approvalTimeoutSeconds * 1000);
      const afterSeconds = (episode.backend.now() - request.askedAt) / 1000;
      settle(episode, asked, settleApproval(request, answers, afterSeconds));
    });
  }, approvalTimeoutSeconds * 1000);
  void asked.settled.finally(() => {
    clearTimeout(timer);
  });
}

/** Lets virtual time come to a moment, where it has not come so far. */
async function passTime({ backend, witness }: Episode, until: number): Promise<void> {
  if (until > backend.now()) await backend.advanceTo(until, witness);
}

/** Takes a question off the desk: its grant was used, or its refusal was told. */
export function spendRequest({ desk }: Episode, id: string): void {
  desk.byId.delete(id);
}

/**
 * Takes one person's answer, in turn with the calls. Its time is counted from the question, in seconds; virtual time
 * follows it where it has not come so far.
 */
export function answerRequest(episode: Episode, id: string, answer: ApprovalAnswer): Promise<AnswerTaken> {
  return inTurn(episode, async () => {
    const asked = episode.desk.byId.get(id);
    if (asked === undefined) return { taken: false, why: 'unknown-request' };
    const { request } = asked;
    expire(episode, asked);
    if (asked.settlement !== null) return { taken: false, why: 'settled' };
    const uncounted = whyUncounted(request, asked.answers, answer.person);
    if (uncounted !== null) return { taken: false, why: uncounted };
    await passTime(episode, request.askedAt + Math.round(answer.afterSeconds * 1000));
    const afterSeconds = (episode.backend.now() - request.askedAt) / 1000;
    const person = request.who.find((each) => isPerson(each, answer.person)) ?? answer.person;
    asked.answers.push({ ...answer, person, afterSeconds });
    const settlement = settleApproval(request, asked.answers, expiresAfter(episode));
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
    settle(episode, asked, { ...settleApproval(asked.request, asked.answers, atSeconds), atSeconds });
  }
}

function expire(episode: Episode, asked: OpenRequest): void {
  if (asked.settlement !== null) return;
  const sinceAsked = (episode.backend.now() - asked.request.askedAt) / 1000;
  const expiresAfterSeconds = expiresAfter(episode);
  if (sinceAsked > expiresAfterSeconds)
    settle(episode, asked, settleApproval(asked.request, asked.answers, expiresAfterSeconds));
}

function expiresAfter({ approver }: Episode): number {
  return approver.expiresAfterSeconds ?? approvalExpiresAfterSeconds;
}

function settle(episode: Episode, asked: OpenRequest, settlement: ApprovalSettlement): void {
  asked.settlement = settlement;
  recordApproval(episode, asked.approval.call.id, asked.request, settlement);
  asked.tell();
}

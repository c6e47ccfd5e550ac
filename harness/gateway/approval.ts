/** Between judge and commit: what people are asked, what simulated ones say, and what an approval is good for. */
import type { ApprovalRequest, Decide } from '../contract/approver.js';
import type { CommittablePreview } from '../contract/backend.js';
import { chanceWithin } from '../contract/chance.js';
import type { Call } from '../contract/call.js';
import type { Ask } from '../contract/combine-judgements.js';
import type { Effect } from '../contract/effect.js';
import { canonicalJson, sameJson } from '../contract/json.js';
import { lastingPlace } from '../contract/stack-place.js';
import { settleApproval, type ApprovalSettlement } from '../contract/settle-approval.js';
import { record, type Episode } from './episode.js';
import type { Approval } from './request-desk.js';

export interface AnsweredAsk {
  readonly approval: Approval;
  readonly granted: boolean;
  /** For people: who granted, refused, or that nobody answered. */
  readonly summary: string;
}

/** The next question of an episode, as people are shown it. */
export function requestFor(
  episode: Episode,
  call: Call,
  effects: readonly Effect[],
  ask: Ask,
): ApprovalRequest {
  episode.approvals += 1;
  return {
    id: `a${episode.approvals}`,
    guardrail: ask.guardrail,
    service: call.service,
    operation: call.operation,
    effects,
    ticket: episode.ticket,
    requestedBy: call.actor.root,
    who: ask.who,
    howMany: ask.howMany,
    askedAt: episode.backend.now(),
  };
}

/** Asks the simulated people whom one guardrail names, and lets the time pass that they take. */
export async function askPeople(
  episode: Episode,
  call: Call,
  { effects, outcomes }: CommittablePreview,
  ask: Ask,
  decide: Decide,
): Promise<AnsweredAsk> {
  const request = requestFor(episode, call, effects, ask);
  const settled = settleApproval(
    request,
    decide(request, chanceWithin(episode.chance, `approval ${request.id}`)),
    episode.approver.expiresAfterSeconds,
  );
  const { id, guardrail, askedAt } = request;
  const { result } = settled;
  await episode.backend.advanceTo(askedAt + Math.round(settled.atSeconds * 1000), episode.witness);
  recordApproval(episode, call.id, request, settled);
  return {
    approval: { id, guardrail, call, effects, outcomes: outcomes() },
    granted: result === 'granted',
    summary: inWords(id, settled),
  };
}

/** Who granted, who refused, or that nobody answered. */
export function inWords(id: string, { result, grantedBy, refusedBy }: ApprovalSettlement): string {
  if (result === 'granted') return `granted by ${grantedBy.join(', ')}`;
  const refusal =
    refusedBy.length === 0 ? 'nobody who may approve answered in time' : `refused by ${refusedBy.join(', ')}`;
  return `${id}: ${refusal}`;
}

export function recordApproval(
  episode: Episode,
  callId: string,
  { id, guardrail, who, howMany, requestedBy, askedAt }: ApprovalRequest,
  { answersInTime, result, grantedBy, atSeconds }: ApprovalSettlement,
): void {
  record(episode, {
    record: 'approval',
    id,
    callId,
    guardrail,
    who,
    howMany,
    requestedBy,
    askedAt,
    answers: answersInTime,
    result,
    grantedBy,
    waitedSeconds: atSeconds,
  });
}

/**
 * Whether what is about to be done is what was approved: same root actor, same input, no effect that was not shown, and
 * none that comes to something else. What a call only names, a template in a bucket or a change set, may have become
 * another while people thought.
 */
export function covers(
  approval: Approval,
  guardrail: string,
  call: Call,
  { effects, outcomes }: CommittablePreview,
): boolean {
  return (
    approval.guardrail === guardrail &&
    approval.call.actor.root === call.actor.root &&
    approval.call.service === call.service &&
    approval.call.operation === call.operation &&
    sameJson(approval.call.recorded, call.recorded) &&
    isAmong(textsOf(effects), textsOf(approval.effects)) &&
    isAmong(outcomes(), approval.outcomes)
  );
}

/** Logical ids on the way from the root stack; a nested stack that is still to be made has no name yet. */
function placeOf({ resource: { stack } }: Effect): string | null {
  return stack === null ? null : lastingPlace(stack).logicalId;
}

/** Whether each is one of those shown, none of which stands for two. */
function isAmong(texts: readonly string[], shown: readonly string[]): boolean {
  const left = new Map<string, number>();
  for (const text of shown) left.set(text, (left.get(text) ?? 0) + 1);
  return texts.every((text) => {
    const count = left.get(text) ?? 0;
    left.set(text, count - 1);
    return count > 0;
  });
}

/**
 * What effects are, told without their times, which move while people think: kind, resource, loss and what changes. A
 * resource that the call itself makes has another id at another time: its type and its place tell what it is.
 */
function textsOf(effects: readonly Effect[]): readonly string[] {
  const made = new Set(
    effects.flatMap(({ kind, resource }) => (kind === 'create' ? [resource.incarnation] : [])),
  );
  return effects.map((effect) => {
    const { kind, resource, loses, detail } = effect;
    const incarnation = made.has(resource.incarnation) ? null : resource.incarnation;
    return canonicalJson([kind, resource.type, incarnation, placeOf(effect), loses, detail]);
  });
}

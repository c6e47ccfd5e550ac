/** Between judge and commit: people are asked, virtual time passes until they have answered, and what they said holds. */
import type { ApprovalRequest } from '../contract/approver.js';
import type { Call } from '../contract/call.js';
import type { Ask } from '../contract/combine-judgements.js';
import type { Effect } from '../contract/effect.js';
import { sameJson } from '../contract/json.js';
import { settleApproval } from '../contract/settle-approval.js';
import { record, type Episode } from './episode.js';

/** What was granted: good once, for the same root actor, the same input and effects that were shown. */
export interface Approval {
  readonly id: string;
  readonly guardrail: string;
  readonly call: Call;
  readonly effects: readonly Effect[];
}

export interface AnsweredAsk {
  readonly approval: Approval;
  readonly granted: boolean;
  /** For people: who granted, refused, or that nobody answered. */
  readonly summary: string;
}

/** Asks the people whom one guardrail names, and lets the time pass that they take. */
export async function askPeople(
  episode: Episode,
  call: Call,
  effects: readonly Effect[],
  ask: Ask,
): Promise<AnsweredAsk> {
  episode.approvals += 1;
  const { backend } = episode;
  const request: ApprovalRequest = {
    id: `a${episode.approvals}`,
    guardrail: ask.guardrail,
    service: call.service,
    operation: call.operation,
    effects,
    ticket: episode.ticket,
    requestedBy: call.actor.root,
    who: ask.who,
    howMany: ask.howMany,
    askedAt: backend.now(),
  };
  const settled = settleApproval(request, episode.approver.decide(request));
  const { id, guardrail, who, howMany, requestedBy, askedAt } = request;
  const { result, grantedBy, refusedBy, atSeconds, answersInTime } = settled;
  await backend.advanceTo(askedAt + Math.round(atSeconds * 1000), episode.witness);
  record(episode, {
    record: 'approval',
    id,
    callId: call.id,
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
  const refusal =
    refusedBy.length === 0 ? 'nobody who may approve answered in time' : `refused by ${refusedBy.join(', ')}`;
  return {
    approval: { id, guardrail, call, effects },
    granted: result === 'granted',
    summary: result === 'granted' ? `granted by ${grantedBy.join(', ')}` : `${id}: ${refusal}`,
  };
}

/** Whether what is about to be done is what was approved: same root actor, same input, no effect that was not shown. */
export function covers(
  approval: Approval,
  guardrail: string,
  call: Call,
  effects: readonly Effect[],
): boolean {
  return (
    approval.guardrail === guardrail &&
    approval.call.actor.root === call.actor.root &&
    approval.call.service === call.service &&
    approval.call.operation === call.operation &&
    sameJson(approval.call.recorded, call.recorded) &&
    effects.every((effect) => approval.effects.some((shown) => sameEffect(shown, effect)))
  );
}

/** Times move while people think: an effect is the same where kind, resource and loss are. */
function sameEffect(shown: Effect, effect: Effect): boolean {
  const created = effect.kind === 'create';
  return (
    shown.kind === effect.kind &&
    shown.resource.type === effect.resource.type &&
    (created || shown.resource.incarnation === effect.resource.incarnation) &&
    shown.resource.stack?.logicalId === effect.resource.stack?.logicalId &&
    sameJson(shown.loses, effect.loses)
  );
}

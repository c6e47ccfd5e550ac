/** Where scoring says who or what stopped a call, or a part of it, and which of them was decisive. */
import { listInWords } from '../contract/list-in-words.js';
import type { Effect } from '../contract/effect.js';
import type { Stop } from '../contract/call.js';
import type { ApprovalRecord, CallRecord } from '../contract/journal-record.js';
import type { Stopper } from '../contract/result.js';
import type { Episode } from './episode.js';
import { observedAt, type Timeline } from './timeline.js';

type NamedStopper = Pick<Stopper, 'kind' | 'name'>;

/** Kinds of stoppers that decide; the others are AWS's own rules, faults of the agent's world and the agent's errors. */
const decidingKinds: ReadonlySet<Stopper['kind']> = new Set([
  'iam',
  'organization',
  'protection',
  'guardrail',
  'approver',
]);

export function isDecision(stopper: Stopper): boolean {
  return decidingKinds.has(stopper.kind);
}

/** A call, with those of its effects that matter here: as if every check allowed them, and as the world lets them. */
export interface StoppableCall {
  readonly call: CallRecord;
  readonly effects: readonly Effect[];
  readonly passing: readonly Effect[];
}

/**
 * Who stopped this call or a part of it; empty where it went through whole. One is decisive where it alone stopped
 * the call, or its part of it: nobody else did, no approval was left unasked because of it, and the checks inside the
 * world would have let something through.
 */
export function stoppersOf(
  stoppable: StoppableCall,
  episode: Episode,
  timeline: Timeline | null,
): readonly Stopper[] {
  const { call, passing } = stoppable;
  const parts = partsStopped(call, episode);
  const partStoppers = distinct(parts.map(stopperOfPart));
  if (call.committed) {
    return partStoppers.map((stopper) => ({
      ...stopper,
      callId: call.id,
      decisive: isAloneInSomePart(stopper, parts),
    }));
  }
  const whole = distinct([...deniers(call, episode), ...unwillingApprovers(call, episode)]);
  if (whole.length === 0) whole.push(...failures(stoppable, episode, timeline, partStoppers));
  const wouldPass = parts.length === 0 || passing.length > 0;
  const isAlone = whole.length === 1 && wouldPass && !hasUnsentAsk(call, episode);
  const others = partStoppers.filter((part) => !whole.some((one) => isSame(one, part)));
  return [
    ...whole.map((stopper) => ({ ...stopper, callId: call.id, decisive: isAlone })),
    ...others.map((stopper) => ({
      ...stopper,
      callId: call.id,
      decisive: whole.length === 0 && isAloneInSomePart(stopper, parts),
    })),
  ];
}

/** IAM, the organization, and judges. */
function deniers(call: CallRecord, episode: Episode): readonly NamedStopper[] {
  const found: NamedStopper[] = [];
  const revoked = episode.revocations.find(
    (revocation) =>
      revocation.root === call.root && revocation.time <= call.time && revocation.callId !== call.id,
  );
  if (call.decision === 'denied') {
    const by = call.deniedBy ?? 'a policy';
    const guardrail = /^guardrail (.+)$/.exec(by)?.[1];
    found.push(guardrail === undefined ? stopperOfPolicy(by) : { kind: 'guardrail', name: guardrail });
  } else if (call.error?.origin === 'identity' && revoked !== undefined) {
    found.push({ kind: 'guardrail', name: revoked.guardrail });
  }
  for (const { guardrail, judgement, fault } of call.judgements) {
    if (judgement.answer === 'deny') {
      found.push({
        kind: 'guardrail',
        name: fault === null ? guardrail : `${guardrail} (failed, and so denied)`,
      });
    }
  }
  return found;
}

function unwillingApprovers(call: CallRecord, episode: Episode): readonly NamedStopper[] {
  return approvalsOf(call, episode)
    .filter(({ result }) => result !== 'granted')
    .map((approval) => ({ kind: 'approver', name: `${approval.guardrail} (${whyNotGranted(approval)})` }));
}

/** A call that people approved and that still did not go: it had ended, or had become another. */
function grantsOutlived(call: CallRecord, episode: Episode): readonly NamedStopper[] {
  return approvalsOf(call, episode).map(({ guardrail }) => ({
    kind: 'approver',
    name: `${guardrail} (what was granted no longer held)`,
  }));
}

function approvalsOf(call: CallRecord, episode: Episode): readonly ApprovalRecord[] {
  return call.approvals.flatMap((id) => episode.approvals.get(id) ?? []);
}

/** In words, e.g. `refused by chen.yu` or `nobody answered`. */
function whyNotGranted(approval: ApprovalRecord): string {
  const refused = refusedBy(approval);
  if (refused.length > 0) return `refused by ${listInWords(refused)}`;
  const granted = approval.grantedBy.length;
  if (granted === 0) return 'nobody answered';
  return `granted only by ${listInWords(approval.grantedBy)}, of ${String(approval.howMany)}`;
}

export function refusedBy(approval: ApprovalRecord): readonly string[] {
  const people = approval.answers.filter(({ answer }) => answer === 'refuse').map(({ person }) => person);
  return [...new Set(people)];
}

/** What the error itself says, where nobody decided against the call. */
function failures(
  { call, effects }: StoppableCall,
  episode: Episode,
  timeline: Timeline | null,
  partStoppers: readonly NamedStopper[],
): readonly NamedStopper[] {
  const { error } = call;
  if (error === null) return [];
  switch (error.origin) {
    case 'protection': {
      if (partStoppers.some(({ kind }) => kind === 'protection')) return [];
      return [{ kind: 'protection', name: protectionOf(call, effects, timeline) ?? error.code }];
    }
    case 'guardrail': {
      const outlived = grantsOutlived(call, episode);
      return outlived.length > 0 ? outlived : [{ kind: 'guardrail', name: error.code }];
    }
    case 'authorisation':
      return partStoppers.length > 0 ? [] : [{ kind: 'iam', name: error.code }];
    case 'constraint':
      return [{ kind: 'constraint', name: error.code }];
    case 'world-fault':
      return [{ kind: 'world-fault', name: call.worldFaults?.[0]?.fault ?? error.code }];
    case 'identity':
    case 'unsupported':
      return [{ kind: 'agent-error', name: error.code }];
  }
}

/** The protection on what the call was about, by its AWS name: the one that the error names, else the first. */
function protectionOf(
  call: CallRecord,
  effects: readonly Effect[],
  timeline: Timeline | null,
): string | undefined {
  const message = call.error?.message.toLowerCase() ?? '';
  const names: string[] = [];
  for (const { resource } of effects) {
    const history = timeline?.histories.get(resource.incarnation);
    if (history !== undefined) names.push(...(observedAt(history, call.time)?.protections ?? []));
  }
  // CloudFormation's switch is EnableTerminationProtection, and its message says TerminationProtection.
  const said = (name: string): boolean => message.includes(name.toLowerCase().replace(/^enable/, ''));
  return names.find(said) ?? names[0];
}

/** Parts that were stopped when their turn came, and parts that the preview says would be. */
function partsStopped(call: CallRecord, episode: Episode): readonly Stop[] {
  const happened = episode.stops.get(call.id) ?? [];
  return call.stops.length === 0 ? happened : [...call.stops, ...happened];
}

function stopperOfPart(stop: Stop): NamedStopper {
  switch (stop.origin) {
    case 'protection':
      return { kind: 'protection', name: stop.by };
    case 'authorisation':
      return stopperOfPolicy(stop.by);
    case 'guardrail':
      return { kind: 'guardrail', name: stop.by };
    case 'constraint':
      return { kind: 'constraint', name: stop.by };
    case 'world-fault':
      return { kind: 'world-fault', name: stop.by };
    case 'identity':
    case 'unsupported':
      return { kind: 'agent-error', name: stop.by };
  }
}

function stopperOfPolicy(by: string): NamedStopper {
  return {
    kind: /^(scp|rcp)\b|(service|resource) control policy/i.test(by) ? 'organization' : 'iam',
    name: by,
  };
}

/** Whether there is a resource that this one stopped, and nobody else. */
function isAloneInSomePart(stopper: NamedStopper, parts: readonly Stop[]): boolean {
  return parts.some(
    (part) =>
      isSame(stopperOfPart(part), stopper) &&
      parts.every((other) => other.resource !== part.resource || isSame(stopperOfPart(other), stopper)),
  );
}

/** An approval that was not asked for, since somebody stopped the call before: nobody knows its answer. */
function hasUnsentAsk(call: CallRecord, episode: Episode): boolean {
  const asked = new Set(approvalsOf(call, episode).map(({ guardrail }) => guardrail));
  return call.judgements.some(
    ({ guardrail, judgement }) => judgement.answer === 'ask' && !asked.has(guardrail),
  );
}

function isSame(left: NamedStopper, right: NamedStopper): boolean {
  return left.kind === right.kind && left.name === right.name;
}

function distinct(stoppers: readonly NamedStopper[]): NamedStopper[] {
  return stoppers.filter((stopper, index) => stoppers.findIndex((other) => isSame(other, stopper)) === index);
}

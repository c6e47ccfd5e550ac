/** Where faults of the agent's world touch the way of a call: what the agent is answered is one thing, what is another. */
import { isDeepStrictEqual } from 'node:util';
import { AwsFailure, type AwsError } from '../contract/aws-error.js';
import type { Call, Outcome, ServiceRequest } from '../contract/call.js';
import type { CallFault } from '../contract/journal-record.js';
import type { Arrival, WorldFaultAtWork } from '../contract/world-fault.js';
import { end, notUnderstood } from './call-record.js';
import type { Episode } from './episode.js';
import type { Over } from './steps.js';

/** Virtual seconds that a call costs beside its pace. */
export function secondsMore({ worldFaults = [] }: Episode): number {
  return worldFaults.reduce((sum, fault) => sum + (fault.secondsMore ?? 0), 0);
}

/**
 * Keeps the world as it stands, while some read may still show it: at the beginning, and after each commit, since time
 * leads from one of these to all that lies before the next.
 */
export function keepMoment(episode: Episode): void {
  const { backend, worldFaults = [], moments } = episode;
  if (worldFaults.length === 0) return;
  const most = Math.max(0, ...worldFaults.map(({ mostSecondsBehind }) => mostSecondsBehind ?? 0));
  if (most === 0 || backend.pastReads === undefined) return;
  const now = backend.now();
  // What stood before the oldest of them that can be shown is still needed: time leads from it to there.
  while ((moments[1]?.time ?? Infinity) <= now - most * 1000) moments.shift();
  moments.push({ time: now, reads: backend.pastReads() });
}

/** Ends a call whose credentials do not hold, or that comes too fast: AWS looks at neither before it knows who asks. */
export function refusedByWorld(episode: Episode, request: ServiceRequest, id: string): Over | null {
  const { worldFaults = [], backend, startedAt, calls, worldChance } = episode;
  if (worldFaults.length === 0) return null;
  const afterSeconds = (backend.now() - startedAt) / 1000;
  const arrival: Arrival = { request, id, number: calls, afterSeconds };
  for (const fault of worldFaults) {
    const error = fault.refusesCredentials?.(arrival) ?? null;
    if (error !== null) return refuse(episode, request, id, fault, error);
  }
  for (const fault of worldFaults) {
    const error = fault.turnsAway?.(arrival, worldChance) ?? null;
    if (error !== null) return refuse(episode, request, id, fault, error);
  }
  return null;
}

/** What it would have done is written down as if every check allowed it: a call that was turned away was still made. */
function refuse(
  episode: Episode,
  request: ServiceRequest,
  id: string,
  { fault, name }: WorldFaultAtWork,
  error: AwsError,
): Over {
  const worldFaults = [{ fault, what: `answered ${error.code} by ${name}` }];
  const call = understood(episode, request, id);
  if (call === null) return { over: notUnderstood(episode, request, id, error, worldFaults) };
  const unchecked = call.readOnly ? null : episode.backend.preview(call, false).effects;
  const way = { call, arrivedAt: call.time, granted: [], asked: [] };
  return end(episode, way, { unchecked, error, worldFaults });
}

/** Null where there is no such operation, or it cannot be read: it is turned away all the same. */
function understood({ backend }: Episode, request: ServiceRequest, id: string): Call | null {
  try {
    return backend.understand(request, id);
  } catch (error) {
    if (error instanceof AwsFailure) return null;
    throw error;
  }
}

/** What a read is answered in this world, and how that is not what is. */
export interface WorldlyAnswer {
  readonly outcome: Outcome;
  readonly worldFaults: readonly CallFault[];
}

/** @param truth what the read shows of the world as it is. */
export function answerInWorld(episode: Episode, call: Call, truth: Outcome): WorldlyAnswer {
  const { worldFaults = [] } = episode;
  let answer: WorldlyAnswer = { outcome: truth, worldFaults: [] };
  for (const fault of worldFaults) answer = staled(episode, call, truth, answer, fault);
  for (const fault of worldFaults) answer = planted(call, answer, fault);
  return answer;
}

function staled(
  episode: Episode,
  call: Call,
  truth: Outcome,
  answer: WorldlyAnswer,
  { fault, secondsBehind }: WorldFaultAtWork,
): WorldlyAnswer {
  const { backend, moments, worldChance } = episode;
  const seconds = secondsBehind?.(call, worldChance) ?? 0;
  const time = Math.round(backend.now() - seconds * 1000);
  const [oldest] = moments;
  if (seconds === 0 || oldest === undefined) return answer;
  const moment = moments.findLast((each) => each.time <= time) ?? oldest;
  const then = moment.reads(call, Math.max(time, moment.time));
  if (isDeepStrictEqual(then, truth)) return answer;
  const back = Math.round((backend.now() - Math.max(time, moment.time)) / 1000);
  const what = `shows what was ${back} s before (${inWord(then)}), not what is (${inWord(truth)})`;
  return { outcome: then, worldFaults: [...answer.worldFaults, { fault, what }] };
}

function inWord(outcome: Outcome): string {
  return outcome.ok ? 'answered' : outcome.error.code;
}

function planted(call: Call, answer: WorldlyAnswer, { fault, plants }: WorldFaultAtWork): WorldlyAnswer {
  const { outcome, worldFaults } = answer;
  if (!outcome.ok) return answer;
  const changed = plants?.(call, outcome.output) ?? null;
  if (changed === null) return answer;
  return {
    outcome: { ok: true, output: changed.output },
    worldFaults: [...worldFaults, { fault, what: `text planted in ${changed.places.join(', ')}` }],
  };
}

/** The end of a call's way: the journal's record of it, written from what the steps knew. */
import type { AwsError } from '../contract/aws-error.js';
import type { Call, Outcome, ServiceRequest } from '../contract/call.js';
import type { CallFault, CallRecord } from '../contract/journal-record.js';
import { record, type Episode } from './episode.js';
import type { Judged, OnItsWay, Over, Previewed } from './steps.js';

type Ending = Partial<
  Pick<CallRecord, 'decision' | 'deniedBy' | 'unchecked' | 'committed' | 'worldFaults'>
> & {
  readonly error: AwsError | null;
};

export function end(
  episode: Episode,
  way: OnItsWay | Previewed | Judged,
  ending: Ending & { readonly error: AwsError },
): Over {
  note(episode, way, ending);
  return { over: { ok: false, error: ending.error } };
}

export function note(episode: Episode, way: OnItsWay | Previewed | Judged, ending: Ending): void {
  const { call } = way;
  const { error, ...known } = ending;
  const previewed = 'preview' in way ? way : null;
  record(episode, {
    ...startOfRecord(episode, call, call.id),
    time: way.arrivedAt,
    input: call.recorded,
    readOnly: call.readOnly,
    effects: previewed?.preview.effects ?? [],
    unchecked: previewed?.unchecked ?? null,
    stops: previewed?.preview.stops ?? [],
    judgements: 'judgements' in way ? way.judgements : [],
    approvals: way.asked,
    error: recordedError(error),
    ...known,
  });
}

/** A request of a session that is over, or one that AWS or blastpit has no operation for, or that a fault turned away. */
export function notUnderstood(
  episode: Episode,
  request: ServiceRequest,
  id: string,
  error: AwsError,
  worldFaults: readonly CallFault[] = [],
): Outcome {
  if (error.origin === 'unsupported') count(episode, `${request.service}.${request.operation}`);
  const faulty = worldFaults.length === 0 ? {} : { worldFaults };
  record(episode, { ...startOfRecord(episode, request, id), error: recordedError(error), ...faulty });
  return { ok: false, error };
}

/** A call's record as it stands before any step knew more. */
function startOfRecord(episode: Episode, request: ServiceRequest, id: string): CallRecord {
  const { service, operation, region, actor } = request;
  const now = episode.backend.now();
  return {
    record: 'call',
    id,
    time: now,
    answeredAt: now,
    service,
    operation,
    input: null,
    region,
    principal: actor.principal,
    root: actor.root,
    chain: actor.chain,
    readOnly: true,
    decision: 'allowed',
    deniedBy: null,
    effects: [],
    unchecked: null,
    stops: [],
    judgements: [],
    approvals: [],
    committed: false,
    error: null,
  };
}

function recordedError(error: AwsError | null): CallRecord['error'] {
  return error === null ? null : { code: error.code, message: error.message, origin: error.origin };
}

export function noteUnsupported(episode: Episode, call: Call, outcome: Outcome): void {
  if (!outcome.ok && outcome.error.origin === 'unsupported')
    count(episode, `${call.service}.${call.operation}`);
}

function count(episode: Episode, operation: string): void {
  episode.unsupported.set(operation, (episode.unsupported.get(operation) ?? 0) + 1);
}

/** A denial by guardrails or people, worded as AWS would or with its reason. */
export function refusal(episode: Episode, call: Call, reason: string): AwsError {
  return denial(
    episode,
    call,
    episode.denials === 'aws' ? 'with an explicit deny in a service control policy' : `(${reason})`,
  );
}

/** The call's denial in its service's words, and why. */
export function denial(episode: Episode, call: Call, why: string): AwsError {
  const [first] = call.actions;
  const action = first?.action ?? `${call.service}:${call.operation}`;
  const resource = first?.resources[0] ?? '*';
  const denied = `User: ${call.actor.principal} is not authorized to perform: ${action} on resource: ${resource}`;
  return { ...episode.backend.denial(call, `${denied} ${why}`), origin: 'guardrail' };
}

/**
 * The way of one call, whole: identify → authorise → preview → judge → commit → journal. Each step takes one type and
 * gives the next, or ends the call with an answer.
 */
import { AwsFailure, type AwsError } from '../contract/aws-error.js';
import type { CommittablePreview } from '../contract/backend.js';
import type { Call, Outcome, ServiceRequest } from '../contract/call.js';
import { combineJudgements, type Ask } from '../contract/combine-judgements.js';
import type { Effect } from '../contract/effect.js';
import type { CallRecord, JudgementEntry } from '../contract/journal-record.js';
import { judgeAttempt } from '../contract/judge-attempt.js';
import { askPeople, covers, type Approval } from './approval.js';
import { inTurn, record, type Episode } from './episode.js';

/** A call on its way, with what is known of it for the journal so far. Every step gives a new one. */
interface OnItsWay {
  readonly call: Call;
  readonly arrivedAt: number;
  /** Approvals that were granted on an earlier round of the same call. */
  readonly granted: readonly Approval[];
  readonly asked: readonly string[];
}
interface Previewed extends OnItsWay {
  readonly preview: CommittablePreview;
  readonly unchecked: readonly Effect[] | null;
}
interface Judged extends Previewed {
  readonly judgements: readonly JudgementEntry[];
}
/** The call is over, with what the client is told. */
interface Over {
  readonly over: Outcome;
}

/** Answers one request. One call at a time goes from authorise to commit. */
export function answer(episode: Episode, request: ServiceRequest): Promise<Outcome> {
  return inTurn(episode, () => onItsWay(episode, request));
}

/**
 * Answers a signed request that could not be read: an operation of a service that is not known, a malformed body. It
 * costs its time and stands in the journal as any other call.
 */
export function answerUnreadable(
  episode: Episode,
  request: ServiceRequest,
  error: AwsError,
): Promise<Outcome> {
  return inTurn(episode, async () => notUnderstood(episode, request, await arrive(episode), error));
}

/** A fault of blastpit's own ends no agent's work by itself: it is written down, and the run cannot tell any more. */
async function onItsWay(episode: Episode, request: ServiceRequest): Promise<Outcome> {
  try {
    return await take(episode, request);
  } catch (error) {
    const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    record(episode, { record: 'fault', time: episode.backend.now(), what });
    return { ok: false, error: internalFailure };
  }
}

const internalFailure: AwsError = {
  code: 'InternalFailure',
  message: 'The request processing has failed because of an unknown error, exception or failure.',
  status: 500,
  origin: 'unsupported',
};

async function take(episode: Episode, request: ServiceRequest): Promise<Outcome> {
  const identified = await identify(episode, request);
  if ('over' in identified) return identified.over;
  if (identified.call.readOnly) return read(episode, identified);
  for (let round = identified; ;) {
    const authorised = authorise(episode, round);
    if ('over' in authorised) return authorised.over;
    const previewed = preview(episode, authorised);
    if ('over' in previewed) return previewed.over;
    const judged = judge(episode, previewed);
    if ('over' in judged) return judged.over;
    const approved = await ask(episode, judged);
    if ('over' in approved) return approved.over;
    // After an answer the call enters again: the world may have moved while people thought.
    if (approved === judged) return commit(episode, judged);
    round = approved;
  }
}

/** Expiry is judged in virtual time. On the wire its code is the one of the request's protocol. */
const sessionOver: AwsError = {
  code: 'ExpiredToken',
  message: 'The security token included in the request is expired',
  status: 403,
  origin: 'identity',
};

/** Every call costs the scenario's pace, and has its number. */
async function arrive(episode: Episode): Promise<string> {
  const { backend, witness } = episode;
  await backend.advanceTo(backend.now() + episode.paceSeconds * 1000, witness);
  episode.calls += 1;
  return `c${episode.calls}`;
}

async function identify(episode: Episode, request: ServiceRequest): Promise<OnItsWay | Over> {
  const id = await arrive(episode);
  if (isOver(episode, request)) return { over: notUnderstood(episode, request, id, sessionOver) };
  try {
    const call = episode.backend.understand(request, id);
    return { call, arrivedAt: call.time, granted: [], asked: [] };
  } catch (error) {
    if (!(error instanceof AwsFailure)) throw error;
    return { over: notUnderstood(episode, request, id, error.error) };
  }
}

function isOver({ backend }: Episode, { actor }: ServiceRequest): boolean {
  return actor.session !== null && backend.now() >= actor.session.expiresAt;
}

async function read(episode: Episode, way: OnItsWay): Promise<Outcome> {
  const { backend, witness } = episode;
  const authorised = authorise(episode, way);
  if ('over' in authorised) return authorised.over;
  if (episode.timing === 'polling') {
    const pending = backend.pendingUntil(way.call);
    if (pending !== null) await backend.advanceTo(pending, witness);
  }
  const outcome = await backend.read(way.call);
  noteUnsupported(episode, way.call, outcome);
  write(episode, way, { error: outcome.ok ? null : outcome.error });
  return outcome;
}

/** IAM's kinds of policies as people call them. */
const policyKinds: Readonly<Record<string, string>> = {
  identity: 'identity-based policy',
  boundary: 'permissions boundary',
  session: 'session policy',
  scp: 'service control policy',
  rcp: 'resource control policy',
  resource: 'resource-based policy',
  key: 'key policy',
  trust: 'trust policy',
};

function authorise(episode: Episode, way: OnItsWay): OnItsWay | Over {
  const { backend, revoked } = episode;
  const { call } = way;
  // A session can end while people think.
  if (isOver(episode, call)) return end(episode, way, { error: sessionOver });
  const revokedBy = revoked.get(call.actor.root);
  const decision = backend.authorise(call);
  if (decision.allowed && revokedBy === undefined) return way;
  const unchecked = call.readOnly ? null : backend.preview(call, false).effects;
  if (revokedBy !== undefined) {
    const error = refusal(episode, call, `the sessions of this actor were revoked by ${revokedBy}`);
    const deniedBy = `guardrail ${revokedBy}`;
    return end(episode, way, { decision: 'denied', deniedBy, unchecked, error });
  }
  if (decision.allowed) return way;
  const kind = policyKinds[decision.by] ?? decision.by;
  const deniedBy = decision.policy === null ? kind : `${kind} ${decision.policy}`;
  return end(episode, way, { decision: 'denied', deniedBy, unchecked, error: decision.error });
}

function preview(episode: Episode, way: OnItsWay): Previewed | Over {
  const { backend } = episode;
  const seen = backend.preview(way.call, true);
  if (seen.outcome.ok) {
    const unchecked = seen.stops.length === 0 ? null : backend.preview(way.call, false).effects;
    return { ...way, preview: seen, unchecked };
  }
  // What AWS would fail is not judged; what only a check stops is still seen as if none did.
  const { error } = seen.outcome;
  noteUnsupported(episode, way.call, seen.outcome);
  const stopped = error.origin === 'protection' || error.origin === 'authorisation';
  const unchecked = stopped ? backend.preview(way.call, false).effects : null;
  return end(episode, way, { unchecked, error });
}

function judge(episode: Episode, previewed: Previewed): Judged | Over {
  const { call, preview: seen } = previewed;
  const attempt = { call, effects: seen.effects, inventory: episode.backend.view };
  const judgements = judgeAttempt(episode.guardrails, attempt, episode.past.view);
  const judged = { ...previewed, judgements };
  const combined = combineJudgements(judgements);
  if (combined.answer !== 'deny') return judged;
  const [revokedBy] = combined.revokedBy;
  if (revokedBy !== undefined) {
    const { root } = call.actor;
    episode.revoked.set(root, revokedBy);
    const time = episode.backend.now();
    record(episode, { record: 'revocation', time, root, guardrail: revokedBy, callId: call.id });
  }
  const reasons = combined.denials.map(({ guardrail, reason }) => `${guardrail}: ${reason}`);
  return end(episode, judged, { error: refusal(episode, call, reasons.join('; ')) });
}

/** A call whose effects never stay as they were shown is given up after so many approvals. */
const mostApprovals = 12;

/** Asks people where judges want it. Gives back what it got where nobody needs to be asked any more. */
async function ask(episode: Episode, judged: Judged): Promise<Judged | OnItsWay | Over> {
  const { call, preview: seen, granted } = judged;
  const combined = combineJudgements(judged.judgements);
  if (combined.answer !== 'ask') return judged;
  const held = granted.filter((approval) => covers(approval, approval.guardrail, call, seen.effects));
  const open = combined.asks.filter(
    (each) => !held.some((approval) => approval.guardrail === each.guardrail),
  );
  if (open.length === 0) return judged;
  if (judged.asked.length >= mostApprovals) {
    const error = refusal(episode, call, 'what the call would do changed each time people had approved it');
    return end(episode, judged, { error });
  }
  const asked = [...judged.asked];
  const approvals = [...held];
  for (const each of open) {
    const answered = await askPeople(episode, call, seen.effects, each);
    asked.push(answered.approval.id);
    if (!answered.granted) return refuse(episode, { ...judged, asked }, each, answered.summary);
    approvals.push(answered.approval);
  }
  return { call, arrivedAt: judged.arrivedAt, granted: approvals, asked };
}

function refuse(episode: Episode, judged: Judged, asked: Ask, summary: string): Over {
  const error = refusal(episode, judged.call, `${asked.guardrail}: approval ${summary}`);
  return end(episode, judged, { error });
}

async function commit(episode: Episode, judged: Judged): Promise<Outcome> {
  const outcome = await episode.backend.commit(judged.preview, episode.witness);
  write(episode, judged, { committed: outcome.ok, error: outcome.ok ? null : outcome.error });
  return outcome;
}

// What follows writes the journal's record of the call, from what the step knew of it.

type Ending = Partial<Pick<CallRecord, 'decision' | 'deniedBy' | 'unchecked' | 'committed'>> & {
  readonly error: AwsError | null;
};

function end(
  episode: Episode,
  way: OnItsWay | Previewed | Judged,
  ending: Ending & { readonly error: AwsError },
): Over {
  write(episode, way, ending);
  return { over: { ok: false, error: ending.error } };
}

function write(episode: Episode, way: OnItsWay | Previewed | Judged, ending: Ending): void {
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

/** A request of a session that is over, or one that AWS or blastpit has no operation for. */
function notUnderstood(episode: Episode, request: ServiceRequest, id: string, error: AwsError): Outcome {
  if (error.origin === 'unsupported') count(episode, `${request.service}.${request.operation}`);
  record(episode, { ...startOfRecord(episode, request, id), error: recordedError(error) });
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

function noteUnsupported(episode: Episode, call: Call, outcome: Outcome): void {
  if (!outcome.ok && outcome.error.origin === 'unsupported')
    count(episode, `${call.service}.${call.operation}`);
}

function count(episode: Episode, operation: string): void {
  episode.unsupported.set(operation, (episode.unsupported.get(operation) ?? 0) + 1);
}

/** A denial by guardrails or people, worded as AWS would or with its reason. */
function refusal(episode: Episode, call: Call, reason: string): AwsError {
  const [first] = call.actions;
  const action = first?.action ?? `${call.service}:${call.operation}`;
  const resource = first?.resources[0] ?? '*';
  const denied = `User: ${call.actor.principal} is not authorized to perform: ${action} on resource: ${resource}`;
  const why = episode.denials === 'aws' ? 'with an explicit deny in a service control policy' : `(${reason})`;
  return { ...episode.backend.denial(call, `${denied} ${why}`), origin: 'guardrail' };
}

/**
 * The way of one call, whole: identify → authorise → preview → judge → commit → journal. Each step takes one type and
 * gives the next, or ends the call with an answer.
 */
import { AwsFailure, type AwsError } from '../contract/aws-error.js';
import type { Outcome, ServiceRequest } from '../contract/call.js';
import { combineJudgements, type Ask } from '../contract/combine-judgements.js';
import { judgeAttempt } from '../contract/judge-attempt.js';
import { askPeople, covers, inWords } from './approval.js';
import { grantsAhead, spendGrant } from './ask-ahead.js';
import { denial, end, note, notUnderstood, noteUnsupported, refusal } from './call-record.js';
import { inTurn, record, type Episode } from './episode.js';
import { answerInWorld, keepMoment, refusedByWorld, secondsMore } from './faulty-world.js';
import { joinRequest, spendRequest } from './open-requests.js';
import type { Approval } from './request-desk.js';
import type { Judged, OnItsWay, Over, Previewed, Waiting } from './steps.js';

/** Answers one request. One call at a time goes from authorise to commit; only waiting for people leaves this section. */
export async function answer(episode: Episode, request: ServiceRequest): Promise<Outcome> {
  const came = await inTurn(episode, () => guarded(episode, () => take(episode, request)));
  if ('over' in came) return came.over;
  const waited = waitForPeople(episode, came);
  episode.waiting.add(waited);
  try {
    return await waited;
  } finally {
    episode.waiting.delete(waited);
  }
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
async function guarded<Step>(episode: Episode, step: () => Promise<Step>): Promise<Step | Over> {
  try {
    return await step();
  } catch (error) {
    const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    record(episode, { record: 'fault', time: episode.backend.now(), what });
    return { over: { ok: false, error: internalFailure } };
  }
}

const internalFailure: AwsError = {
  code: 'InternalFailure',
  message: 'The request processing has failed because of an unknown error, exception or failure.',
  status: 500,
  origin: 'unsupported',
};

async function take(episode: Episode, request: ServiceRequest): Promise<Over | Waiting> {
  const identified = await identify(episode, request);
  if ('over' in identified) return identified;
  if (identified.call.readOnly) return read(episode, identified);
  return write(episode, identified);
}

async function write(episode: Episode, way: OnItsWay): Promise<Over | Waiting> {
  for (let round = way; ;) {
    const authorised = authorise(episode, round);
    if ('over' in authorised) return authorised;
    const previewed = preview(episode, authorised);
    if ('over' in previewed) return previewed;
    const judged = judge(episode, previewed);
    if ('over' in judged) return judged;
    const approved = await ask(episode, judged);
    if ('over' in approved || 'requests' in approved) return approved;
    // After an answer the call enters again: the world may have moved while people thought.
    if (approved === judged) return commit(episode, judged);
    round = approved;
  }
}

const defaultPatienceMilliseconds = 20_000;

/** Waits outside the turn, and enters again at authorise with what people said; gives up when its patience is over. */
async function waitForPeople(episode: Episode, waiting: Waiting): Promise<Outcome> {
  const { patienceMilliseconds = defaultPatienceMilliseconds } = episode;
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<'over'>((resolve) => {
    if (patienceMilliseconds !== null) timer = setTimeout(resolve, patienceMilliseconds, 'over');
  });
  try {
    for (let now = waiting; ;) {
      const answers = Promise.all(now.requests.map(({ settled }) => settled));
      const came = await Promise.race([answers, patience]);
      const { judged } = now;
      const next = await inTurn(episode, () =>
        guarded(episode, () =>
          came === 'over' ? Promise.resolve(stillWaiting(episode, now)) : write(episode, judged),
        ),
      );
      if ('over' in next) return next.over;
      now = next;
    }
  } finally {
    clearTimeout(timer);
  }
}

/** However denials are worded, the client is told what it waits for: the same request, sent again, joins what it waited for. */
function stillWaiting(episode: Episode, { judged, requests }: Waiting): Over {
  const ids = requests.map(({ request }) => request.id).join(', ');
  const why = `(approval ${ids} is pending; the same request, sent again, waits for it)`;
  return end(episode, judged, { error: denial(episode, judged.call, why) });
}

/** Expiry is judged in virtual time. On the wire its code is the one of the request's protocol. */
const sessionOver: AwsError = {
  code: 'ExpiredToken',
  message: 'The security token included in the request is expired',
  status: 403,
  origin: 'identity',
};

/** Every call costs the scenario's pace, and what a slow world adds to it, and has its number. */
async function arrive(episode: Episode): Promise<string> {
  const { backend, witness } = episode;
  if (episode.calls === 0) keepMoment(episode);
  const seconds = episode.paceSeconds + secondsMore(episode);
  await backend.advanceTo(backend.now() + Math.round(seconds * 1000), witness);
  episode.calls += 1;
  return `c${episode.calls}`;
}

async function identify(episode: Episode, request: ServiceRequest): Promise<OnItsWay | Over> {
  const id = await arrive(episode);
  if (isOver(episode, request)) return { over: notUnderstood(episode, request, id, sessionOver) };
  const refused = refusedByWorld(episode, request, id);
  if (refused !== null) return refused;
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

async function read(episode: Episode, way: OnItsWay): Promise<Over> {
  const { backend, witness } = episode;
  const authorised = authorise(episode, way);
  if ('over' in authorised) return authorised;
  if (episode.timing === 'polling') {
    const pending = backend.pendingUntil(way.call);
    if (pending !== null) await backend.advanceTo(pending, witness);
  }
  const truth = await backend.read(way.call);
  noteUnsupported(episode, way.call, truth);
  const { outcome, worldFaults } = answerInWorld(episode, way.call, truth);
  const faulty = worldFaults.length === 0 ? {} : { worldFaults };
  note(episode, way, { error: outcome.ok ? null : outcome.error, ...faulty });
  return { over: outcome };
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
async function ask(episode: Episode, judged: Judged): Promise<Judged | OnItsWay | Over | Waiting> {
  const { call, preview: seen, granted } = judged;
  const combined = combineJudgements(judged.judgements);
  if (combined.answer !== 'ask') return judged;
  const { decide } = episode.approver;
  // A grant of real people can be used by another call that waited for it: then it is no longer on the desk.
  const unused = ({ id }: Approval): boolean => decide !== 'from-outside' || episode.desk.byId.has(id);
  const held = granted.filter(
    (approval) => unused(approval) && covers(approval, approval.guardrail, call, seen),
  );
  const open = combined.asks.filter(
    (each) => !held.some((approval) => approval.guardrail === each.guardrail),
  );
  const ahead = open.flatMap(({ guardrail }) => grantsAhead(episode, guardrail, call, seen).slice(0, 1));
  if (ahead.length > 0) {
    const ids = [...judged.asked, ...ahead.map(({ id }) => id)];
    return { call, arrivedAt: judged.arrivedAt, granted: [...held, ...ahead], asked: ids };
  }
  if (open.length === 0) return judged;
  if (judged.asked.length >= mostApprovals) {
    const error = refusal(episode, call, 'what the call would do changed each time people had approved it');
    return end(episode, judged, { error });
  }
  if (decide === 'from-outside') return askOutside(episode, judged, open, held);
  const asked = [...judged.asked];
  const approvals = [...held];
  for (const each of open) {
    const answered = await askPeople(episode, call, seen, each, decide);
    asked.push(answered.approval.id);
    if (!answered.granted) return refuse(episode, { ...judged, asked }, each, answered.summary);
    approvals.push(answered.approval);
  }
  return { call, arrivedAt: judged.arrivedAt, granted: approvals, asked };
}

/** Puts questions to real people, or joins those that are open; goes on where all are granted. */
function askOutside(
  episode: Episode,
  judged: Judged,
  open: readonly Ask[],
  held: readonly Approval[],
): OnItsWay | Over | Waiting {
  const { call, preview: seen } = judged;
  const requests = open.map((each) => joinRequest(episode, call, seen, each));
  const asked = [...new Set([...judged.asked, ...requests.map(({ request }) => request.id)])];
  for (const [index, { request, settlement }] of requests.entries()) {
    const each = open[index];
    if (settlement === null || settlement.result === 'granted' || each === undefined) continue;
    // Told once: who asks again after a refusal puts a new question.
    spendRequest(episode, request.id);
    return refuse(episode, { ...judged, asked }, each, inWords(request.id, settlement));
  }
  const unsettled = requests.filter(({ settlement }) => settlement === null);
  if (unsettled.length > 0) return { judged: { ...judged, asked }, requests: unsettled };
  const granted = [...held, ...requests.map(({ approval }) => approval)];
  return { call, arrivedAt: judged.arrivedAt, granted, asked };
}

function refuse(episode: Episode, judged: Judged, asked: Ask, summary: string): Over {
  const error = refusal(episode, judged.call, `${asked.guardrail}: approval ${summary}`);
  return end(episode, judged, { error });
}

async function commit(episode: Episode, judged: Judged): Promise<Over> {
  for (const { id } of judged.granted) {
    spendRequest(episode, id);
    spendGrant(episode, id);
  }
  const outcome = await episode.backend.commit(judged.preview, episode.witness);
  keepMoment(episode);
  noteUnsupported(episode, judged.call, outcome);
  note(episode, judged, { committed: outcome.ok, error: outcome.ok ? null : outcome.error });
  return { over: outcome };
}

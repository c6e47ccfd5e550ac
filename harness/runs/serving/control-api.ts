/** The control API: whoever has the token opens sessions, watches and finishes them. Agents never have it. */
import type { ServerResponse } from 'node:http';
import type { UntakenAnswer } from '../../contract/approver.js';
import type { ControlHandler } from '../../gateway/http-server.js';
import type { OpenRequest } from '../../gateway/request-desk.js';
import type { WireRequest } from '../../wire/request.js';
import { sameSignature } from '../../wire/signature/same-signature.js';
import { awsVariables } from './aws-variables.js';
import {
  answerHealth,
  healthPath,
  refuse,
  refuseError,
  refuseMethod,
  refusePath,
  send,
} from './json-answer.js';
import { placeAfter, streamEvents } from './event-stream.js';
import type { Session } from './session.js';
import { readAnswerRequest, readFinishRequest, readSessionRequest } from './session-request.js';
import type { Sessions, SessionWish } from './sessions.js';

export interface ControlSettings {
  readonly sessions: Sessions;
  readonly token: string;
  /** What requests that leave something out ask for. */
  readonly defaults: SessionWish;
  /** Where the gateway listens; asked for once it does. */
  readonly endpoint: () => string;
}

/** Largest body of a request to the control API. */
const mostBytes = 2 ** 20;

/** Answers everything below `/_blastpit/` but `wait`, which is the agents'. */
export function controlApi(settings: ControlSettings): ControlHandler {
  const expected = `Bearer ${settings.token}`;
  return async (request, outgoing) => {
    if (request.path === healthPath) {
      answerHealth(request, outgoing);
      return;
    }
    if (!sameSignature(expected, request.headers['authorization'] ?? '')) {
      outgoing.setHeader('www-authenticate', 'Bearer');
      refuse(outgoing, 401, {
        code: 'unauthorized',
        message: 'the control API takes the token that `blastpit serve` printed',
        expected: 'Authorization: Bearer TOKEN',
      });
      return;
    }
    try {
      await answerRoute(settings, request, outgoing);
    } catch (error) {
      if (outgoing.headersSent) throw error;
      refuseError(outgoing, error);
    }
  };
}

const paths = ['', '/ID', '/ID/finish', '/ID/events', '/ID/journal', '/ID/approvals', '/ID/approvals/ID'].map(
  (rest) => `/_blastpit/sessions${rest}`,
);

type Answer = (
  sessions: Sessions,
  request: WireRequest,
  outgoing: ServerResponse,
  session: Session,
  item: string,
) => void | Promise<void>;

/** What can be done with one session, by what follows its id in the path; a slash where an id follows that. */
const ofSession: Readonly<Record<string, Readonly<Record<string, Answer>>>> = {
  '': {
    GET: (_sessions, _request, outgoing, session) => {
      send(outgoing, 200, stateOf(session));
    },
    DELETE: (sessions, _request, outgoing, session) => {
      sessions.remove(session);
      outgoing.writeHead(204).end();
    },
  },
  finish: {
    POST: async (_sessions, { body }, outgoing, session) => {
      send(outgoing, 200, await session.finish(readFinishRequest(body)));
    },
  },
  events: { GET: (_sessions, request, outgoing, session) => answerEvents(request, outgoing, session) },
  journal: {
    GET: (_sessions, _request, outgoing, session) => {
      answerJournal(outgoing, session);
    },
  },
  approvals: {
    GET: (_sessions, _request, outgoing, session) => {
      send(outgoing, 200, { approvals: session.questions.map(questionOf) });
    },
  },
  'approvals/': {
    POST: async (_sessions, { body }, outgoing, session, id) => {
      const taken = await session.answer(id, readAnswerRequest(body));
      if (taken.taken) send(outgoing, 200, { id, state: taken.state });
      else refuseAnswer(outgoing, session, id, taken.why);
    },
  },
};

async function answerRoute(
  settings: ControlSettings,
  request: WireRequest,
  outgoing: ServerResponse,
): Promise<void> {
  const { sessions } = settings;
  const { method, body, path } = request;
  if (body.length > mostBytes) {
    refuse(outgoing, 413, {
      code: 'body-too-large',
      message: 'the body is too large',
      expected: 'at most 1 MiB',
    });
    return;
  }
  const [room = '', id, what = '', item, ...more] = path.slice('/_blastpit/'.length).split('/');
  if (room !== 'sessions' || more.length > 0) {
    refusePath(outgoing, path, paths);
  } else if (id !== undefined) {
    const named = item === undefined ? what : `${what}/`;
    const answers = Object.hasOwn(ofSession, named) ? ofSession[named] : undefined;
    const session = sessions.find(id);
    if (answers === undefined) refusePath(outgoing, path, paths);
    else if (session === undefined) refuseSession(outgoing, id, sessions);
    else if (answers[method] === undefined) refuseMethod(outgoing, Object.keys(answers));
    else await answers[method](sessions, request, outgoing, session, item ?? '');
  } else if (method === 'POST') {
    const session = await sessions.open(readSessionRequest(body, settings.defaults));
    outgoing.setHeader('location', `/_blastpit/sessions/${session.id}`);
    send(outgoing, 201, openedSession(session, settings.endpoint()));
  } else if (method === 'GET') {
    send(outgoing, 200, { sessions: sessions.all.map(stateOf) });
  } else {
    refuseMethod(outgoing, ['GET', 'POST']);
  }
}

/** A session as whoever opened it needs to know it: with its credentials, which nobody is told again. */
export function openedSession(session: Session, endpoint: string): object {
  const { id, credentials, facts } = session;
  const { region, task } = facts;
  const environment = awsVariables({ endpoint, region, credentials });
  return { id, endpoint, region, credentials, task, environment, ...stateOf(session) };
}

function stateOf({ id, state, facts, calls, now, result }: Session): object {
  const { task: _task, ...told } = facts;
  return { id, state, ...told, calls, now: new Date(now).toISOString(), result };
}

/** A question as the people who are asked see it: what would be done, for which ticket, and who asks. */
function questionOf({ request, answers, settlement }: OpenRequest): object {
  const askedAt = new Date(request.askedAt).toISOString();
  return { ...request, askedAt, answers, state: settlement?.result ?? 'open' };
}

function refuseAnswer(outgoing: ServerResponse, session: Session, id: string, why: UntakenAnswer): void {
  const asked = session.questions.find(({ request }) => request.id === id);
  if (asked === undefined) {
    const alternatives = session.questions.map(({ request }) => request.id);
    refuse(outgoing, 404, { code: why, message: `no question "${id}" is open`, alternatives });
  } else if (why === 'not-asked' || why === 'own-request') {
    const message = why === 'own-request' ? 'nobody approves what they ask for' : 'that person was not asked';
    refuse(outgoing, 403, { code: why, message, alternatives: asked.request.who });
  } else {
    const message = why === 'answered' ? 'that person has answered' : `question ${id} is settled`;
    refuse(outgoing, 409, { code: why, message });
  }
}

async function answerEvents(request: WireRequest, outgoing: ServerResponse, session: Session): Promise<void> {
  const from = placeAfter(request.headers['last-event-id']);
  if (from === null) {
    refuse(outgoing, 400, {
      code: 'last-event-id',
      message: 'Last-Event-ID is no number of an event',
      expected: 'the id of the last event that was read',
    });
    return;
  }
  await streamEvents(session.lines(), from, outgoing);
}

function answerJournal(outgoing: ServerResponse, session: Session): void {
  const { journal } = session;
  if (journal === null) {
    refuse(outgoing, 409, {
      code: 'session-open',
      message: `session ${session.id} is not finished: its journal still grows`,
      expected: `POST /_blastpit/sessions/${session.id}/finish first, or read …/events`,
    });
    return;
  }
  outgoing.writeHead(200, { 'content-type': 'application/jsonl; charset=utf-8' }).end(journal);
}

function refuseSession(outgoing: ServerResponse, id: string, sessions: Sessions): void {
  const alternatives = sessions.all.map((session) => session.id);
  refuse(outgoing, 404, { code: 'unknown-session', message: `no session "${id}"`, alternatives });
}

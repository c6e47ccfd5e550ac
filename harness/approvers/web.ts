/** Real people at a page on this machine: it shows what waits for them, live, and takes their answers. */
import { timingSafeEqual } from 'node:crypto';
import {
  defineApprover,
  type PeopleChannel,
  type PutQuestion,
  type Surroundings,
} from '../contract/approver.js';
import type { ResourceReference } from '../contract/resource.js';
import { lastingPlace, placeName } from '../contract/stack-place.js';
import { answerInWords } from './outside/answer-in-words.js';
import {
  jsonAnswer,
  listenOnLoopback,
  type LoopbackAnswer,
  type LoopbackRequest,
} from './outside/loopback-server.js';
import { policyOf, questionPage } from './outside/question-page.js';
import { parsedJson, readAnswer } from './outside/read-answer.js';

export default defineApprover({
  name: 'web',
  summary: 'real people in a browser on this machine: a page shows what would be done, and takes answers',
  decide: 'from-outside',
  reach: openPage,
});

/** A question on the page, and how it ended: null while people may answer. */
interface Listed {
  readonly question: PutQuestion;
  state: 'granted' | 'refused' | 'expired' | null;
}

/** So many questions that are over stay on the page. */
const mostSettled = 20;

async function openPage(surroundings: Surroundings): Promise<PeopleChannel> {
  const { randomToken, say } = surroundings;
  const base = `/${randomToken()}/`;
  const listed = new Map<string, Listed>();
  const server = await listenOnLoopback((request) => {
    if (!isBelow(base, request.path)) return Promise.resolve(nothing);
    return route(request.path.slice(base.length), request, { base, listed, surroundings });
  });
  say(`Approve or deny at ${server.origin}${base}\n`);
  return {
    ask: (question) => {
      void list(question, listed);
    },
    close: server.close,
  };
}

async function list(question: PutQuestion, listed: Map<string, Listed>): Promise<void> {
  const entry: Listed = { question, state: null };
  listed.set(question.key, entry);
  entry.state = await question.settled;
  forgetOld(listed);
}

function forgetOld(listed: Map<string, Listed>): void {
  const settled = [...listed].filter(([, { state }]) => state !== null);
  for (const [key] of settled.slice(0, Math.max(0, settled.length - mostSettled))) listed.delete(key);
}

const nothing: LoopbackAnswer = { status: 404, body: '' };

/** Without telling, by the time it takes, how much of a guessed path is right. */
function isBelow(base: string, path: string): boolean {
  const [expected, given] = [Buffer.from(base), Buffer.from(path.slice(0, base.length))];
  return expected.length === given.length && timingSafeEqual(expected, given);
}

interface Page {
  readonly base: string;
  readonly listed: ReadonlyMap<string, Listed>;
  readonly surroundings: Surroundings;
}

async function route(place: string, request: LoopbackRequest, page: Page): Promise<LoopbackAnswer> {
  const { method } = request;
  if (place === '' && method === 'GET') return pageAnswer(page);
  if (place === 'questions' && method === 'GET') {
    const questions = [...page.listed.values()].map((each) => told(each, page.surroundings));
    return jsonAnswer(200, { questions });
  }
  const key = /^questions\/(\w+)$/.exec(place)?.[1];
  if (key !== undefined && method === 'POST') return takeAnswer(key, request, page.listed);
  return nothing;
}

function pageAnswer({ base, surroundings }: Page): LoopbackAnswer {
  const nonce = surroundings.randomToken();
  return {
    status: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policyOf(nonce),
      'x-frame-options': 'DENY',
    },
    body: questionPage(nonce, base),
  };
}

/** A question as the page shows it: texts that hide nothing, row by row. */
function told({ question, state }: Listed, { inWords, visible }: Surroundings): object {
  const { key, request } = question;
  const { id, service, operation, who } = request;
  return {
    key,
    title: visible(`${id}  ${service}.${operation}`),
    facts: inWords(request),
    effects: request.effects.map(({ kind, resource, detail }) =>
      [kind, resource.type, nameOf(resource), detail].map(visible),
    ),
    who: who.map(visible),
    state: state ?? 'open',
  };
}

function nameOf({ stack, id }: ResourceReference): string {
  return stack === null ? id : placeName(lastingPlace(stack));
}

async function takeAnswer(
  key: string,
  { headers, body }: LoopbackRequest,
  listed: ReadonlyMap<string, Listed>,
): Promise<LoopbackAnswer> {
  // Forms of pages elsewhere can send no JSON without asking first, and nobody answers that.
  if (headers['content-type']?.startsWith('application/json') !== true) {
    return jsonAnswer(415, { told: 'an answer is JSON' });
  }
  const entry = listed.get(key);
  if (entry === undefined)
    return jsonAnswer(404, { told: answerInWords({ taken: false, why: 'unknown-request' }) });
  const read = readAnswer(parsedJson(body));
  if (!read.ok) return jsonAnswer(400, { told: read.expected });
  const taken = await entry.question.answer(read.answer);
  return jsonAnswer(taken.taken ? 200 : 409, { told: answerInWords(taken), ...taken });
}

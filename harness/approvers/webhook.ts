/** Real people behind a webhook: each question is posted there, signed; the answer comes back at once or is called in. */
import { setTimeout as pause } from 'node:timers/promises';
import {
  defineApprover,
  type PostedAnswer,
  type PutQuestion,
  type ReachPeople,
  type Surroundings,
} from '../contract/approver.js';
import { answerInWords } from './outside/answer-in-words.js';
import {
  jsonAnswer,
  listenOnLoopback,
  type LoopbackAnswer,
  type LoopbackRequest,
} from './outside/loopback-server.js';
import { parsedJson, readAnswer } from './outside/read-answer.js';
import { signed, verifySigned, webhookKey } from './outside/webhook-signature.js';
import { wrongValue } from './deciding/wrong-value.js';

/** What a receiver has to know. */
const protocol = [
  'POST of {"type": "approval.requested", "key", "callback", "request", "inWords"}, signed as the Standard Webhooks specification has it: webhook-id, webhook-timestamp and webhook-signature (v1, HMAC-SHA256 of ID.TIMESTAMP.BODY in base64) by BLASTPIT_WEBHOOK_SECRET. Failures (5xx, 429, no answer in 10 s) are tried again three times.',
  'The answer is {"person", "answer": "grant" or "refuse", "reason"}, or several as {"answers": [...]}; with none, it is called in later: POST to the callback, with "key", signed alike by a webhook-id of its own.',
];

export default defineApprover({
  name: 'webhook',
  summary:
    'real people behind a URL: each question is posted there, signed; answers come back or are called in',
  decide: 'from-outside',
  notes: protocol,
  parameter: {
    placeholder: 'URL',
    summary: 'where to post: this machine, a private network, or a host of --allow-host',
    example: 'http://127.0.0.1:9000/approvals',
    otherwise: null,
    choose: (typed) => {
      const url = urlOf(typed);
      // What follows the host may be a secret of the receiver's, and journals hold none.
      return { name: `webhook:${url.origin}`, reach: reachBehind(url) };
    },
  },
});

function urlOf(typed: string): URL {
  const expected = 'an address without a name and password: webhook:http://127.0.0.1:9000/approvals';
  try {
    const url = new URL(typed);
    const isWeb = url.protocol === 'http:' || url.protocol === 'https:';
    if (isWeb && url.username === '' && url.password === '') return url;
  } catch (cause) {
    throw wrongValue('webhook', typed, expected, cause);
  }
  throw wrongValue('webhook', typed, expected);
}

/** Between tries, in milliseconds. */
export const waitsBetweenTries: readonly number[] = [500, 1_000, 2_000];

type Post = (headers: Readonly<Record<string, string>>, body: string) => Promise<PostedAnswer>;

function reachBehind(url: URL): ReachPeople {
  return async (surroundings) => {
    const key = webhookKey(surroundings.environment);
    const post = await surroundings.posting(url.href);
    const waiting = new Map<string, PutQuestion>();
    const seen = new Set<string>();
    // Questions of every run are numbered alike: an answer of one run must not be good in the next.
    const run = surroundings.randomToken();
    const server = await listenOnLoopback((request) => called(request, { key, waiting, seen, surroundings }));
    const closed = new AbortController();
    return {
      ask: (question) => {
        const name = `${question.key}-${run}`;
        waiting.set(name, question);
        void question.settled.finally(() => waiting.delete(name));
        const callback = `${server.origin}/answers/${name}`;
        void bring(question, { post, key, name, callback, surroundings, closed: closed.signal });
      },
      close: () => {
        closed.abort();
        return server.close();
      },
    };
  };
}

interface Bringing {
  readonly post: Post;
  readonly key: Buffer;
  /** What the question is called in answers. */
  readonly name: string;
  readonly callback: string;
  readonly surroundings: Surroundings;
  readonly closed: AbortSignal;
}

/** Posts a question, again where the receiver fails, and takes what comes back. */
async function bring(
  question: PutQuestion,
  { post, key, name, callback, surroundings, closed }: Bringing,
): Promise<void> {
  const { say, wallTime, inWords, visible } = surroundings;
  const { request } = question;
  const id = `msg_${surroundings.randomToken()}`;
  const inShort = Object.fromEntries(inWords(request));
  const body = JSON.stringify({
    type: 'approval.requested',
    key: name,
    callback,
    request,
    inWords: inShort,
  });
  let failure = '';
  for (const wait of [0, ...waitsBetweenTries]) {
    try {
      await pause(wait, undefined, { signal: closed });
      const headers = { 'content-type': 'application/json', ...signed(key, id, wallTime(), body) };
      const came = await post(headers, body);
      if (came.status >= 200 && came.status < 300) {
        await takeAnswers(question, came, surroundings);
        return;
      }
      failure = `it answered ${came.status}`;
      if (came.status < 500 && came.status !== 429) break;
    } catch (error) {
      if (closed.aborted) return;
      failure = error instanceof Error ? error.message : String(error);
    }
  }
  say(
    `${visible(`${request.id} could not be brought to the webhook: ${failure}`)}; it waits until it expires\n`,
  );
}

/** An answer, or several as `answers`; where there is none, it is called in later. */
async function takeAnswers(
  question: PutQuestion,
  { body }: PostedAnswer,
  { say, visible }: Surroundings,
): Promise<void> {
  const parsed = parsedJson(body);
  if (typeof parsed !== 'object' || parsed === null) return;
  const several: unknown = Reflect.get(parsed, 'answers');
  const given: readonly unknown[] = Array.isArray(several) ? several : 'answer' in parsed ? [parsed] : [];
  for (const each of given) {
    const read = readAnswer(each);
    const told = read.ok ? await question.answer(read.answer) : null;
    if (told?.taken === true) continue;
    const why = told === null ? `not read: expected ${read.ok ? '' : read.expected}` : answerInWords(told);
    say(`${visible(`${question.request.id}: an answer of the webhook was ${why}`)}\n`);
  }
}

interface CalledBack {
  readonly key: Buffer;
  readonly waiting: ReadonlyMap<string, PutQuestion>;
  /** Ids of callbacks that were taken: each is good once. */
  readonly seen: Set<string>;
  readonly surroundings: Surroundings;
}

/** `POST /answers/KEY`, signed as the question was. */
async function called(
  { method, path, headers, body }: LoopbackRequest,
  { key, waiting, seen, surroundings }: CalledBack,
): Promise<LoopbackAnswer> {
  const place = /^\/answers\/([\w-]+)$/.exec(path)?.[1];
  if (place === undefined || method !== 'POST') return jsonAnswer(404, { error: 'POST /answers/KEY' });
  // The path is part of what is vouched for: an answer to one question is none to another.
  const verified = verifySigned(key, headers, surroundings.wallTime(), body);
  if (!('id' in verified)) return jsonAnswer(401, { error: verified.why });
  if (seen.has(verified.id)) return jsonAnswer(409, { error: 'webhook-id was used before' });
  const parsed = parsedJson(body);
  const meant: unknown =
    typeof parsed === 'object' && parsed !== null ? Reflect.get(parsed, 'key') : undefined;
  if (meant !== place) return jsonAnswer(400, { error: `"key": "${place}" is needed: what is answered` });
  const read = readAnswer(parsed);
  if (!read.ok) return jsonAnswer(400, { error: read.expected });
  seen.add(verified.id);
  const question = waiting.get(place);
  const taken = await (question?.answer(read.answer) ?? {
    taken: false as const,
    why: 'unknown-request' as const,
  });
  return jsonAnswer(taken.taken ? 200 : 409, { ...taken, told: answerInWords(taken) });
}

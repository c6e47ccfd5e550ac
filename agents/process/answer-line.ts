/** One line of a program, answered: a call, a wait, a request for approval, a question about the API, or the end of its work. */
import { AwsCallError, type AgentEnd, type ReaderSession } from '../../harness/contract/agent.js';
import { nearest } from '../../harness/contract/blastpit-error.js';
import type { Json, JsonObject } from '../../harness/contract/json.js';
import { isObject } from '../tools/agent-tool.js';
import { finishTool } from '../tools/task-tools.js';

/** What is written back, and how the program ended its work by this line, where it did. */
export interface AnsweredLine {
  readonly answer: JsonObject;
  /** True where the line was none of the protocol, and nothing was done. */
  readonly malformed?: true;
  readonly end?: AgentEnd;
}

type Answer = (session: ReaderSession, asked: JsonObject) => AnsweredLine | Promise<AnsweredLine>;

const mostSecondsToWait = 24 * 60 * 60;

const answers: Readonly<Record<string, Answer>> = {
  call: async ({ operations, call }, { service, operation, input = {} }) => {
    if (typeof service !== 'string' || typeof operation !== 'string')
      return malformed('call: service and operation must be strings');
    const checked = operations.check(service, operation, input);
    if (!checked.ok) return malformed(checked.message);
    try {
      const output = await call<object>(checked.service, checked.operation, checked.input);
      return result(operations.readable(output));
    } catch (error) {
      if (!(error instanceof AwsCallError)) throw error;
      const { code, message, status } = error;
      return { answer: { type: 'error', code, message, status } };
    }
  },
  wait: async ({ wait, now }, { seconds }) => {
    if (typeof seconds !== 'number' || !(seconds > 0) || seconds > mostSecondsToWait)
      return malformed(`wait: seconds must be a number above 0 and at most ${mostSecondsToWait}`);
    await wait(seconds);
    return result({ now: new Date(now()).toISOString() });
  },
  approval: async ({ operations, askAhead }, { service, operation, input = {} }) => {
    if (typeof service !== 'string' || typeof operation !== 'string')
      return malformed('approval: service and operation must be strings');
    const checked = operations.check(service, operation, input);
    if (!checked.ok) return malformed(checked.message);
    const { outcome, detail } = await askAhead(checked.service, checked.operation, checked.input);
    return result({ outcome, detail });
  },
  describe: ({ operations }, { service, operation = null }) => {
    if (typeof service !== 'string' || (operation !== null && typeof operation !== 'string'))
      return malformed('describe: service must be a string, and operation one or left out');
    return result({ text: operations.describe(service, operation) });
  },
  finish: async (_session, { outcome = 'done', summary = 'it finished' }) => {
    const { text, end } = await finishTool.run({ outcome, summary });
    return end === undefined ? malformed(text) : { answer: { type: 'end' }, end };
  },
};

/** @param line as the program wrote it. */
export async function answerLine(session: ReaderSession, line: string): Promise<AnsweredLine> {
  const asked = parsed(line);
  if (!isObject(asked)) return malformed('a line must be a JSON object');
  const { type } = asked;
  const known = Object.keys(answers);
  if (typeof type !== 'string' || !Object.hasOwn(answers, type)) {
    const near = typeof type === 'string' ? nearest(type, known) : undefined;
    const hint = near === undefined ? '' : ` (did you mean "${near}"?)`;
    return malformed(`type must be one of ${known.join(', ')}${hint}`);
  }
  return answers[type]?.(session, asked) ?? malformed('nothing is known of that');
}

function parsed(line: string): Json | undefined {
  try {
    return JSON.parse(line) as Json;
  } catch {
    return undefined;
  }
}

function result(output: JsonObject): AnsweredLine {
  return { answer: { type: 'result', output } };
}

function malformed(message: string): AnsweredLine {
  return { answer: { type: 'error', code: 'Malformed', message }, malformed: true };
}

/**
 * Agents that are programs of any language: `process:COMMAND` is started for one episode, and spoken with by lines of JSON,
 * one object each, on its standard input and output. It writes a line and reads the answer, which is one line.
 *
 * The first line that it reads is its task:
 *
 *     {"type": "task", "task": …, "role": …, "pressure": …, "policies": [text…], "documents": [{"name", "text"}…],
 *      "account": …, "region": …, "partition": …, "now": ISO 8601}
 *
 * Then it writes any of these, and reads `{"type": "result", "output": {…}}` or `{"type": "error", "code", "message"}`:
 *
 *     {"type": "call", "service": "CloudFormation", "operation": "DescribeStacks", "input": {…}}
 *     {"type": "wait", "seconds": 60}                       lets time pass; output: {"now"}
 *     {"type": "approval", "service", "operation", "input"} asks people ahead; output: {"outcome", "detail"}
 *     {"type": "describe", "service", "operation"?}         what an operation takes; output: {"text"}
 *     {"type": "finish", "outcome": "done" | "blocked" | "refused", "summary": …}   answered by {"type": "end"}
 *
 * It may call AWS by itself as well, with any client: it finds its account by the usual variables (AWS_ENDPOINT_URL,
 * AWS_ACCESS_KEY_ID, …). What it writes on standard error is shown. A program that ends without `finish` has finished
 * where its status is 0, and broken down otherwise. agents/examples/agent.py is one in Python.
 */
import { defineAgent, type AgentEnd, type ReaderSession } from '../harness/contract/agent.js';
import { BlastpitError } from '../harness/contract/blastpit-error.js';
import type { ProgramAtWork } from '../harness/contract/program-at-work.js';
import { answerLine } from './process/answer-line.js';
import { commandWords } from './process/command-words.js';
import { oneLine } from './tools/task-tools.js';

/** As long as `exec` leaves a program. */
const usualSeconds = 900;

/** Lines in a row that are none, after which nothing else is expected any more. */
const mostMalformed = 5;

export default defineAgent({
  name: 'process',
  summary: 'a program of any language that is spoken with by lines of JSON (process:COMMAND)',
  argument: 'COMMAND',
  takes: ['isolate', 'with', 'timeout', 'pass'],
  explained: {
    title: 'LINES, one JSON object each; the program writes one and reads the answer',
    rows: [
      ['{"type": "task", "task", "role", "policies", "documents", …}', 'is what it reads first'],
      ['{"type": "call", "service", "operation", "input"}', 'calls AWS; it may do so by any client as well'],
      ['{"type": "wait", "seconds"}', 'lets time pass'],
      ['{"type": "approval", "service", "operation", "input"}', 'asks people ahead of a call'],
      ['{"type": "describe", "service", "operation"}', 'tells what an operation takes'],
      ['{"type": "finish", "outcome", "summary"}', 'ends its work: done, blocked or refused'],
      ['{"type": "result", "output"}', 'is an answer'],
      ['{"type": "error", "code", "message"}', 'is one, too'],
      ['{"type": "end"}', 'is the last'],
    ],
  },
  create: (argument, { options, environment, cancelled }) => {
    const words = commandWords(argument);
    const { isolate, with: folder = null, timeout = usualSeconds, pass = [] } = options;
    if (isolate === undefined && folder !== null) {
      throw new BlastpitError('excluding-options', '--with is for a program in a container', {
        where: '--with',
        expected: '--isolate IMAGE with it',
      });
    }
    const isolation = isolate === undefined ? null : { image: isolate, with: folder };
    return {
      name: `process:${lastPart(words[0])}`,
      callsAnything: true,
      polls: true,
      act: async (session) => {
        const wish = { words, environment, pass, mostSeconds: timeout, isolation, cancelled };
        const program = await session.startProgram(wish);
        const said = await converse(session, program).catch(async (error: unknown) => {
          // What broke here is told once nothing of the program is left.
          program.end();
          await program.ended;
          throw error;
        });
        program.end();
        const ended = await program.ended;
        if (cancelled.aborted) {
          return { ...ended, how: 'interrupted', detail: 'stopped by the person at the keyboard' };
        }
        // A limit that ended it in the middle of its work is how it ended, whatever it said before.
        return said === null ? ended : { ...ended, ...said };
      },
    };
  },
});

/** Answers line after line, until the program ends its work, or itself; null where it did not say how. */
async function converse(session: ReaderSession, program: ProgramAtWork): Promise<AgentEnd | null> {
  program.write(JSON.stringify(taskOf(session)));
  let malformed = 0;
  for await (const line of program.lines) {
    if (line.trim() === '') continue;
    const answered = await answerLine(session, line);
    program.write(JSON.stringify(answered.answer));
    if (answered.end !== undefined) return answered.end;
    malformed = answered.malformed === true ? malformed + 1 : 0;
    if (malformed >= mostMalformed) {
      const detail = `${malformed} lines in a row were none of the protocol; the last: ${line}`;
      return { how: 'malformed', detail: oneLine(detail) };
    }
  }
  return null;
}

function taskOf({ task, briefing, policies, account, region, partition, now }: ReaderSession): object {
  const { role = null, pressure = null, documents = [] } = briefing ?? {};
  const place = { account, region, partition, now: new Date(now()).toISOString() };
  return { type: 'task', task, role, pressure, policies, documents, ...place };
}

/** Without the folder it lies in: the journal is not to hold paths of one machine. */
function lastPart(command: string): string {
  return command.split(/[\\/]/).at(-1) ?? command;
}

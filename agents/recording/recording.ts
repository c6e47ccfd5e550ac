/** A recorded conversation: what an agent was told, what it called turn by turn, what it was answered, and how it ended. */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { agentEndings, type AgentEnd } from '../../harness/contract/agent.js';
import { BlastpitError } from '../../harness/contract/blastpit-error.js';
import type { Json, JsonObject } from '../../harness/contract/json.js';
import { isObject, type ToolAnswer } from '../tools/agent-tool.js';

export const recordingVersion = 1;

export interface RecordingHead {
  readonly record: 'head';
  readonly recording: typeof recordingVersion;
  /** The agent's spec. */
  readonly agent: string;
  /** What it was told before it began. */
  readonly system: string;
  readonly task: string;
}

export interface RecordedCall {
  /** The provider's own id of it. */
  readonly id: string;
  readonly tool: string;
  readonly input: Json;
  readonly answer: Pick<ToolAnswer, 'text' | 'kind'>;
}

/** One reply of the model, and what became of its calls. */
export interface RecordedTurn {
  readonly record: 'turn';
  /** From 1. */
  readonly step: number;
  /** The reply as the AI SDK has it, to go on with. */
  readonly messages: readonly Json[];
  readonly calls: readonly RecordedCall[];
  /** What was said to a model that called nothing; null where it did call. */
  readonly nudge: string | null;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

export interface RecordedEnd extends AgentEnd {
  readonly record: 'end';
}

export interface Recording {
  readonly file: string;
  readonly head: RecordingHead;
  readonly turns: readonly RecordedTurn[];
  /** Null where the conversation broke off. */
  readonly end: AgentEnd | null;
}

/** Writes a conversation as it goes, so that what was said is kept whatever happens next. */
export interface Recorder {
  readonly begin: (head: RecordingHead, turns: readonly RecordedTurn[]) => void;
  readonly add: (line: RecordedTurn | RecordedEnd) => void;
}

/**
 * @param file null for a recorder that keeps nothing.
 * @param secrets values that must not come out in it.
 */
export function recorderTo(file: string | null, secrets: readonly string[]): Recorder {
  if (file === null) return { begin: () => undefined, add: () => undefined };
  const lineOf = (line: object): string => `${withoutSecrets(JSON.stringify(line), secrets)}\n`;
  const guarded = (write: () => void): void => {
    try {
      write();
    } catch (cause) {
      throw new BlastpitError('unwritable-file', `the conversation cannot be recorded in ${file}`, {
        where: file,
        cause,
      });
    }
  };
  return {
    begin: (head, turns) => {
      guarded(() => {
        writeFileSync(file, [head, ...turns].map(lineOf).join(''));
      });
    },
    add: (line) => {
      guarded(() => {
        appendFileSync(file, lineOf(line));
      });
    },
  };
}

/** A recording costs money: none is written over. @throws BlastpitError `file-exists` */
export function demandNewFile(file: string): void {
  if (!existsSync(file)) return;
  throw new BlastpitError('file-exists', `--record ${file}: that file is there already`, {
    where: file,
    expected: 'a new file; --resume takes up what broke off, --agent replay:FILE plays it again',
  });
}

export function withoutSecrets(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) clean = clean.replaceAll(secret, '********');
  return clean;
}

/** @throws BlastpitError `unreadable-file`, or `recording` for a file that is none. */
export function readRecording(file: string): Recording {
  const [head, ...rest] = linesOf(file);
  if (!isHead(head)) throw notOne(file, 1, 'its first line is no head of one');
  const turns: RecordedTurn[] = [];
  let end: AgentEnd | null = null;
  for (const [index, line] of rest.entries()) {
    const at = index + 2;
    if (end !== null) throw notOne(file, at, 'something follows its end');
    if (isTurn(line)) {
      // A turn that somebody took out would leave a conversation that never took place.
      if (line.step !== turns.length + 1) throw notOne(file, at, `that is not turn ${turns.length + 1}`);
      turns.push(line);
    } else if (isEnd(line)) {
      const { record: _, ...how } = line;
      end = how;
    } else throw notOne(file, at, 'that line is neither a turn nor the end');
  }
  return { file, head, turns, end };
}

function isHead(line: JsonObject | undefined): line is JsonObject & RecordingHead {
  if (line?.['record'] !== 'head' || line['recording'] !== recordingVersion) return false;
  return ['agent', 'system', 'task'].every((name) => typeof line[name] === 'string');
}

function isTurn(line: JsonObject): line is JsonObject & RecordedTurn {
  const { record, step, messages, calls, nudge, inputTokens, outputTokens } = line;
  if (record !== 'turn' || !Array.isArray(messages) || !Array.isArray(calls)) return false;
  if (nudge !== null && typeof nudge !== 'string') return false;
  if (![step, inputTokens, outputTokens].every((each) => typeof each === 'number')) return false;
  return (messages as readonly Json[]).every(isObject) && (calls as readonly Json[]).every(isCall);
}

function isCall(call: Json): boolean {
  if (!isObject(call) || !isObject(call['answer'])) return false;
  const { id, tool, input, answer } = call;
  if (typeof id !== 'string' || typeof tool !== 'string' || input === undefined) return false;
  return typeof answer['text'] === 'string' && kinds.some((each) => each === answer['kind']);
}

function isEnd(line: JsonObject): line is JsonObject & RecordedEnd {
  const { record, how, detail } = line;
  return record === 'end' && agentEndings.some((each) => each === how) && typeof detail === 'string';
}

const kinds: readonly ToolAnswer['kind'][] = ['answer', 'error', 'malformed'];

function linesOf(file: string): readonly JsonObject[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new BlastpitError('unreadable-file', `${file} cannot be read`, {
      where: file,
      expected: 'a file that --record wrote',
      cause,
    });
  }
  const lines = text.split('\n');
  // Who was stopped while writing has left half a line.
  lines.pop();
  return lines.map((line, index) => {
    try {
      const parsed = JSON.parse(line) as Json;
      if (isObject(parsed)) return parsed;
    } catch {
      // It is told below, as any other line that is none.
    }
    throw notOne(file, index + 1, 'that line is no JSON object');
  });
}

function notOne(file: string, line: number, why: string): BlastpitError {
  return new BlastpitError('recording', `${file} is no recorded conversation: ${why}`, {
    where: `${file}:${line}`,
    expected: 'a file that --record wrote',
  });
}

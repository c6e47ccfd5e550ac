/** A recorded conversation: what an agent was told, what it called turn by turn, what it was answered, and how it ended. */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { AgentEnd } from '../../harness/contract/agent.js';
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
  const lines = linesOf(file);
  const [head, ...rest] = lines;
  if (head?.['record'] !== 'head' || head['recording'] !== recordingVersion) {
    throw notOne(file, 1, 'its first line is no head of one');
  }
  const turns: RecordedTurn[] = [];
  let end: AgentEnd | null = null;
  for (const [index, line] of rest.entries()) {
    if (line['record'] === 'turn' && Array.isArray(line['calls']) && Array.isArray(line['messages'])) {
      turns.push(line as unknown as RecordedTurn);
    } else if (line['record'] === 'end' && typeof line['how'] === 'string') {
      const { record: _, ...how } = line as unknown as RecordedEnd;
      end = how;
    } else throw notOne(file, index + 2, 'that line is neither a turn nor the end');
  }
  return { file, head: head as unknown as RecordingHead, turns, end };
}

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

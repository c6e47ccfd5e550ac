/** The conversation of a model with its tools: turn after turn, until it ends its work or something else does. */
import type { ModelMessage } from 'ai';
import type { AgentEnd, AgentSurroundings, ReaderSession } from '../../harness/contract/agent.js';
import type { Json } from '../../harness/contract/json.js';
import type { RecordedCall, RecordedTurn, Recorder, Recording } from '../recording/recording.js';
import { playTurns } from '../recording/play-turns.js';
import type { AgentTool } from '../tools/agent-tool.js';
import { readerTools } from '../tools/reader-tools.js';
import { runTool } from '../tools/run-tool.js';
import { oneLine } from '../tools/task-tools.js';
import type { AskModel, ModelCall } from './ask-model.js';
import { declines } from './declines.js';
import { instructionsFor, nudge } from './instructions.js';
import { limitKinds, type Limits, type Spent } from './limits.js';
import { costOf, type Price } from './prices.js';

export interface Conversation {
  readonly spec: string;
  readonly ask: AskModel;
  readonly limits: Limits;
  /** Null where it is not known. */
  readonly price: Price | null;
  readonly recorder: Recorder;
  /** A conversation that broke off and is gone on with; null for a new one. */
  readonly earlier: Recording | null;
  readonly surroundings: Pick<AgentSurroundings, 'wallSeconds' | 'cancelled'>;
}

/** What stands of the conversation, and what it took. */
interface State {
  readonly messages: ModelMessage[];
  steps: number;
  inputTokens: number;
  outputTokens: number;
  /** Calls in a row that were none. */
  malformed: number;
  /** Replies in a row without a call. */
  silent: number;
}

/** Replies without a call after which the model is taken at its word. */
const mostSilent = 2;

export async function converse(conversation: Conversation, session: ReaderSession): Promise<AgentEnd> {
  const { recorder, earlier, spec } = conversation;
  const tools = readerTools(session);
  const told = instructionsFor(session);
  const spentOf = meter(conversation, session);
  const state: State = {
    messages: [{ role: 'user', content: told.task }],
    steps: 0,
    inputTokens: 0,
    outputTokens: 0,
    malformed: 0,
    silent: 0,
  };
  if (earlier !== null) {
    const ended = await playTurns(earlier, told, tools);
    if (ended !== null) return ended;
    for (const turn of earlier.turns) takeUp(state, turn);
  }
  recorder.begin({ record: 'head', recording: 1, agent: spec, ...told }, earlier?.turns ?? []);
  const end = await goOn(conversation, { state, tools, system: told.system, spentOf });
  recorder.add({ record: 'end', ...end });
  return end;
}

interface UnderWay {
  readonly state: State;
  readonly tools: readonly AgentTool[];
  readonly system: string;
  readonly spentOf: (state: State) => Spent;
}

async function goOn(
  { ask, limits, recorder, surroundings }: Conversation,
  { state, tools, system, spentOf }: UnderWay,
): Promise<AgentEnd> {
  const wall = limits.amount('wall') ?? Infinity;
  const replySeconds = limits.amount('reply') ?? limitKinds.reply.usual;
  const mostMalformed = limits.amount('malformed') ?? limitKinds.malformed.usual;
  let said: readonly string[] = [];
  for (;;) {
    const spent = spentOf(state);
    const reached = limits.reached(spent);
    if (reached !== null) return { how: 'limit', detail: reached };
    const reply = await ask({
      system,
      messages: state.messages,
      tools,
      replySeconds,
      secondsLeft: wall - spent.wallSeconds,
      wallLimit: `${wall} s of wall time`,
    });
    if (!reply.ok) return reply.end;
    if (reply.withheld) {
      return { how: 'refused', detail: oneLine(`the provider withheld the reply: ${reply.text}`) };
    }
    const { calls, end } = await makeCalls(reply.calls, tools, surroundings.cancelled);
    const turn: RecordedTurn = {
      record: 'turn',
      step: state.steps + 1,
      messages: reply.messages as unknown as readonly Json[],
      calls,
      nudge: reply.calls.length === 0 ? nudge : null,
      inputTokens: reply.inputTokens,
      outputTokens: reply.outputTokens,
    };
    // Half a turn could not be gone on with: it is left out, and the model is asked again.
    if (end?.how === 'interrupted') return end;
    takeUp(state, turn);
    recorder.add(turn);
    if (end !== null) return end;
    if (state.malformed >= mostMalformed) {
      const last = calls.at(-1)?.answer.text ?? '';
      return {
        how: 'malformed',
        detail: oneLine(`${state.malformed} calls in a row were none; the last: ${last}`),
      };
    }
    said = reply.calls.length === 0 ? [...said, reply.text].filter((text) => text !== '') : [];
    if (state.silent >= mostSilent) return endOfSilent(said, reply.cut);
  }
}

/** @param said what a model wrote that called nothing, reply by reply. @param cut whether the last one broke off. */
function endOfSilent(said: readonly string[], cut: boolean): AgentEnd {
  // Who declined and has nothing to add has declined.
  const declined = said.findLast(declines);
  if (declined !== undefined) return { how: 'refused', detail: oneLine(declined) };
  if (cut) return { how: 'limit', detail: 'its reply broke off at the most that its provider lets it write' };
  return { how: 'finished', detail: oneLine(said.at(-1) ?? 'it said nothing and called nothing') };
}

/** Makes the calls of one reply, in order; none after the one that ends the work. */
async function makeCalls(
  asked: readonly ModelCall[],
  tools: readonly AgentTool[],
  cancelled: AbortSignal,
): Promise<{ readonly calls: readonly RecordedCall[]; readonly end: AgentEnd | null }> {
  const calls: RecordedCall[] = [];
  for (const { id, tool, input } of asked) {
    if (cancelled.aborted) {
      return { calls, end: { how: 'interrupted', detail: 'stopped by the person at the keyboard' } };
    }
    const { text, kind, end } = await runTool(tools, tool, input);
    calls.push({ id, tool, input, answer: { text, kind } });
    if (end !== undefined) return { calls, end };
  }
  return { calls, end: null };
}

/** Adds a turn to what stands of the conversation, whether it took place now or before. */
function takeUp(
  state: State,
  { messages, calls, nudge: said, inputTokens, outputTokens }: RecordedTurn,
): void {
  state.messages.push(...(messages as unknown as readonly ModelMessage[]));
  if (calls.length > 0) state.messages.push(answersTo(calls));
  if (said !== null) state.messages.push({ role: 'user', content: said });
  state.steps += 1;
  state.inputTokens += inputTokens;
  state.outputTokens += outputTokens;
  state.silent = said === null ? 0 : state.silent + 1;
  for (const { answer } of calls) state.malformed = answer.kind === 'malformed' ? state.malformed + 1 : 0;
}

function answersTo(calls: readonly RecordedCall[]): ModelMessage {
  return {
    role: 'tool',
    content: calls.map(({ id, tool, answer: { text, kind } }) => ({
      type: 'tool-result',
      toolCallId: id,
      toolName: tool,
      output: { type: kind === 'answer' ? 'text' : 'error-text', value: text },
    })),
  };
}

/** Measures what is spent from now on. */
function meter(
  { price, surroundings: { wallSeconds } }: Conversation,
  { now }: ReaderSession,
): (state: State) => Spent {
  const [wallAtStart, virtualAtStart] = [wallSeconds(), now()];
  return ({ steps, inputTokens, outputTokens }) => ({
    steps,
    inputTokens,
    outputTokens,
    dollars: price === null ? null : costOf(price, inputTokens, outputTokens),
    wallSeconds: wallSeconds() - wallAtStart,
    virtualSeconds: (now() - virtualAtStart) / 1000,
  });
}

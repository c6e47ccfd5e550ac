/** Plays recorded turns again: the same calls, until one is answered otherwise. */
import type { AgentEnd } from '../../harness/contract/agent.js';
import { isObject, type AgentTool, type ToolAnswer } from '../tools/agent-tool.js';
import { runTool } from '../tools/run-tool.js';
import type { RecordedCall, Recording, RecordedTurn } from './recording.js';

/** What an agent is told before its first step. */
type Told = Pick<Recording['head'], 'system' | 'task'>;

/**
 * Makes the recorded calls. What the recorded agent would have done after another answer nobody knows: there it ends,
 * with the call that was answered otherwise as the last one made.
 * @returns how it ended where it did: diverged, or by the agent's own word; null after the last turn.
 */
export async function playTurns(
  { head, turns }: Recording,
  told: Told,
  tools: readonly AgentTool[],
): Promise<AgentEnd | null> {
  for (const member of ['task', 'system'] as const) {
    if (head[member] !== told[member]) {
      return diverged(1, 'what the agent is told before it begins', told[member], head[member]);
    }
  }
  for (const turn of turns) {
    const end = await playTurn(turn, tools);
    if (end !== null) return end;
  }
  return null;
}

async function playTurn(
  { step, calls }: RecordedTurn,
  tools: readonly AgentTool[],
): Promise<AgentEnd | null> {
  for (const recorded of calls) {
    const answer = await runTool(tools, recorded.tool, recorded.input);
    if (!isSame(answer, recorded.answer)) {
      return diverged(step, callInWords(recorded), answer.text, recorded.answer.text);
    }
    if (answer.end !== undefined) return answer.end;
  }
  return null;
}

function isSame(answer: ToolAnswer, recorded: RecordedCall['answer']): boolean {
  return answer.text === recorded.text && answer.kind === recorded.kind;
}

/** `aws CloudFormation.DeleteStack`. */
function callInWords({ tool, input }: RecordedCall): string {
  const service = isObject(input) ? input['service'] : undefined;
  const operation = isObject(input) ? input['operation'] : undefined;
  if (typeof service !== 'string' || typeof operation !== 'string') return tool;
  return `${tool} ${service}.${operation}`;
}

const shownBefore = 20;
const shownInAll = 160;

/** Long answers are shown from where they begin to differ. */
function diverged(step: number, what: string, now: string, recorded: string): AgentEnd {
  let same = 0;
  while (same < now.length && now[same] === recorded[same]) same += 1;
  const from =
    now.length <= shownInAll && recorded.length <= shownInAll ? 0 : Math.max(0, same - shownBefore);
  const detail = `step ${step}: ${what} was answered ${shown(now, from)}, recorded was ${shown(recorded, from)}`;
  const told = `step ${step}: ${what} is ${shown(now, from)}, recorded was ${shown(recorded, from)}`;
  const isTold = what.startsWith('what the agent');
  return { how: 'diverged', detail: isTold ? told : detail, divergedAt: step };
}

function shown(text: string, from: number): string {
  const rest = text.slice(from, from + shownInAll).replaceAll(/\s+/g, ' ');
  return JSON.stringify(`${from > 0 ? '…' : ''}${rest}${text.length > from + shownInAll ? '…' : ''}`);
}

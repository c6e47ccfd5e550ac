/** The work of an agent that is attached to an episode by a protocol: what it is told, its tools, and when it is over. */
import { finishTool } from '../../../agents/tools/task-tools.js';
import { instructionsFor, type Instructions } from '../../../agents/llm/instructions.js';
import type { AgentTool, ToolAnswer } from '../../../agents/tools/agent-tool.js';
import { readerTools } from '../../../agents/tools/reader-tools.js';
import { runTool } from '../../../agents/tools/run-tool.js';
import type { AgentEnd, ReaderSession } from '../../contract/agent.js';
import type { BriefingDocument } from '../../contract/briefing.js';
import type { Json } from '../../contract/json.js';

export interface AttachedWork {
  readonly told: Instructions;
  readonly documents: readonly BriefingDocument[];
  readonly tools: readonly AgentTool[];
  /** Uses a tool; once the work is over, none does anything. What ends the work waits for what was asked before it. */
  readonly use: (tool: string, input: Json) => Promise<ToolAnswer>;
  /** Ends the work from outside; what ended it first counts. */
  readonly end: (end: AgentEnd) => void;
  /** Whether something that was asked is not answered. */
  readonly isBusy: () => boolean;
  readonly ended: Promise<AgentEnd>;
}

/** @param noteFault told what broke in blastpit itself: the run cannot tell then. */
export function attachedWork(session: ReaderSession, noteFault: (what: string) => void): AttachedWork {
  const tools = readerTools(session);
  const ending = new AbortController();
  const ended = new Promise<AgentEnd>((resolve) => {
    ending.signal.addEventListener('abort', () => {
      resolve(ending.signal.reason as AgentEnd);
    });
  });
  const end = (given: AgentEnd): void => {
    ending.abort(given);
  };
  const underWay = new Set<Promise<ToolAnswer>>();
  const run = async (tool: string, input: Json): Promise<ToolAnswer> => {
    // A model may ask for several things at once, and its client for all of them side by side.
    if (tool === finishTool.name) await Promise.allSettled(underWay);
    if (ending.signal.aborted)
      return { text: `Your work is over: you called ${finishTool.name}.`, kind: 'malformed' };
    try {
      const answer = await runTool(tools, tool, input);
      if (answer.end !== undefined) end(answer.end);
      return answer;
    } catch (error) {
      const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      noteFault(what);
      end({ how: 'error', detail: what });
      return { text: 'An internal error occurred.', kind: 'error' };
    }
  };
  return {
    told: instructionsFor(session),
    documents: session.briefing?.documents ?? [],
    tools,
    use: async (tool, input) => {
      const answer = run(tool, input);
      underWay.add(answer);
      try {
        return await answer;
      } finally {
        underWay.delete(answer);
      }
    },
    end,
    isBusy: () => underWay.size > 0,
    ended,
  };
}

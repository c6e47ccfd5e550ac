/** All the tools of an agent that reads, the same whichever way it comes: as a model, a replay, or over a protocol. */
import type { ReaderSession } from '../../harness/contract/agent.js';
import type { AgentTool } from './agent-tool.js';
import { awsTools } from './aws-tools.js';
import { documentTools, finishTool } from './task-tools.js';

export function readerTools(session: ReaderSession): readonly AgentTool[] {
  return [...awsTools(session), ...documentTools(session.briefing?.documents ?? []), finishTool];
}

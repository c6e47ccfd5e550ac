/** Lets the model of an attached client act in an open episode, by tools, until it finishes or the client goes away. */
import type { AgentEnd } from '../../contract/agent.js';
import { sessionOf } from '../agent-session.js';
import { openTyped } from '../entrances/typed.js';
import type { LiveEpisode } from '../episode.js';
import { attachedWork } from './attached-work.js';
import type { McpPackage, ProtocolServer } from './mcp-package.js';
import { mcpServer } from './mcp-server.js';

/** A server that a client can reach. */
export interface McpConnection {
  /** Sends what is still to be sent, and serves nobody any more. */
  readonly close: () => Promise<void>;
}

export interface McpEntrance {
  readonly connect: (mcp: McpPackage, server: ProtocolServer, gone: () => void) => Promise<McpConnection>;
  /** Is given what ends the work from outside; gives what to do when it is over. */
  readonly onStart: (end: (end: AgentEnd) => void) => () => void;
}

/** As the journal calls whoever acts by it. */
export const mcpAgentName = 'mcp';

/** Many clients let their models end without a word: that nobody acts any more is how they finish. */
export const clientWent: AgentEnd = { how: 'finished', detail: 'the client went away' };
/** With an answer still to come, nobody can tell what its model would have made of it. */
const clientBrokeOff: AgentEnd = {
  how: 'interrupted',
  detail: 'the client went away in the middle of a call',
};
export const serverEnded: AgentEnd = { how: 'finished', detail: 'the server was ended' };
export const interrupted: AgentEnd = { how: 'interrupted', detail: 'stopped by the person at the keyboard' };

/** @throws BlastpitError where there is nowhere to listen. */
export async function actByMcp(
  { plan, episode, broken }: LiveEpisode,
  mcp: McpPackage,
  { connect, onStart }: McpEntrance,
): Promise<AgentEnd> {
  if (broken !== null) return { how: 'error', detail: broken };
  const { credentials, region } = plan.deployed;
  const way = await openTyped(episode, credentials, region);
  const work = attachedWork(sessionOf(plan, episode, way), (what) => {
    episode.journal.append({ record: 'fault', time: episode.backend.now(), what });
  });
  const gone = (): void => {
    work.end(work.isBusy() ? clientBrokeOff : clientWent);
  };
  const connection = await connect(mcp, mcpServer(mcp, work, gone), gone);
  const over = onStart(work.end);
  try {
    return { ...(await work.ended), isolatedIn: null };
  } finally {
    over();
    await connection.close();
    await way.close();
  }
}

/** From what a person asked of `mcp` to one run in which an attached client's model acts. */
import { planOutsideRun, type OutsideRunRequest, type OutsideWork } from '../plan-outside-run.js';
import type { PlannedRun } from '../run-all.js';
import type { Elsewhere } from '../remote/elsewhere.js';
import type { ValidityCache } from '../validity-cache.js';
import { actByMcp, mcpAgentName, type McpEntrance } from './act-by-mcp.js';
import { loadMcp } from './mcp-package.js';

export interface McpRunRequest extends OutsideRunRequest {
  readonly entrance: McpEntrance;
}

/**
 * Plans the run; its environment stands afterwards, and nobody is served yet.
 * @throws BlastpitError for names and values that there are not, and where the protocol's package is missing.
 */
export async function planMcpRun(
  request: McpRunRequest,
  validityCache: ValidityCache | null,
  elsewhere: Elsewhere | null = null,
): Promise<PlannedRun> {
  const mcp = await loadMcp();
  const work: OutsideWork = {
    // It has a tool to wait by: its reads move no time.
    outsider: { name: mcpAgentName, timing: 'explicit' },
    check: () => undefined,
    act: (attack) => actByMcp(attack, mcp, request.entrance),
  };
  return planOutsideRun(request, work, validityCache, elsewhere);
}

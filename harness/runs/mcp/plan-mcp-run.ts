/** From what a person asked of `mcp` to one run in which an attached client's model acts; all is checked before it begins. */
import { demandPeople } from '../people/demand-people.js';
import { loadApprover } from '../projects/load-plug-in.js';
import { checkFailOn, type PlannedRun } from '../run-all.js';
import { chosenIn } from '../run-folder.js';
import type { Elsewhere } from '../remote/elsewhere.js';
import type { RunOptions } from '../run-options.js';
import { ScenarioRuns } from '../run-scenario.js';
import { loadScenario } from '../scenario-folder.js';
import type { ValidityCache } from '../validity-cache.js';
import { actByMcp, mcpAgentName, type McpEntrance } from './act-by-mcp.js';
import { loadMcp } from './mcp-package.js';

export interface McpRunRequest {
  /** Its name, or its path. */
  readonly scenario: string;
  readonly options: RunOptions;
  readonly entrance: McpEntrance;
}

/**
 * Plans the run; its environment stands afterwards, and nobody is served yet.
 * @throws BlastpitError for names and values that there are not, and where the protocol's package is missing.
 */
export async function planMcpRun(
  { scenario, options, entrance }: McpRunRequest,
  validityCache: ValidityCache | null,
  elsewhere: Elsewhere | null = null,
): Promise<PlannedRun> {
  checkFailOn(options.failOn ?? []);
  const mcp = await loadMcp();
  await demandPeople(await loadApprover(options.approvers), options.people);
  const runs = new ScenarioRuns(await loadScenario(scenario), validityCache, elsewhere);
  // It has a tool to wait by: its reads move no time.
  const open = await runs.open(options, { name: mcpAgentName, timing: 'explicit' });
  const { head } = open.attack.plan;
  return {
    scenario: head.scenario,
    guardrails: head.guardrailSet,
    chosen: chosenIn(options),
    run: async (journalPath) => open.finish(await actByMcp(open.attack, mcp, entrance), journalPath),
  };
}

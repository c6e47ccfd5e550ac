/** Scenarios and kinds of agents, by the names and paths that count where one stands. */
import type { AgentKind } from '../contract/agent.js';
import type { Scenario } from '../contract/scenario.js';
import { findPlugIn, plugInsOf } from './projects/find-plug-in.js';
import { loadFoundAgentKind, loadFoundScenario } from './projects/load-plug-in.js';

/** Of the project that one stands in, then of the package. */
export function scenarioNames(): readonly string[] {
  return plugInsOf('scenarios').map(({ name }) => name);
}

/**
 * @param typed a path, else a name of the project that one stands in, else of the package.
 * @throws BlastpitError `unknown-scenario`; `loading`, `plug-in` or `scenario-shape` for a file that is not one.
 */
export function loadScenario(typed: string): Promise<Scenario> {
  return loadFoundScenario(findPlugIn('scenarios', typed));
}

/**
 * @param typed a path, else a name of the project that one stands in, else of the package.
 * @throws BlastpitError `unknown-agent`; `loading` or `plug-in` for a file that is not one.
 */
export function loadAgentKind(typed: string): Promise<AgentKind> {
  return loadFoundAgentKind(findPlugIn('agents', typed));
}

/** Blastpit's own, whatever a project calls its agents: what validates a scenario is the same everywhere. */
export function loadOwnAgentKind(name: string): Promise<AgentKind> {
  return loadFoundAgentKind(findPlugIn('agents', name, null));
}

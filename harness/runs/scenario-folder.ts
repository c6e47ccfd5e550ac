/** Where blastpit's own scenarios, and the kinds of agents, are found. */
import type { AgentKind } from '../contract/agent.js';
import { loadPlugIn, plugInNames, type PlugInFolder } from '../contract/plug-in-folder.js';
import type { Scenario } from '../contract/scenario.js';

const scenarioFolder: PlugInFolder = {
  kind: 'scenario',
  folder: new URL('../../scenarios/', import.meta.url),
  entry: 'scenario',
  members: [
    'title',
    'summary',
    'environment',
    'attacks',
    'twins',
    'harms',
    'services',
    'response',
    'guardrailSets',
  ],
};

const agentFolder: PlugInFolder = {
  kind: 'agent',
  folder: new URL('../../agents/', import.meta.url),
  members: ['summary', 'create'],
};

export function scenarioNames(): readonly string[] {
  return plugInNames(scenarioFolder);
}

/** @throws BlastpitError `unknown-scenario` */
export function loadScenario(name: string): Promise<Scenario> {
  return loadPlugIn<Scenario>(scenarioFolder, name);
}

export function agentKindNames(): readonly string[] {
  return plugInNames(agentFolder);
}

/** @throws BlastpitError `unknown-agent` */
export function loadAgentKind(name: string): Promise<AgentKind> {
  return loadPlugIn<AgentKind>(agentFolder, name);
}

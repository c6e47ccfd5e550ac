/** What an agent kind is given to make an agent of: scripts, the run's options for it, and what it may have of the outside. */
import process from 'node:process';
import type { AgentChoice, AgentKind, AgentOptions, AgentSurroundings, Script } from '../contract/agent.js';
import { BlastpitError } from '../contract/blastpit-error.js';
import type { Scenario } from '../contract/scenario.js';
import { pause, wallSeconds } from './outer-edge.js';

/** What a run says to its agent. */
export interface AgentWish extends AgentOptions {
  /** Comes when the person at the keyboard wants the agent to end. */
  readonly cancelled?: AbortSignal;
  /** The process's own where left out. */
  readonly environment?: AgentSurroundings['environment'];
}

/** How the command line spells the options. */
export const agentOptionNames: Readonly<Record<keyof AgentOptions, string>> = {
  baseUrl: '--base-url',
  limits: '--limit',
  record: '--record',
  resume: '--resume',
  isolate: '--isolate',
  with: '--with',
  timeout: '--timeout',
  pass: '--pass',
};

/** Who takes an option that is not for models. */
const takers: Readonly<Partial<Record<keyof AgentOptions, string>>> = {
  isolate: 'process:COMMAND',
  with: 'process:COMMAND',
  timeout: 'process:COMMAND',
  pass: 'process:COMMAND',
};

export function agentChoice(
  { attacks, behaviours = [] }: Pick<Scenario, 'attacks' | 'behaviours'>,
  scripts: ReadonlyMap<string, Script>,
  { cancelled = neverCancelled, environment = process.env, ...options }: AgentWish,
): AgentChoice {
  return { scripts, attacks, behaviours, options, environment, wallSeconds, pause, cancelled };
}

const neverCancelled = new AbortController().signal;

/**
 * An option that means nothing to an agent would be silently without effect.
 * @throws BlastpitError `agent-option`
 */
export function checkAgentOptions({ name, takes = [] }: AgentKind, options: AgentOptions): void {
  for (const option of Object.keys(agentOptionNames) as (keyof AgentOptions)[]) {
    if (options[option] === undefined || takes.includes(option)) continue;
    const known = takes.map((each) => agentOptionNames[each]);
    throw new BlastpitError(
      'agent-option',
      `${agentOptionNames[option]} means nothing to the agent "${name}"`,
      {
        where: agentOptionNames[option],
        expected: `an agent that takes it, e.g. --agent ${takers[option] ?? 'llm:PROVIDER/MODEL'}`,
        ...(known.length > 0 && { alternatives: known }),
      },
    );
  }
}

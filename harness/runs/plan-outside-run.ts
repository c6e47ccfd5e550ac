/** From what a person asked to one run in which someone acts from outside; all is checked before it begins. */
import type { AgentEnd } from '../contract/agent.js';
import type { LiveEpisode } from './episode.js';
import { demandPeople } from './people/demand-people.js';
import { loadApprover } from './projects/load-plug-in.js';
import { checkFailOn, type PlannedRun } from './run-all.js';
import { chosenIn } from './run-folder.js';
import type { Elsewhere } from './remote/elsewhere.js';
import type { RunOptions } from './run-options.js';
import { ScenarioRuns, type Outsider } from './run-scenario.js';
import { loadScenario } from './scenario-folder.js';
import type { ValidityCache } from './validity-cache.js';

export interface OutsideRunRequest {
  /** Its name, or its path. */
  readonly scenario: string;
  readonly options: RunOptions;
}

/** Who acts from outside, and how. */
export interface OutsideWork {
  readonly outsider: Outsider;
  /** What else is to be found out before anything is built. @throws BlastpitError where it cannot be done. */
  readonly check: () => void;
  readonly act: (attack: LiveEpisode) => Promise<AgentEnd>;
}

/**
 * Plans the run; its environment stands afterwards, and nothing has acted yet.
 * @throws BlastpitError for names and values that there are not, and what `check` throws.
 */
export async function planOutsideRun(
  { scenario, options }: OutsideRunRequest,
  { outsider, check, act }: OutsideWork,
  validityCache: ValidityCache | null,
  elsewhere: Elsewhere | null,
): Promise<PlannedRun> {
  checkFailOn(options.failOn ?? []);
  await demandPeople(await loadApprover(options.approvers), options.people);
  const runs = new ScenarioRuns(await loadScenario(scenario), validityCache, elsewhere);
  check();
  const open = await runs.open(options, outsider);
  const { head } = open.attack.plan;
  return {
    scenario: head.scenario,
    guardrails: head.guardrailSet,
    chosen: chosenIn(options),
    run: async (journalPath) => open.finish(await act(open.attack), journalPath),
  };
}

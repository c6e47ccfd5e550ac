/** From what a person asked for to runs, one after the other: scenarios, each under its guardrail sets. */
import { BlastpitError, unknownName } from '../contract/blastpit-error.js';
import { verdicts } from '../contract/result.js';
import type { Scenario } from '../contract/scenario.js';
import { exitStatus } from '../scoring/exit-status.js';
import { agentOf } from './episode-plan.js';
import { guardrailSetFor } from './guardrail-set.js';
import { activeFaults, checkSettings, guardrailSetsOf, type RunOptions } from './run-options.js';
import type { FinishedRun } from './open-run.js';
import { demandWorld } from './demand-world.js';
import { loadApprover, loadWorldFaults } from './projects/load-plug-in.js';
import { demandPeople } from './people/demand-people.js';
import { chosenIn } from './run-folder.js';
import { ScenarioRuns } from './run-scenario.js';
import type { Elsewhere } from './remote/elsewhere.js';
import { loadScenario } from './scenario-folder.js';
import type { ValidityCache } from './validity-cache.js';

export interface RunRequest {
  /** Names and paths; `kiro` where there is none. */
  readonly scenarios: readonly string[];
  /** Guardrail sets, and guardrails by name or path; where there is none, `none` and each of the scenario's own. */
  readonly guardrails: readonly string[];
  readonly options: Omit<RunOptions, 'guardrails'>;
}

/** A run that has all it needs, and has not begun. */
export interface PlannedRun {
  readonly scenario: string;
  readonly guardrails: string;
  /** What else was chosen, for the name of the folder that it is kept in. */
  readonly chosen: readonly string[];
  /** @param journalPath where the attack's journal will be written; null where it is not. */
  readonly run: (journalPath: string | null) => Promise<FinishedRun>;
}

/** Where none is named. */
export const defaultScenario = 'kiro';

/**
 * Plans every run, and checks all names before the first of them begins.
 * @throws BlastpitError for names and values that there are not.
 */
export async function planRuns(
  { scenarios, guardrails, options }: RunRequest,
  validityCache: ValidityCache | null,
  elsewhere: Elsewhere | null = null,
): Promise<readonly PlannedRun[]> {
  checkFailOn(options.failOn ?? []);
  await demandPeople(await loadApprover(options.approvers), options.people);
  demandWorld(await loadWorldFaults(options.worldFaults ?? []), elsewhere !== null);
  const planned: PlannedRun[] = [];
  // What is named twice is run once: the same seed would only give the same run again.
  for (const typed of new Set(scenarios.length === 0 ? [defaultScenario] : scenarios)) {
    const scenario = await loadScenario(typed);
    checkSettings(scenario, options.settings);
    const faults = activeFaults(scenario, options.without);
    await agentOf(scenario, options.agent, options.forAgent);
    const runs = new ScenarioRuns(scenario, validityCache, elsewhere);
    for (const set of new Set(guardrails.length === 0 ? ownSets(scenario, faults) : guardrails)) {
      const { name } = await guardrailSetFor(scenario, faults, set);
      const run: PlannedRun['run'] = (path) => runs.run({ ...options, guardrails: set }, path);
      planned.push({ scenario: scenario.name, guardrails: name, chosen: chosenIn(options), run });
    }
  }
  demandOneConversation(planned, options);
  return planned;
}

/** What is recorded, or taken up again, is one conversation. @throws BlastpitError `one-conversation` */
function demandOneConversation({ length }: readonly PlannedRun[], { forAgent }: RunRequest['options']): void {
  const option = forAgent?.record === undefined ? '--resume' : '--record';
  if (length <= 1 || (forAgent?.record ?? forAgent?.resume) === undefined) return;
  throw new BlastpitError('one-conversation', `${option} is for one run, and these are ${length}`, {
    where: option,
    expected: 'one scenario, and one guardrail set with --guardrails',
  });
}

/** `none` and the scenario's own sets; `deny-all` is run by those who ask for it. */
export function ownSets(scenario: Scenario, faults: ReadonlySet<string>): readonly string[] {
  return [...guardrailSetsOf(scenario, faults).keys()].filter((name) => name !== 'deny-all');
}

/** @throws BlastpitError `unknown-outcome` */
export function checkFailOn(outcomes: readonly string[]): void {
  const known: readonly string[] = [...verdicts, 'twin-blocked'];
  for (const outcome of outcomes) if (!known.includes(outcome)) throw unknownName('outcome', outcome, known);
}

/** What the command line ends with after these runs. */
export function statusOfRuns(runs: readonly FinishedRun[]): 0 | 1 | 3 {
  return exitStatus(runs.map(({ result }) => result));
}

/** From what a person asked of `exec` to one run that a program acts in; everything is checked before it begins. */
import { demandPeople } from '../people/demand-people.js';
import { loadApprover } from '../projects/load-plug-in.js';
import { checkFailOn, type PlannedRun } from '../run-all.js';
import { chosenIn } from '../run-folder.js';
import type { Elsewhere } from '../remote/elsewhere.js';
import type { RunOptions } from '../run-options.js';
import { ScenarioRuns } from '../run-scenario.js';
import { loadScenario } from '../scenario-folder.js';
import type { ValidityCache } from '../validity-cache.js';
import { actByProgram, programName, type ProgramRequest } from './act-by-program.js';
import { checkProgram } from './find-program.js';
import { demandImage } from './isolation/container-client.js';
import { checkPassed } from './program-environment.js';

export interface ProgramRunRequest {
  /** Its name, or its path. */
  readonly scenario: string;
  readonly options: RunOptions;
  readonly program: ProgramRequest;
}

/**
 * Plans the run; its environment stands afterwards, and nothing has acted yet.
 * @throws BlastpitError for names and values that there are not, and for a command that cannot be started.
 */
export async function planProgramRun(
  { scenario, options, program }: ProgramRunRequest,
  validityCache: ValidityCache | null,
  elsewhere: Elsewhere | null = null,
): Promise<PlannedRun> {
  const { words, environment, pass, isolation } = program;
  const [command] = words;
  checkFailOn(options.failOn ?? []);
  await demandPeople(await loadApprover(options.approvers), options.people);
  const runs = new ScenarioRuns(await loadScenario(scenario), validityCache, elsewhere);
  checkPassed(environment, pass);
  if (isolation === null) checkProgram(command, environment['PATH'] ?? '');
  else demandImage(isolation.image, environment);
  // Programs wait by looking again: what they look at runs ahead to its next status.
  const open = await runs.open(options, { name: programName(command), timing: 'polling' });
  const { head } = open.attack.plan;
  return {
    scenario: head.scenario,
    guardrails: head.guardrailSet,
    chosen: chosenIn(options),
    run: async (journalPath) => open.finish(await actByProgram(open.attack, program), journalPath),
  };
}

/** From what a person asked of `exec` to one run that a program acts in. */
import { planOutsideRun, type OutsideRunRequest, type OutsideWork } from '../plan-outside-run.js';
import type { PlannedRun } from '../run-all.js';
import type { Elsewhere } from '../remote/elsewhere.js';
import type { ValidityCache } from '../validity-cache.js';
import { actByProgram, programName, type ProgramRequest } from './act-by-program.js';
import { checkProgram } from './find-program.js';
import { demandImage } from './isolation/container-client.js';
import { checkPassed } from './program-environment.js';

export interface ProgramRunRequest extends OutsideRunRequest {
  readonly program: ProgramRequest;
}

/**
 * Plans the run; its environment stands afterwards, and nothing has acted yet.
 * @throws BlastpitError for names and values that there are not, and for a command that cannot be started.
 */
export function planProgramRun(
  request: ProgramRunRequest,
  validityCache: ValidityCache | null,
  elsewhere: Elsewhere | null = null,
): Promise<PlannedRun> {
  const { program } = request;
  const { words, environment, pass, isolation } = program;
  const [command] = words;
  const work: OutsideWork = {
    // Programs wait by looking again: what they look at runs ahead to its next status.
    outsider: { name: programName(command), timing: 'polling' },
    check: () => {
      checkPassed(environment, pass);
      if (isolation === null) checkProgram(command, environment['PATH'] ?? '');
      else demandImage(isolation.image, environment);
    },
    act: (attack) => actByProgram(attack, program),
  };
  return planOutsideRun(request, work, validityCache, elsewhere);
}

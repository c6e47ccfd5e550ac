/** `blastpit exec`: lets any program act in a scenario, and scores what it did as `run` does. */
import { BlastpitError } from '../contract/blastpit-error.js';
import type { ProgramRequest } from '../runs/programs/act-by-program.js';
import { planProgramRun, type ProgramRunRequest } from '../runs/programs/plan-program-run.js';
import type { Program } from '../runs/programs/program.js';
import { openValidityCache } from '../runs/validity-cache.js';
import { atBackend } from './at-backend.js';
import { asksAtTerminal, backendFlagsOf, withPeople } from './people.js';
import { runOptionsOf, type RunFlags } from './run-flags.js';
import { showRuns } from './show-runs.js';
import { takeSignals } from './signals.js';
import type { Terminal } from './terminal.js';

/** The options as the command line gives them. */
export interface ExecFlags extends Omit<RunFlags, 'guardrails' | 'agent' | 'entrance'> {
  readonly guardrails?: string;
}

/** A quarter of an hour: agents take minutes, and hung ones forever. */
export const defaultTimeoutSeconds = 900;

/** Reports that stand alone on standard output, so that the program's own output goes beside it. */
const reportsAlone: ReadonlySet<string | undefined> = new Set(['json', 'svg']);

/** @throws BlastpitError `excluding-options` */
function isolationOf(image: string | undefined, folder: string | undefined): ProgramRequest['isolation'] {
  if (image !== undefined) return { image, with: folder ?? null };
  if (folder === undefined) return null;
  throw new BlastpitError('excluding-options', '--with is for a program in a container', {
    where: '--with',
    expected: '--isolate IMAGE with it',
  });
}

/** @returns the exit status. */
export async function execCommand(
  scenario: string,
  [command = '', ...words]: readonly string[],
  flags: ExecFlags,
  terminal: Terminal,
): Promise<number> {
  const { guardrails = 'none', timeout = defaultTimeoutSeconds, pass = [], json, report, ...more } = flags;
  const { isolate, with: folder, ...others } = more;
  const alone = json === true || reportsAlone.has(report);
  const shown = { ...others, ...(json && { json }), ...(report !== undefined && { report }) };
  const request: ProgramRunRequest = {
    scenario,
    // A program meets AWS as it is: it is told no more of a denial than AWS tells.
    options: { ...runOptionsOf({ denials: 'aws', ...shown }), guardrails },
    program: {
      words: [command, ...words],
      isolation: isolationOf(isolate, folder),
      environment: terminal.environment,
      pass,
      // Where a person answers at the terminal, what is typed is not the program's.
      streams: [asksAtTerminal(flags) ? 'ignore' : 'inherit', alone ? 2 : 'inherit', 'inherit'],
      mostSeconds: timeout,
      onStart: passSignalsTo,
    },
  };
  const where = { controlApi: false, inProcess: false };
  return atBackend(backendFlagsOf(flags), terminal, async (place, shownTo) =>
    withPeople(flags, shownTo, where, async (people) => {
      const asked = { ...request, options: { ...request.options, people } };
      const planned = await planProgramRun(asked, openValidityCache(terminal.environment), place);
      // The terminal is the program's while it runs.
      return showRuns([planned], shown, { ...shownTo, progress: false });
    }),
  );
}

/** The program leads a group of its own, so that a Ctrl-C comes here first: it is passed on, and the run is scored. */
function passSignalsTo({ interrupt }: Program): () => void {
  return takeSignals(interrupt);
}

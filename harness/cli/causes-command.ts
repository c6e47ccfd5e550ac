/** `blastpit run SCENARIO --causes`: runs every combination of a scenario's switches, and shows what each had to do with it. */
import { BlastpitError } from '../contract/blastpit-error.js';
import { paint } from '../reports/layout/paint.js';
import { causesLines } from '../reports/sections/causes.js';
import { defaultScenario } from '../runs/run-all.js';
import { planCauses, statusOfCauses, type CausesRequest } from '../runs/run-causes.js';
import { loadScenario } from '../runs/scenario-folder.js';
import { openValidityCache } from '../runs/validity-cache.js';
import { atBackend } from './at-backend.js';
import { showProgress } from './progress.js';
import { runOptionsOf, type RunFlags } from './run-flags.js';
import type { Terminal } from './terminal.js';

/**
 * @returns the exit status: 0 where the table could be made, 3 where one of its runs cannot tell.
 * @throws BlastpitError `causes-of-several`, `causes-options`, and for names and values that there are not.
 */
export async function causesCommand(
  scenarios: readonly string[],
  flags: RunFlags,
  terminal: Terminal,
): Promise<number> {
  const { guardrails = [], json } = flags;
  demandOne('scenarios', scenarios);
  demandOne('guardrail sets', guardrails);
  refuseOthers(flags);
  const request: CausesRequest = {
    scenario: await loadScenario(scenarios[0] ?? defaultScenario),
    guardrails: guardrails[0] ?? null,
    // The same bytes by every entrance, and by this one many times as fast.
    options: { ...runOptionsOf(flags), entrance: flags.entrance ?? 'typed' },
  };
  return atBackend(flags, terminal, async (place, shown) => {
    const planned = await planCauses(request, openValidityCache(terminal.environment), place);
    const progress = showProgress(shown, true);
    try {
      const study = await planned.run((number) => {
        progress.say(`${planned.scenario}: combination ${number} of ${planned.combinations} …`);
      });
      progress.clear();
      if (json === true) shown.out(`${JSON.stringify(study)}\n`);
      else shown.out(paint(causesLines(study, shown.columns), shown.outColour));
      return statusOfCauses(study);
    } finally {
      progress.clear();
    }
  });
}

function demandOne(what: string, named: readonly string[]): void {
  if (new Set(named).size <= 1) return;
  throw new BlastpitError(
    'causes-of-several',
    `--causes studies one at a time, and ${named.length} ${what} are named`,
    {
      where: '--causes',
      expected: `at most one of the ${what} ${named.join(', ')}`,
    },
  );
}

/** What is about single runs, of which a study has many and reports none. */
function refuseOthers({ failOn, fault, out, quiet, report }: RunFlags): void {
  const given = {
    '--fail-on': failOn,
    '--fault': fault,
    '--out': out,
    '--quiet': quiet,
    '--report': report,
  };
  for (const [option, value] of Object.entries(given)) {
    if (value === undefined) continue;
    throw new BlastpitError('causes-options', `--causes and ${option} exclude each other`, {
      where: option,
      expected:
        'a table of all combinations, as text or with --json; each of them can be run by itself with --without',
    });
  }
}

/** `blastpit run`: runs scenarios under guardrail sets, shows what came of it, and says so by its status. */
import { planRuns } from '../runs/run-all.js';
import { openValidityCache } from '../runs/validity-cache.js';
import { atBackend } from './at-backend.js';
import { asksAtTerminal, backendFlagsOf, withPeople } from './people.js';
import { runOptionsOf, type RunFlags } from './run-flags.js';
import { showRuns } from './show-runs.js';
import type { Terminal } from './terminal.js';

/** @returns the exit status. */
export async function runCommand(
  scenarios: readonly string[],
  flags: RunFlags,
  terminal: Terminal,
): Promise<number> {
  const where = { controlApi: false, inProcess: flags.entrance !== 'http' };
  return atBackend(backendFlagsOf(flags), terminal, async (place, shown) =>
    withPeople(flags, shown, where, async (people) => {
      const options = { ...runOptionsOf(flags), people };
      const request = { scenarios, guardrails: flags.guardrails ?? [], options };
      const planned = await planRuns(request, openValidityCache(terminal.environment), place);
      return showRuns(planned, flags, asksAtTerminal(flags) ? { ...shown, progress: false } : shown);
    }),
  );
}

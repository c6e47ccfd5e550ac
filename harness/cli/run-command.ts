/** `blastpit run`: runs scenarios under guardrail sets, shows what came of it, and says so by its status. */
import { BlastpitError } from '../contract/blastpit-error.js';
import { planRuns } from '../runs/run-all.js';
import type { Elsewhere } from '../runs/remote/elsewhere.js';
import { openValidityCache } from '../runs/validity-cache.js';
import { runOptionsOf, type RunFlags } from './run-flags.js';
import { showRuns } from './show-runs.js';
import type { Terminal } from './terminal.js';

/** @returns the exit status. */
export async function runCommand(
  scenarios: readonly string[],
  flags: RunFlags,
  terminal: Terminal,
): Promise<number> {
  const request = { scenarios, guardrails: flags.guardrails ?? [], options: runOptionsOf(flags) };
  const planned = await planRuns(request, openValidityCache(terminal.environment), await placeOf(flags));
  return showRuns(planned, flags, terminal);
}

/** Null for the embedded cloud. @throws BlastpitError for an address that may not be called, or where nothing answers. */
async function placeOf({ backend = 'embedded', allowHost = [] }: RunFlags): Promise<Elsewhere | null> {
  if (backend === 'embedded') {
    if (allowHost.length === 0) return null;
    throw new BlastpitError('excluding-options', '--allow-host is for a backend elsewhere', {
      where: '--allow-host',
      expected: '--backend ADDRESS with it',
    });
  }
  // Loaded when named: no run on the embedded cloud needs it.
  const { findElsewhere } = await import('../runs/remote/elsewhere.js');
  return findElsewhere(backend, allowHost);
}

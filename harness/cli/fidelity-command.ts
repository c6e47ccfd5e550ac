/** `blastpit fidelity`: asks the embedded cloud and another one the same, and prints how they differ. */
import { BlastpitError } from '../contract/blastpit-error.js';
import type { FidelityReport } from '../contract/fidelity.js';
import { paint } from '../reports/layout/paint.js';
import { fidelityLines } from '../reports/sections/fidelity.js';
import { runFidelity } from '../runs/fidelity/run-fidelity.js';
import { printError } from './print-error.js';
import { showProgress } from './progress.js';
import type { Terminal } from './terminal.js';

export interface FidelityFlags {
  readonly backend: string;
  readonly allowHost?: readonly string[];
  readonly service?: readonly string[];
  readonly json?: boolean;
}

const silentStatus = 3;

/**
 * @returns the exit status: 0 where every difference is explained, 1 where one is not, 3 where the other cloud gave no
 * answer.
 * @throws BlastpitError for addresses that may not be called, and services that there are not.
 */
export async function fidelityCommand(flags: FidelityFlags, terminal: Terminal): Promise<number> {
  const { backend, allowHost = [], service = [], json } = flags;
  const progress = showProgress(terminal, true);
  try {
    const report = await runFidelity({
      endpoint: backend,
      allowedHosts: allowHost,
      services: service,
      onSequence: (done, all, suite, sequence) => {
        progress.say(`${done} of ${all}: ${suite}, ${sequence} …`);
      },
    });
    progress.clear();
    if (json === true) terminal.out(`${JSON.stringify(report)}\n`);
    else terminal.out(paint(fidelityLines(report, terminal.columns), terminal.outColour));
    return statusOf(report);
  } catch (error) {
    progress.clear();
    if (!(error instanceof BlastpitError) || error.code !== 'backend-unreachable') throw error;
    printError(error, terminal, false);
    return silentStatus;
  } finally {
    progress.clear();
  }
}

function statusOf({ summary }: FidelityReport): number {
  return summary.unexplained === 0 ? 0 : 1;
}

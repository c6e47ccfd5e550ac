/** `blastpit fidelity`: asks the embedded cloud and another one the same, and prints how they differ. */
import { BlastpitError } from '../contract/blastpit-error.js';
import type { FidelityReport } from '../contract/fidelity.js';
import { paint } from '../reports/layout/paint.js';
import { fidelityLines } from '../reports/sections/fidelity.js';
import { runFidelity } from '../runs/fidelity/run-fidelity.js';
import { localstackName } from '../runs/remote/localstack-settings.js';
import { atBackend, checkChoice, type BackendFlags } from './at-backend.js';
import { printError } from './print-error.js';
import { showProgress } from './progress.js';
import type { Terminal } from './terminal.js';

export interface FidelityFlags extends BackendFlags {
  /** `localstack`, or an address. */
  readonly backend: string;
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
  const { allowHost = [], service = [], json } = flags;
  const progress = showProgress(terminal, true);
  try {
    const report = await atAddress(flags, terminal, (endpoint) =>
      runFidelity({
        endpoint,
        allowedHosts: allowHost,
        services: service,
        onSequence: (done, all, suite, sequence) => {
          progress.say(`${done} of ${all}: ${suite}, ${sequence} …`);
        },
      }),
    );
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

/** What answers at an address is asked as it is; LocalStack is started for it. */
function atAddress<Result>(
  flags: FidelityFlags,
  terminal: Terminal,
  work: (address: string) => Promise<Result>,
): Promise<Result> {
  checkChoice(flags);
  if (flags.backend !== localstackName) return work(flags.backend);
  return atBackend(flags, terminal, (place) => work(place?.address ?? ''));
}

function statusOf({ summary }: FidelityReport): number {
  return summary.unexplained === 0 ? 0 : 1;
}

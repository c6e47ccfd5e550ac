/** From a fault as its file has it, and what was typed after its name, to the fault at work: `throttling` and `0.2`. */
import { BlastpitError } from '../../contract/blastpit-error.js';
import type { WorldFault, WorldFaultAtWork } from '../../contract/world-fault.js';

/**
 * @param typed null where nothing was typed after the name.
 * @throws BlastpitError `fault-parameter`
 */
export function beginWorldFault(
  fault: WorldFault,
  typed: string | null,
  readText: (path: string) => string,
): WorldFaultAtWork {
  return fault.begin(typed ?? fault.parameter.otherwise, readText);
}

/** @throws BlastpitError `fault-twice` where one fault is named more than once: its parameters would contradict each other. */
export function demandEachOnce(faults: readonly WorldFaultAtWork[]): void {
  const seen = new Set<string>();
  for (const { fault } of faults) {
    if (seen.has(fault)) {
      throw new BlastpitError('fault-twice', `--fault ${fault} is given more than once`, {
        where: '--fault',
        expected: 'each fault of the world once, with one parameter',
      });
    }
    seen.add(fault);
  }
}

/** What is said of a parameter that is none. */
export function wrongParameter(fault: string, typed: string, expected: string): BlastpitError {
  return new BlastpitError('fault-parameter', `--fault ${fault}=${typed}: that is not what it takes`, {
    where: '--fault',
    expected,
  });
}

/** @throws BlastpitError `fault-parameter` where it is no number, or lies outside of its bounds. */
export function numberOf(
  fault: string,
  typed: string,
  { above, most, expected }: { readonly above: number; readonly most: number; readonly expected: string },
): number {
  const number = /^\d*\.?\d+$/.test(typed) ? Number(typed) : Number.NaN;
  if (number > above && number <= most) return number;
  throw wrongParameter(fault, typed, expected);
}

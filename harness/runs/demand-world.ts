/** Whether the faults of the world that a run asks for can be had where it takes place. */
import { BlastpitError } from '../contract/blastpit-error.js';
import type { WorldFaultAtWork } from '../contract/world-fault.js';

/** @throws BlastpitError `fault-backend` where a backend elsewhere cannot show what was. */
export function demandWorld(faults: readonly WorldFaultAtWork[], isElsewhere: boolean): void {
  const behind = faults.find(({ secondsBehind }) => secondsBehind !== undefined);
  if (!isElsewhere || behind === undefined) return;
  throw new BlastpitError(
    'fault-backend',
    `--fault ${behind.name} takes a world that can be looked at as it was`,
    {
      where: '--fault',
      expected: 'the embedded cloud, without --backend',
    },
  );
}

/** Before a run: whether the people who are to be asked can be, where this run takes place. */
import type { Approver } from '../contract/approver.js';
import { BlastpitError } from '../contract/blastpit-error.js';

/**
 * Real people answer over the control API, which only `serve` has: elsewhere every question would wait for nobody.
 * @throws BlastpitError `nobody-to-ask`
 */
export function demandPeopleHere({ name, decide }: Approver): void {
  if (decide !== 'from-outside') return;
  throw new BlastpitError('nobody-to-ask', `--approvers ${name}: nobody can answer here`, {
    expected:
      'simulated people, as `blastpit list approvers` has them, or `blastpit serve`, where people answer',
  });
}

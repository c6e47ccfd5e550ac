/** Before a run: whether the people who are to be asked can be, where this run takes place. */
import type { Approver } from '../../contract/approver.js';
import { BlastpitError } from '../../contract/blastpit-error.js';
import type { PeopleAtHand } from './people-at-hand.js';

/**
 * Real people who cannot answer here would be waited for in vain.
 * @throws BlastpitError `nobody-to-ask`; what else keeps these people from being reached.
 */
export async function demandPeople(approver: Approver, people: PeopleAtHand | undefined): Promise<void> {
  if (approver.decide !== 'from-outside') return;
  if ((await people?.canReach(approver)) === true) return;
  throw new BlastpitError('nobody-to-ask', `--approvers ${approver.name}: nobody can answer here`, {
    expected:
      'simulated people, as `blastpit list approvers` has them; real ones by terminal, web or webhook:URL; or `blastpit serve`, where people answer over the control API',
  });
}

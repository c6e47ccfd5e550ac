/** From an approver as its file has it to the one that was named: `fatigued` and `20` to `fatigued:20`. */
import type { Approver } from '../../contract/approver.js';
import { BlastpitError } from '../../contract/blastpit-error.js';

/**
 * @param typed what followed the name after a colon; null where nothing did.
 * @throws BlastpitError `approver-parameter` for a parameter that is missing, that there is none for, or that is no value.
 */
export function chooseApprover(approver: Approver, typed: string | null): Approver {
  const { name, parameter } = approver;
  if (typed === null) {
    if (parameter === undefined || parameter.otherwise !== null) return approver;
    throw new BlastpitError('approver-parameter', `the approvers ${name} are named without a parameter`, {
      where: '--approvers',
      expected: `${name}:${parameter.placeholder} (${parameter.summary}), e.g. ${name}:${parameter.example}`,
    });
  }
  if (parameter === undefined) {
    throw new BlastpitError('approver-parameter', `the approvers ${name} take no parameter`, {
      where: '--approvers',
      expected: `${name} without ":${typed}"`,
    });
  }
  return { ...approver, name: `${name}:${typed}`, ...parameter.choose(typed) };
}

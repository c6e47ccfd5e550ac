/** What approvers say of a parameter that they cannot take. */
import { BlastpitError } from '../../contract/blastpit-error.js';

/** @param expected what would be right, with an example. */
export function wrongValue(
  approver: string,
  typed: string,
  expected: string,
  cause?: unknown,
): BlastpitError {
  return new BlastpitError('approver-parameter', `--approvers ${approver}:${typed} cannot be`, {
    where: '--approvers',
    expected,
    ...(cause === undefined ? {} : { cause }),
  });
}

/**
 * A whole number that was typed.
 * @throws BlastpitError `approver-parameter` where it is none, or is not from `least` to `most`.
 */
export function wholeNumberOf(
  approver: string,
  typed: string,
  { least, most, of }: { readonly least: number; readonly most: number; readonly of: string },
): number {
  const number = Number(typed);
  if (/^\d+$/.test(typed) && number >= least && number <= most) return number;
  throw wrongValue(approver, typed, `a whole number of ${of}, ${least} to ${most}: ${approver}:20`);
}

/** One step of a check: what was looked at, and what is wrong with it. */
import { BlastpitError } from '../../contract/blastpit-error.js';

export interface CheckedPart {
  readonly what: string;
  /** Null where nothing is wrong. */
  readonly problem: BlastpitError | null;
}

/** Looks; an error that is not for people is a fault of blastpit's own, and ends the check. */
export async function look(what: string, check: () => unknown): Promise<CheckedPart> {
  try {
    await check();
    return { what, problem: null };
  } catch (error) {
    if (error instanceof BlastpitError) return { what, problem: error };
    throw error;
  }
}

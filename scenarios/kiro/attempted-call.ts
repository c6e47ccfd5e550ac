/** A call that may be refused, as the attacks make it: they take the error as an answer and go on or give up. */
import { AwsCallError, type AgentSession } from '../../harness/contract/agent.js';

/** Tries a call; gives the error where AWS answers with one, null where it is done. */
export async function attemptCall(
  session: AgentSession,
  service: string,
  operation: string,
  input: object,
): Promise<AwsCallError | null> {
  try {
    await session.call(service, operation, input);
    return null;
  } catch (error) {
    if (error instanceof AwsCallError) return error;
    throw error;
  }
}

/** What was done to how many, and what was refused, in one line. */
export class Tally {
  readonly #refusals = new Map<string, number>();
  #done = 0;

  /** Tries a call and counts it; says whether it was done. */
  async attempt(session: AgentSession, service: string, operation: string, input: object): Promise<boolean> {
    const error = await attemptCall(session, service, operation, input);
    if (error === null) this.#done += 1;
    else this.#refusals.set(error.code, (this.#refusals.get(error.code) ?? 0) + 1);
    return error === null;
  }

  get done(): number {
    return this.#done;
  }

  /**
   * @param did what was done to so many.
   * @param wanted what was tried in vain where none was done, e.g. `delete any table`.
   */
  inWords(did: (count: number) => string, wanted: string): string {
    const refused = [...this.#refusals].map(([code, times]) => `${times} × ${code}`).join(', ');
    if (this.#done > 0) return `${did(this.#done)}${refused === '' ? '' : `; refused: ${refused}`}`;
    return refused === '' ? `found nothing to ${wanted}` : `gave up: could not ${wanted} (${refused})`;
  }
}

/** The port to a cloud elsewhere: one account of it, in which the run may do everything. */
import type { Outcome } from '../contract/call.js';

export interface RemoteCloud {
  /** The account's number there. */
  readonly account: string;
  /**
   * Does one call as the account's root, once: what the backend answers, its errors included.
   * An operation that the backend lacks is an error of origin `unsupported`.
   * @throws Error where the backend failed: no answer came, or not in time, or not one of AWS's, or one that says that the
   * server failed. It is remembered, as by `failed`.
   */
  readonly call: (service: string, operation: string, input: object) => Promise<Outcome>;
  /** Lets real time pass between two looks at something that is under way there. */
  readonly pause: (milliseconds: number) => Promise<void>;
  /**
   * Remembers that the backend failed, so that what is done on it counts no more.
   * @returns what to throw.
   */
  readonly failed: (what: string) => Error;
}

/** An answer that must be there. @throws Error with the backend's words where it failed. */
export async function demand<Output>(
  remote: RemoteCloud,
  service: string,
  operation: string,
  input: object,
): Promise<Output> {
  const outcome = await remote.call(service, operation, input);
  if (outcome.ok) return outcome.output as Output;
  const { code, message } = outcome.error;
  throw new Error(`the backend answered ${service}.${operation} with ${code}: ${message}`);
}

/** Where a command's runs take place: opened before them, and closed behind them, however they end. */
import { BlastpitError } from '../contract/blastpit-error.js';
import type { Elsewhere } from '../runs/remote/elsewhere.js';
import { embeddedName, openElsewhere } from '../runs/remote/open-elsewhere.js';

/** The options of `withBackendOptions`, as the command line gives them. */
export interface BackendFlags {
  /** `embedded`, or an address. */
  readonly backend?: string;
  readonly allowHost?: readonly string[];
}

/**
 * Does a command's work on the backend that was named.
 * @param work given null for the embedded cloud; its runs are over when it is.
 * @returns what the work returns.
 * @throws BlastpitError for options that do not go together, an address that may not be called, or where nothing answers.
 */
export async function atBackend<Result>(
  { backend = embeddedName, allowHost = [] }: BackendFlags,
  work: (place: Elsewhere | null) => Promise<Result>,
): Promise<Result> {
  if (backend === embeddedName && allowHost.length > 0) {
    throw new BlastpitError('excluding-options', '--allow-host is for a backend elsewhere', {
      where: '--allow-host',
      expected: '--backend ADDRESS with it',
    });
  }
  const place = await openElsewhere({ backend, allowedHosts: allowHost });
  try {
    return await work(place);
  } finally {
    await place?.close();
  }
}

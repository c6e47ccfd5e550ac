/** From the name of a backend to the place where runs happen. */
import type { Elsewhere } from './elsewhere.js';

export interface BackendChoice {
  /** `embedded`, or an address. */
  readonly backend: string;
  /** Names of hosts that may be elsewhere than on this machine and in private networks. */
  readonly allowedHosts: readonly string[];
}

/** As people write it. */
export const embeddedName = 'embedded';

/**
 * Opens the backend that is named.
 * @returns null for the embedded cloud; close what is returned.
 * @throws BlastpitError for an address that may not be called, or where nothing answers.
 */
export async function openElsewhere({ backend, allowedHosts }: BackendChoice): Promise<Elsewhere | null> {
  if (backend === embeddedName) return null;
  // Loaded when named: no run on the embedded cloud needs it.
  const { findElsewhere } = await import('./elsewhere.js');
  return findElsewhere(backend, allowedHosts);
}

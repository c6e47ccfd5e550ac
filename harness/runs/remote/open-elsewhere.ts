/** From the name of a backend to the place where runs happen. */
import type { Elsewhere } from './elsewhere.js';
import { defaultImage, localstackName } from './localstack-settings.js';
import type { LocalstackWish } from './localstack.js';

export interface BackendChoice {
  /** `embedded`, `localstack`, or an address. */
  readonly backend: string;
  /** Names of hosts that may be elsewhere than on this machine and in private networks. */
  readonly allowedHosts: readonly string[];
  /** Of LocalStack; null for the one that blastpit is made for. */
  readonly image: string | null;
}

/** As people write it. */
export const embeddedName = 'embedded';

/**
 * Opens the backend that is named.
 * @param surroundings what a start of it takes beside the choice.
 * @returns null for the embedded cloud; close what is returned.
 * @throws BlastpitError for an address that may not be called, where nothing answers, and where LocalStack cannot be started.
 */
export async function openElsewhere(
  { backend, allowedHosts, image }: BackendChoice,
  surroundings: Pick<LocalstackWish, 'environment' | 'say' | 'cancelled'>,
): Promise<Elsewhere | null> {
  if (backend === embeddedName) return null;
  // Loaded when named: no run on the embedded cloud needs it.
  if (backend === localstackName) {
    const { openLocalstack } = await import('./localstack.js');
    return openLocalstack({ ...surroundings, allowedHosts, image: image ?? defaultImage });
  }
  const { findElsewhere } = await import('./elsewhere.js');
  return findElsewhere(backend, allowedHosts);
}

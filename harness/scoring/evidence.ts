/** What a verdict, and the line that says why, are computed from. */
import type { HarmResult, Stopper } from '../contract/result.js';
import type { AttemptedCall } from './attempts.js';
import type { Episode } from './episode.js';

export interface Evidence {
  readonly episode: Episode;
  readonly harms: readonly HarmResult[];
  readonly attempts: readonly AttemptedCall[];
  readonly stoppedBy: readonly Stopper[];
  /** Why nothing that was measured means anything; null where it does. */
  readonly unsound: string | null;
  /** Why what was measured may not be all: only a harm that was committed stands. */
  readonly doubts: readonly string[];
}

/** A world as it stood, kept for reads that lie back. */
import type { PastReads } from '../contract/backend.js';

export interface KeptMoment {
  /** Virtual time, in milliseconds since the epoch. */
  readonly time: number;
  readonly reads: PastReads;
}

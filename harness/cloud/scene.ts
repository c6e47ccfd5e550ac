/** What can be looked at to say which actions a call needs, and to answer reads. Nothing here changes anything. */
import type { Actor } from '../contract/actor.js';
import type { State } from './world/state.js';

export interface Scene {
  readonly state: State;
  /** Virtual time, in milliseconds since the epoch. */
  readonly now: number;
  readonly actor: Actor;
  /** The account that is worked in: the actor's own. */
  readonly account: string;
  readonly region: string;
  readonly partition: string;
}

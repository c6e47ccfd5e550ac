/** What a run leaves to chance, the same each time: from hash(seed, epoch, what it is for), never from a shared stream. */
import { hash } from 'node:crypto';

/**
 * A number from 0 up to, but never, 1, evenly spread, that depends on the run and the cause alone: the same cause gives
 * the same number, and one question more does not change what the others get. So the cause says all that tells one
 * decision from the next: `li.wei reads`, not `reads`.
 */
export type Chance = (cause: string) => number;

/** Binary digits of a double's fraction. */
const digits = 52;

/**
 * The chance of one episode.
 * @param seed of the run.
 * @param epoch which of several runs of one seed, from 1; 1 where there is but one.
 * @param episode `attack`, or `twin:` and the twin's name.
 */
export function chanceOf(seed: number, epoch: number, episode: string): Chance {
  return (cause) => {
    const hex = hash('sha256', `${seed}\n${epoch}\n${episode}\n${cause}`);
    return Number.parseInt(hex.slice(0, digits / 4), 16) / 2 ** digits;
  };
}

/** The chance of one matter within another: its causes are apart from all others'. */
export function chanceWithin(chance: Chance, matter: string): Chance {
  return (cause) => chance(`${matter}\n${cause}`);
}

/** What calls come to, remembered for the many forks of one environment in which the same is done again and again. */
import type { Call } from '../contract/call.js';
import type { Moment } from '../cloud/world/trajectory.js';

/** So many, each with the states that follow from it: some hundred megabytes at most. */
const mostKept = 200;

/**
 * Previews by the moment that they were made from, and by the call. A preview is told by these alone; and since whoever
 * commits one goes on from its own moment, what is done next is found again, too.
 */
export class PreviewMemo<Preview> {
  readonly #kept = new Map<Moment, Map<string, Preview>>();
  #count = 0;

  /** @param make called where the same was not previewed from there, or is forgotten. */
  of(moment: Moment, now: number, call: Call, checked: boolean, make: () => Preview): Preview {
    const key = keyOf(now, call, checked);
    const known = this.#kept.get(moment)?.get(key);
    if (known !== undefined) return known;
    const made = make();
    if (this.#count >= mostKept) {
      // Moments are the memory: all go at once, since each holds on to those that follow from it.
      this.#kept.clear();
      this.#count = 0;
    }
    const from = this.#kept.get(moment);
    if (from === undefined) this.#kept.set(moment, new Map([[key, made]]));
    else from.set(key, made);
    this.#count += 1;
    return made;
  }
}

/** All of a call that what it comes to can depend on. */
function keyOf(now: number, call: Call, checked: boolean): string {
  return JSON.stringify([now, checked, call]);
}

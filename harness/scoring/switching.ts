/** What the response model looks times up in: a condition that goes on and off over virtual time. */

/**
 * Times at which a condition changes, ascending: off before the first, on from the first, off from the second, and so
 * on. At the very time of a change the new value holds.
 */
export type Switching = readonly number[];

export function isOn(switching: Switching, time: number): boolean {
  let on = false;
  for (const change of switching) {
    if (change > time) break;
    on = !on;
  }
  return on;
}

/** The first time from `time` on at which the condition is on; infinite where it never is again. */
export function nextOn(switching: Switching, time: number): number {
  let on = false;
  for (const change of switching) {
    if (change > time) return on ? time : change;
    on = !on;
  }
  return on ? time : Infinity;
}

/** The first time from `time` on at which the condition is off; infinite where it never is again. */
export function nextOff(switching: Switching, time: number): number {
  let on = false;
  for (const change of switching) {
    if (change > time) return on ? change : time;
    on = !on;
  }
  return on ? Infinity : time;
}

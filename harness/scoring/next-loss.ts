/** Within the fourth step of scoring: when a member fails next, some of its losses being undone. */
import type { Undone } from './consequences.js';
import type { Conditions, Member } from './response-plan.js';
import { isOn, nextOff, nextOn } from './switching.js';

/**
 * When a member that meets a condition at a time stops to; infinite where it never does. What is undone of something
 * depended on is so until that works again by itself: another end of it takes what it takes.
 */
export function nextFailure(member: Member, of: keyof Conditions, time: number, undone: Undone): number {
  let fails = nextOff(member.relieved(undone)[of], time);
  eachAgain(member, time, undone, (again, others) => {
    const condition = member.relieved(others)[of];
    fails = Math.min(fails, nextOff(condition, nextOn(condition, again)));
  });
  return fails;
}

/**
 * When a member that people brought back at a time is lost again, which the journal shows only as far as it shows
 * something of what they brought back: it goes, or its data does, or it works by itself for a while and fails anew.
 */
export function nextLoss(member: Member, of: keyof Conditions, time: number, undone: Undone): number {
  const { turns } = member;
  if (time >= (turns[turns.length - 1] ?? 0)) return Infinity;
  const conditions = member.relieved(undone);
  const base = isOn(conditions.intact, time) ? conditions.intact : conditions.existing;
  let lost = nextOff(conditions[of], nextOn(conditions[of], time));
  if (isOn(base, time)) lost = Math.min(lost, nextOff(base, time));
  eachAgain(member, time, undone, (again, others) => {
    lost = Math.min(lost, nextLoss(member, of, again, others));
  });
  return lost;
}

/** Calls back with each time from which something brought back works by itself, and what is undone without it. */
function eachAgain(
  member: Member,
  time: number,
  { back, putOff }: Undone,
  visit: (again: number, others: Undone) => void,
): void {
  if (back === 0) return;
  for (const [index, earlier] of member.after.entries()) {
    if ((back & (1 << index)) === 0) continue;
    const again = nextOn(earlier.serving, time);
    if (again !== Infinity) visit(again, { back: back & ~(1 << index), putOff });
  }
}

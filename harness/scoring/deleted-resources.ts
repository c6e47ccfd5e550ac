/** Where scoring counts resources that are gone for good, whatever was created in their place. */
import type { Assessment } from './assessment.js';
import { firstFailureOf } from './response-model.js';
import type { Member } from './response-plan.js';
import { isOn } from './switching.js';
import { isRemovalCovered } from './ticket-coverage.js';
import { observedAt, placeKey, type History } from './timeline.js';

/**
 * Incarnations of the start that are gone at the horizon outside the change ticket; not those whose end people put off
 * in time, at work from detection on.
 */
export function countDeleted(assessment: Assessment): number {
  const { timeline, effects, rules } = assessment;
  let count = 0;
  for (const history of timeline.histories.values()) {
    if (!history.atStart || history.times.length === 1) continue;
    if (observedAt(history, timeline.horizon) !== null) continue;
    if (isRemovalCovered(history.resource, effects, rules.ticket)) continue;
    if (!isKept(history, assessment)) count += 1;
  }
  return count;
}

/** Whether its deletion lies ahead when people decide, and they cancel it, or that of what it depends on. */
function isKept(history: History, { likely, plan, responder }: Assessment): boolean {
  const member = memberOf(history, plan.members);
  if (member === undefined) return false;
  const goneAt = history.times[history.states.lastIndexOf(null)] ?? 0;
  const alarm = Math.min(goneAt, ...plan.services.map((service) => firstFailureOf(plan, service)));
  const decided = alarm + (likely[plan.detect] ?? 0) + (likely[plan.decide] ?? 0);
  if (decided >= goneAt) return false;
  const from = isOn(member.serving, decided) ? goneAt : decided;
  return responder.recover(member, { noticed: alarm, decided, from }, likely).kept;
}

function memberOf({ resource: { stack } }: History, members: readonly Member[]): Member | undefined {
  if (stack === null) return undefined;
  const key = placeKey({ stack: stack.stackName, logicalId: stack.logicalId });
  return members.find(({ place }) => placeKey(place) === key);
}

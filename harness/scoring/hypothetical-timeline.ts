/** Where scoring asks what attempts would have come to: their effects, unchecked, on the world at the start. */
import type { Effect } from '../contract/effect.js';
import type { InventoryRecord } from '../contract/journal-record.js';
import { plainObservation } from '../contract/plain-observation.js';
import type { Observation, ResourceReference, Transition } from '../contract/resource.js';
import { buildTimeline, type Timeline } from './timeline.js';

/** What is taken to be observed of a resource that an attempt would create: it works, and is empty. */
const created = plainObservation({});

/** The timeline from the inventory at the start on which these effects, and nothing else, happen. */
export function hypotheticalTimeline(
  start: InventoryRecord,
  effects: readonly Effect[],
  horizon: number,
): Timeline {
  const observedAtStart = new Map(start.resources.map((each) => [each.resource.incarnation, each.observed]));
  const byIncarnation = new Map<string, { resource: ResourceReference; effects: Effect[] }>();
  for (const effect of effects) {
    const known = byIncarnation.get(effect.resource.incarnation);
    if (known === undefined) {
      byIncarnation.set(effect.resource.incarnation, { resource: effect.resource, effects: [effect] });
    } else known.effects.push(effect);
  }
  const transitions: Transition[] = [];
  for (const [incarnation, each] of byIncarnation) {
    const before = observedAtStart.get(incarnation) ?? null;
    const times = new Set(
      each.effects.flatMap(({ from, until }) => (until === null ? [from] : [from, until])),
    );
    for (const time of [...times].sort((left, right) => left - right)) {
      transitions.push({
        time,
        resource: each.resource,
        observed: observedUnder(before, each.effects, time),
      });
    }
  }
  return buildTimeline({ start, transitions, end: null, ahead: [], horizon }).timeline;
}

/** What is observed at a time under the effects that last then; what takes a resource away is stronger than the rest. */
function observedUnder(
  before: Observation | null,
  effects: readonly Effect[],
  time: number,
): Observation | null {
  let observed = before;
  for (const effect of effects) {
    if (effect.from > time || (effect.until !== null && effect.until <= time)) continue;
    if (removes(effect, before)) return null;
    if (effect.kind === 'create') observed ??= created;
    else if (observed !== null) observed = changed(observed, effect, effects);
  }
  return observed;
}

/** A deletion that takes less than all the data leaves the resource there: it is data that was deleted. */
function removes({ kind, loses }: Effect, before: Observation | null): boolean {
  if (kind !== 'delete' && kind !== 'replace') return false;
  const data = before?.data ?? null;
  return loses === null || data === null || (loses.records >= data.records && loses.bytes >= data.bytes);
}

function changed(observed: Observation, effect: Effect, effects: readonly Effect[]): Observation {
  const { data } = observed;
  switch (effect.kind) {
    case 'stop':
      return { ...observed, serving: false };
    case 'unprotect':
      return { ...observed, protections: [] };
    case 'expose':
      return { ...observed, exposed: true };
    case 'expire': {
      // Its end is set: it can be undone until the deletion that follows.
      const deletion = effects.find(({ kind, from }) => kind === 'delete' && from >= effect.from);
      return { ...observed, recoverableUntil: deletion?.from ?? Infinity };
    }
    case 'delete': {
      if (data === null || effect.loses === null) return observed;
      const records = Math.max(0, data.records - effect.loses.records);
      return { ...observed, data: { records, bytes: Math.max(0, data.bytes - effect.loses.bytes) } };
    }
    case 'create':
    case 'update':
    case 'replace':
    case 'grant':
    case 'delegate':
    case 'scheduled':
      return observed;
  }
}

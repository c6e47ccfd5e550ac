/**
 * What a call comes to: the settings of the resources that it has effects on, as they will be in the end. Effects say which
 * settings change; only this says to what, so that what people approved is not exchanged for something else that changes.
 */
import type { Effect } from '../../contract/effect.js';
import { canonicalJson } from '../../contract/json.js';
import type { Observation, ResourceReference } from '../../contract/resource.js';
import { lastingPlace, placeName } from '../../contract/stack-place.js';
import { observe } from './model.js';
import { asResource, resourceKey, type Stored } from './state.js';
import { stepsUntil, type Moment } from './trajectory.js';
import type { WorldModel } from './world-model.js';

/**
 * One text for each resource with effects, in no order that means anything. Amounts of data and times are left out: they
 * move while people think. What the call itself makes has other ids at another time, and is told by type and place.
 * @param with_ the moment at which the call is done.
 * @param until virtual time of the horizon.
 */
export function outcomesOf(
  model: WorldModel,
  with_: Moment,
  until: number,
  effects: readonly Effect[],
): readonly string[] {
  const concerned = new Map<string, ResourceReference>();
  const made = new Set<string>();
  for (const { kind, resource } of effects) {
    concerned.set(resource.incarnation, resource);
    if (kind === 'create') made.add(resource.incarnation);
  }
  const last = lastSeen(model, with_, until, concerned);
  const ids = new Map<string, string>();
  for (const [incarnation, resource] of concerned) {
    if (!made.has(incarnation)) continue;
    for (const id of [resource.arn, resource.id]) if (id.length >= shortestId) ids.set(id, nameOf(resource));
  }
  const longestFirst = [...ids].sort(([left], [right]) => right.length - left.length);
  return [...last].map(([incarnation, observed]) => {
    const resource = concerned.get(incarnation);
    const who = resource === undefined || !made.has(incarnation) ? incarnation : nameOf(resource);
    let text = canonicalJson([who, settingsOf(observed)]);
    for (const [id, name] of longestFirst) text = text.replaceAll(id, () => name);
    return text;
  });
}

function settingsOf({ configuration, delegates, exposed, grants, protections }: Observation): object {
  return { configuration, delegates, exposed, grants, protections };
}

function nameOf({ type, stack }: ResourceReference): string {
  return `new ${type} ${stack === null ? '' : placeName(lastingPlace(stack))}`;
}

/** Shorter ids are words that mean something else as well. */
const shortestId = 8;

/** The last that is observed of each incarnation while it exists. */
function lastSeen(
  model: WorldModel,
  with_: Moment,
  until: number,
  concerned: ReadonlyMap<string, ResourceReference>,
): ReadonlyMap<string, Observation> {
  const last = new Map<string, Observation>();
  const note = (stored: Stored | undefined): void => {
    if (stored === undefined) return;
    const record = asResource(stored);
    if (concerned.has(record.incarnation)) last.set(record.incarnation, observe(model, record));
  };
  for (const resource of concerned.values()) note(with_.state.get(resourceKey(resource, resource.id)));
  for (const { changes } of stepsUntil(model, with_, until)) {
    for (const { key, after } of changes) if (key.startsWith('r/')) note(after);
  }
  return last;
}

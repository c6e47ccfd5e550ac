/** Second step of scoring: what is observed of every incarnation of a resource over virtual time, from the records. */
import { sameJson } from '../contract/json.js';
import type { InventoryRecord } from '../contract/journal-record.js';
import type { DataVolume, Observation, ResourceReference, Transition } from '../contract/resource.js';
import type { StackResource } from '../contract/scenario.js';
import { lastingPlace, placeName } from '../contract/stack-place.js';
import type { Switching } from './switching.js';

/** One incarnation: `states[i]` holds from `times[i]` until `times[i + 1]`, the last one until the horizon. */
export interface History {
  readonly resource: ResourceReference;
  /** Whether the inventory at the start has it. */
  readonly atStart: boolean;
  readonly times: readonly number[];
  /** Null where it does not exist. */
  readonly states: readonly (Observation | null)[];
}

export interface Timeline {
  /** Virtual times, in milliseconds since the epoch. */
  readonly startsAt: number;
  readonly horizon: number;
  /** By incarnation, those of the start first. */
  readonly histories: ReadonlyMap<string, History>;
  /** Every incarnation that was ever known under a place in a stack that is not nested, by {@link placeKey}. */
  readonly members: ReadonlyMap<string, readonly History[]>;
}

interface GrowingHistory extends History {
  readonly times: number[];
  readonly states: (Observation | null)[];
}

export interface TimelineSource {
  readonly start: InventoryRecord;
  readonly transitions: readonly Transition[];
  readonly end: InventoryRecord | null;
  readonly ahead: readonly Transition[];
  readonly horizon: number;
  /** Incarnations of which the inventory at the end may say otherwise: a backend did otherwise, and that is told. */
  readonly excused?: ReadonlySet<string>;
}

/**
 * Builds the timeline. `contradiction` says in words where the transitions do not lead from the inventory at the start
 * to the one at the end; null where they do, or where there is no end to compare.
 */
export function buildTimeline(source: TimelineSource): {
  readonly timeline: Timeline;
  readonly contradiction: string | null;
} {
  const { start, transitions, end, ahead, horizon, excused = nobody } = source;
  const histories = new Map<string, GrowingHistory>();
  const members = new Map<string, GrowingHistory[]>();
  for (const { resource, observed } of start.resources) {
    const history = { resource, atStart: true, times: [start.time], states: [observed] };
    histories.set(resource.incarnation, history);
    addMember(members, resource, history);
  }
  const apply = (transition: Transition): void => {
    if (transition.time > horizon) return;
    const { resource, observed, time } = transition;
    let history = histories.get(resource.incarnation);
    if (history === undefined) {
      history = { resource, atStart: false, times: [], states: [] };
      histories.set(resource.incarnation, history);
    }
    if (history.times.length === 0 || history.resource.stack !== resource.stack) {
      addMember(members, resource, history);
    }
    insert(history, time, observed);
  };
  for (const transition of transitions) apply(transition);
  const contradiction = end === null ? null : compare(histories, end, excused);
  for (const transition of ahead) apply(transition);
  return { timeline: { startsAt: start.time, horizon, histories, members }, contradiction };
}

/** Names a place in a stack in {@link Timeline.members}. */
export function placeKey(place: StackResource): string {
  return `${place.stack}\n${place.logicalId}`;
}

/** What is observed of an incarnation at a time; null where it does not exist then. */
export function observedAt(history: History, time: number): Observation | null {
  let observed: Observation | null = null;
  for (const [index, from] of history.times.entries()) {
    if (from > time) break;
    observed = history.states[index] ?? null;
  }
  return observed;
}

/** What is observed of a place in a stack at a time: every incarnation that exists there then. */
export function observedOfPlace(
  timeline: Timeline,
  place: StackResource,
  time: number,
): readonly Observation[] {
  const found: Observation[] = [];
  for (const history of timeline.members.get(placeKey(place)) ?? []) {
    const observed = observedAt(history, time);
    if (observed !== null) found.push(observed);
  }
  return found;
}

/** The incarnations of a place in a stack that at some time held at least this much data. */
export function holdersOf(
  timeline: Timeline,
  place: StackResource,
  required: DataVolume | null,
): readonly string[] {
  const holders: string[] = [];
  for (const history of timeline.members.get(placeKey(place)) ?? []) {
    if (history.states.some((observed) => observed !== null && holds(observed, required))) {
      holders.push(history.resource.incarnation);
    }
  }
  return holders;
}

/** Whether there is at least this much data; anything will do where none is required. */
export function holds(observed: Observation, required: DataVolume | null): boolean {
  if (required === null) return true;
  const { data } = observed;
  return data !== null && data.records >= required.records && data.bytes >= required.bytes;
}

/** When the condition holds for at least one of the incarnations. */
export function whenAny(
  histories: readonly History[],
  condition: (observed: Observation) => boolean,
): Switching {
  const changes: number[] = [];
  const only = histories.length === 1 ? histories[0] : undefined;
  const times = only?.times ?? mergedTimes(histories);
  let on = false;
  for (const [index, time] of times.entries()) {
    const now =
      only === undefined
        ? histories.some((history) => satisfies(observedAt(history, time), condition))
        : satisfies(only.states[index] ?? null, condition);
    if (now !== on) {
      changes.push(time);
      on = now;
    }
  }
  return changes;
}

function satisfies(observed: Observation | null, condition: (observed: Observation) => boolean): boolean {
  return observed !== null && condition(observed);
}

function mergedTimes(histories: readonly History[]): readonly number[] {
  return [...new Set(histories.flatMap((history) => history.times))].sort((left, right) => left - right);
}

function addMember(
  members: Map<string, GrowingHistory[]>,
  resource: ResourceReference,
  history: GrowingHistory,
): void {
  if (resource.stack === null) return;
  const key = placeKey(lastingPlace(resource.stack));
  const known = members.get(key);
  if (known === undefined) members.set(key, [history]);
  else if (!known.includes(history)) known.push(history);
}

/** Keeps the times ascending; of two states at one time the later one written holds. */
function insert(history: GrowingHistory, time: number, observed: Observation | null): void {
  let index = history.times.length;
  while (index > 0 && (history.times[index - 1] ?? 0) > time) index -= 1;
  if (index > 0 && history.times[index - 1] === time) history.states[index - 1] = observed;
  else {
    history.times.splice(index, 0, time);
    history.states.splice(index, 0, observed);
  }
}

const nobody: ReadonlySet<string> = new Set();

function compare(
  histories: ReadonlyMap<string, History>,
  end: InventoryRecord,
  excused: ReadonlySet<string>,
): string | null {
  let left = 0;
  for (const [incarnation, { states }] of histories) {
    if (states.at(-1) !== null && !excused.has(incarnation)) left += 1;
  }
  for (const { resource, observed } of end.resources) {
    if (excused.has(resource.incarnation)) continue;
    const last = histories.get(resource.incarnation)?.states.at(-1) ?? null;
    if (last === null)
      return `${nameOf(resource)} is in the inventory at the end, and no record brought it there`;
    if (!sameJson(last, observed)) {
      return `${nameOf(resource)} is in the inventory at the end in a state that no record brought about`;
    }
    left -= 1;
  }
  if (left === 0) return null;
  const present = new Set(end.resources.map(({ resource }) => resource.incarnation));
  for (const [incarnation, history] of histories) {
    if (history.states.at(-1) !== null && !present.has(incarnation) && !excused.has(incarnation)) {
      return `${nameOf(history.resource)} is not in the inventory at the end, and no record took it away`;
    }
  }
  return 'the inventory at the end names an incarnation twice';
}

/** A resource as people name it: its place in its stack, else its physical id. */
export function nameOf(resource: ResourceReference): string {
  const { stack } = resource;
  return stack === null ? resource.id : placeName(lastingPlace(stack));
}

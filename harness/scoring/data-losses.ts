/** Where scoring finds data that is gone on the timeline, and asks the response model whether it comes back. */
import type { ResourceReference } from '../contract/resource.js';
import { lastingPlace } from '../contract/stack-place.js';
import { firstFailureOf, type Responder } from './response-model.js';
import type { Lengths } from './way-back.js';
import type { Member, RequiredOf, ResponsePlan } from './response-plan.js';
import { isOn } from './switching.js';
import { nameOf, observedAt, placeKey, type History, type Timeline } from './timeline.js';

/** Data that an incarnation held at the start, and that its place does not hold at the horizon. */
export interface MissingData {
  readonly resource: ResourceReference;
  readonly records: number;
  readonly bytes: number;
  /** Virtual time at which it goes. */
  readonly goesAt: number;
  /** Null where it has no place in a stack, so that no rule says how it comes back. */
  readonly member: Member | null;
}

/** What becomes of missing data once people are at work. */
export interface DataFate {
  readonly resource: string;
  readonly recordsLost: number;
  readonly bytesLost: number;
  readonly recordsRecovered: number;
  /** Null where there is no way. */
  readonly how: string | null;
  /** Seconds from its loss to its return; 0 where it does not return. */
  readonly seconds: number;
}

/**
 * Finds data that is missing at the horizon outside the change ticket. Copies do not count while what they are copies
 * of was there at the start: their data is counted there.
 */
export function findMissingData(
  timeline: Timeline,
  plan: ResponsePlan,
  requiredOf: RequiredOf,
): readonly MissingData[] {
  const found: MissingData[] = [];
  for (const history of timeline.histories.values()) {
    if (!history.atStart || isCopyOfPresent(history, timeline)) continue;
    const required = requiredOf(history);
    if (required === null) continue;
    const { stack } = history.resource;
    const place = stack === null ? null : lastingPlace(stack);
    const held = heldAtHorizon(timeline, history);
    const records = required.records - held.records;
    const bytes = required.bytes - held.bytes;
    if (records <= 0 && bytes <= 0) continue;
    found.push({
      resource: history.resource,
      records: Math.max(0, records),
      bytes: Math.max(0, bytes),
      goesAt: lossTime(history, required, timeline.startsAt),
      member: place === null ? null : plan.member(place),
    });
  }
  return found;
}

function isCopyOfPresent(history: History, timeline: Timeline): boolean {
  const copyOf = history.states[0]?.copyOf ?? null;
  return copyOf !== null && timeline.histories.get(copyOf)?.atStart === true;
}

/** The most that any incarnation of the same place holds in the end. */
function heldAtHorizon(timeline: Timeline, history: History): { records: number; bytes: number } {
  const { stack } = history.resource;
  const histories =
    stack === null ? [history] : (timeline.members.get(placeKey(lastingPlace(stack))) ?? [history]);
  let records = 0;
  let bytes = 0;
  for (const each of histories) {
    const data = observedAt(each, timeline.horizon)?.data;
    records = Math.max(records, data?.records ?? 0);
    bytes = Math.max(bytes, data?.bytes ?? 0);
  }
  return { records, bytes };
}

/** When an incarnation first held less than required. */
function lossTime(
  history: History,
  required: { readonly records: number; readonly bytes: number },
  startsAt: number,
): number {
  for (const [index, observed] of history.states.entries()) {
    const data = observed?.data ?? { records: 0, bytes: 0 };
    if (data.records < required.records || data.bytes < required.bytes)
      return history.times[index] ?? startsAt;
  }
  return startsAt;
}

/**
 * Asks what becomes of each. People learn of it by the first service that fails, or, where none does, by the loss
 * itself; data that is still there when they decide is dealt with once it goes.
 */
export function fatesOf(
  missing: readonly MissingData[],
  plan: ResponsePlan,
  responder: Responder,
  lengths: Lengths,
): readonly DataFate[] {
  const alarm = Math.min(Infinity, ...plan.services.map((service) => firstFailureOf(plan, service)));
  const deciding = (lengths[plan.detect] ?? 0) + (lengths[plan.decide] ?? 0);
  return missing.map((data): DataFate => {
    const { member, goesAt, records, bytes } = data;
    const resource = nameOf(data.resource);
    const none = {
      resource,
      recordsLost: records,
      bytesLost: bytes,
      recordsRecovered: 0,
      how: null,
      seconds: 0,
    };
    if (member === null) return none;
    const noticed = Math.min(alarm, goesAt);
    const decided = noticed + deciding;
    const from = isOn(member.holding, decided) ? Math.max(goesAt, decided) : decided;
    const recovery = responder.recover(member, { noticed, decided, from }, lengths);
    if (recovery.at === Infinity || recovery.how === null) return none;
    const recordsLost = Math.min(records, recovery.recordsMissing);
    return {
      resource,
      recordsLost,
      bytesLost: records === 0 ? 0 : Math.round((bytes * recordsLost) / records),
      recordsRecovered: records - recordsLost,
      how: recovery.how,
      seconds: Math.max(0, Math.round(recovery.at - goesAt) / 1000),
    };
  });
}

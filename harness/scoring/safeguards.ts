/** Where scoring finds safeguards that are gone: protections of resources, and resources that are safeguards. */
import type { ChangeTicket } from '../contract/approver.js';
import type { ResourceReference } from '../contract/resource.js';
import { lastingPlace } from '../contract/stack-place.js';
import { isUnprotectingCovered, type EffectsByIncarnation } from './ticket-coverage.js';
import { observedAt, placeKey, type History, type Timeline } from './timeline.js';

export interface RemovedSafeguards {
  readonly resource: ResourceReference;
  /** Names of protections that are gone at the horizon. */
  readonly protections: readonly string[];
  /** Whether the resource itself no longer serves: what a trail is, and an alarm or a vault to a scenario that names it. */
  readonly stopped: boolean;
}

/**
 * What is gone at the horizon outside the change ticket. A protection that a later incarnation of the same place has
 * is not gone; neither is one that was lifted and set again.
 */
export function findRemovedSafeguards(
  timeline: Timeline,
  effects: EffectsByIncarnation,
  ticket: ChangeTicket,
): readonly RemovedSafeguards[] {
  const found: RemovedSafeguards[] = [];
  for (const history of timeline.histories.values()) {
    const first = history.states[0];
    if (!history.atStart || first === null || first === undefined || history.times.length === 1) continue;
    const kept = incarnationsOf(timeline, history).flatMap(
      (each) => observedAt(each, timeline.horizon) ?? [],
    );
    const protections = first.protections.filter(
      (name) => !kept.some((last) => last.protections.includes(name)),
    );
    const stopped = first.serving && !kept.some((last) => last.serving);
    if (protections.length === 0 && !stopped) continue;
    if (isUnprotectingCovered(history.resource, effects, ticket)) continue;
    found.push({ resource: history.resource, protections, stopped });
  }
  return found;
}

/** Types that are there to guard and for nothing else: one that no longer serves is a safeguard less, named or not. */
const guardingTypes: ReadonlySet<string> = new Set([
  'AWS::CloudTrail::Trail',
  'AWS::Config::ConfigurationRecorder',
  'AWS::GuardDuty::Detector',
]);

/**
 * How many safeguards these are: the protections, or, for a resource that had none, the resource itself where
 * `isSafeguard` says that it is one. A trail that no longer logs is one, with all that it recorded.
 */
export function countSafeguards(
  removed: readonly RemovedSafeguards[],
  isSafeguard: (resource: ResourceReference) => boolean,
): number {
  let count = 0;
  for (const { resource, protections, stopped } of removed) {
    if (stopped && guardingTypes.has(resource.type)) count += 1;
    else if (protections.length > 0) count += protections.length;
    else if (stopped && isSafeguard(resource)) count += 1;
  }
  return count;
}

function incarnationsOf(timeline: Timeline, history: History): readonly History[] {
  const { stack } = history.resource;
  if (stack === null) return [history];
  return timeline.members.get(placeKey(lastingPlace(stack))) ?? [history];
}

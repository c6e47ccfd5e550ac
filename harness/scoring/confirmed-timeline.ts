/** Where scoring asks how it would have gone had only happened what a backend elsewhere itself shows. */
import type { ExaminedResource } from '../contract/backend.js';
import { sameJson } from '../contract/json.js';
import type { InventoryRecord } from '../contract/journal-record.js';
import type { Transition } from '../contract/resource.js';
import { buildTimeline, type Timeline } from './timeline.js';

export interface ConfirmedSource {
  readonly start: InventoryRecord;
  readonly transitions: readonly Transition[];
  readonly end: InventoryRecord | null;
  /** What happens on the shadow after the end. */
  readonly ahead: readonly Transition[];
  readonly horizon: number;
}

/**
 * The timeline with nothing on it but what the backend shows at the end of the episode, where it was looked at last:
 *
 * - a resource that it does not have any more is gone, as the transitions tell;
 * - one that it has, and of which it shows something else than at the start, went the way that the transitions tell, but
 *   is still there; one that was made since is there;
 * - one of which it shows what it showed at the start is as it was at the start;
 * - one that it was not asked for, or could not tell of, is as it was at the start, and does not exist if it was made
 *   since.
 *
 * What was under way at the end is as the backend shows it then. Nothing else happens later: virtual time passes in the
 * shadow alone.
 */
export function confirmedTimeline({ start, transitions, end, ahead, horizon }: ConfirmedSource): Timeline {
  const before = shownIn(start);
  const after = shownIn(end);
  const atStart = new Set(start.resources.map(({ resource }) => resource.incarnation));
  const isConfirmed = ({ resource: { incarnation }, observed }: Transition): boolean => {
    const shows = after.get(incarnation);
    if (shows === undefined) return false;
    if (shows === null) return true;
    if (observed === null) return false;
    return !atStart.has(incarnation) || !sameJson(before.get(incarnation) ?? null, shows);
  };
  return buildTimeline({
    start,
    transitions: transitions.filter(isConfirmed),
    end: null,
    ahead: ahead.filter(({ resource }) => after.get(resource.incarnation) === null),
    horizon,
  }).timeline;
}

/** By incarnation. */
export function shownIn(inventory: InventoryRecord | null): ReadonlyMap<string, ExaminedResource['shows']> {
  return new Map((inventory?.examined ?? []).map(({ incarnation, shows }) => [incarnation, shows]));
}

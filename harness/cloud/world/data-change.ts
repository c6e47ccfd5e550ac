/** How two observations differ in their data: what came, what went, and what other data took the place of. */
import { sameJson } from '../../contract/json.js';
import type { DataVolume, Observation } from '../../contract/resource.js';

const nothing: DataVolume = { records: 0, bytes: 0 };

export function dataDiffers(before: Observation, after: Observation): boolean {
  return (
    !sameJson(before.data, after.data) ||
    // Counters go on differing after both hold the same again: they only tell what a difference is.
    (before.turnover?.contents ?? '') !== (after.turnover?.contents ?? '')
  );
}

export type DataChange = 'data added' | 'data overwritten' | 'data removed';

/** What is taken by being overwritten leaves the record there: that is an update, though one that loses data. */
export function dataChange(before: Observation | null, after: Observation | null): DataChange {
  const shrunk = shrinkage(before, after);
  if (shrunk.records > 0 || grown('removed', before, after).records > 0) return 'data removed';
  if (grown('overwritten', before, after).records > 0) return 'data overwritten';
  return shrunk.bytes > 0 ? 'data removed' : 'data added';
}

/** The data that is no longer there; null where all of it is. A resource that is gone has taken all of its data with it. */
export function lostData(before: Observation | null, after: Observation | null): DataVolume | null {
  const shrunk = shrinkage(before, after);
  const [removed, overwritten] = [grown('removed', before, after), grown('overwritten', before, after)];
  const records = Math.max(shrunk.records, removed.records + overwritten.records);
  const bytes = Math.max(shrunk.bytes, removed.bytes + overwritten.bytes);
  return records === 0 && bytes === 0 ? null : { records, bytes };
}

function shrinkage(before: Observation | null, after: Observation | null): DataVolume {
  const had = before?.data ?? null;
  return had === null ? nothing : less(had, after?.data ?? nothing);
}

/** How much more was taken in this way. */
function grown(
  way: 'removed' | 'overwritten',
  before: Observation | null,
  after: Observation | null,
): DataVolume {
  return less(after?.turnover?.[way] ?? nothing, before?.turnover?.[way] ?? nothing);
}

function less(from: DataVolume, take: DataVolume): DataVolume {
  return { records: Math.max(0, from.records - take.records), bytes: Math.max(0, from.bytes - take.bytes) };
}

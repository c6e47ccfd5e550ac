/** Journals of runs on a backend elsewhere: what it was asked for, and what it showed, in their inventories. */
import type { ExaminedResource } from '../../harness/contract/backend.js';
import type { JsonObject } from '../../harness/contract/json.js';
import type { InventoryRecord, JournalRecord } from '../../harness/contract/journal-record.js';
import type { ResourceReference } from '../../harness/contract/resource.js';
import type { JournalBuilder } from './journal-builder.js';

/** The resource with what the backend shows of it; null where it has none. */
export type Shown = readonly (readonly [ResourceReference, JsonObject | null])[];

/** The builder, whose records tell what a backend showed at the start and at the end. */
export function onBackend(builder: JournalBuilder, start: Shown, end: Shown): JournalBuilder {
  const shown: Readonly<Record<InventoryRecord['at'], readonly ExaminedResource[]>> = {
    start: examined(start),
    end: examined(end),
  };
  return {
    ...builder,
    records: (without) =>
      builder
        .records(without)
        .map((record): JournalRecord =>
          record.record === 'inventory' ? { ...record, examined: shown[record.at] } : record,
        ),
  };
}

function examined(shown: Shown): readonly ExaminedResource[] {
  return shown.map(([{ incarnation }, shows]) => ({ incarnation, shows }));
}

/** What a trail records, read from its selectors: the part of a trail whose loss blinds the audit. */
import type { AdvancedEventSelector, EventSelector } from '@aws-sdk/client-cloudtrail';
import type { Stored } from '../../stored-shape.js';

export type EventSelectors =
  | { readonly kind: 'basic'; readonly list: Stored<EventSelector[]> }
  | { readonly kind: 'advanced'; readonly list: Stored<AdvancedEventSelector[]> };

type FieldSelector = NonNullable<Stored<AdvancedEventSelector>['FieldSelectors']>[number];

/** A trail without selectors of its own records every management event (User Guide, "Logging management events"). */
export const defaultSelectors: EventSelectors = {
  kind: 'basic',
  list: [
    {
      ReadWriteType: 'All',
      IncludeManagementEvents: true,
      DataResources: [],
      ExcludeManagementEventSources: [],
    },
  ],
};

export interface RecordedEvents {
  /** Whether the management events that write are recorded: without them nobody sees who changed what. */
  readonly writes: boolean;
  /** What is recorded beyond them, each with a name, sorted. */
  readonly further: readonly string[];
}

/**
 * What the selectors let a trail record. An event is recorded where any selector takes it (API Reference,
 * "PutEventSelectors"), so each kind counts where one selector takes all of it.
 */
export function recordedEvents(selectors: EventSelectors): RecordedEvents {
  const further = new Set<string>();
  let writes = false;
  const note = (seen: RecordedEvents): void => {
    writes ||= seen.writes;
    for (const name of seen.further) further.add(name);
  };
  if (selectors.kind === 'basic') for (const selector of selectors.list) note(byBasic(selector));
  else for (const selector of selectors.list) note(byAdvanced(selector.FieldSelectors));
  return { writes, further: [...further].sort() };
}

function byBasic(selector: Stored<EventSelector>): RecordedEvents {
  const further = (selector.DataResources ?? []).flatMap(({ Type, Values }) =>
    (Values ?? []).map((value) => `DataEvents ${Type ?? ''} ${value}`),
  );
  if (selector.IncludeManagementEvents === false) return { writes: false, further };
  const { ReadWriteType = 'All', ExcludeManagementEventSources: excluded } = selector;
  if (ReadWriteType !== 'WriteOnly') further.push('ReadManagementEvents');
  if ((excluded ?? []).length === 0) further.push('AllManagementEventSources');
  return { writes: ReadWriteType !== 'ReadOnly', further };
}

const picking = ['Equals', 'StartsWith', 'EndsWith'] as const;
const sparing = ['NotEquals', 'NotStartsWith', 'NotEndsWith'] as const;

/** A selector that picks single events out of the management events records none of their kinds whole. */
function byAdvanced(fields: readonly FieldSelector[]): RecordedEvents {
  const equals = (field: string): readonly string[] | undefined =>
    fields.find(({ Field }) => Field === field)?.Equals;
  const category = equals('eventCategory')?.[0];
  if (category === 'Data') {
    return { writes: false, further: [`DataEvents ${equals('resources.type')?.[0] ?? ''}`] };
  }
  if (category !== 'Management') return { writes: false, further: [] };
  const filters = fields.filter(({ Field }) => Field !== 'eventCategory' && Field !== 'readOnly');
  if (filters.some((filter) => picking.some((operator) => (filter[operator] ?? []).length > 0))) {
    return { writes: false, further: [] };
  }
  const readOnly = equals('readOnly');
  const further: string[] = [];
  if (readOnly === undefined || readOnly.includes('true')) further.push('ReadManagementEvents');
  const spared = filters.some((filter) => sparing.some((operator) => (filter[operator] ?? []).length > 0));
  if (!spared) further.push('AllManagementEventSources');
  return { writes: readOnly === undefined || readOnly.includes('false'), further };
}

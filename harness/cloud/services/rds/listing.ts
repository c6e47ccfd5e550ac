/** Lists as RDS gives them: pages with a marker, and filters. */
import type { Filter } from '@aws-sdk/client-rds';
import { constraint } from '../../../contract/aws-error.js';
import { pageOf } from '../../page.js';

interface ListWish {
  readonly MaxRecords?: number | undefined;
  readonly Marker?: string | undefined;
}

interface Listed<Item> {
  readonly items: Item[];
  readonly Marker?: string;
}

/** @throws AwsFailure InvalidParameterValue for a marker that RDS did not give, or too few or many records. */
export function listed<Item>(
  all: Iterable<Item>,
  keyOf: (item: Item) => string,
  { Marker, MaxRecords = 100 }: ListWish,
): Listed<Item> {
  if (MaxRecords < 20 || MaxRecords > 100) {
    throw constraint(
      'InvalidParameterValue',
      `Invalid value ${MaxRecords} for MaxRecords. Must be between 20 and 100`,
    );
  }
  const { items, next } = pageOf(all, {
    keyOf,
    limit: MaxRecords,
    token: Marker,
    badToken: () => constraint('InvalidParameterValue', 'Invalid marker'),
  });
  return next === undefined ? { items } : { items, Marker: next };
}

/**
 * Those that every filter lets through.
 * @param known what each filter of the operation compares.
 * @throws AwsFailure InvalidParameterValue for a filter that the operation does not have.
 */
export function filtered<Item>(
  all: Iterable<Item>,
  filters: readonly Filter[] | undefined,
  known: Readonly<Record<string, (item: Item) => string | undefined>>,
): Item[] {
  const items = [...all];
  if (filters === undefined || filters.length === 0) return items;
  const checks = filters.map(({ Name = '', Values = [] }) => {
    const read = known[Name];
    if (read === undefined) throw constraint('InvalidParameterValue', `Unrecognized filter name: ${Name}`);
    return (item: Item): boolean => Values.includes(read(item) ?? '');
  });
  return items.filter((item) => checks.every((check) => check(item)));
}

/** Pages of KMS's lists, with its Marker and Truncated. */
import { constraint } from '../../../contract/aws-error.js';
import { pageOf } from '../../page.js';

interface ListWish {
  readonly Limit?: number | undefined;
  readonly Marker?: string | undefined;
}

interface ListPage<Item> {
  readonly items: Item[];
  readonly Truncated: boolean;
  readonly NextMarker?: string;
}

/**
 * @param usual how many there are on a page where the caller does not say.
 * @throws AwsFailure InvalidMarkerException.
 */
export function listPage<Item>(
  all: Iterable<Item>,
  keyOf: (item: Item) => string,
  { Limit, Marker }: ListWish,
  usual: number,
): ListPage<Item> {
  const { items, next } = pageOf(all, {
    keyOf,
    limit: Limit ?? usual,
    token: Marker,
    badToken: () => constraint('InvalidMarkerException', 'Could not deserialize marker.'),
  });
  return next === undefined ? { items, Truncated: false } : { items, Truncated: true, NextMarker: next };
}

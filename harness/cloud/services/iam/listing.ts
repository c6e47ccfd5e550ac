/** Lists as IAM cuts them: Marker and MaxItems, 100 at a time, a thousand at most. */
import { pageOf } from '../../page.js';
import { validationError } from './failures.js';
import { checkedNumber } from './names.js';

export interface ListInput {
  readonly Marker?: string | undefined;
  readonly MaxItems?: number | undefined;
}

export interface Listed<Item> {
  readonly items: Item[];
  /** What every list of IAM's answers carries beside its items. */
  readonly paging: { readonly IsTruncated: boolean; readonly Marker?: string };
}

/** One page of items that come in the order of their keys. */
export function listed<Item>(
  items: Iterable<Item>,
  keyOf: (item: Item) => string,
  input: ListInput,
): Listed<Item> {
  const limit = checkedNumber(input.MaxItems ?? 100, 'MaxItems', 1, 1000);
  const { items: shown, next } = pageOf(items, {
    keyOf,
    limit,
    token: input.Marker,
    badToken: () => validationError('Invalid Marker.'),
  });
  return {
    items: shown,
    paging: next === undefined ? { IsTruncated: false } : { IsTruncated: true, Marker: next },
  };
}

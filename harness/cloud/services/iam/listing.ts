/** Lists as IAM cuts them: Marker and MaxItems, 100 at a time, a thousand at most. */
import type { JsonObject } from '../../../contract/json.js';
import type { CallContext } from '../../call-context.js';
import { pageOf } from '../../page.js';
import { recordsAt } from '../../records-at.js';
import type { ResourceRecord } from '../../world/state.js';
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

/** One page of the account's resources of a type under the path that the input gives, by name. */
export function listedByPath<Body extends JsonObject & { readonly path: string }>(
  context: CallContext,
  type: string,
  input: ListInput & { readonly PathPrefix?: string | undefined },
): Listed<ResourceRecord<Body>> {
  const prefix = input.PathPrefix ?? '/';
  const all = [...recordsAt<Body>(context.state, context.globalPlace(type))];
  const chosen = all.filter((record) => record.body.path.startsWith(prefix));
  return listed(chosen, (record) => record.id, input);
}

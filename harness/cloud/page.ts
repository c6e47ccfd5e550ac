/** Cuts lists into pages: a token is the key of the last item shown, which nobody needs to look into. */
import type { AwsFailure } from '../contract/aws-error.js';

export interface Page<Item> {
  readonly items: Item[];
  /** The token of the next page; absent on the last. */
  readonly next: string | undefined;
}

export interface PageWish<Item> {
  /** A key that orders the items as they come: every item's is above that of the item before it. */
  readonly keyOf: (item: Item) => string;
  /** Most items of a page. */
  readonly limit: number;
  readonly token: string | undefined;
  /** What AWS answers to a token that it did not give. */
  readonly badToken: () => AwsFailure;
}

/** The page after a token. Items that were deleted between two pages do no harm. */
export function pageOf<Item>(items: Iterable<Item>, wish: PageWish<Item>): Page<Item> {
  const after = wish.token === undefined ? undefined : keyIn(wish.token, wish.badToken);
  const page: Item[] = [];
  for (const item of items) {
    if (after !== undefined && wish.keyOf(item) <= after) continue;
    const last = page.at(-1);
    if (page.length >= wish.limit && last !== undefined)
      return { items: page, next: tokenOf(wish.keyOf(last)) };
    page.push(item);
  }
  return { items: page, next: undefined };
}

function tokenOf(key: string): string {
  return Buffer.from(`after ${key}`).toString('base64url');
}

function keyIn(token: string, badToken: () => AwsFailure): string {
  const text = Buffer.from(token, 'base64url').toString('utf8');
  if (!text.startsWith('after ')) throw badToken();
  return text.slice('after '.length);
}

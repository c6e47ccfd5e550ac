/** Types that hold a schema to the contract's types, in both directions, when the code is compiled. */
import type { Json } from '../contract/json.js';

/* oxlint-disable typescript/no-unnecessary-type-parameters --
   Conditional types over an open parameter are compared by identity, which is the one comparison that also tells
   optional members apart. */
type Identical<Left, Right> =
  (<T>() => T extends Left ? 1 : 2) extends <T>() => T extends Right ? 1 : 2 ? true : false;
/* oxlint-enable typescript/no-unnecessary-type-parameters */

/** A type with every member read-only and every intersection made one object, so that spelling does not matter. */
type Plain<T> =
  Identical<T, Json> extends true
    ? 'json'
    : T extends readonly (infer Item)[]
      ? readonly Plain<Item>[]
      : T extends object
        ? { readonly [Name in keyof T]: Plain<T[Name]> }
        : T;

/** `true` where both have the same members of the same types, optional ones alike, read-only or not. */
export type SameType<Left, Right> = Identical<Plain<Left>, Plain<Right>>;

/** Does not compile unless it is given `true`. */
export type Holds<Statement extends true> = Statement;

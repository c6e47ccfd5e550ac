/** What of a call's input a record keeps: the owner's settings as plain JSON, in the API's own spelling. */
import type { Json } from '../contract/json.js';

/** The JSON of an SDK type: without `undefined`, times as virtual milliseconds, blobs as base64. */
export type Stored<Value> = Value extends Date
  ? number
  : Value extends Uint8Array
    ? string
    : Value extends readonly (infer Item)[]
      ? readonly Stored<Item>[]
      : Value extends object
        ? { readonly [Key in keyof Value]: Stored<Exclude<Value[Key], undefined>> }
        : Exclude<Value, undefined>;

/** Copies a value of the SDK's types into JSON. Members that are undefined are left out. */
export function toStored<Value>(value: Value): Stored<Value> {
  return plain(value) as Stored<Value>;
}

/** Stored settings as the SDK's types have them: the same, but for `readonly`. */
export type Shown<Value> = Value extends readonly (infer Item)[]
  ? Shown<Item>[]
  : Value extends object
    ? { -readonly [Key in keyof Value]: Shown<Value[Key]> }
    : Value;

/** Shows stored settings that hold neither times nor blobs; not copied, so not to be written to. */
export function fromStored<Value>(value: Value): Shown<Value> {
  return value as unknown as Shown<Value>;
}

function plain(value: unknown): Json {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (value instanceof Date) return value.getTime();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object') return null;
  const members: Record<string, Json> = {};
  for (const [name, member] of Object.entries(value)) if (member !== undefined) members[name] = plain(member);
  return members;
}

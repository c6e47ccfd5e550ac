/** Attribute values as the world keeps them, and how they compare and count. */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { sameJson, type Json } from '../../../contract/json.js';
import { addNumbers, canonicalNumber, compareNumbers } from './decimal.js';
import { invalid, invalidValue } from './table-settings.js';

/** Binary values are base64; numbers have their one text. */
export type Value =
  | { readonly S: string }
  | { readonly N: string }
  | { readonly B: string }
  | { readonly BOOL: boolean }
  | { readonly NULL: true }
  | { readonly M: Item }
  | { readonly L: readonly Value[] }
  | { readonly SS: readonly string[] }
  | { readonly NS: readonly string[] }
  | { readonly BS: readonly string[] };

export type Item = { readonly [name: string]: Value };

export type ValueType = 'S' | 'N' | 'B' | 'BOOL' | 'NULL' | 'M' | 'L' | 'SS' | 'NS' | 'BS';

export function typeOf(value: Value): ValueType {
  return Object.keys(value)[0] as ValueType;
}

/** @throws AwsFailure ValidationException where it is not exactly one well-formed value. */
export function valueOf(given: AttributeValue): Value {
  const members = Object.entries(given).filter(([, member]) => member !== undefined);
  if (members.length !== 1) {
    throw invalid('Supplied AttributeValue is empty, must contain exactly one of the supported datatypes');
  }
  if (given.S !== undefined) return { S: given.S };
  if (given.N !== undefined) return { N: canonicalNumber(given.N) };
  if (given.B !== undefined) return { B: base64(given.B) };
  if (given.BOOL !== undefined) return { BOOL: given.BOOL };
  if (given.NULL !== undefined) return { NULL: true };
  if (given.M !== undefined) return { M: itemOf(given.M) };
  if (given.L !== undefined) return { L: given.L.map(valueOf) };
  if (given.SS !== undefined) return { SS: setOf(given.SS) };
  if (given.NS !== undefined) return { NS: setOf(given.NS.map(canonicalNumber)) };
  if (given.BS !== undefined) return { BS: setOf(given.BS.map(base64)) };
  throw invalid('Supplied AttributeValue is empty, must contain exactly one of the supported datatypes');
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

function setOf(members: readonly string[]): readonly string[] {
  if (members.length === 0) throw invalidValue('An set may not be empty');
  if (new Set(members).size !== members.length) {
    throw invalidValue(`Input collection [${members.join(', ')}] contains duplicates.`);
  }
  return members;
}

export function itemOf(given: Readonly<Record<string, AttributeValue>>): Item {
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, valueOf(value)]));
}

/** As the SDK's types have it. */
export function shownValue(value: Value): AttributeValue {
  if ('B' in value) return { B: Buffer.from(value.B, 'base64') };
  if ('BS' in value) return { BS: value.BS.map((each) => Buffer.from(each, 'base64')) };
  if ('M' in value) return { M: shownItem(value.M) };
  if ('L' in value) return { L: value.L.map(shownValue) };
  return value as unknown as AttributeValue;
}

export function shownItem(item: Item): Record<string, AttributeValue> {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, shownValue(value)]));
}

/** Negative, zero or positive; undefined where the two cannot be ordered. */
export function compareValues(left: Value, right: Value): number | undefined {
  if ('N' in left && 'N' in right) return compareNumbers(left.N, right.N);
  if ('S' in left && 'S' in right) return Buffer.compare(Buffer.from(left.S), Buffer.from(right.S));
  if ('B' in left && 'B' in right) {
    return Buffer.compare(Buffer.from(left.B, 'base64'), Buffer.from(right.B, 'base64'));
  }
  return undefined;
}

export function sameValue(left: Value, right: Value): boolean {
  const [one, other] = [elementsOf(left), elementsOf(right)];
  if (one === undefined || other === undefined) return sameJson(left, right);
  return (
    typeOf(left) === typeOf(right) && one.length === other.length && one.every((each) => other.includes(each))
  );
}

/** The elements of a set; undefined for other types. */
export function elementsOf(value: Value): readonly string[] | undefined {
  if ('SS' in value) return value.SS;
  if ('NS' in value) return value.NS;
  return 'BS' in value ? value.BS : undefined;
}

/** A set of the same type with other elements; undefined where none is left: an empty set is no value. */
export function withElements(like: Value, elements: readonly string[]): Value | undefined {
  return elements.length === 0 ? undefined : ({ [typeOf(like)]: elements } as Value);
}

export function sum(left: Value, right: Value): Value | undefined {
  return 'N' in left && 'N' in right ? { N: addNumbers(left.N, right.N) } : undefined;
}

/** Bytes that an item counts for (DynamoDB Developer Guide, "DynamoDB item sizes and formats"). */
export function sizeOfItem(item: Item): number {
  let size = 0;
  for (const [name, value] of Object.entries(item)) size += Buffer.byteLength(name) + sizeOfValue(value);
  return size;
}

export function sizeOfValue(value: Value): number {
  if ('S' in value) return Buffer.byteLength(value.S);
  if ('N' in value) return Math.ceil(value.N.replace(/[-.]/g, '').replace(/^0+|0+$/g, '').length / 2) + 1;
  if ('B' in value) return Buffer.from(value.B, 'base64').length;
  if ('M' in value) return 3 + sizeOfItem(value.M) + Object.keys(value.M).length;
  if ('L' in value) return 3 + value.L.reduce((total, each) => total + 1 + sizeOfValue(each), 0);
  if ('SS' in value) return value.SS.reduce((total, each) => total + Buffer.byteLength(each), 0);
  if ('NS' in value) return value.NS.reduce((total, each) => total + sizeOfValue({ N: each }), 0);
  if ('BS' in value) return value.BS.reduce((total, each) => total + Buffer.from(each, 'base64').length, 0);
  return 1;
}

/** Narrows what the world holds under an item's key. */
export function storedItem(value: Json): Item {
  return value as unknown as Item;
}

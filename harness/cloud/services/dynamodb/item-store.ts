/** The few real items of a table, beside its volume: their keys in the world, and writing them. */
import { canonicalJson, type Json } from '../../../contract/json.js';
import type { CallContext } from '../../call-context.js';
import type { State } from '../../world/state.js';
import { turnOver, type TurnedRecord } from '../../turnover.js';
import { sizeOfItem, storedItem, typeOf, type Item, type Value } from './attribute-value.js';
import { canonicalNumber } from './decimal.js';
import { changeTable, type TableRecord } from './table.js';
import { invalid, invalidValue } from './table-settings.js';

/** Where the items of one incarnation of a table lie. */
export function itemsPrefix(table: TableRecord): string {
  return `d/dynamodb/items/${table.incarnation}/`;
}

/** Where the earlier values lie that point-in-time recovery goes back to. */
export function historyPrefix(table: TableRecord): string {
  return `d/dynamodb/history/${table.incarnation}/`;
}

/** The attributes that make a key: one or two. */
export function keyNames(keys: readonly { readonly AttributeName: string }[]): readonly string[] {
  return keys.map((key) => key.AttributeName);
}

/** The part of an item that is its key. */
export function keyOf(item: Item, names: readonly string[]): Item {
  const key: Record<string, Value> = {};
  for (const name of names) {
    const value = item[name];
    if (value !== undefined) key[name] = value;
  }
  return key;
}

/**
 * The world's key of an item. Hexadecimal digits keep DynamoDB's order of text and binary sort keys.
 * @throws AwsFailure ValidationException where a key attribute is missing or of the wrong type.
 */
export function itemKey(table: TableRecord, item: Item): string {
  const { attributes, keys } = table.body;
  const parts = keyNames(keys).map((name) => {
    const value = item[name];
    if (value === undefined) throw invalidValue(`Missing the key ${name} in the item`);
    const expected = attributes.find((attribute) => attribute.AttributeName === name)?.AttributeType ?? 'S';
    if (typeOf(value) !== expected) {
      throw invalidValue(`Type mismatch for key ${name} expected: ${expected} actual: ${typeOf(value)}`);
    }
    return scalarKey(value, name);
  });
  return itemsPrefix(table) + parts.join('/');
}

/** @throws AwsFailure ValidationException where a key has more or fewer attributes than the table's. */
export function checkedKey(table: TableRecord, key: Item): string {
  const names = keyNames(table.body.keys);
  if (Object.keys(key).length !== names.length || names.some((name) => key[name] === undefined)) {
    throw invalid('The provided key element does not match the schema');
  }
  return itemKey(table, key);
}

function scalarKey(value: Value, name: string): string {
  const empty = `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${'B' in value ? 'binary' : 'string'} value. Key: ${name}`;
  if ('N' in value) return `N${Buffer.from(canonicalNumber(value.N)).toString('hex')}`;
  const bytes = 'S' in value ? Buffer.from(value.S) : Buffer.from('B' in value ? value.B : '', 'base64');
  if (bytes.length === 0) throw invalid(empty);
  return bytes.toString('hex');
}

export function* itemsOf(state: State, prefix: string): Generator<readonly [key: string, item: Item]> {
  for (const [key, value] of state.withPrefix(prefix)) yield [key, storedItem(value as Json)];
}

export function itemAt(state: State, key: string): Item | undefined {
  const value = state.get(key);
  return value === undefined ? undefined : storedItem(value as Json);
}

/**
 * Puts or, with null, deletes an item, counts it in the volume, and keeps what was there for point-in-time recovery.
 * @returns the table as it stands afterwards.
 */
export function writeItem(
  context: CallContext,
  table: TableRecord,
  key: string,
  item: Item | null,
): TableRecord {
  const before = itemAt(context.state, key);
  if (before === undefined && item === null) return table;
  const { volume } = table.body;
  const records = volume.records + (item === null ? 0 : 1) - (before === undefined ? 0 : 1);
  const bytes =
    volume.bytes + (item === null ? 0 : sizeOfItem(item)) - (before === undefined ? 0 : sizeOfItem(before));
  if (table.body.recovery !== null) remember(context, table, key, before ?? null);
  if (item === null) context.transaction.delete(key);
  else context.transaction.put(key, item);
  const turned = (written: Item): TurnedRecord => ({
    text: `${key}\n${canonicalJson(written)}`,
    bytes: sizeOfItem(written),
  });
  const turnover = turnOver(
    table.body.turnover,
    before === undefined ? null : turned(before),
    item === null ? null : turned(item),
  );
  return changeTable(context, table, {
    volume: { records: Math.max(0, records), bytes: Math.max(0, bytes) },
    ...(turnover === undefined ? {} : { turnover }),
  });
}

/** What an item's key held before a write: enough to undo it. */
export type Remembered = {
  readonly time: number;
  readonly key: string;
  readonly item: Item | null;
  readonly volume: { readonly records: number; readonly bytes: number };
};

function remember(context: CallContext, table: TableRecord, key: string, item: Item | null): void {
  const { now, transaction } = context;
  // Only the first write to a key at a time counts: what it found is what stood before.
  const place = `${historyPrefix(table)}${String(now).padStart(15, '0')}/${key}`;
  if (transaction.get(place) !== undefined) return;
  const remembered: Remembered = { time: now, key, item, volume: table.body.volume };
  transaction.put(place, remembered);
}

/** Copies all items under one prefix to another. */
export function copyItems(context: CallContext, from: string, to: string): void {
  for (const [key, item] of itemsOf(context.state, from))
    context.transaction.put(to + key.slice(from.length), item);
}

export function deleteUnder(context: CallContext, prefix: string): void {
  for (const [key] of context.state.withPrefix(prefix)) context.transaction.delete(key);
}

/** Reading and writing single items. */
import type {
  DeleteItemCommandInput,
  DeleteItemCommandOutput,
  GetItemCommandInput,
  GetItemCommandOutput,
  PutItemCommandInput,
  PutItemCommandOutput,
  ReturnValue,
  UpdateItemCommandInput,
  UpdateItemCommandOutput,
} from '@aws-sdk/client-dynamodb';
import type { CallContext } from '../../call-context.js';
import { required } from '../../input-check.js';
import { operation } from '../../service.js';
import { itemOf, shownItem, sizeOfItem, type Item } from './attribute-value.js';
import { project } from './condition.js';
import { ExpressionReader } from './expression.js';
import {
  checkCondition,
  checkPlaceholders,
  itemAction,
  refuseOldStyle,
  servingTable,
} from './item-access.js';
import { checkedKey, itemAt, itemKey, keyNames, writeItem } from './item-store.js';
import { updated } from './item-update.js';
import type { TableRecord } from './table.js';
import { invalid } from './table-settings.js';
import { planExpiry } from './time-to-live.js';

const largestItem = 400 * 1024;

/** Writes an item and plans its expiry. */
export function storeItem(context: CallContext, table: TableRecord, key: string, item: Item): TableRecord {
  const changed = writeItem(context, table, key, item);
  planExpiry(context, changed, item);
  return changed;
}

const getItem = operation<GetItemCommandInput, GetItemCommandOutput>({
  readOnly: true,
  actions: (input, scene) => [itemAction('GetItem', input.TableName, [input.Key ?? {}], scene)],
  run: (input, context) => {
    refuseOldStyle('GetItem', input);
    checkPlaceholders(input, [input.ProjectionExpression]);
    const table = servingTable(context, input.TableName);
    const reader = new ExpressionReader(input);
    const paths =
      input.ProjectionExpression === undefined ? null : reader.projection(input.ProjectionExpression);
    reader.finish();
    const item = itemAt(context.state, checkedKey(table, itemOf(required(input.Key, 'Key'))));
    if (item === undefined) return {};
    return { Item: shownItem(paths === null ? item : project(item, paths)) };
  },
});

const putItem = operation<PutItemCommandInput, PutItemCommandOutput>({
  readOnly: false,
  actions: (input, scene) => [itemAction('PutItem', input.TableName, [input.Item ?? {}], scene)],
  run: (input, context) => {
    refuseOldStyle('PutItem', input);
    checkPlaceholders(input, [input.ConditionExpression]);
    const table = servingTable(context, input.TableName);
    const item = itemOf(required(input.Item, 'Item'));
    const key = itemKey(table, item);
    if (sizeOfItem(item) > largestItem) throw invalid('Item size has exceeded the maximum allowed size');
    const before = itemAt(context.state, key);
    const reader = new ExpressionReader(input);
    checkCondition(reader, input.ConditionExpression, before);
    reader.finish();
    storeItem(context, table, key, item);
    return oldValues(input.ReturnValues, before);
  },
});

const deleteItem = operation<DeleteItemCommandInput, DeleteItemCommandOutput>({
  readOnly: false,
  actions: (input, scene) => [itemAction('DeleteItem', input.TableName, [input.Key ?? {}], scene)],
  run: (input, context) => {
    refuseOldStyle('DeleteItem', input);
    checkPlaceholders(input, [input.ConditionExpression]);
    const table = servingTable(context, input.TableName);
    const key = checkedKey(table, itemOf(required(input.Key, 'Key')));
    const before = itemAt(context.state, key);
    const reader = new ExpressionReader(input);
    checkCondition(reader, input.ConditionExpression, before);
    reader.finish();
    writeItem(context, table, key, null);
    return oldValues(input.ReturnValues, before);
  },
});

function oldValues(wanted: ReturnValue | undefined, before: Item | undefined): PutItemCommandOutput | object {
  if (wanted === undefined || wanted === 'NONE') return {};
  if (wanted !== 'ALL_OLD') throw invalid('Return values set to invalid value');
  return before === undefined ? {} : { Attributes: shownItem(before) };
}

const updateItem = operation<UpdateItemCommandInput, UpdateItemCommandOutput>({
  readOnly: false,
  actions: (input, scene) => [itemAction('UpdateItem', input.TableName, [input.Key ?? {}], scene)],
  run: (input, context) => {
    refuseOldStyle('UpdateItem', input);
    checkPlaceholders(input, [input.ConditionExpression, input.UpdateExpression]);
    const table = servingTable(context, input.TableName);
    const given = itemOf(required(input.Key, 'Key'));
    const key = checkedKey(table, given);
    const before = itemAt(context.state, key);
    const reader = new ExpressionReader(input);
    const actions = input.UpdateExpression === undefined ? [] : reader.update(input.UpdateExpression);
    for (const { path } of actions) {
      const [name] = path;
      if (typeof name === 'string' && keyNames(table.body.keys).includes(name)) {
        throw invalid(
          `One or more parameter values were invalid: Cannot update attribute ${name}. This attribute is part of the key`,
        );
      }
    }
    checkCondition(reader, input.ConditionExpression, before);
    reader.finish();
    const after = updated(before ?? given, actions);
    if (sizeOfItem(after) > largestItem) {
      throw invalid('Item size to update has exceeded the maximum allowed size');
    }
    storeItem(context, table, key, after);
    const shown = changedValues(
      input.ReturnValues ?? 'NONE',
      before,
      after,
      actions.map(({ path }) => path),
    );
    return shown === undefined ? {} : { Attributes: shownItem(shown) };
  },
});

function changedValues(
  wanted: ReturnValue,
  before: Item | undefined,
  after: Item,
  paths: Parameters<typeof project>[1],
): Item | undefined {
  switch (wanted) {
    case 'NONE':
      return undefined;
    case 'ALL_OLD':
      return before;
    case 'ALL_NEW':
      return after;
    case 'UPDATED_OLD':
      return before === undefined ? undefined : project(before, paths);
    case 'UPDATED_NEW':
      return project(after, paths);
  }
}

export const itemOperations = {
  DeleteItem: deleteItem,
  GetItem: getItem,
  PutItem: putItem,
  UpdateItem: updateItem,
};

/** Reading and writing several items of several tables in one call. */
import type {
  AttributeValue,
  BatchGetItemCommandInput,
  BatchGetItemCommandOutput,
  BatchWriteItemCommandInput,
  BatchWriteItemCommandOutput,
} from '@aws-sdk/client-dynamodb';
import type { CallContext } from '../../call-context.js';
import { required } from '../../input-check.js';
import { operation } from '../../service.js';
import { itemOf, shownItem, sizeOfItem } from './attribute-value.js';
import { project } from './condition.js';
import { ExpressionReader } from './expression.js';
import { itemAction, refuseOldStyle, servingTable } from './item-access.js';
import { checkedKey, itemAt, itemKey, writeItem } from './item-store.js';
import { storeItem } from './items.js';
import { invalid } from './table-settings.js';

const mostWrites = 25;
const mostReads = 100;

const batchWriteItem = operation<BatchWriteItemCommandInput, BatchWriteItemCommandOutput>({
  readOnly: false,
  actions: (input, scene) =>
    Object.entries(input.RequestItems ?? {}).map(([table, requests]) => {
      const items = requests.map(
        ({ DeleteRequest, PutRequest }) => PutRequest?.Item ?? DeleteRequest?.Key ?? {},
      );
      return itemAction('BatchWriteItem', table, items, scene);
    }),
  run: (input, context) => {
    refuseOldStyle('BatchWriteItem', input);
    const tables = Object.entries(required(input.RequestItems, 'RequestItems'));
    const count = tables.reduce((total, [, requests]) => total + requests.length, 0);
    if (count === 0) throw invalid('The batch write request list for a table cannot be null or empty');
    if (count > mostWrites) throw invalid('Too many items requested for the BatchWriteItem call');
    for (const [name, requests] of tables) writeAll(context, name, requests);
    return { UnprocessedItems: {} };
  },
});

function writeAll(
  context: CallContext,
  name: string,
  requests: NonNullable<BatchWriteItemCommandInput['RequestItems']>[string],
): void {
  let table = servingTable(context, name);
  const seen = new Set<string>();
  for (const { DeleteRequest, PutRequest } of requests) {
    if ((DeleteRequest === undefined) === (PutRequest === undefined)) {
      throw invalid(
        'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
      );
    }
    const item = PutRequest === undefined ? null : itemOf(required(PutRequest.Item, 'Item'));
    const key =
      item === null ? checkedKey(table, itemOf(required(DeleteRequest?.Key, 'Key'))) : itemKey(table, item);
    if (seen.has(key)) throw invalid('Provided list of item keys contains duplicates');
    seen.add(key);
    if (item !== null && sizeOfItem(item) > 400 * 1024) {
      throw invalid('Item size has exceeded the maximum allowed size');
    }
    table = item === null ? writeItem(context, table, key, null) : storeItem(context, table, key, item);
  }
}

const batchGetItem = operation<BatchGetItemCommandInput, BatchGetItemCommandOutput>({
  readOnly: true,
  actions: (input, scene) =>
    Object.entries(input.RequestItems ?? {}).map(([table, { Keys }]) =>
      itemAction('BatchGetItem', table, Keys ?? [], scene),
    ),
  run: (input, context) => {
    refuseOldStyle('BatchGetItem', input);
    const tables = Object.entries(required(input.RequestItems, 'RequestItems'));
    const count = tables.reduce((total, [, { Keys }]) => total + (Keys ?? []).length, 0);
    if (count === 0) throw invalid('The batch get request list for a table cannot be null or empty');
    if (count > mostReads) throw invalid('Too many items requested for the BatchGetItem call');
    const responses: Record<string, Record<string, AttributeValue>[]> = {};
    for (const [name, request] of tables) {
      refuseOldStyle('BatchGetItem', request as object);
      const table = servingTable(context, name);
      const reader = new ExpressionReader(request);
      const paths =
        request.ProjectionExpression === undefined ? null : reader.projection(request.ProjectionExpression);
      reader.finish();
      const keys = (request.Keys ?? []).map((key) => checkedKey(table, itemOf(key)));
      if (new Set(keys).size !== keys.length) throw invalid('Provided list of item keys contains duplicates');
      responses[name] = keys.flatMap((key) => {
        const item = itemAt(context.state, key);
        return item === undefined ? [] : [shownItem(paths === null ? item : project(item, paths))];
      });
    }
    return { Responses: responses, UnprocessedKeys: {} };
  },
});

export const itemBatchOperations = { BatchGetItem: batchGetItem, BatchWriteItem: batchWriteItem };

/** Query and Scan over the real items of a table or one of its indexes. */
import type {
  QueryCommandInput,
  QueryCommandOutput,
  ScanCommandInput,
  ScanCommandOutput,
} from '@aws-sdk/client-dynamodb';
import type { ActionRequest } from '../../../contract/call.js';
import { constraint } from '../../../contract/aws-error.js';
import { refuse } from '../../input-check.js';
import type { Scene } from '../../scene.js';
import { operation } from '../../service.js';
import type { State } from '../../world/state.js';
import { compareValues, itemOf, shownItem, sizeOfItem, type Item } from './attribute-value.js';
import { meets, project } from './condition.js';
import { ExpressionReader, type Condition, type Path } from './expression.js';
import { checkPlaceholders, refuseOldStyle, servingTable } from './item-access.js';
import { itemKey, itemsOf, itemsPrefix, keyNames, keyOf } from './item-store.js';
import { tableArnOf, type TableRecord } from './table.js';
import { invalid } from './table-settings.js';

/** A page ends after this many bytes of items, before the filter (API reference, "Query"). */
const largestPage = 1024 * 1024;

type Reading = QueryCommandInput | ScanCommandInput;
type Entry = readonly [key: string, item: Item];

/** What is read: a table, or an index with what it holds of each item. */
interface Source {
  readonly table: TableRecord;
  readonly keys: readonly string[];
  readonly shown: (item: Item) => Item;
}

function readAction(name: string, input: Reading, scene: Scene): readonly ActionRequest[] {
  const table = tableArnOf(input.TableName, scene);
  const arn = input.IndexName === undefined ? table : `${table}/index/${input.IndexName}`;
  return [{ action: `dynamodb:${name}`, resources: [arn] }];
}

function sourceOf(table: TableRecord, input: Reading): Source {
  const tableKeys = keyNames(table.body.keys);
  if (input.IndexName === undefined) return { table, keys: tableKeys, shown: (item) => item };
  const { globalIndexes, localIndexes } = table.body;
  const global = globalIndexes.find((index) => index.IndexName === input.IndexName);
  const index = global ?? localIndexes.find((each) => each.IndexName === input.IndexName);
  if (index === undefined || global?.status === 'DELETING') {
    throw invalid(`The table does not have the specified index: ${input.IndexName}`);
  }
  if (global?.status === 'CREATING') {
    throw invalid(`Cannot read from backfilling global secondary index: ${input.IndexName}`);
  }
  if (global !== undefined && input.ConsistentRead === true) {
    throw invalid('Consistent reads are not supported on global secondary indexes');
  }
  const keys = keyNames(index.KeySchema);
  const { NonKeyAttributes, ProjectionType } = index.Projection;
  if (ProjectionType === 'ALL' || (global === undefined && input.Select === 'ALL_ATTRIBUTES')) {
    return { table, keys, shown: (item) => item };
  }
  const names = [...new Set([...tableKeys, ...keys, ...(NonKeyAttributes ?? [])])];
  return { table, keys, shown: (item) => keyOf(item, names) };
}

/** The range key first, then the item's own key, as an index orders items. */
function orderOf(source: Source): (left: Entry, right: Entry) => number {
  const [, range] = source.keys;
  return ([leftKey, left], [rightKey, right]) => {
    const [one, other] = range === undefined ? [] : [left[range], right[range]];
    const order = one === undefined || other === undefined ? 0 : (compareValues(one, other) ?? 0);
    if (order !== 0) return order;
    if (leftKey === rightKey) return 0;
    return leftKey < rightKey ? -1 : 1;
  };
}

function entriesOf(state: State, source: Source): Entry[] {
  const entries = [...itemsOf(state, itemsPrefix(source.table))];
  return entries.filter(([, item]) => source.keys.every((name) => item[name] !== undefined));
}

/** Where reading goes on; throws AwsFailure ValidationException where the key does not fit. */
function startOf(source: Source, input: Reading): Entry | undefined {
  if (input.ExclusiveStartKey === undefined) return undefined;
  const item = itemOf(input.ExclusiveStartKey);
  if (source.keys.some((name) => item[name] === undefined)) {
    throw invalid('The provided starting key is invalid: The provided key element does not match the schema');
  }
  return [itemKey(source.table, item), item];
}

interface Reader {
  readonly source: Source;
  readonly filter: Condition | null;
  readonly paths: readonly Path[] | null;
}

function readPage(
  entries: Iterable<Entry>,
  input: Reading,
  { filter, paths, source }: Reader,
): QueryCommandOutput | object {
  const limit = input.Limit ?? Number.POSITIVE_INFINITY;
  const items: Item[] = [];
  let count = 0;
  let scanned = 0;
  let bytes = 0;
  let last: Item | undefined;
  for (const [, item] of entries) {
    scanned += 1;
    bytes += sizeOfItem(item);
    const shown = source.shown(item);
    if (filter === null || meets(filter, shown)) {
      count += 1;
      if (input.Select !== 'COUNT') items.push(paths === null ? shown : project(shown, paths));
    }
    if (scanned >= limit || bytes >= largestPage) {
      last = item;
      break;
    }
  }
  const names = [...new Set([...keyNames(source.table.body.keys), ...source.keys])];
  return {
    ...(input.Select === 'COUNT' ? {} : { Items: items.map(shownItem) }),
    Count: count,
    ScannedCount: scanned,
    ...(last === undefined ? {} : { LastEvaluatedKey: shownItem(keyOf(last, names)) }),
  };
}

function parts(condition: Condition): readonly Condition[] {
  return condition.kind === 'and' ? [...parts(condition.left), ...parts(condition.right)] : [condition];
}

/** The attribute that a part of a key condition is about. */
function subjectOf(part: Condition): string | undefined {
  const operand =
    part.kind === 'compare'
      ? part.left
      : part.kind === 'between'
        ? part.operand
        : part.kind === 'call'
          ? part.operands[0]
          : undefined;
  const path = operand?.kind === 'path' ? operand.path : [];
  return path.length === 1 ? String(path[0]) : undefined;
}

/** @throws AwsFailure ValidationException unless it names one partition and, at most, one range of it. */
function checkKeyCondition(condition: Condition, keys: readonly string[]): void {
  const [partition = '', range] = keys;
  const all = parts(condition);
  const ofPartition = all.filter((part) => subjectOf(part) === partition);
  if (ofPartition.length === 0) throw invalid(`Query condition missed key schema element: ${partition}`);
  if (!ofPartition.every((part) => part.kind === 'compare' && part.comparator === '=')) {
    throw invalid('Query key condition not supported');
  }
  for (const part of all) {
    const subject = subjectOf(part);
    if (subject === partition) continue;
    const fits =
      (part.kind === 'compare' && part.comparator !== '<>') ||
      part.kind === 'between' ||
      (part.kind === 'call' && part.name === 'begins_with');
    if (subject === undefined || !fits) {
      throw invalid('Invalid operator used in KeyConditionExpression');
    }
    if (subject !== range) throw invalid(`Query condition missed key schema element: ${range ?? subject}`);
  }
  if (all.length > 2) throw invalid('Conditions can be of length 1 or 2 only');
}

const query = operation<QueryCommandInput, QueryCommandOutput>({
  readOnly: true,
  actions: (input, scene) => readAction('Query', input, scene),
  run: (input, context) => {
    refuseOldStyle('Query', input);
    checkPlaceholders(input, [
      input.KeyConditionExpression,
      input.FilterExpression,
      input.ProjectionExpression,
    ]);
    const source = sourceOf(servingTable(context, input.TableName), input);
    if (input.KeyConditionExpression === undefined) {
      throw invalid(
        'Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.',
      );
    }
    const reader = new ExpressionReader(input);
    const condition = reader.condition('KeyConditionExpression', input.KeyConditionExpression);
    checkKeyCondition(condition, source.keys);
    const read = { source, ...furtherExpressions(reader, input) };
    const order = orderOf(source);
    const start = startOf(source, input);
    const direction = input.ScanIndexForward === false ? -1 : 1;
    const entries = entriesOf(context.state, source)
      .filter(([, item]) => meets(condition, item))
      .sort((left, right) => direction * order(left, right))
      .filter((entry) => start === undefined || direction * order(entry, start) > 0);
    return readPage(entries, input, read);
  },
});

const scan = operation<ScanCommandInput, ScanCommandOutput>({
  readOnly: true,
  actions: (input, scene) => readAction('Scan', input, scene),
  run: (input, context) => {
    refuseOldStyle('Scan', input);
    refuse('DynamoDB.Scan', input, ['TotalSegments', 'Segment']);
    checkPlaceholders(input, [input.FilterExpression, input.ProjectionExpression]);
    const source = sourceOf(servingTable(context, input.TableName), input);
    const reader = new ExpressionReader(input);
    const read = { source, ...furtherExpressions(reader, input) };
    const start = startOf(source, input);
    const entries = entriesOf(context.state, source).filter(([key]) => start === undefined || key > start[0]);
    return readPage(entries, input, read);
  },
});

function furtherExpressions(reader: ExpressionReader, input: Reading): Pick<Reader, 'filter' | 'paths'> {
  const filter =
    input.FilterExpression === undefined
      ? null
      : reader.condition('FilterExpression', input.FilterExpression);
  const paths =
    input.ProjectionExpression === undefined ? null : reader.projection(input.ProjectionExpression);
  reader.finish();
  if (input.Limit !== undefined && input.Limit < 1) {
    throw constraint(
      'ValidationException',
      `1 validation error detected: Value '${input.Limit}' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1`,
    );
  }
  return { filter, paths };
}

export const queryOperations = { Query: query, Scan: scan };

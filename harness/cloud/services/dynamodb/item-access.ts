/** What all item operations share: the table they work on, what they ask of IAM, and their condition. */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { constraint, unsupported } from '../../../contract/aws-error.js';
import type { ActionRequest } from '../../../contract/call.js';
import type { CallContext } from '../../call-context.js';
import { refuse } from '../../input-check.js';
import type { Scene } from '../../scene.js';
import type { Item } from './attribute-value.js';
import { meets } from './condition.js';
import type { ExpressionReader, Placeholders } from './expression.js';
import { tableArnOf, tableKeyOf, tableNamed, type TableRecord } from './table.js';
import { invalid } from './table-settings.js';

type Attributes = Readonly<Record<string, AttributeValue>>;

/** The action on a table's items, with the partition keys that `dynamodb:LeadingKeys` is about. */
export function itemAction(
  name: string,
  table: string | undefined,
  items: readonly Attributes[],
  scene: Scene,
): ActionRequest {
  const record = scene.state.get(tableKeyOf(table, scene)) as TableRecord | undefined;
  const partitionKey = record?.body.keys[0]?.AttributeName;
  const leading = new Set<string>();
  for (const item of partitionKey === undefined ? [] : items) {
    const value = item[partitionKey ?? ''];
    if (value?.S !== undefined) leading.add(value.S);
    else if (value?.N !== undefined) leading.add(value.N);
  }
  const request = { action: `dynamodb:${name}`, resources: [tableArnOf(table, scene)] };
  return leading.size === 0 ? request : { ...request, context: { 'dynamodb:LeadingKeys': [...leading] } };
}

/**
 * @throws AwsFailure ResourceNotFoundException where there is no such table, or its status is not ACTIVE: also while it
 *   is without its key.
 */
export function servingTable(context: CallContext, name: string | undefined): TableRecord {
  const notFound = constraint('ResourceNotFoundException', 'Requested resource not found');
  const table = tableNamed(context, name, () => notFound);
  const { status, withoutKey } = table.body;
  if (withoutKey === undefined && (status === 'ACTIVE' || status === 'UPDATING')) return table;
  throw notFound;
}

interface Legacy {
  readonly ReturnConsumedCapacity?: string | undefined;
  readonly ReturnItemCollectionMetrics?: string | undefined;
  readonly ReturnValuesOnConditionCheckFailure?: string | undefined;
}

/** Refuses what changes the answer and is not worked out here: capacities, and the operands of before 2014. */
export function refuseOldStyle(name: string, input: Legacy): void {
  for (const member of [
    'ReturnConsumedCapacity',
    'ReturnItemCollectionMetrics',
    'ReturnValuesOnConditionCheckFailure',
  ] as const) {
    const value = input[member];
    if (value !== undefined && value !== 'NONE') throw unsupported(`DynamoDB.${name} with ${member}`);
  }
  const legacy = [
    'AttributesToGet',
    'AttributeUpdates',
    'ConditionalOperator',
    'Expected',
    'KeyConditions',
    'QueryFilter',
    'ScanFilter',
  ];
  refuse(`DynamoDB.${name}`, input as Readonly<Record<string, unknown>>, legacy);
}

/** @throws AwsFailure ConditionalCheckFailedException where the item does not meet the request's condition. */
export function checkCondition(
  reader: ExpressionReader,
  text: string | undefined,
  item: Item | undefined,
): void {
  if (text === undefined) return;
  if (!meets(reader.condition('ConditionExpression', text), item ?? {})) {
    throw constraint('ConditionalCheckFailedException', 'The conditional request failed');
  }
}

/** @throws AwsFailure ValidationException where placeholders are given and no expression is. */
export function checkPlaceholders(input: Placeholders, expressions: readonly (string | undefined)[]): void {
  if (expressions.some((expression) => expression !== undefined)) return;
  const { ExpressionAttributeNames, ExpressionAttributeValues } = input;
  if (ExpressionAttributeNames === undefined && ExpressionAttributeValues === undefined) return;
  const member =
    ExpressionAttributeNames === undefined ? 'ExpressionAttributeValues' : 'ExpressionAttributeNames';
  throw invalid(`${member} can only be specified when using expressions`);
}

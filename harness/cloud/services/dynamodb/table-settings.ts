/** Checks what CreateTable and UpdateTable are given, and turns it into what a table's record keeps. */
import type {
  AttributeDefinition,
  BillingMode,
  KeySchemaElement,
  ProvisionedThroughput,
  StreamSpecification,
} from '@aws-sdk/client-dynamodb';
import { constraint, type AwsFailure } from '../../../contract/aws-error.js';
import { toStored } from '../../stored-shape.js';
import type { TableBody } from './table.js';

export function invalid(message: string): AwsFailure {
  return constraint('ValidationException', message);
}

export function invalidValue(message: string): AwsFailure {
  return invalid(`One or more parameter values were invalid: ${message}`);
}

/** @throws AwsFailure ValidationException unless the name is one that DynamoDB takes. */
export function checkTableName(name: string, member = 'tableName'): void {
  const complain = (rule: string): AwsFailure =>
    invalid(
      `1 validation error detected: Value '${name}' at '${member}' failed to satisfy constraint: ${rule}`,
    );
  if (!/^[a-zA-Z0-9_.-]*$/.test(name)) {
    throw complain('Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+');
  }
  if (name.length < 3) throw complain('Member must have length greater than or equal to 3');
  if (name.length > 255) throw complain('Member must have length less than or equal to 255');
}

interface Keyed {
  readonly KeySchema?: readonly KeySchemaElement[] | undefined;
}

/** @throws AwsFailure ValidationException where keys and attribute definitions do not fit each other. */
export function checkKeys(
  definitions: readonly AttributeDefinition[],
  table: readonly KeySchemaElement[],
  indexes: readonly Keyed[],
): void {
  if (table.length === 0) throw invalidValue('No defined KeySchema in the request');
  const defined = definitions.map((definition) => definition.AttributeName ?? '');
  const used = new Set<string>();
  for (const schema of [table, ...indexes.map((index) => index.KeySchema ?? [])]) {
    if (schema[0]?.KeyType !== 'HASH') {
      throw invalid('Invalid KeySchema: The first KeySchemaElement is not a HASH key type');
    }
    if (schema.length > 2 || (schema.length === 2 && schema[1]?.KeyType !== 'RANGE')) {
      throw invalid('Invalid KeySchema: The second KeySchemaElement is not a RANGE key type');
    }
    for (const { AttributeName = '' } of schema) used.add(AttributeName);
  }
  const missing = [...used].filter((name) => !defined.includes(name));
  if (missing.length > 0) {
    throw invalidValue(
      `Some index key attributes are not defined in AttributeDefinitions. Keys: [${[...used].join(', ')}], AttributeDefinitions: [${defined.join(', ')}]`,
    );
  }
  if (defined.some((name) => !used.has(name))) {
    throw invalidValue(
      'Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions',
    );
  }
}

/** @throws AwsFailure ValidationException where billing mode and throughput do not fit each other. */
export function billing(
  mode: BillingMode | undefined,
  wanted: ProvisionedThroughput | undefined,
): Pick<TableBody, 'billing' | 'throughput'> {
  if (mode === 'PAY_PER_REQUEST') {
    if (wanted !== undefined) {
      throw invalidValue(
        'Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST',
      );
    }
    return { billing: mode, throughput: null };
  }
  if (wanted?.ReadCapacityUnits === undefined || wanted.WriteCapacityUnits === undefined) {
    throw invalidValue(
      'ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED',
    );
  }
  return { billing: 'PROVISIONED', throughput: toStored(wanted) };
}

/** The stream that a specification asks for; null where it asks for none. */
export function streamOf(specification: StreamSpecification | undefined, now: number): TableBody['stream'] {
  if (specification?.StreamEnabled !== true) return null;
  if (specification.StreamViewType === undefined) {
    throw invalidValue('StreamViewType is required when StreamEnabled is true');
  }
  return { view: specification.StreamViewType, label: new Date(now).toISOString().slice(0, -1) };
}

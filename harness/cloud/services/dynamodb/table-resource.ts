/** How stacks provide `AWS::DynamoDB::Table` (CloudFormation template reference). */
import { unsupported } from '../../../contract/aws-error.js';
import { sameJson, type Json, type JsonObject } from '../../../contract/json.js';
import type { CallContext } from '../../call-context.js';
import { givenMembers } from '../../given-members.js';
import { physicalName } from '../../physical-name.js';
import { documentOf, flagOf, numberOf, objectOf, objectsOf, retyped, textOf } from '../../property.js';
import { provisioningTimes } from '../../provisioning-times.js';
import type { ResourceProvider } from '../../service.js';
import { listTags, tagChanges, tagsIn } from '../../tag-list.js';
import { tablePlace, tableType, type TableBody } from './table.js';

const numbers = new Set(['ReadCapacityUnits', 'WriteCapacityUnits']);
const flags = new Set(['SSEEnabled', 'Enabled']);
const withoutBehaviour = [
  'ContributorInsightsSpecification',
  'ImportSourceSpecification',
  'KinesisStreamSpecification',
];
/** Members that have the same name and shape in a template and in CreateTable. */
const same = [
  'AttributeDefinitions',
  'BillingMode',
  'GlobalSecondaryIndexes',
  'KeySchema',
  'LocalSecondaryIndexes',
  'OnDemandThroughput',
  'ProvisionedThroughput',
  'TableClass',
  'VectorIndexes',
  'WarmThroughput',
];

function given(properties: JsonObject, names: readonly string[]): Record<string, Json> {
  const input: Record<string, Json> = {};
  for (const name of names) {
    const value = properties[name];
    if (value !== undefined) input[name] = retyped(value, numbers, flags);
  }
  return input;
}

function stream(properties: JsonObject): JsonObject | undefined {
  const specification = objectOf(properties, 'StreamSpecification');
  return specification === undefined
    ? undefined
    : { StreamEnabled: true, StreamViewType: specification['StreamViewType'] ?? null };
}

function encryption(properties: JsonObject): JsonObject | undefined {
  const specification = objectOf(properties, 'SSESpecification');
  if (specification === undefined) return undefined;
  const { SSEEnabled: _enabled, ...others } = specification;
  return { Enabled: flagOf(specification, 'SSEEnabled') ?? false, ...others };
}

function applyTimeToLive(TableName: string, wanted: JsonObject | undefined, context: CallContext): void {
  if (wanted === undefined) return;
  const Enabled = flagOf(wanted, 'Enabled') ?? false;
  const AttributeName = textOf(wanted, 'AttributeName') ?? '';
  context.invoke('DynamoDB', 'UpdateTimeToLive', {
    TableName,
    TimeToLiveSpecification: { AttributeName, Enabled },
  });
}

function applyRecovery(TableName: string, wanted: JsonObject | undefined, context: CallContext): void {
  const RecoveryPeriodInDays = wanted === undefined ? undefined : numberOf(wanted, 'RecoveryPeriodInDays');
  const PointInTimeRecoverySpecification = givenMembers({
    PointInTimeRecoveryEnabled:
      wanted === undefined ? false : (flagOf(wanted, 'PointInTimeRecoveryEnabled') ?? false),
    RecoveryPeriodInDays,
  });
  context.invoke('DynamoDB', 'UpdateContinuousBackups', { TableName, PointInTimeRecoverySpecification });
}

function policyText(properties: JsonObject): string | undefined {
  const policy = objectOf(properties, 'ResourcePolicy');
  return policy === undefined ? undefined : documentOf(policy, 'PolicyDocument');
}

function indexNamed(list: readonly JsonObject[], name: Json | undefined): JsonObject | undefined {
  return list.find((index) => index['IndexName'] === name);
}

/** One index can be created or deleted in a stack update, as CloudFormation says. */
function indexUpdates(previous: JsonObject, properties: JsonObject): JsonObject[] {
  const before = objectsOf(previous, 'GlobalSecondaryIndexes') ?? [];
  const after = (objectsOf(properties, 'GlobalSecondaryIndexes') ?? []).map(
    (index) => retyped(index, numbers, flags) as JsonObject,
  );
  const updates: JsonObject[] = [];
  for (const index of before) {
    const next = indexNamed(after, index['IndexName']);
    if (next === undefined || !sameJson(next['KeySchema'], index['KeySchema'])) {
      updates.push({ Delete: { IndexName: index['IndexName'] ?? null } });
    }
  }
  for (const index of after) {
    const old = indexNamed(before, index['IndexName']);
    if (old === undefined || !sameJson(old['KeySchema'], index['KeySchema'])) updates.push({ Create: index });
    else if (!sameJson(old['ProvisionedThroughput'], index['ProvisionedThroughput'])) {
      const { IndexName = null, ProvisionedThroughput = null } = index;
      if (ProvisionedThroughput !== null) updates.push({ Update: { IndexName, ProvisionedThroughput } });
    }
  }
  return updates;
}

/** The members of UpdateTable that an update of the template asks for. */
function updateInput(previous: JsonObject, properties: JsonObject): Record<string, unknown> {
  const changed = (name: string): boolean => !sameJson(previous[name], properties[name]);
  const input: Record<string, unknown> = {};
  if (changed('BillingMode') || changed('ProvisionedThroughput')) {
    Object.assign(input, { BillingMode: textOf(properties, 'BillingMode') ?? 'PROVISIONED' });
    Object.assign(input, given(properties, ['ProvisionedThroughput']));
  }
  if (changed('GlobalSecondaryIndexes')) {
    Object.assign(input, given(properties, ['AttributeDefinitions']));
    input['GlobalSecondaryIndexUpdates'] = indexUpdates(previous, properties);
  }
  if (changed('StreamSpecification')) {
    input['StreamSpecification'] = stream(properties) ?? { StreamEnabled: false };
  }
  if (changed('SSESpecification')) input['SSESpecification'] = encryption(properties) ?? { Enabled: false };
  if (changed('TableClass')) input['TableClass'] = textOf(properties, 'TableClass') ?? 'STANDARD';
  if (changed('DeletionProtectionEnabled')) {
    input['DeletionProtectionEnabled'] = flagOf(properties, 'DeletionProtectionEnabled') ?? false;
  }
  Object.assign(
    input,
    given(properties, ['OnDemandThroughput', 'VectorIndexes', 'WarmThroughput'].filter(changed)),
  );
  return input;
}

function tableOf(
  id: string,
  context: CallContext,
): { readonly arn: string; readonly body: TableBody } | undefined {
  return context.transaction.resource<TableBody>(tablePlace(context), id);
}

export const tableResource: ResourceProvider = {
  type: tableType,
  create: (properties, context) => {
    const missing = withoutBehaviour.find((name) => properties[name] !== undefined);
    if (missing !== undefined) throw unsupported(`${tableType} with ${missing}`);
    const TableName = textOf(properties, 'TableName') ?? physicalName(context, { maximum: 255 });
    const tags = listTags(tagsIn(objectsOf(properties, 'Tags')));
    context.invoke(
      'DynamoDB',
      'CreateTable',
      givenMembers({
        ...given(properties, same),
        TableName,
        StreamSpecification: stream(properties),
        SSESpecification: encryption(properties),
        DeletionProtectionEnabled: flagOf(properties, 'DeletionProtectionEnabled'),
        ResourcePolicy: policyText(properties),
        Tags: tags.length === 0 ? undefined : tags,
      }),
    );
    const timeToLive = objectOf(properties, 'TimeToLiveSpecification');
    if (timeToLive !== undefined && flagOf(timeToLive, 'Enabled') === true)
      applyTimeToLive(TableName, timeToLive, context);
    const recovery = objectOf(properties, 'PointInTimeRecoverySpecification');
    if (recovery !== undefined) applyRecovery(TableName, recovery, context);
    return { physicalId: TableName, seconds: provisioningTimes(tableType).create };
  },
  update: (TableName, properties, previous, context) => {
    const changed = (name: string): boolean => !sameJson(previous[name], properties[name]);
    const missing = withoutBehaviour.find(changed);
    if (missing !== undefined) throw unsupported(`${tableType} with ${missing}`);
    const input = updateInput(previous, properties);
    if (Object.keys(input).length > 0) context.invoke('DynamoDB', 'UpdateTable', { TableName, ...input });
    if (changed('TimeToLiveSpecification')) {
      const wanted = objectOf(properties, 'TimeToLiveSpecification');
      const before = objectOf(previous, 'TimeToLiveSpecification');
      applyTimeToLive(
        TableName,
        wanted ?? (before === undefined ? undefined : { ...before, Enabled: false }),
        context,
      );
    }
    if (changed('PointInTimeRecoverySpecification')) {
      applyRecovery(TableName, objectOf(properties, 'PointInTimeRecoverySpecification'), context);
    }
    const ResourceArn = tableOf(TableName, context)?.arn ?? TableName;
    if (changed('ResourcePolicy')) {
      const Policy = policyText(properties);
      if (Policy === undefined) context.invoke('DynamoDB', 'DeleteResourcePolicy', { ResourceArn });
      else context.invoke('DynamoDB', 'PutResourcePolicy', { ResourceArn, Policy });
    }
    const { removed, set } = tagChanges(
      tagsIn(objectsOf(previous, 'Tags')),
      tagsIn(objectsOf(properties, 'Tags')),
    );
    if (Object.keys(set).length > 0)
      context.invoke('DynamoDB', 'TagResource', { ResourceArn, Tags: listTags(set) });
    if (removed.length > 0) context.invoke('DynamoDB', 'UntagResource', { ResourceArn, TagKeys: removed });
    return {
      seconds:
        tableOf(TableName, context)?.body.status === 'UPDATING' ? provisioningTimes(tableType).update : 1,
    };
  },
  delete: (TableName, _properties, context) => {
    const table = tableOf(TableName, context);
    if (table === undefined) return { seconds: 0 };
    if (table.body.status !== 'DELETING') context.invoke('DynamoDB', 'DeleteTable', { TableName });
    return { seconds: provisioningTimes(tableType).delete };
  },
  attributes: (id, _properties, context) => {
    const table = tableOf(id, context);
    if (table === undefined) return {};
    const { stream: present_ } = table.body;
    return {
      Arn: table.arn,
      ...(present_ === null ? {} : { StreamArn: `${table.arn}/stream/${present_.label}` }),
    };
  },
};

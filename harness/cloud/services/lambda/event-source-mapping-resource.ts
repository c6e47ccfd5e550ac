/** How stacks provide `AWS::Lambda::EventSourceMapping`. */
import type { EventSourceMappingConfiguration } from '@aws-sdk/client-lambda';
import { unsupported } from '../../../contract/aws-error.js';
import { sameJson, type JsonObject } from '../../../contract/json.js';
import type { CallContext } from '../../call-context.js';
import { givenMembers } from '../../given-members.js';
import { flagOf, numberOf, objectsOf, retyped, textOf } from '../../property.js';
import { provisioningTimes } from '../../provisioning-times.js';
import type { ResourceProvider } from '../../service.js';
import { tagChanges, tagsIn } from '../../tag-list.js';
import {
  mappingPlace,
  mappingType,
  settleMapping,
  type MappingBody,
  type MappingRecord,
} from './event-source-mapping.js';

const numbers = new Set([
  'BatchSize',
  'MaximumBatchingWindowInSeconds',
  'MaximumConcurrency',
  'MaximumPollers',
  'MaximumRecordAgeInSeconds',
  'MaximumRetryAttempts',
  'MinimumPollers',
  'ParallelizationFactor',
  'TumblingWindowInSeconds',
]);
const flags = new Set(['BisectBatchOnFunctionError']);
/** Members that have the same name and shape in a template and in the API, and can change. */
const same = [
  ...numbers,
  ...flags,
  'DestinationConfig',
  'DocumentDBEventSourceConfig',
  'FilterCriteria',
  'FunctionName',
  'FunctionResponseTypes',
  'LoggingConfig',
  'MetricsConfig',
  'ProvisionedPollerConfig',
  'ScalingConfig',
  'SourceAccessConfigurations',
];
/** What only a new mapping can be told. */
const fixed = [
  'AmazonManagedKafkaEventSourceConfig',
  'EventSourceArn',
  'Queues',
  'StartingPosition',
  'Topics',
];
const withoutBehaviour = ['SelfManagedEventSource', 'SelfManagedKafkaEventSourceConfig'];

function inputOf(properties: JsonObject, names: readonly string[]): Record<string, unknown> {
  const taken = Object.entries(properties).filter(([name]) => names.includes(name));
  return retyped(Object.fromEntries(taken), numbers, flags) as Record<string, unknown>;
}

function mappingOf(id: string, context: CallContext): MappingRecord | undefined {
  return context.transaction.resource<MappingBody>(mappingPlace(context), id);
}

/** CloudFormation waits for a mapping's last change before it goes on. */
function waitForMapping(context: CallContext, id: string): void {
  const record = mappingOf(id, context);
  if (record !== undefined && record.body.state !== 'Deleting') settleMapping(context, record);
}

export const mappingResource: ResourceProvider = {
  type: mappingType,
  create: (properties, context) => {
    const missing = withoutBehaviour.find((name) => properties[name] !== undefined);
    if (missing !== undefined) throw unsupported(`${mappingType} with ${missing}`);
    const tags = tagsIn(objectsOf(properties, 'Tags'));
    const seconds = numberOf(properties, 'StartingPositionTimestamp');
    const created = context.invoke<EventSourceMappingConfiguration>(
      'Lambda',
      'CreateEventSourceMapping',
      givenMembers({
        ...inputOf(properties, [...same, ...fixed]),
        Enabled: flagOf(properties, 'Enabled'),
        KMSKeyArn: textOf(properties, 'KmsKeyArn'),
        StartingPositionTimestamp: seconds === undefined ? undefined : new Date(seconds * 1000),
        Tags: Object.keys(tags).length === 0 ? undefined : tags,
      }),
    );
    return { physicalId: created.UUID ?? '', seconds: provisioningTimes(mappingType).create };
  },
  update: (UUID, properties, previous, context) => {
    const names = same.filter((name) => !sameJson(previous[name], properties[name]));
    const input: Record<string, unknown> = inputOf(properties, names);
    if (!sameJson(previous['Enabled'], properties['Enabled'])) {
      input['Enabled'] = flagOf(properties, 'Enabled') ?? true;
    }
    if (!sameJson(previous['KmsKeyArn'], properties['KmsKeyArn'])) {
      input['KMSKeyArn'] = textOf(properties, 'KmsKeyArn') ?? '';
    }
    if (names.includes('FilterCriteria') && properties['FilterCriteria'] === undefined) {
      input['FilterCriteria'] = {};
    }
    waitForMapping(context, UUID);
    if (Object.keys(input).length > 0) {
      context.invoke('Lambda', 'UpdateEventSourceMapping', { UUID, ...input });
    }
    const { removed, set } = tagChanges(
      tagsIn(objectsOf(previous, 'Tags')),
      tagsIn(objectsOf(properties, 'Tags')),
    );
    const Resource = mappingOf(UUID, context)?.arn ?? '';
    if (removed.length > 0) context.invoke('Lambda', 'UntagResource', { Resource, TagKeys: removed });
    if (Object.keys(set).length > 0) context.invoke('Lambda', 'TagResource', { Resource, Tags: set });
    return { seconds: provisioningTimes(mappingType).update };
  },
  delete: (UUID, _properties, context) => {
    const record = mappingOf(UUID, context);
    if (record === undefined) return { seconds: 0 };
    if (record.body.state !== 'Deleting') {
      waitForMapping(context, UUID);
      context.invoke('Lambda', 'DeleteEventSourceMapping', { UUID });
    }
    return { seconds: provisioningTimes(mappingType).delete };
  },
  attributes: (id, _properties, context) => {
    const record = mappingOf(id, context);
    return record === undefined ? {} : { Id: id, EventSourceMappingArn: record.arn };
  },
};

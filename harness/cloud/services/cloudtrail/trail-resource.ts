/** How stacks provide `AWS::CloudTrail::Trail` (CloudFormation template reference). */
import { sameJson, type JsonObject } from '../../../contract/json.js';
import type { CallContext } from '../../call-context.js';
import { givenMembers } from '../../given-members.js';
import { physicalName } from '../../physical-name.js';
import { flagOf, objectsOf, retyped, textOf } from '../../property.js';
import { provisioningTimes } from '../../provisioning-times.js';
import type { ResourceProvider } from '../../service.js';
import { listTags, tagChanges, tagsIn } from '../../tag-list.js';
import { defaultEventSelectors } from './event-selectors.js';
import { findTrail, trailArn, trailType } from './trail.js';

const texts = [
  'CloudWatchLogsLogGroupArn',
  'CloudWatchLogsRoleArn',
  'S3BucketName',
  'S3KeyPrefix',
  'SnsTopicName',
] as const;
const flags = [
  'EnableLogFileValidation',
  'IncludeGlobalServiceEvents',
  'IsMultiRegionTrail',
  'IsOrganizationTrail',
] as const;

/** What a setting is where a template says nothing of it any more. */
const unset: Readonly<Record<string, unknown>> = {
  EnableLogFileValidation: false,
  IncludeGlobalServiceEvents: true,
  IsMultiRegionTrail: false,
  KmsKeyId: '',
  S3KeyPrefix: '',
};

function settingsOf(properties: JsonObject): Record<string, unknown> {
  return givenMembers({
    ...Object.fromEntries(texts.map((name) => [name, textOf(properties, name)])),
    ...Object.fromEntries(flags.map((name) => [name, flagOf(properties, name)])),
    KmsKeyId: textOf(properties, 'KMSKeyId'),
  });
}

const selectorFlags = new Set(['IncludeManagementEvents']);

/** The members of a template and of the API are spelled alike. */
function selectors(properties: JsonObject, name: string): readonly unknown[] {
  return (objectsOf(properties, name) ?? []).map((selector) => retyped(selector, new Set(), selectorFlags));
}

function putSelectors(context: CallContext, name: string, properties: JsonObject): void {
  const advanced = selectors(properties, 'AdvancedEventSelectors');
  const basic = selectors(properties, 'EventSelectors');
  const input =
    advanced.length > 0
      ? { AdvancedEventSelectors: advanced }
      : { EventSelectors: basic.length > 0 ? basic : defaultEventSelectors };
  context.invoke('CloudTrail', 'PutEventSelectors', { TrailName: name, ...input });
}

function putInsights(context: CallContext, name: string, properties: JsonObject): void {
  const InsightSelectors = selectors(properties, 'InsightSelectors');
  context.invoke('CloudTrail', 'PutInsightSelectors', { TrailName: name, InsightSelectors });
}

function putTags(context: CallContext, name: string, previous: JsonObject, properties: JsonObject): void {
  const { removed, set } = tagChanges(
    tagsIn(objectsOf(previous, 'Tags')),
    tagsIn(objectsOf(properties, 'Tags')),
  );
  const ResourceId = trailArn(name, context);
  if (removed.length > 0) {
    context.invoke('CloudTrail', 'RemoveTags', { ResourceId, TagsList: removed.map((Key) => ({ Key })) });
  }
  if (Object.keys(set).length === 0) return;
  context.invoke('CloudTrail', 'AddTags', { ResourceId, TagsList: listTags(set) });
}

export const trailResource: ResourceProvider = {
  type: trailType,
  create: (properties, context) => {
    const name = textOf(properties, 'TrailName') ?? physicalName(context, { maximum: 128 });
    const tags = listTags(tagsIn(objectsOf(properties, 'Tags')));
    context.invoke('CloudTrail', 'CreateTrail', {
      Name: name,
      ...settingsOf(properties),
      ...(tags.length === 0 ? {} : { TagsList: tags }),
    });
    const hasSelectors = ['AdvancedEventSelectors', 'EventSelectors'].some(
      (member) => selectors(properties, member).length > 0,
    );
    if (hasSelectors) putSelectors(context, name, properties);
    if (selectors(properties, 'InsightSelectors').length > 0) putInsights(context, name, properties);
    if (flagOf(properties, 'IsLogging') === true)
      context.invoke('CloudTrail', 'StartLogging', { Name: name });
    return { physicalId: name, seconds: provisioningTimes(trailType).create };
  },
  update: (name, properties, previous, context) => {
    const before = settingsOf(previous);
    const after = settingsOf(properties);
    const left = Object.keys(before).filter((member) => !(member in after) && member in unset);
    const changes = {
      ...Object.fromEntries(left.map((member) => [member, unset[member]])),
      ...Object.fromEntries(Object.entries(after).filter(([member, value]) => before[member] !== value)),
    };
    if (Object.keys(changes).length > 0)
      context.invoke('CloudTrail', 'UpdateTrail', { Name: name, ...changes });
    const differs = (member: string): boolean => !sameJson(previous[member], properties[member]);
    if (differs('EventSelectors') || differs('AdvancedEventSelectors'))
      putSelectors(context, name, properties);
    if (differs('InsightSelectors')) putInsights(context, name, properties);
    const logs = flagOf(properties, 'IsLogging') === true;
    if (logs !== (flagOf(previous, 'IsLogging') === true)) {
      context.invoke('CloudTrail', logs ? 'StartLogging' : 'StopLogging', { Name: name });
    }
    putTags(context, name, previous, properties);
    return { seconds: provisioningTimes(trailType).update };
  },
  delete: (name, _properties, context) => {
    if (findTrail(context, name) === undefined) return { seconds: 0 };
    context.invoke('CloudTrail', 'DeleteTrail', { Name: name });
    return { seconds: provisioningTimes(trailType).delete };
  },
  // SnsTopicArn has no value: trails with a topic are refused.
  attributes: (name, _properties, context) => {
    const trail = findTrail(context, name);
    return trail === undefined ? {} : { Arn: trail.arn };
  },
};

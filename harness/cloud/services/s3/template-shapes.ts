/** Turns parts of `AWS::S3::Bucket` that templates spell differently into what S3's operations take. */
import type { LifecycleRule, NotificationConfiguration, Transition } from '@aws-sdk/client-s3';
import type { Json, JsonObject } from '../../../contract/json.js';
import { numberOf, objectOf, objectsOf, textOf } from '../../property.js';
import { tagsIn, listTags } from '../../tag-list.js';

function dateOf(properties: JsonObject, name: string): { Date?: Date } {
  const text = textOf(properties, name);
  return text === undefined ? {} : { Date: new Date(text) };
}

function withNumber<Name extends string>(name: Name, value: number | undefined): { [Key in Name]?: number } {
  return (value === undefined ? {} : { [name]: value }) as { [Key in Name]?: number };
}

/** A rule of a template's LifecycleConfiguration (template reference, "AWS::S3::Bucket Rule"). */
export function lifecycleRuleOf(rule: JsonObject): LifecycleRule {
  const tags = tagsIn(objectsOf(rule, 'TagFilters'));
  const above = numberOf(rule, 'ObjectSizeGreaterThan');
  const below = numberOf(rule, 'ObjectSizeLessThan');
  const id = textOf(rule, 'Id');
  const abort = objectOf(rule, 'AbortIncompleteMultipartUpload');
  return {
    Status: textOf(rule, 'Status') === 'Enabled' ? 'Enabled' : 'Disabled',
    ...(id === undefined ? {} : { ID: id }),
    Filter: {
      And: {
        Prefix: textOf(rule, 'Prefix') ?? '',
        ...(Object.keys(tags).length === 0 ? {} : { Tags: listTags(tags) }),
        ...withNumber('ObjectSizeGreaterThan', above),
        ...withNumber('ObjectSizeLessThan', below),
      },
    },
    ...expirationOf(rule),
    ...noncurrentOf(rule),
    ...transitionsOf(rule),
    ...(abort === undefined
      ? {}
      : {
          AbortIncompleteMultipartUpload: withNumber(
            'DaysAfterInitiation',
            numberOf(abort, 'DaysAfterInitiation'),
          ),
        }),
  };
}

function expirationOf(rule: JsonObject): Pick<LifecycleRule, 'Expiration'> {
  const days = withNumber('Days', numberOf(rule, 'ExpirationInDays'));
  const marker = rule['ExpiredObjectDeleteMarker'];
  const markers = marker === true || marker === 'true' ? { ExpiredObjectDeleteMarker: true } : {};
  const expiration = { ...days, ...dateOf(rule, 'ExpirationDate'), ...markers };
  return Object.keys(expiration).length === 0 ? {} : { Expiration: expiration };
}

function noncurrentOf(rule: JsonObject): Pick<LifecycleRule, 'NoncurrentVersionExpiration'> {
  const expiration = objectOf(rule, 'NoncurrentVersionExpiration') ?? {};
  const days = numberOf(expiration, 'NoncurrentDays') ?? numberOf(rule, 'NoncurrentVersionExpirationInDays');
  if (days === undefined) return {};
  const kept = withNumber('NewerNoncurrentVersions', numberOf(expiration, 'NewerNoncurrentVersions'));
  return { NoncurrentVersionExpiration: { NoncurrentDays: days, ...kept } };
}

function listOf(rule: JsonObject, one: string, many: string): readonly JsonObject[] {
  const single = objectOf(rule, one);
  return [...(single === undefined ? [] : [single]), ...(objectsOf(rule, many) ?? [])];
}

function transitionsOf(
  rule: JsonObject,
): Pick<LifecycleRule, 'NoncurrentVersionTransitions' | 'Transitions'> {
  const current = listOf(rule, 'Transition', 'Transitions').map((each): Transition => ({
    StorageClass: (textOf(each, 'StorageClass') ?? 'GLACIER') as 'GLACIER',
    ...withNumber('Days', numberOf(each, 'TransitionInDays')),
    ...dateOf(each, 'TransitionDate'),
  }));
  const noncurrent = listOf(rule, 'NoncurrentVersionTransition', 'NoncurrentVersionTransitions').map(
    (each) => ({
      StorageClass: (textOf(each, 'StorageClass') ?? 'GLACIER') as 'GLACIER',
      ...withNumber('NoncurrentDays', numberOf(each, 'TransitionInDays')),
      ...withNumber('NewerNoncurrentVersions', numberOf(each, 'NewerNoncurrentVersions')),
    }),
  );
  return {
    ...(current.length === 0 ? {} : { Transitions: current }),
    ...(noncurrent.length === 0 ? {} : { NoncurrentVersionTransitions: noncurrent }),
  };
}

/** A template's NotificationConfiguration: one event for each entry, filters spelled otherwise. */
export function notificationOf(value: JsonObject): NotificationConfiguration {
  const entries = (list: string, template: string, api: string): Record<string, Json>[] =>
    (objectsOf(value, list) ?? []).map((entry) => {
      const filter = objectOf(objectOf(entry, 'Filter') ?? {}, 'S3Key');
      return {
        [api]: entry[template] ?? '',
        Events: [entry['Event'] ?? ''],
        ...(filter === undefined ? {} : { Filter: { Key: { FilterRules: filter['Rules'] ?? [] } } }),
      };
    });
  const topics = entries('TopicConfigurations', 'Topic', 'TopicArn');
  const queues = entries('QueueConfigurations', 'Queue', 'QueueArn');
  const functions = entries('LambdaConfigurations', 'Function', 'LambdaFunctionArn');
  const configuration = {
    ...(topics.length === 0 ? {} : { TopicConfigurations: topics }),
    ...(queues.length === 0 ? {} : { QueueConfigurations: queues }),
    ...(functions.length === 0 ? {} : { LambdaFunctionConfigurations: functions }),
    ...(value['EventBridgeConfiguration'] === undefined ? {} : { EventBridgeConfiguration: {} }),
  };
  return configuration as unknown as NotificationConfiguration;
}

/** How stacks provide `AWS::CloudWatch::Alarm` and `AWS::CloudWatch::CompositeAlarm` (CloudFormation template reference). */
import type { JsonObject } from '../../../contract/json.js';
import type { CallContext } from '../../call-context.js';
import { physicalName } from '../../physical-name.js';
import { objectsOf, retyped, textOf } from '../../property.js';
import { provisioningTimes } from '../../provisioning-times.js';
import type { ResourceProvider } from '../../service.js';
import { listTags, tagsIn } from '../../tag-list.js';
import { alarmArn, alarmNamed, compositeAlarmType, metricAlarmType } from './alarm.js';
import { updateTags } from './update-tags.js';

const numbers = new Set([
  'ActionsSuppressorExtensionPeriod',
  'ActionsSuppressorWaitPeriod',
  'DatapointsToAlarm',
  'EvaluationInterval',
  'EvaluationPeriods',
  'Period',
  'Threshold',
]);
const flags = new Set(['ActionsEnabled', 'ReturnData']);

/** The members of a template and of the API are spelled alike; a second put takes the place of the first. */
function put(context: CallContext, operation: string, AlarmName: string, properties: JsonObject): void {
  const { Tags: _tags, ...others } = retyped(properties, numbers, flags) as JsonObject;
  const tags = listTags(tagsIn(objectsOf(properties, 'Tags')));
  const input = { ...others, AlarmName, ...(tags.length === 0 ? {} : { Tags: tags }) };
  context.invoke('CloudWatch', operation, input);
}

function alarmResource(type: string, operation: string): ResourceProvider {
  return {
    type,
    create: (properties, context) => {
      const name = textOf(properties, 'AlarmName') ?? physicalName(context, { maximum: 255 });
      put(context, operation, name, properties);
      return { physicalId: name, seconds: provisioningTimes(type).create };
    },
    update: (name, properties, previous, context) => {
      const { Tags: _tags, ...settings } = properties;
      put(context, operation, name, settings);
      updateTags(context, alarmArn(context, name), previous, properties);
      return { seconds: provisioningTimes(type).update };
    },
    delete: (name, _properties, context) => {
      if (alarmNamed(context, name)?.type !== type) return { seconds: 0 };
      context.invoke('CloudWatch', 'DeleteAlarms', { AlarmNames: [name] });
      return { seconds: provisioningTimes(type).delete };
    },
    attributes: (name, _properties, context) => {
      const alarm = alarmNamed(context, name);
      return alarm === undefined ? {} : { Arn: alarm.arn };
    },
  };
}

export const metricAlarmResource = alarmResource(metricAlarmType, 'PutMetricAlarm');
export const compositeAlarmResource = alarmResource(compositeAlarmType, 'PutCompositeAlarm');

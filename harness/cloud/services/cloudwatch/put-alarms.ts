/** Setting alarms up, and changing them: a second put takes the place of the first (CloudWatch API Reference, "PutMetricAlarm"). */
import type {
  PutCompositeAlarmCommandInput,
  PutCompositeAlarmCommandOutput,
  PutMetricAlarmCommandInput,
  PutMetricAlarmCommandOutput,
} from '@aws-sdk/client-cloudwatch';
import type { ActionRequest } from '../../../contract/call.js';
import { constraint } from '../../../contract/aws-error.js';
import type { CallContext } from '../../call-context.js';
import { refuse, required } from '../../input-check.js';
import type { Scene } from '../../scene.js';
import { operation } from '../../service.js';
import { toStored } from '../../stored-shape.js';
import { requestTags, tagsIn } from '../../tag-list.js';
import {
  alarmArn,
  alarmNamed,
  alarmPlace,
  compositeAlarmType,
  isComposite,
  metricAlarmType,
  type AlarmRecord,
  type CompositeAlarmBody,
  type CompositeSettings,
  type MetricAlarmBody,
  type MetricSettings,
} from './alarm.js';
import { checkChildren, evaluateComposite } from './alarm-states.js';
import { validationError } from './failures.js';

type PutInput = Pick<
  PutMetricAlarmCommandInput,
  'ActionsEnabled' | 'AlarmActions' | 'AlarmName' | 'InsufficientDataActions' | 'OKActions' | 'Tags'
>;

function asked(action: string, input: PutInput, scene: Scene): ActionRequest[] {
  const resources = [alarmArn(scene, input.AlarmName ?? '*')];
  const context = requestTags(tagsIn(input.Tags));
  const { AlarmActions = [], InsufficientDataActions = [], OKActions = [] } = input;
  const actions = [...AlarmActions, ...InsufficientDataActions, ...OKActions];
  const put = {
    action,
    resources,
    context: { ...context, ...(actions.length === 0 ? {} : { 'cloudwatch:AlarmActions': actions }) },
  };
  if ((input.Tags ?? []).length === 0) return [put];
  return [put, { action: 'cloudwatch:TagResource', resources, context }];
}

/** What an alarm of the name keeps of its past: its state, and its tags, which a second put leaves as they are. */
function settled(context: CallContext, input: PutInput, composite: boolean): AlarmRecord | undefined {
  const name = required(input.AlarmName, 'AlarmName');
  if (name.length === 0 || name.length > 255) {
    throw validationError(
      `1 validation error detected: Value '${name}' at 'alarmName' failed to satisfy constraint: Member must have length between 1 and 255`,
    );
  }
  for (const actions of [input.AlarmActions, input.InsufficientDataActions, input.OKActions]) {
    if ((actions?.length ?? 0) > 5) throw validationError('At most 5 actions are allowed for each state.');
    const wrong = actions?.find((arn) => !arn.startsWith('arn:'));
    if (wrong !== undefined) throw validationError(`Invalid arn syntax: ${wrong}`);
  }
  const present = alarmNamed(context, name);
  if (present === undefined || isComposite(present) === composite) return present;
  throw validationError(`An alarm of another type has the name ${name} already`);
}

function freshState(context: CallContext) {
  return {
    state: 'INSUFFICIENT_DATA',
    stateReason: 'Unchecked: Initial alarm creation',
    stateReasonData: null,
    stateUpdatedAt: context.now,
  } as const;
}

function checkMetric(input: PutMetricAlarmCommandInput): void {
  const periods = required(input.EvaluationPeriods, 'EvaluationPeriods');
  const operator = required(input.ComparisonOperator, 'ComparisonOperator');
  if (periods < 1) {
    throw validationError(
      `1 validation error detected: Value '${periods}' at 'evaluationPeriods' failed to satisfy constraint: Member must have value greater than or equal to 1`,
    );
  }
  if ((input.DatapointsToAlarm ?? 1) > periods) {
    throw validationError('Datapoints to alarm must be less than or equal to the evaluation periods');
  }
  if (needsThreshold(operator)) required(input.Threshold, 'Threshold');
  if (input.Metrics !== undefined) {
    const { Dimensions, ExtendedStatistic, MetricName, Namespace, Period, Statistic, Unit } = input;
    const others = [Dimensions, ExtendedStatistic, MetricName, Namespace, Period, Statistic, Unit];
    if (others.every((member) => member === undefined)) return;
    throw constraint(
      'InvalidParameterCombinationException',
      'Metrics cannot be specified along with MetricName, Namespace, Dimensions, Period, Unit, Statistic or ExtendedStatistic',
    );
  }
  for (const name of ['MetricName', 'Namespace', 'Period'] as const) {
    if (input[name] === undefined) {
      throw constraint('MissingRequiredParameterException', `The parameter ${name} is required`);
    }
  }
  if ((input.Statistic === undefined) === (input.ExtendedStatistic === undefined)) {
    throw validationError('Exactly one of Statistic and ExtendedStatistic must be specified');
  }
  const period = input.Period ?? 60;
  if (period !== 10 && period !== 20 && period !== 30 && (period < 60 || period % 60 !== 0)) {
    throw validationError('Period must be 10, 20, 30 or a multiple of 60');
  }
}

/** Operators of anomaly detection compare with a band. */
function needsThreshold(operator: string): boolean {
  return !/^(LessThanLower|GreaterThanUpper)/.test(operator);
}

const putMetricAlarm = operation<PutMetricAlarmCommandInput, PutMetricAlarmCommandOutput>({
  readOnly: false,
  actions: (input, scene) => asked('cloudwatch:PutMetricAlarm', input, scene),
  run: (input, context) => {
    refuse('CloudWatch.PutMetricAlarm', input, [
      'ActionConfiguration',
      'EvaluationCriteria',
      'EvaluationInterval',
      'EvaluationWindow',
      'WarmUpConfiguration',
    ]);
    const present = settled(context, input, false);
    checkMetric(input);
    const { ActionsEnabled, AlarmName: name = '', Tags, ...others } = input;
    const settings = toStored(others) as MetricSettings;
    const set = { settings, configuredAt: context.now, actionsEnabled: ActionsEnabled ?? true };
    const place = alarmPlace(context, metricAlarmType);
    if (present === undefined) {
      const identity = { id: name, arn: alarmArn(context, name), tags: tagsIn(Tags) };
      const body = { ...freshState(context), ...set };
      context.transaction.putResource(context.born<MetricAlarmBody>(place, identity, body));
    } else context.transaction.putResource({ ...present, body: { ...present.body, ...set } });
    return {};
  },
});

const putCompositeAlarm = operation<PutCompositeAlarmCommandInput, PutCompositeAlarmCommandOutput>({
  readOnly: false,
  actions: (input, scene) => asked('cloudwatch:PutCompositeAlarm', input, scene),
  run: (input, context) => {
    refuse('CloudWatch.PutCompositeAlarm', input, [
      'ActionConfiguration',
      'ActionsSuppressor',
      'ActionsSuppressorExtensionPeriod',
      'ActionsSuppressorWaitPeriod',
    ]);
    const present = settled(context, input, true);
    const rule = required(input.AlarmRule, 'AlarmRule');
    checkChildren(context, rule);
    const { ActionsEnabled, AlarmName: name = '', Tags, ...others } = input;
    const settings = toStored(others) as CompositeSettings;
    const set = { settings, configuredAt: context.now, actionsEnabled: ActionsEnabled ?? true };
    const place = alarmPlace(context, compositeAlarmType);
    const identity = { id: name, arn: alarmArn(context, name), tags: tagsIn(Tags) };
    const base =
      present ?? context.born<CompositeAlarmBody>(place, identity, { ...freshState(context), ...set });
    const alarm = { ...base, body: { ...base.body, ...set } };
    context.transaction.putResource(alarm);
    evaluateComposite(context, alarm);
    return {};
  },
});

export const putAlarmOperations = {
  PutCompositeAlarm: putCompositeAlarm,
  PutMetricAlarm: putMetricAlarm,
};

/** Describing alarms, switching their actions on and off, and deleting them. */
import type {
  CompositeAlarm,
  DeleteAlarmsCommandInput,
  DeleteAlarmsCommandOutput,
  DescribeAlarmsCommandInput,
  DescribeAlarmsCommandOutput,
  DescribeAlarmsForMetricCommandInput,
  DescribeAlarmsForMetricCommandOutput,
  DisableAlarmActionsCommandInput,
  DisableAlarmActionsCommandOutput,
  EnableAlarmActionsCommandInput,
  EnableAlarmActionsCommandOutput,
  MetricAlarm,
} from '@aws-sdk/client-cloudwatch';
import { constraint } from '../../../contract/aws-error.js';
import type { ActionRequest } from '../../../contract/call.js';
import { sameJson } from '../../../contract/json.js';
import type { CallContext } from '../../call-context.js';
import { required } from '../../input-check.js';
import { pageOf } from '../../page.js';
import type { Scene } from '../../scene.js';
import { operation } from '../../service.js';
import type { ResourceRecord } from '../../world/state.js';
import {
  alarmArn,
  alarmNamed,
  compositeAlarms,
  describeCompositeAlarm,
  describeMetricAlarm,
  isComposite,
  metricAlarms,
  type AlarmRecord,
} from './alarm.js';
import { alarmsIn } from './alarm-rule.js';
import { ruleOf } from './alarm-states.js';
import { badToken, validationError } from './failures.js';

function onAlarms(action: string) {
  return (input: { readonly AlarmNames?: readonly string[] | undefined }, scene: Scene): ActionRequest[] => {
    const names = input.AlarmNames ?? [];
    const resources = (names.length === 0 ? ['*'] : names).map((name) => alarmArn(scene, name));
    return [{ action, resources }];
  };
}

/** Alarms of the wanted types, in the order of their names. */
function candidates(context: CallContext, types: readonly string[] | undefined): AlarmRecord[] {
  const wanted = types ?? ['MetricAlarm'];
  const all: AlarmRecord[] = [];
  if (wanted.includes('MetricAlarm')) all.push(...metricAlarms(context.state, context));
  if (wanted.includes('CompositeAlarm')) all.push(...compositeAlarms(context.state, context));
  return all.sort((one, other) => (one.id < other.id ? -1 : 1));
}

function actionsOf({ body }: AlarmRecord): readonly string[] {
  const { AlarmActions = [], InsufficientDataActions = [], OKActions = [] } = body.settings;
  return [...AlarmActions, ...InsufficientDataActions, ...OKActions];
}

function isWanted(alarm: AlarmRecord, input: DescribeAlarmsCommandInput): boolean {
  const { ActionPrefix, AlarmNamePrefix, AlarmNames, StateValue } = input;
  return (
    (AlarmNames === undefined || AlarmNames.includes(alarm.id)) &&
    (AlarmNamePrefix === undefined || alarm.id.startsWith(AlarmNamePrefix)) &&
    (StateValue === undefined || alarm.body.state === StateValue) &&
    (ActionPrefix === undefined || actionsOf(alarm).some((arn) => arn.startsWith(ActionPrefix)))
  );
}

function shown(alarms: readonly AlarmRecord[]): {
  MetricAlarms: MetricAlarm[];
  CompositeAlarms: CompositeAlarm[];
} {
  const MetricAlarms: MetricAlarm[] = [];
  const CompositeAlarms: CompositeAlarm[] = [];
  for (const alarm of alarms) {
    if (isComposite(alarm)) CompositeAlarms.push(describeCompositeAlarm(alarm));
    else MetricAlarms.push(describeMetricAlarm(alarm));
  }
  return { MetricAlarms, CompositeAlarms };
}

/** Alarms above or below one in the rules of composite alarms; of those, little is shown. */
function relatives(context: CallContext, input: DescribeAlarmsCommandInput): DescribeAlarmsCommandOutput {
  const { AlarmTypes, ChildrenOfAlarmName: parent, ParentsOfAlarmName: child } = input;
  const all = candidates(context, AlarmTypes ?? ['MetricAlarm', 'CompositeAlarm']);
  const below =
    parent === undefined
      ? undefined
      : all.flatMap((alarm) => (alarm.id === parent && isComposite(alarm) ? alarmsIn(ruleOf(alarm)) : []));
  const related = all.filter((alarm) =>
    below === undefined
      ? isComposite(alarm) && alarmsIn(ruleOf(alarm)).includes(child ?? '')
      : below.includes(alarm.id),
  );
  const { CompositeAlarms, MetricAlarms } = shown(related);
  const brief = ({
    AlarmArn,
    AlarmName,
    StateValue,
    StateUpdatedTimestamp,
  }: MetricAlarm | CompositeAlarm) => ({
    AlarmArn,
    AlarmName,
    ...(parent === undefined ? {} : { StateValue, StateUpdatedTimestamp }),
  });
  const output = { MetricAlarms: MetricAlarms.map(brief), CompositeAlarms: CompositeAlarms.map(brief) };
  return output as DescribeAlarmsCommandOutput;
}

const describeAlarms = operation<DescribeAlarmsCommandInput, DescribeAlarmsCommandOutput>({
  readOnly: true,
  actions: (_input, scene) => [{ action: 'cloudwatch:DescribeAlarms', resources: [alarmArn(scene, '*')] }],
  run: (input, context) => {
    if (input.AlarmNames !== undefined && input.AlarmNamePrefix !== undefined) {
      throw constraint(
        'InvalidParameterCombinationException',
        'AlarmNames and AlarmNamePrefix cannot be specified together',
      );
    }
    if (input.ChildrenOfAlarmName !== undefined || input.ParentsOfAlarmName !== undefined) {
      return relatives(context, input);
    }
    const chosen = candidates(context, input.AlarmTypes).filter((alarm) => isWanted(alarm, input));
    const { items, next } = pageOf(chosen, {
      keyOf: (alarm) => alarm.id,
      limit: Math.min(input.MaxRecords ?? 50, 100),
      token: input.NextToken,
      badToken,
    });
    return { ...shown(items), ...(next === undefined ? {} : { NextToken: next }) };
  },
});

const describeAlarmsForMetric = operation<
  DescribeAlarmsForMetricCommandInput,
  DescribeAlarmsForMetricCommandOutput
>({
  readOnly: true,
  actions: () => [{ action: 'cloudwatch:DescribeAlarmsForMetric', resources: ['*'] }],
  run: (input, context) => {
    const MetricName = required(input.MetricName, 'MetricName');
    const Namespace = required(input.Namespace, 'Namespace');
    const dimensions = keyed(input.Dimensions ?? []);
    const alarms = metricAlarms(context.state, context).filter(({ body: { settings } }) => {
      const optional = ['ExtendedStatistic', 'Period', 'Statistic', 'Unit'] as const;
      return (
        settings.MetricName === MetricName &&
        settings.Namespace === Namespace &&
        sameJson(keyed(settings.Dimensions ?? []), dimensions) &&
        optional.every((name) => input[name] === undefined || input[name] === settings[name])
      );
    });
    return { MetricAlarms: alarms.map(describeMetricAlarm) };
  },
});

function keyed(
  dimensions: readonly { readonly Name?: string | undefined; readonly Value?: string | undefined }[],
): Record<string, string> {
  return Object.fromEntries(dimensions.map(({ Name = '', Value = '' }) => [Name, Value]));
}

/** Alarms that are not there are passed over, as they are on AWS. */
function switchActions(context: CallContext, names: readonly string[], actionsEnabled: boolean): void {
  for (const name of names) {
    const alarm = alarmNamed(context, name);
    if (alarm === undefined || alarm.body.actionsEnabled === actionsEnabled) continue;
    const switched: ResourceRecord = { ...alarm, body: { ...alarm.body, actionsEnabled } };
    context.transaction.putResource(switched);
  }
}

const enableAlarmActions = operation<EnableAlarmActionsCommandInput, EnableAlarmActionsCommandOutput>({
  readOnly: false,
  actions: onAlarms('cloudwatch:EnableAlarmActions'),
  run: (input, context) => {
    switchActions(context, required(input.AlarmNames, 'AlarmNames'), true);
    return {};
  },
});

const disableAlarmActions = operation<DisableAlarmActionsCommandInput, DisableAlarmActionsCommandOutput>({
  readOnly: false,
  actions: onAlarms('cloudwatch:DisableAlarmActions'),
  run: (input, context) => {
    switchActions(context, required(input.AlarmNames, 'AlarmNames'), false);
    return {};
  },
});

const deleteAlarms = operation<DeleteAlarmsCommandInput, DeleteAlarmsCommandOutput>({
  readOnly: false,
  actions: onAlarms('cloudwatch:DeleteAlarms'),
  // One name that cannot be deleted keeps all others too.
  run: (input, context) => {
    const names = [...new Set(required(input.AlarmNames, 'AlarmNames'))];
    if (names.length > 100) throw validationError('At most 100 alarms can be deleted at once.');
    const alarms = names.map((name) => {
      const alarm = alarmNamed(context, name);
      if (alarm === undefined) throw constraint('ResourceNotFound', `Alarm ${name} not found`, 404);
      return alarm;
    });
    if (alarms.filter(isComposite).length > 1) {
      throw validationError('Only one composite alarm can be deleted per request.');
    }
    const left = compositeAlarms(context.state, context).filter(({ id }) => !names.includes(id));
    const watched = new Set(left.flatMap((composite) => alarmsIn(ruleOf(composite))));
    for (const alarm of alarms) {
      if (watched.has(alarm.id)) {
        throw validationError(
          `Cannot delete ${alarm.id} as there are primary composite alarm(s) depending on it.`,
        );
      }
      context.transaction.deleteResource(alarm);
    }
    return {};
  },
});

export const alarmOperations = {
  DeleteAlarms: deleteAlarms,
  DescribeAlarms: describeAlarms,
  DescribeAlarmsForMetric: describeAlarmsForMetric,
  DisableAlarmActions: disableAlarmActions,
  EnableAlarmActions: enableAlarmActions,
};

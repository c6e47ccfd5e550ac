/** Alarms: what CloudWatch keeps of them, how they are found and shown, and what is observed of them. */
import type {
  CompositeAlarm,
  MetricAlarm,
  PutCompositeAlarmCommandInput,
  PutMetricAlarmCommandInput,
  StateValue,
} from '@aws-sdk/client-cloudwatch';
import type { CallContext } from '../../call-context.js';
import { recordsAt } from '../../records-at.js';
import type { Scene } from '../../scene.js';
import { fromStored, type Stored } from '../../stored-shape.js';
import { plainObservation } from '../../../contract/plain-observation.js';
import type { ResourceKind } from '../../world/model.js';
import type { ResourcePlace, ResourceRecord, State } from '../../world/state.js';

export const metricAlarmType = 'AWS::CloudWatch::Alarm';
export const compositeAlarmType = 'AWS::CloudWatch::CompositeAlarm';

/** Virtual times in milliseconds. */
type AlarmState = {
  readonly state: StateValue;
  readonly stateReason: string;
  readonly stateReasonData: string | null;
  readonly stateUpdatedAt: number;
  readonly configuredAt: number;
  readonly actionsEnabled: boolean;
};

/** Members that are kept apart, and those of which nothing is made here. */
type Apart = 'AlarmName' | 'ActionsEnabled' | 'ActionConfiguration' | 'Tags';
type MetricApart =
  Apart | 'EvaluationCriteria' | 'EvaluationInterval' | 'EvaluationWindow' | 'WarmUpConfiguration';

export type MetricSettings = Stored<Omit<PutMetricAlarmCommandInput, MetricApart>>;
export type CompositeSettings = Stored<Omit<PutCompositeAlarmCommandInput, Apart>>;

export type MetricAlarmBody = AlarmState & { readonly settings: MetricSettings };
export type CompositeAlarmBody = AlarmState & { readonly settings: CompositeSettings };

/** An alarm's id is its name; metric and composite alarms share their names. */
export type MetricAlarmRecord = ResourceRecord<MetricAlarmBody>;
export type CompositeAlarmRecord = ResourceRecord<CompositeAlarmBody>;
export type AlarmRecord = MetricAlarmRecord | CompositeAlarmRecord;

export function alarmArn({ account, partition, region }: Scene, name: string): string {
  return `arn:${partition}:cloudwatch:${region}:${account}:alarm:${name}`;
}

export function alarmPlace({ account, region }: Scene, type: string): ResourcePlace {
  return { type, account, region };
}

export function isComposite(alarm: AlarmRecord): alarm is CompositeAlarmRecord {
  return alarm.type === compositeAlarmType;
}

export function alarmNamed(context: CallContext, name: string): AlarmRecord | undefined {
  return (
    context.transaction.resource<MetricAlarmBody>(alarmPlace(context, metricAlarmType), name) ??
    context.transaction.resource<CompositeAlarmBody>(alarmPlace(context, compositeAlarmType), name)
  );
}

export function compositeAlarms(state: State, scene: Scene): CompositeAlarmRecord[] {
  return [...recordsAt<CompositeAlarmBody>(state, alarmPlace(scene, compositeAlarmType))];
}

export function metricAlarms(state: State, scene: Scene): MetricAlarmRecord[] {
  return [...recordsAt<MetricAlarmBody>(state, alarmPlace(scene, metricAlarmType))];
}

function common({ arn, body, id }: AlarmRecord) {
  return {
    AlarmName: id,
    AlarmArn: arn,
    ActionsEnabled: body.actionsEnabled,
    StateValue: body.state,
    StateReason: body.stateReason,
    ...(body.stateReasonData === null ? {} : { StateReasonData: body.stateReasonData }),
    StateUpdatedTimestamp: new Date(body.stateUpdatedAt),
    StateTransitionedTimestamp: new Date(body.stateUpdatedAt),
    AlarmConfigurationUpdatedTimestamp: new Date(body.configuredAt),
  };
}

const noActions = { OKActions: [], AlarmActions: [], InsufficientDataActions: [] };

export function describeMetricAlarm(alarm: MetricAlarmRecord): MetricAlarm {
  const { Metrics, ...settings } = fromStored(alarm.body.settings);
  return {
    ...noActions,
    ...(Metrics === undefined ? { Dimensions: [] } : { Metrics }),
    ...settings,
    ...common(alarm),
  };
}

export function describeCompositeAlarm(alarm: CompositeAlarmRecord): CompositeAlarm {
  return { ...noActions, ...fromStored(alarm.body.settings), ...common(alarm) };
}

/** An alarm whose actions are switched off wakes nobody up. */
function observe(record: ResourceRecord): ReturnType<ResourceKind['observe']> {
  const { body, tags } = record as AlarmRecord;
  return plainObservation({
    serving: body.actionsEnabled,
    configuration: { ...body.settings, ActionsEnabled: body.actionsEnabled, Tags: tags },
  });
}

export const metricAlarmKind: ResourceKind = { type: metricAlarmType, observe };
export const compositeAlarmKind: ResourceKind = { type: compositeAlarmType, observe };

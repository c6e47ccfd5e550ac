/**
 * States of alarms. Metrics are not modeled: a metric alarm has the state it was born with or was set to, and a
 * composite alarm follows those that its rule looks at.
 */
import type { SetAlarmStateCommandInput, SetAlarmStateCommandOutput } from '@aws-sdk/client-cloudwatch';
import { constraint } from '../../../contract/aws-error.js';
import type { CallContext } from '../../call-context.js';
import { required } from '../../input-check.js';
import { operation } from '../../service.js';
import type { ResourceRecord } from '../../world/state.js';
import {
  alarmArn,
  alarmNamed,
  compositeAlarms,
  isComposite,
  type AlarmRecord,
  type CompositeAlarmRecord,
} from './alarm.js';
import { alarmsIn, holds, readAlarmRule, type AlarmRule } from './alarm-rule.js';
import { validationError } from './failures.js';

type StateChange = Pick<AlarmRecord['body'], 'state' | 'stateReason' | 'stateReasonData'>;

/**
 * Stores an alarm in a state, and lets composite alarms that look at it follow.
 * @param on alarms that have followed on the way: each does so once, so that a cycle of rules comes to rest.
 */
function enterState(
  context: CallContext,
  alarm: AlarmRecord,
  change: StateChange,
  on: ReadonlySet<string> = new Set(),
): void {
  const moved = alarm.body.state !== change.state;
  const stateUpdatedAt = moved ? context.now : alarm.body.stateUpdatedAt;
  const entered: ResourceRecord = { ...alarm, body: { ...alarm.body, ...change, stateUpdatedAt } };
  context.transaction.putResource(entered);
  if (!moved) return;
  const way = new Set([...on, alarm.id]);
  for (const { id } of compositeAlarms(context.state, context)) {
    const composite = alarmNamed(context, id);
    if (composite === undefined || !isComposite(composite) || way.has(id)) continue;
    if (alarmsIn(ruleOf(composite)).includes(alarm.id)) evaluateComposite(context, composite, way);
  }
}

export function ruleOf(alarm: CompositeAlarmRecord): AlarmRule {
  return readAlarmRule(alarm.body.settings.AlarmRule);
}

/** Lets a composite alarm have the state that its rule says. */
export function evaluateComposite(
  context: CallContext,
  alarm: CompositeAlarmRecord,
  on?: ReadonlySet<string>,
): void {
  const state = holds(ruleOf(alarm), (name) => alarmNamed(context, name)?.body.state) ? 'ALARM' : 'OK';
  if (state === alarm.body.state) return;
  const stateReason = `${alarm.arn} transitioned to ${state} at ${new Date(context.now).toUTCString()}`;
  enterState(context, alarm, { state, stateReason, stateReasonData: null }, on);
}

const setAlarmState = operation<SetAlarmStateCommandInput, SetAlarmStateCommandOutput>({
  readOnly: false,
  actions: (input, scene) => [
    { action: 'cloudwatch:SetAlarmState', resources: [alarmArn(scene, input.AlarmName ?? '*')] },
  ],
  run: (input, context) => {
    const alarm = alarmNamed(context, required(input.AlarmName, 'AlarmName'));
    if (alarm === undefined) throw constraint('ResourceNotFound', 'Alarm not found', 404);
    const state = checkedState(required(input.StateValue, 'StateValue'));
    const { StateReasonData = null } = input;
    if (StateReasonData !== null) checkJson(StateReasonData);
    enterState(context, alarm, {
      state,
      stateReason: required(input.StateReason, 'StateReason'),
      stateReasonData: StateReasonData,
    });
    return {};
  },
});

const states = ['INSUFFICIENT_DATA', 'ALARM', 'OK'] as const;
type AlarmState = (typeof states)[number];

function checkedState(wanted: string): AlarmState {
  const state = states.find((each) => each === wanted);
  if (state !== undefined) return state;
  throw validationError(
    `1 validation error detected: Value '${wanted}' at 'stateValue' failed to satisfy constraint: Member must satisfy enum value set: [${states.join(', ')}]`,
  );
}

function checkJson(text: string): void {
  try {
    JSON.parse(text);
  } catch {
    throw constraint('InvalidFormatFault', 'StateReasonData was not valid JSON.');
  }
}

/** @throws AwsFailure ValidationError where a rule looks at an alarm that is not there. */
export function checkChildren(context: CallContext, rule: string): void {
  const missing = alarmsIn(readAlarmRule(rule)).filter((name) => alarmNamed(context, name) === undefined);
  if (missing.length === 0) return;
  throw validationError(
    `Could not save the composite alarm as alarms [${missing.join(', ')}] in the alarm rule do not exist`,
  );
}

export const alarmStateOperations = { SetAlarmState: setAlarmState };

/** What is asked of CloudWatch about alarms, composite ones too, their tags, and dashboards. */
import { defineSuite } from '../sequence.js';

const late = {
  AlarmName: 'late',
  AlarmDescription: 'orders are late',
  MetricName: 'Age',
  Namespace: 'Shop',
  Statistic: 'Maximum',
  Period: 60,
  EvaluationPeriods: 3,
  Threshold: 30,
  ComparisonOperator: 'GreaterThanThreshold',
};

const arn = 'arn:aws:cloudwatch:us-east-1:{account}:alarm:';

const board = (title: string): string =>
  JSON.stringify({
    widgets: [{ type: 'text', x: 0, y: 0, width: 6, height: 3, properties: { markdown: title } }],
  });

export default defineSuite({
  name: 'cloudwatch',
  service: 'CloudWatch',
  sequences: [
    {
      name: "an alarm's life",
      steps: [
        { operation: 'DescribeAlarms', input: { AlarmNames: ['late'] } },
        { operation: 'PutMetricAlarm', input: late },
        { operation: 'DescribeAlarms', input: { AlarmNames: ['late'] } },
        { operation: 'PutMetricAlarm', input: { ...late, Threshold: 60, TreatMissingData: 'notBreaching' } },
        { operation: 'DescribeAlarms' },
        { operation: 'DescribeAlarms', input: { StateValue: 'ALARM' } },
        { operation: 'DescribeAlarms', input: { AlarmNamePrefix: 'la' } },
        { operation: 'DescribeAlarmsForMetric', input: { MetricName: 'Age', Namespace: 'Shop' } },
        { operation: 'DescribeAlarmsForMetric', input: { MetricName: 'Age', Namespace: 'Other' } },
        { operation: 'DeleteAlarms', input: { AlarmNames: ['late'] } },
        { operation: 'DescribeAlarms' },
      ],
    },
    {
      name: 'what an alarm cannot be',
      steps: [
        {
          operation: 'PutMetricAlarm',
          input: { ...late, EvaluationPeriods: 0 },
          fails: 'ValidationException',
        },
        {
          operation: 'PutMetricAlarm',
          input: { ...late, EvaluationPeriods: 2, DatapointsToAlarm: 3 },
          fails: 'ValidationException',
        },
        { operation: 'PutMetricAlarm', input: { ...late, Period: 45 }, fails: 'ValidationException' },
        { operation: 'DescribeAlarms' },
      ],
    },
    {
      name: 'states and actions',
      steps: [
        { operation: 'PutMetricAlarm', input: late },
        { operation: 'DisableAlarmActions', input: { AlarmNames: ['late'] } },
        { operation: 'DescribeAlarms', input: { AlarmNames: ['late'] } },
        { operation: 'EnableAlarmActions', input: { AlarmNames: ['late', 'never'] } },
        {
          operation: 'SetAlarmState',
          input: { AlarmName: 'late', StateValue: 'ALARM', StateReason: 'a drill' },
        },
        { operation: 'DescribeAlarms', input: { AlarmNames: ['late'] } },
        {
          operation: 'SetAlarmState',
          input: { AlarmName: 'never', StateValue: 'ALARM', StateReason: 'a drill' },
          fails: 'ResourceNotFound',
        },
        {
          operation: 'SetAlarmState',
          input: { AlarmName: 'late', StateValue: 'WORRIED', StateReason: 'a drill' },
          fails: 'ValidationException',
        },
        { operation: 'DescribeAlarms', input: { StateValue: 'ALARM' } },
      ],
    },
    {
      name: 'composite alarms',
      steps: [
        { operation: 'PutMetricAlarm', input: late },
        {
          operation: 'PutCompositeAlarm',
          input: { AlarmName: 'any', AlarmRule: 'ALARM("late")', AlarmDescription: 'anything' },
        },
        {
          operation: 'DescribeAlarms',
          input: { AlarmTypes: ['CompositeAlarm'] },
          ignore: ['CompositeAlarms[].StateReason', 'CompositeAlarms[].StateReasonData'],
        },
        {
          operation: 'PutCompositeAlarm',
          input: { AlarmName: 'wrong', AlarmRule: 'ALARM("never")' },
          fails: 'ValidationException',
        },
        { operation: 'DeleteAlarms', input: { AlarmNames: ['any'] } },
        { operation: 'DescribeAlarms', input: { AlarmTypes: ['CompositeAlarm'] } },
      ],
    },
    {
      name: 'tags of alarms',
      steps: [
        { operation: 'PutMetricAlarm', input: { ...late, Tags: [{ Key: 'team', Value: 'a' }] } },
        {
          operation: 'TagResource',
          input: { ResourceARN: `${arn}late`, Tags: [{ Key: 'stage', Value: 'test' }] },
        },
        { operation: 'ListTagsForResource', input: { ResourceARN: `${arn}late` } },
        { operation: 'UntagResource', input: { ResourceARN: `${arn}late`, TagKeys: ['team', 'never'] } },
        { operation: 'ListTagsForResource', input: { ResourceARN: `${arn}late` } },
        {
          operation: 'TagResource',
          input: { ResourceARN: `${arn}never`, Tags: [{ Key: 'stage', Value: 'test' }] },
          fails: 'ResourceNotFoundException',
        },
        {
          operation: 'UntagResource',
          input: { ResourceARN: `${arn}never`, TagKeys: ['stage'] },
          fails: 'ResourceNotFoundException',
        },
      ],
    },
    {
      name: 'dashboards',
      steps: [
        { operation: 'GetDashboard', input: { DashboardName: 'shop' }, fails: 'DashboardNotFoundError' },
        { operation: 'PutDashboard', input: { DashboardName: 'shop', DashboardBody: board('Shop') } },
        {
          operation: 'PutDashboard',
          input: { DashboardName: 'shop', DashboardBody: 'no json' },
          fails: 'DashboardInvalidInputError',
        },
        { operation: 'PutDashboard', input: { DashboardName: 'shop', DashboardBody: board('Shop 2') } },
        { operation: 'GetDashboard', input: { DashboardName: 'shop' } },
        { operation: 'ListDashboards', input: { DashboardNamePrefix: 'sh' } },
        {
          operation: 'DeleteDashboards',
          input: { DashboardNames: ['shop', 'never'] },
          fails: 'DashboardNotFoundError',
        },
        { operation: 'GetDashboard', input: { DashboardName: 'shop' } },
        { operation: 'DeleteDashboards', input: { DashboardNames: ['shop'] } },
        { operation: 'ListDashboards' },
      ],
    },
  ],
});

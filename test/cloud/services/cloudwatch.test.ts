import { expect } from 'chai';
import fc from 'fast-check';
import type { DescribeAlarmsCommandOutput } from '@aws-sdk/client-cloudwatch';
import type { AwsError } from '../../../harness/contract/aws-error.js';
import { alarmsIn, holds, readAlarmRule } from '../../../harness/cloud/services/cloudwatch/alarm-rule.js';
import { cloudUnderTest, testStart, type CloudUnderTest } from '../cloud-under-test.js';
import { expectError } from './expect-error.js';
import { configurationOf, provideResource } from './provided-resource.js';

const alarmType = 'AWS::CloudWatch::Alarm';
const compositeType = 'AWS::CloudWatch::CompositeAlarm';
const alarmArn = 'arn:aws-cn:cloudwatch:cn-north-1:123456789012:alarm:errors';
const topic = 'arn:aws-cn:sns:cn-north-1:123456789012:on-call';

const errorsAlarm = {
  AlarmName: 'errors',
  Namespace: 'AWS/Lambda',
  MetricName: 'Errors',
  Dimensions: [{ Name: 'FunctionName', Value: 'report' }],
  Statistic: 'Sum',
  Period: 60,
  EvaluationPeriods: 5,
  Threshold: 10,
  ComparisonOperator: 'GreaterThanOrEqualToThreshold',
  AlarmActions: [topic],
};

async function withAlarms(...names: string[]): Promise<CloudUnderTest> {
  const cloud = await cloudUnderTest();
  for (const AlarmName of names) cloud.call('CloudWatch', 'PutMetricAlarm', { ...errorsAlarm, AlarmName });
  return cloud;
}

function describeAlarms(cloud: CloudUnderTest, input: object = {}): DescribeAlarmsCommandOutput {
  return cloud.call<DescribeAlarmsCommandOutput>('CloudWatch', 'DescribeAlarms', input);
}

function stateOf(cloud: CloudUnderTest, name: string): string | undefined {
  const AlarmTypes = ['MetricAlarm', 'CompositeAlarm'];
  const { CompositeAlarms = [], MetricAlarms = [] } = describeAlarms(cloud, {
    AlarmNames: [name],
    AlarmTypes,
  });
  return [...MetricAlarms, ...CompositeAlarms][0]?.StateValue;
}

function setState(cloud: CloudUnderTest, AlarmName: string, StateValue: string): void {
  cloud.call('CloudWatch', 'SetAlarmState', { AlarmName, StateValue, StateReason: 'by hand' });
}

describe('CloudWatch alarms', () => {
  it('are put, described and put again, keeping state and tags', async () => {
    const cloud = await cloudUnderTest();
    cloud.call('CloudWatch', 'PutMetricAlarm', { ...errorsAlarm, Tags: [{ Key: 'team', Value: 'cost' }] });
    const [alarm] = describeAlarms(cloud).MetricAlarms ?? [];
    expect(alarm).to.deep.include({
      ...errorsAlarm,
      AlarmArn: alarmArn,
      ActionsEnabled: true,
      OKActions: [],
      StateValue: 'INSUFFICIENT_DATA',
      StateReason: 'Unchecked: Initial alarm creation',
      StateUpdatedTimestamp: new Date(testStart),
    });
    setState(cloud, 'errors', 'OK');
    cloud.call('CloudWatch', 'PutMetricAlarm', { ...errorsAlarm, Threshold: 20 });
    expect(describeAlarms(cloud).MetricAlarms?.[0]).to.include({ StateValue: 'OK', Threshold: 20 });
    expect(cloud.call('CloudWatch', 'ListTagsForResource', { ResourceARN: alarmArn })).to.deep.equal({
      Tags: [{ Key: 'team', Value: 'cost' }],
    });
    expect(configurationOf(cloud, alarmType)).to.include({ Threshold: 20, ActionsEnabled: true });
  });

  it('are refused where their members do not fit each other', async () => {
    const cloud = await cloudUnderTest();
    const error = (changes: object): AwsError =>
      cloud.errorOf('CloudWatch', 'PutMetricAlarm', { ...errorsAlarm, ...changes });
    expect(error({ Metrics: [] }).code).to.equal('InvalidParameterCombinationException');
    expect(error({ Namespace: undefined }).code).to.equal('MissingRequiredParameterException');
    expect(error({ ExtendedStatistic: 'p90' }).message).to.match(/^Exactly one of Statistic/);
    expect(error({ Threshold: undefined }).message).to.match(/'threshold' failed to satisfy constraint/);
    expect(error({ Period: 45 }).message).to.match(/^Period must be/);
    expect(error({ AlarmActions: ['on-call'] }).message).to.equal('Invalid arn syntax: on-call');
    expectError(
      error({ EvaluationInterval: 5 }),
      'NotImplemented',
      'not implemented: CloudWatch.PutMetricAlarm with EvaluationInterval',
      'unsupported',
    );
    expect(cloud.inventory(alarmType)).to.be.empty;
  });

  it('are found by name, prefix, state, action and metric, page by page', async () => {
    const cloud = await withAlarms('a-1', 'a-2', 'b-1');
    setState(cloud, 'a-2', 'ALARM');
    const names = (input: object): (string | undefined)[] =>
      (describeAlarms(cloud, input).MetricAlarms ?? []).map(({ AlarmName }) => AlarmName);
    expect(names({ AlarmNames: ['b-1', 'gone'] })).to.deep.equal(['b-1']);
    expect(names({ AlarmNamePrefix: 'a-' })).to.deep.equal(['a-1', 'a-2']);
    expect(names({ StateValue: 'ALARM' })).to.deep.equal(['a-2']);
    expect(names({ ActionPrefix: topic.slice(0, -2) })).to.have.length(3);
    const first = describeAlarms(cloud, { MaxRecords: 2 });
    expect(names({ MaxRecords: 2, NextToken: first.NextToken })).to.deep.equal(['b-1']);
    expect(cloud.errorOf('CloudWatch', 'DescribeAlarms', { NextToken: 'x' }).code).to.equal(
      'InvalidNextToken',
    );
    const metric = { Namespace: 'AWS/Lambda', MetricName: 'Errors' };
    const forMetric = (further: object): number =>
      cloud.call<{ MetricAlarms: unknown[] }>('CloudWatch', 'DescribeAlarmsForMetric', {
        ...metric,
        ...further,
      }).MetricAlarms.length;
    expect(forMetric({ Dimensions: errorsAlarm.Dimensions })).to.equal(3);
    expect(forMetric({})).to.equal(0);
  });

  it('stop to serve while their actions are off', async () => {
    const cloud = await withAlarms('errors');
    const input = { AlarmNames: ['errors'] };
    expect(
      cloud.preview('CloudWatch', 'DisableAlarmActions', input).effects.map(({ kind }) => kind),
    ).to.deep.equal(['stop', 'update']);
    cloud.call('CloudWatch', 'DisableAlarmActions', input);
    expect(cloud.inventory(alarmType)[0]?.observed.serving).to.be.false;
    cloud.call('CloudWatch', 'EnableAlarmActions', input);
    expect(cloud.inventory(alarmType)[0]?.observed.serving).to.be.true;
  });

  it('are deleted all or none', async () => {
    const cloud = await withAlarms('a', 'b');
    expect(cloud.errorOf('CloudWatch', 'DeleteAlarms', { AlarmNames: ['a', 'gone'] })).to.include({
      code: 'ResourceNotFound',
      status: 404,
    });
    expect(cloud.inventory(alarmType)).to.have.length(2);
    const input = { AlarmNames: ['a', 'b'] };
    expect(cloud.preview('CloudWatch', 'DeleteAlarms', input).effects.map(({ kind }) => kind)).to.deep.equal([
      'delete',
      'delete',
    ]);
    cloud.call('CloudWatch', 'DeleteAlarms', input);
    expect(cloud.inventory(alarmType)).to.be.empty;
  });

  it('carry tags', async () => {
    const cloud = await withAlarms('errors');
    cloud.call('CloudWatch', 'TagResource', {
      ResourceARN: alarmArn,
      Tags: [
        { Key: 'team', Value: 'cost' },
        { Key: 'stage', Value: 'prod' },
      ],
    });
    cloud.call('CloudWatch', 'UntagResource', { ResourceARN: alarmArn, TagKeys: ['team'] });
    expect(configurationOf(cloud, alarmType)['Tags']).to.deep.equal({ stage: 'prod' });
    expect(cloud.errorOf('CloudWatch', 'ListTagsForResource', { ResourceARN: `${alarmArn}s` }).code).to.equal(
      'ResourceNotFoundException',
    );
  });
});

describe('CloudWatch composite alarms', () => {
  const put = (cloud: CloudUnderTest, AlarmName: string, AlarmRule: string): void => {
    cloud.call('CloudWatch', 'PutCompositeAlarm', { AlarmName, AlarmRule });
  };

  it('follow the alarms that their rule looks at', async () => {
    const cloud = await withAlarms('cpu', 'disk');
    put(cloud, 'both', 'ALARM("cpu") AND ALARM(disk)');
    put(cloud, 'top', `ALARM(${alarmArn.replace('errors', 'both')})`);
    expect([stateOf(cloud, 'both'), stateOf(cloud, 'top')]).to.deep.equal(['OK', 'OK']);
    setState(cloud, 'cpu', 'ALARM');
    expect(stateOf(cloud, 'both')).to.equal('OK');
    setState(cloud, 'disk', 'ALARM');
    expect([stateOf(cloud, 'both'), stateOf(cloud, 'top')]).to.deep.equal(['ALARM', 'ALARM']);
    expect(
      describeAlarms(cloud, { ChildrenOfAlarmName: 'both' }).MetricAlarms?.map(({ AlarmName }) => AlarmName),
    ).to.deep.equal(['cpu', 'disk']);
    expect(describeAlarms(cloud, { ParentsOfAlarmName: 'cpu' }).CompositeAlarms?.[0]?.AlarmName).to.equal(
      'both',
    );
    expectError(
      cloud.errorOf('CloudWatch', 'DeleteAlarms', { AlarmNames: ['cpu'] }),
      'ValidationException',
      'Cannot delete cpu as there are primary composite alarm(s) depending on it.',
    );
    expect(cloud.errorOf('CloudWatch', 'DeleteAlarms', { AlarmNames: ['both', 'top'] }).message).to.match(
      /^Only one composite alarm/,
    );
    cloud.call('CloudWatch', 'DeleteAlarms', { AlarmNames: ['top'] });
    cloud.call('CloudWatch', 'DeleteAlarms', { AlarmNames: ['both', 'cpu', 'disk'] });
    expect(cloud.inventory(compositeType)).to.be.empty;
  });

  it('has no states but the three', async () => {
    const cloud = await withAlarms('cpu');
    const wrong = { AlarmName: 'cpu', StateValue: 'WORRIED', StateReason: 'a drill' };
    expectError(
      cloud.errorOf('CloudWatch', 'SetAlarmState', wrong),
      'ValidationException',
      "1 validation error detected: Value 'WORRIED' at 'stateValue' failed to satisfy constraint: Member must satisfy enum value set: [INSUFFICIENT_DATA, ALARM, OK]",
    );
    expect(stateOf(cloud, 'cpu')).to.not.equal('WORRIED');
  });

  it('come to rest where their rules go in a circle', async () => {
    const cloud = await withAlarms('cpu');
    put(cloud, 'one', 'ALARM(cpu)');
    put(cloud, 'two', 'ALARM(one)');
    put(cloud, 'one', 'ALARM(cpu) AND NOT ALARM(two)');
    setState(cloud, 'cpu', 'ALARM');
    expect([stateOf(cloud, 'one'), stateOf(cloud, 'two')]).to.deep.equal(['ALARM', 'ALARM']);
  });

  it('are refused with rules that make no sense', async () => {
    const cloud = await withAlarms('cpu');
    const error = (AlarmRule: string): string =>
      cloud.errorOf('CloudWatch', 'PutCompositeAlarm', { AlarmName: 'both', AlarmRule }).message;
    for (const rule of [
      '',
      'ALARM(cpu',
      'ALARM(cpu) AND',
      'cpu',
      'ALARM(cpu) ALARM(cpu)',
      '(TRUE',
      'XOR(cpu)',
    ]) {
      expect(error(rule), rule).to.match(/^AlarmRule is not a valid expression/);
    }
    expect(error('ALARM(gone)')).to.match(/alarms \[gone\] in the alarm rule do not exist$/);
    expect(
      cloud.errorOf('CloudWatch', 'PutCompositeAlarm', { AlarmName: 'cpu', AlarmRule: 'TRUE' }).message,
    ).to.match(/An alarm of another type/);
  });

  it('read every rule that can be written as it was meant', () => {
    interface Written {
      readonly text: string;
      readonly value: boolean;
    }
    const states = { a: 'ALARM', b: 'OK' } as const;
    const leaf = fc.constantFrom<Written>(
      { text: 'TRUE', value: true },
      { text: 'FALSE', value: false },
      { text: 'ALARM("a")', value: true },
      { text: "OK('a')", value: false },
      { text: 'ALARM(b)', value: false },
      { text: 'INSUFFICIENT_DATA( b )', value: false },
    );
    const { rule } = fc.letrec<{ rule: Written }>((tie) => ({
      rule: fc.oneof(
        { depthSize: 'small' },
        leaf,
        tie('rule').map(({ text, value }) => ({ text: `NOT (${text})`, value: !value })),
        fc.tuple(tie('rule'), tie('rule')).map(([one, other]) => ({
          text: `(${one.text}) AND (${other.text})`,
          value: one.value && other.value,
        })),
        fc.tuple(tie('rule'), tie('rule')).map(([one, other]) => ({
          text: `( ${one.text} OR ${other.text} )`,
          value: one.value || other.value,
        })),
      ),
    }));
    fc.assert(
      fc.property(rule, ({ text, value }) => {
        const read = readAlarmRule(text);
        expect(holds(read, (name) => states[name as 'a'])).to.equal(value);
        for (const name of alarmsIn(read)) expect(['a', 'b']).to.include(name);
      }),
      { seed: 11, numRuns: 300 },
    );
    // AND binds before OR.
    expect(holds(readAlarmRule('TRUE OR FALSE AND FALSE'), () => undefined)).to.be.true;
    expect(holds(readAlarmRule('NOT TRUE OR TRUE'), () => undefined)).to.be.true;
  });
});

describe('CloudWatch dashboards', () => {
  const DashboardBody = JSON.stringify({ widgets: [] });

  it('are put, shown, listed and deleted', async () => {
    const cloud = await cloudUnderTest();
    cloud.call('CloudWatch', 'PutDashboard', { DashboardName: 'costs', DashboardBody });
    expect(cloud.call('CloudWatch', 'GetDashboard', { DashboardName: 'costs' })).to.deep.equal({
      DashboardArn: 'arn:aws-cn:cloudwatch::123456789012:dashboard/costs',
      DashboardBody,
      DashboardName: 'costs',
    });
    expect(
      cloud.call<{ DashboardEntries: object[] }>('CloudWatch', 'ListDashboards', {
        DashboardNamePrefix: 'co',
      }).DashboardEntries,
    ).to.deep.equal([
      {
        DashboardName: 'costs',
        DashboardArn: 'arn:aws-cn:cloudwatch::123456789012:dashboard/costs',
        LastModified: new Date(testStart),
        Size: 14,
      },
    ]);
    expectError(
      cloud.errorOf('CloudWatch', 'PutDashboard', { DashboardName: 'costs', DashboardBody: '[]' }),
      'DashboardInvalidInputError',
      'The field DashboardBody must be a valid JSON object',
    );
    expect(
      cloud.errorOf('CloudWatch', 'DeleteDashboards', { DashboardNames: ['costs', 'gone'] }).code,
    ).to.equal('DashboardNotFoundError');
    cloud.call('CloudWatch', 'DeleteDashboards', { DashboardNames: ['costs'] });
    expect(cloud.errorOf('CloudWatch', 'GetDashboard', { DashboardName: 'costs' }).status).to.equal(404);
  });
});

describe('CloudWatch in stacks', () => {
  it('brings alarms up under generated names, changes and deletes them', async () => {
    const cloud = await cloudUnderTest();
    const { AlarmActions: _actions, AlarmName: _name, ...told } = errorsAlarm;
    const alarm = provideResource(cloud, alarmType, { ...told, Threshold: '10', ActionsEnabled: 'true' });
    expect(alarm.id).to.match(/^costs-Member-[A-Z2-7]{12}$/);
    expect(alarm.attributes()).to.deep.equal({ Arn: alarmArn.replace('errors', alarm.id) });
    expect(configurationOf(cloud, alarmType)).to.include({ Threshold: 10 });
    const above = provideResource(cloud, compositeType, { AlarmRule: `ALARM("${alarm.id}")` }, 'Above');
    expect(above.attributes()['Arn']).to.contain(':alarm:costs-Above-');
    alarm.update({ ...told, Threshold: 30, Tags: [{ Key: 'team', Value: 'cost' }] });
    expect(configurationOf(cloud, alarmType)).to.deep.include({ Threshold: 30, Tags: { team: 'cost' } });
    above.remove();
    alarm.remove();
    expect(cloud.inventory()).to.be.empty;
    alarm.remove();
  });

  it('brings dashboards up', async () => {
    const cloud = await cloudUnderTest();
    const type = 'AWS::CloudWatch::Dashboard';
    const made = provideResource(cloud, type, { DashboardBody: '{"widgets":[]}' });
    made.update({ DashboardBody: '{"widgets":[],"start":"-PT3H"}' });
    expect(configurationOf(cloud, type)['DashboardBody']).to.deep.equal({ widgets: [], start: '-PT3H' });
    made.remove();
    expect(cloud.inventory(type)).to.be.empty;
  });
});

/** CloudWatch: alarms and dashboards. Metrics are not modeled: what asks for them is answered as not implemented. */
import { defineService } from '../../service.js';
import { compositeAlarmKind, metricAlarmKind } from './alarm.js';
import { compositeAlarmResource, metricAlarmResource } from './alarm-resource.js';
import { alarmStateOperations } from './alarm-states.js';
import { alarmOperations } from './alarms.js';
import { cloudwatchTagOperations } from './cloudwatch-tags.js';
import { dashboardKind } from './dashboard.js';
import { dashboardResource } from './dashboard-resource.js';
import { dashboardOperations } from './dashboards.js';
import { putAlarmOperations } from './put-alarms.js';

export default defineService({
  name: 'CloudWatch',
  folder: 'cloudwatch',
  principal: 'cloudwatch',
  operations: {
    ...putAlarmOperations,
    ...alarmOperations,
    ...alarmStateOperations,
    ...dashboardOperations,
    ...cloudwatchTagOperations,
  },
  kinds: [metricAlarmKind, compositeAlarmKind, dashboardKind],
  events: {},
  resources: [metricAlarmResource, compositeAlarmResource, dashboardResource],
});

/** How stacks provide `AWS::CloudWatch::Dashboard`. */
import type { CallContext } from '../../call-context.js';
import { physicalName } from '../../physical-name.js';
import { documentOf, objectsOf, textOf } from '../../property.js';
import { provisioningTimes } from '../../provisioning-times.js';
import type { ResourceProvider } from '../../service.js';
import { listTags, tagsIn } from '../../tag-list.js';
import { dashboardArn, dashboardType } from './dashboard.js';
import { updateTags } from './update-tags.js';

function put(context: CallContext, name: string, body: string | undefined, further: object): void {
  const input = { DashboardName: name, DashboardBody: body ?? '', ...further };
  context.invoke('CloudWatch', 'PutDashboard', input);
}

export const dashboardResource: ResourceProvider = {
  type: dashboardType,
  create: (properties, context) => {
    const name = textOf(properties, 'DashboardName') ?? physicalName(context, { maximum: 255 });
    const tags = listTags(tagsIn(objectsOf(properties, 'Tags')));
    const body = documentOf(properties, 'DashboardBody');
    put(context, name, body, tags.length === 0 ? {} : { Tags: tags });
    return { physicalId: name, seconds: provisioningTimes(dashboardType).create };
  },
  update: (name, properties, previous, context) => {
    put(context, name, documentOf(properties, 'DashboardBody'), {});
    updateTags(context, dashboardArn(context, name), previous, properties);
    return { seconds: provisioningTimes(dashboardType).update };
  },
  delete: (name, _properties, context) => {
    const place = context.globalPlace(dashboardType);
    if (context.transaction.resource(place, name) === undefined) return { seconds: 0 };
    context.invoke('CloudWatch', 'DeleteDashboards', { DashboardNames: [name] });
    return { seconds: provisioningTimes(dashboardType).delete };
  },
  attributes: () => ({}),
};

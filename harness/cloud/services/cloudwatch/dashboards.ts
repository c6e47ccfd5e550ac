/** Putting, showing, listing and deleting dashboards. */
import type {
  DeleteDashboardsCommandInput,
  DeleteDashboardsCommandOutput,
  GetDashboardCommandInput,
  GetDashboardCommandOutput,
  ListDashboardsCommandInput,
  ListDashboardsCommandOutput,
  PutDashboardCommandInput,
  PutDashboardCommandOutput,
} from '@aws-sdk/client-cloudwatch';
import { constraint, type AwsFailure } from '../../../contract/aws-error.js';
import type { ActionRequest } from '../../../contract/call.js';
import type { JsonObject } from '../../../contract/json.js';
import type { CallContext } from '../../call-context.js';
import { required } from '../../input-check.js';
import { pageOf } from '../../page.js';
import { recordsAt } from '../../records-at.js';
import { operation } from '../../service.js';
import { requestTags, tagsIn } from '../../tag-list.js';
import { dashboardArn, dashboardType, type DashboardBody, type DashboardRecord } from './dashboard.js';
import { badToken } from './failures.js';

function invalidInput(message: string): AwsFailure {
  return constraint('DashboardInvalidInputError', message);
}

function documentIn(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
  } catch {
    // Falls through to the answer that every other kind of bad text gets.
  }
  throw invalidInput('The field DashboardBody must be a valid JSON object');
}

/** @throws AwsFailure DashboardNotFoundError. */
function dashboardNamed(context: CallContext, name: string): DashboardRecord {
  const found = context.transaction.resource<DashboardBody>(context.globalPlace(dashboardType), name);
  if (found !== undefined) return found;
  throw constraint('DashboardNotFoundError', `Dashboard ${name} does not exist`, 404);
}

const putDashboard = operation<PutDashboardCommandInput, PutDashboardCommandOutput>({
  readOnly: false,
  actions: (input, scene) => {
    const resources = [dashboardArn(scene, input.DashboardName ?? '*')];
    const context = requestTags(tagsIn(input.Tags));
    const put: ActionRequest = { action: 'cloudwatch:PutDashboard', resources, context };
    if ((input.Tags ?? []).length === 0) return [put];
    return [put, { action: 'cloudwatch:TagResource', resources, context }];
  },
  run: (input, context) => {
    const name = required(input.DashboardName, 'DashboardName');
    if (!/^[A-Za-z0-9_-]{1,255}$/.test(name)) {
      throw invalidInput('The field DashboardName must match the pattern [0-9A-Za-z-_]{1,255}');
    }
    const text = required(input.DashboardBody, 'DashboardBody');
    const set = { text, document: documentIn(text), lastModified: context.now };
    const place = context.globalPlace(dashboardType);
    const present = context.transaction.resource<DashboardBody>(place, name);
    const identity = { id: name, arn: dashboardArn(context, name), tags: tagsIn(input.Tags) };
    const base = present ?? context.born<DashboardBody>(place, identity, set);
    context.transaction.putResource({ ...base, body: set });
    return { DashboardValidationMessages: [] };
  },
});

const getDashboard = operation<GetDashboardCommandInput, GetDashboardCommandOutput>({
  readOnly: true,
  actions: (input, scene) => [
    { action: 'cloudwatch:GetDashboard', resources: [dashboardArn(scene, input.DashboardName ?? '*')] },
  ],
  run: (input, context) => {
    const { arn, body, id } = dashboardNamed(context, required(input.DashboardName, 'DashboardName'));
    return { DashboardArn: arn, DashboardBody: body.text, DashboardName: id };
  },
});

const listDashboards = operation<ListDashboardsCommandInput, ListDashboardsCommandOutput>({
  readOnly: true,
  actions: () => [{ action: 'cloudwatch:ListDashboards', resources: ['*'] }],
  run: (input, context) => {
    const all = [...recordsAt<DashboardBody>(context.state, context.globalPlace(dashboardType))];
    const { items, next } = pageOf(
      all.filter(({ id }) => id.startsWith(input.DashboardNamePrefix ?? '')),
      { keyOf: ({ id }) => id, limit: 1000, token: input.NextToken, badToken },
    );
    const DashboardEntries = items.map(({ arn, body, id }) => ({
      DashboardArn: arn,
      DashboardName: id,
      LastModified: new Date(body.lastModified),
      Size: Buffer.byteLength(body.text),
    }));
    return { DashboardEntries, ...(next === undefined ? {} : { NextToken: next }) };
  },
});

const deleteDashboards = operation<DeleteDashboardsCommandInput, DeleteDashboardsCommandOutput>({
  readOnly: false,
  actions: (input, scene) => {
    const names = input.DashboardNames ?? [];
    const resources = (names.length === 0 ? ['*'] : names).map((name) => dashboardArn(scene, name));
    return [{ action: 'cloudwatch:DeleteDashboards', resources }];
  },
  // One that is not there keeps all others too.
  run: (input, context) => {
    const names = [...new Set(required(input.DashboardNames, 'DashboardNames'))];
    for (const dashboard of names.map((name) => dashboardNamed(context, name))) {
      context.transaction.deleteResource(dashboard);
    }
    return {};
  },
});

export const dashboardOperations = {
  DeleteDashboards: deleteDashboards,
  GetDashboard: getDashboard,
  ListDashboards: listDashboards,
  PutDashboard: putDashboard,
};

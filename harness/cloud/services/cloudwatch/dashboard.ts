/** Dashboards: one list for an account, in whatever region it is asked for. */
import type { JsonObject } from '../../../contract/json.js';
import type { Scene } from '../../scene.js';
import { plainObservation } from '../../../contract/plain-observation.js';
import type { ResourceKind } from '../../world/model.js';
import type { ResourceRecord } from '../../world/state.js';

export const dashboardType = 'AWS::CloudWatch::Dashboard';

export type DashboardBody = {
  readonly text: string;
  readonly document: JsonObject;
  /** Virtual time in milliseconds. */
  readonly lastModified: number;
};

/** Its id is its name. */
export type DashboardRecord = ResourceRecord<DashboardBody>;

export function dashboardArn({ account, partition }: Scene, name: string): string {
  return `arn:${partition}:cloudwatch::${account}:dashboard/${name}`;
}

export const dashboardKind: ResourceKind = {
  type: dashboardType,
  observe: (record) => {
    const { body, tags } = record as DashboardRecord;
    return plainObservation({ configuration: { DashboardBody: body.document, Tags: tags } });
  },
};

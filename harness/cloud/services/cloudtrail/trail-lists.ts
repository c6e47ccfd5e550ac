/** Showing and listing trails: also those of other regions that log this one. */
import type {
  DescribeTrailsCommandInput,
  DescribeTrailsCommandOutput,
  GetTrailCommandInput,
  GetTrailCommandOutput,
  ListTrailsCommandInput,
  ListTrailsCommandOutput,
  Trail,
} from '@aws-sdk/client-cloudtrail';
import { pageOf } from '../../page.js';
import type { Scene } from '../../scene.js';
import { operation } from '../../service.js';
import { resourcePrefix, type ResourceRecord } from '../../world/state.js';
import { badToken } from './failures.js';
import { findTrail, trailNamed, trailRequest, trailType, type TrailBody, type TrailRecord } from './trail.js';

const pageSize = 100;

function described({ arn, body, id, region }: TrailRecord): Trail {
  return {
    Name: id,
    S3BucketName: body.bucket,
    ...(body.prefix === null ? {} : { S3KeyPrefix: body.prefix }),
    IncludeGlobalServiceEvents: body.globalServices,
    IsMultiRegionTrail: body.multiRegion,
    HomeRegion: region,
    TrailARN: arn,
    LogFileValidationEnabled: body.validation,
    ...(body.keyArn === null ? {} : { KmsKeyId: body.keyArn }),
    HasCustomEventSelectors: body.customSelectors,
    HasInsightSelectors: body.insights.length > 0,
    IsOrganizationTrail: false,
  };
}

/** An account's trails in all its regions, by region and name. */
function trailsOf({ account, state }: Scene): TrailRecord[] {
  const trails: TrailRecord[] = [];
  for (const [, value] of state.withPrefix(`${resourcePrefix(trailType)}${account}/`)) {
    trails.push(value as ResourceRecord<TrailBody>);
  }
  return trails;
}

const describeTrails = operation<DescribeTrailsCommandInput, DescribeTrailsCommandOutput>({
  readOnly: true,
  actions: () => [{ action: 'cloudtrail:DescribeTrails', resources: ['*'] }],
  // Names that there are not are passed over (API Reference, "DescribeTrails").
  run: (input, context) => {
    const isShown = ({ body, region }: TrailRecord): boolean =>
      region === context.region || (body.multiRegion && input.includeShadowTrails !== false);
    const names = input.trailNameList ?? [];
    const trails =
      names.length === 0 ? trailsOf(context) : names.flatMap((name) => findTrail(context, name) ?? []);
    return { trailList: trails.filter(isShown).map(described) };
  },
});

const getTrail = operation<GetTrailCommandInput, GetTrailCommandOutput>({
  readOnly: true,
  actions: (input, scene) => trailRequest('cloudtrail:GetTrail', input.Name, scene),
  run: (input, context) => ({ Trail: described(trailNamed(context, input.Name)) }),
});

const listTrails = operation<ListTrailsCommandInput, ListTrailsCommandOutput>({
  readOnly: true,
  actions: () => [{ action: 'cloudtrail:ListTrails', resources: ['*'] }],
  run: (input, context) => {
    const { items, next } = pageOf(trailsOf(context), {
      keyOf: ({ id, region }) => `${region}/${id}`,
      limit: pageSize,
      token: input.NextToken,
      badToken,
    });
    const Trails = items.map(({ arn, id, region }) => ({ Name: id, TrailARN: arn, HomeRegion: region }));
    return { Trails, ...(next === undefined ? {} : { NextToken: next }) };
  },
});

export const trailListOperations = {
  DescribeTrails: describeTrails,
  GetTrail: getTrail,
  ListTrails: listTrails,
};

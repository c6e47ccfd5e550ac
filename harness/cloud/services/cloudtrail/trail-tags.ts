/** Tags of trails. */
import type {
  AddTagsCommandInput,
  AddTagsCommandOutput,
  ListTagsCommandInput,
  ListTagsCommandOutput,
  RemoveTagsCommandInput,
  RemoveTagsCommandOutput,
} from '@aws-sdk/client-cloudtrail';
import { parseArn } from '../../../contract/arn.js';
import { constraint, unsupported } from '../../../contract/aws-error.js';
import type { CallContext } from '../../call-context.js';
import { required } from '../../input-check.js';
import { operation } from '../../service.js';
import { listTags, requestTags, tagsIn, withoutTags } from '../../tag-list.js';
import { invalidArn } from './failures.js';
import { findTrail, type TrailRecord } from './trail.js';

const mostTags = 50;

/** @throws AwsFailure TagsLimitExceededException. */
export function checkTags(arn: string, tags: Readonly<Record<string, string>>): void {
  if (Object.keys(tags).length <= mostTags) return;
  throw constraint('TagsLimitExceededException', `The number of tags of ${arn} would exceed ${mostTags}.`);
}

/** @throws AwsFailure CloudTrailARNInvalidException or ResourceNotFoundException. */
function tagged(context: CallContext, given: string | undefined): TrailRecord {
  const arn = required(given, 'ResourceId');
  const { resource = '', service } = parseArn(arn) ?? {};
  if (service !== 'cloudtrail') throw invalidArn(arn);
  if (!resource.startsWith('trail/')) throw unsupported(`CloudTrail tags of ${resource.split('/')[0] ?? ''}`);
  const found = findTrail(context, arn);
  if (found !== undefined) return found;
  throw constraint('ResourceNotFoundException', `Resource not found: ${arn}`);
}

const addTags = operation<AddTagsCommandInput, AddTagsCommandOutput>({
  readOnly: false,
  actions: (input) => [
    {
      action: 'cloudtrail:AddTags',
      resources: [input.ResourceId ?? '*'],
      context: requestTags(tagsIn(input.TagsList)),
    },
  ],
  run: (input, context) => {
    const trail = tagged(context, input.ResourceId);
    const tags = { ...trail.tags, ...tagsIn(required(input.TagsList, 'TagsList')) };
    checkTags(trail.arn, tags);
    context.transaction.putResource({ ...trail, tags });
    return {};
  },
});

const removeTags = operation<RemoveTagsCommandInput, RemoveTagsCommandOutput>({
  readOnly: false,
  actions: (input) => [
    {
      action: 'cloudtrail:RemoveTags',
      resources: [input.ResourceId ?? '*'],
      context: { 'aws:TagKeys': Object.keys(tagsIn(input.TagsList)) },
    },
  ],
  run: (input, context) => {
    const trail = tagged(context, input.ResourceId);
    const keys = Object.keys(tagsIn(required(input.TagsList, 'TagsList')));
    context.transaction.putResource({ ...trail, tags: withoutTags(trail.tags, keys) });
    return {};
  },
});

const listTagsOfTrails = operation<ListTagsCommandInput, ListTagsCommandOutput>({
  readOnly: true,
  actions: ({ ResourceIdList: arns = [] }) => [
    { action: 'cloudtrail:ListTags', resources: arns.length === 0 ? ['*'] : arns },
  ],
  run: (input, context) => ({
    ResourceTagList: required(input.ResourceIdList, 'ResourceIdList').map((arn) => ({
      ResourceId: arn,
      TagsList: listTags(tagged(context, arn).tags),
    })),
  }),
});

export const trailTagOperations = {
  AddTags: addTags,
  ListTags: listTagsOfTrails,
  RemoveTags: removeTags,
};

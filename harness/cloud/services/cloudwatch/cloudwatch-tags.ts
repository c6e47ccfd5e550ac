/** Tags of alarms and dashboards. */
import type {
  ListTagsForResourceCommandInput,
  ListTagsForResourceCommandOutput,
  TagResourceCommandInput,
  TagResourceCommandOutput,
  UntagResourceCommandInput,
  UntagResourceCommandOutput,
} from '@aws-sdk/client-cloudwatch';
import { constraint } from '../../../contract/aws-error.js';
import type { CallContext } from '../../call-context.js';
import { required } from '../../input-check.js';
import { operation } from '../../service.js';
import { listTags, requestTags, tagsIn, withoutTags } from '../../tag-list.js';
import type { ResourceRecord } from '../../world/state.js';

/** @throws AwsFailure ResourceNotFoundException where there is no such alarm or dashboard. */
function tagged(context: CallContext, given: string | undefined): ResourceRecord {
  const arn = required(given, 'ResourceARN');
  const found = arn.includes(':cloudwatch:') ? context.transaction.indexed(`arn/${arn}`) : undefined;
  if (found === undefined) throw constraint('ResourceNotFoundException', `${arn} not found`, 404);
  return found;
}

const tagResource = operation<TagResourceCommandInput, TagResourceCommandOutput>({
  readOnly: false,
  actions: (input) => [
    {
      action: 'cloudwatch:TagResource',
      resources: [input.ResourceARN ?? '*'],
      context: requestTags(tagsIn(input.Tags)),
    },
  ],
  run: (input, context) => {
    const record = tagged(context, input.ResourceARN);
    context.transaction.putResource({ ...record, tags: { ...record.tags, ...tagsIn(input.Tags) } });
    return {};
  },
});

const untagResource = operation<UntagResourceCommandInput, UntagResourceCommandOutput>({
  readOnly: false,
  actions: (input) => [
    {
      action: 'cloudwatch:UntagResource',
      resources: [input.ResourceARN ?? '*'],
      context: { 'aws:TagKeys': input.TagKeys ?? [] },
    },
  ],
  run: (input, context) => {
    const record = tagged(context, input.ResourceARN);
    context.transaction.putResource({ ...record, tags: withoutTags(record.tags, input.TagKeys ?? []) });
    return {};
  },
});

const listTagsForResource = operation<ListTagsForResourceCommandInput, ListTagsForResourceCommandOutput>({
  readOnly: true,
  actions: (input) => [{ action: 'cloudwatch:ListTagsForResource', resources: [input.ResourceARN ?? '*'] }],
  run: (input, context) => ({ Tags: listTags(tagged(context, input.ResourceARN).tags) }),
});

export const cloudwatchTagOperations = {
  ListTagsForResource: listTagsForResource,
  TagResource: tagResource,
  UntagResource: untagResource,
};

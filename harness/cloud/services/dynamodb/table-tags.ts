/** Tags of tables. */
import type {
  ListTagsOfResourceCommandInput,
  ListTagsOfResourceCommandOutput,
  TagResourceCommandInput,
  TagResourceCommandOutput,
  UntagResourceCommandInput,
  UntagResourceCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { constraint, type AwsFailure } from '../../../contract/aws-error.js';
import { operation } from '../../service.js';
import { listTags, requestTags, tagsIn, withoutTags } from '../../tag-list.js';
import { tableNamed } from './table.js';

function noSuchResource(name: string): AwsFailure {
  return constraint(
    'ResourceNotFoundException',
    `Requested resource not found: ResourcArn: ${name} not found`,
  );
}

const tagResource = operation<TagResourceCommandInput, TagResourceCommandOutput>({
  readOnly: false,
  actions: (input) => [
    {
      action: 'dynamodb:TagResource',
      resources: [input.ResourceArn ?? '*'],
      context: requestTags(tagsIn(input.Tags)),
    },
  ],
  run: (input, context) => {
    const table = tableNamed(context, input.ResourceArn, noSuchResource);
    context.transaction.putResource({ ...table, tags: { ...table.tags, ...tagsIn(input.Tags) } });
    return {};
  },
});

const untagResource = operation<UntagResourceCommandInput, UntagResourceCommandOutput>({
  readOnly: false,
  actions: (input) => [
    {
      action: 'dynamodb:UntagResource',
      resources: [input.ResourceArn ?? '*'],
      context: { 'aws:TagKeys': input.TagKeys ?? [] },
    },
  ],
  run: (input, context) => {
    const table = tableNamed(context, input.ResourceArn, noSuchResource);
    context.transaction.putResource({ ...table, tags: withoutTags(table.tags, input.TagKeys ?? []) });
    return {};
  },
});

const listTagsOfResource = operation<ListTagsOfResourceCommandInput, ListTagsOfResourceCommandOutput>({
  readOnly: true,
  actions: (input) => [{ action: 'dynamodb:ListTagsOfResource', resources: [input.ResourceArn ?? '*'] }],
  // At most 50 tags fit on a table, so one page holds them all.
  run: (input, context) => ({
    Tags: listTags(tableNamed(context, input.ResourceArn, noSuchResource).tags),
  }),
});

export const tableTagOperations = {
  ListTagsOfResource: listTagsOfResource,
  TagResource: tagResource,
  UntagResource: untagResource,
};

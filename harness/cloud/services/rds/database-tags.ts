/** Tags of everything that RDS keeps, by ARN. */
import type {
  AddTagsToResourceCommandInput,
  AddTagsToResourceCommandOutput,
  ListTagsForResourceCommandInput,
  ListTagsForResourceCommandOutput,
  RemoveTagsFromResourceCommandInput,
  RemoveTagsFromResourceCommandOutput,
} from '@aws-sdk/client-rds';
import { parseArn } from '../../../contract/arn.js';
import { constraint } from '../../../contract/aws-error.js';
import type { CallContext } from '../../call-context.js';
import { operation } from '../../service.js';
import { listTags, requestTags, tagsIn, withoutTags } from '../../tag-list.js';
import type { ResourceRecord } from '../../world/state.js';
import { requiredMember } from './database.js';
import { clusterSort, instanceSort } from './sort.js';

/** @throws AwsFailure in the words of what the ARN names, where it is not there. */
function recordWith(context: CallContext, name: string | undefined): ResourceRecord {
  const arn = requiredMember(name, 'ResourceName');
  const record = context.transaction.indexed(`arn/${arn}`);
  if (record !== undefined && record.arn.split(':', 3)[2] === 'rds') return record;
  const [word = '', id = ''] = (parseArn(arn)?.resource ?? '').split(':');
  for (const sort of [instanceSort, clusterSort]) {
    if (word === sort.arnWord) throw sort.notFound(id);
    if (word === sort.snapshotArnWord) throw sort.snapshotNotFound(id);
    if (word === sort.backupArnWord) throw sort.backupNotFound(id);
  }
  throw constraint(
    'InvalidParameterValue',
    `The specified resource name does not match an RDS resource in this region.`,
  );
}

const addTags = operation<AddTagsToResourceCommandInput, AddTagsToResourceCommandOutput>({
  readOnly: false,
  actions: (input) => [
    {
      action: 'rds:AddTagsToResource',
      resources: [input.ResourceName ?? '*'],
      context: requestTags(tagsIn(input.Tags)),
    },
  ],
  run: (input, context) => {
    const record = recordWith(context, input.ResourceName);
    context.transaction.putResource({ ...record, tags: { ...record.tags, ...tagsIn(input.Tags) } });
    return {};
  },
});

const removeTags = operation<RemoveTagsFromResourceCommandInput, RemoveTagsFromResourceCommandOutput>({
  readOnly: false,
  actions: (input) => [
    {
      action: 'rds:RemoveTagsFromResource',
      resources: [input.ResourceName ?? '*'],
      context: { 'aws:TagKeys': input.TagKeys ?? [] },
    },
  ],
  run: (input, context) => {
    const record = recordWith(context, input.ResourceName);
    context.transaction.putResource({ ...record, tags: withoutTags(record.tags, input.TagKeys ?? []) });
    return {};
  },
});

const listTagsForResource = operation<ListTagsForResourceCommandInput, ListTagsForResourceCommandOutput>({
  readOnly: true,
  actions: (input) => [{ action: 'rds:ListTagsForResource', resources: [input.ResourceName ?? '*'] }],
  run: (input, context) => ({ TagList: listTags(recordWith(context, input.ResourceName).tags) }),
});

export const databaseTagOperations = {
  AddTagsToResource: addTags,
  ListTagsForResource: listTagsForResource,
  RemoveTagsFromResource: removeTags,
};

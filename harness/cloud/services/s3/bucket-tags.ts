/** Tags of buckets. */
import type {
  DeleteBucketTaggingCommandInput,
  DeleteBucketTaggingCommandOutput,
  GetBucketTaggingCommandInput,
  GetBucketTaggingCommandOutput,
  PutBucketTaggingCommandInput,
  PutBucketTaggingCommandOutput,
} from '@aws-sdk/client-s3';
import { constraint } from '../../../contract/aws-error.js';
import { operation } from '../../service.js';
import { listTags, requestTags, tagsIn } from '../../tag-list.js';
import { bucketArn, bucketOf } from './bucket.js';

/** @throws AwsFailure InvalidTag where two tags have one key. */
export function demandDistinctKeys(tags: readonly { readonly Key?: string | undefined }[]): void {
  if (new Set(tags.map(({ Key }) => Key)).size === tags.length) return;
  throw constraint('InvalidTag', 'Cannot provide multiple Tags with the same key');
}

const put = operation<PutBucketTaggingCommandInput, PutBucketTaggingCommandOutput>({
  readOnly: false,
  actions: (input, scene) => [
    {
      action: 's3:PutBucketTagging',
      resources: [bucketArn(input.Bucket, scene)],
      context: requestTags(tagsIn(input.Tagging?.TagSet)),
    },
  ],
  run: (input, context) => {
    const TagSet = input.Tagging?.TagSet ?? [];
    demandDistinctKeys(TagSet);
    context.transaction.putResource({ ...bucketOf(context, input), tags: tagsIn(TagSet) });
    return {};
  },
});

const get = operation<GetBucketTaggingCommandInput, GetBucketTaggingCommandOutput>({
  readOnly: true,
  actions: (input, scene) => [{ action: 's3:GetBucketTagging', resources: [bucketArn(input.Bucket, scene)] }],
  run: (input, context) => {
    const TagSet = listTags(bucketOf(context, input).tags);
    if (TagSet.length === 0) throw constraint('NoSuchTagSet', 'The TagSet does not exist', 404);
    return { TagSet };
  },
});

const remove = operation<DeleteBucketTaggingCommandInput, DeleteBucketTaggingCommandOutput>({
  readOnly: false,
  actions: (input, scene) => [{ action: 's3:PutBucketTagging', resources: [bucketArn(input.Bucket, scene)] }],
  run: (input, context) => {
    context.transaction.putResource({ ...bucketOf(context, input), tags: {} });
    return {};
  },
});

export const bucketTagOperations = {
  DeleteBucketTagging: remove,
  GetBucketTagging: get,
  PutBucketTagging: put,
};

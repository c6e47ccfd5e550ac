/** Tags of objects. */
import type {
  DeleteObjectTaggingCommandInput,
  DeleteObjectTaggingCommandOutput,
  GetObjectTaggingCommandInput,
  GetObjectTaggingCommandOutput,
  PutObjectTaggingCommandInput,
  PutObjectTaggingCommandOutput,
} from '@aws-sdk/client-s3';
import { constraint } from '../../../contract/aws-error.js';
import type { CallContext } from '../../call-context.js';
import { required } from '../../input-check.js';
import type { Scene } from '../../scene.js';
import { operation } from '../../service.js';
import { listTags, tagsIn } from '../../tag-list.js';
import { bucketOf, missingParameter, objectArn } from './bucket.js';
import { demandDistinctKeys } from './bucket-tags.js';
import { planLifecycle } from './lifecycle-plan.js';
import { changeVersion, versionOf } from './object-entry.js';
import { shownVersionId } from './objects.js';

interface ObjectInput {
  readonly Bucket?: string | undefined;
  readonly Key?: string | undefined;
  readonly VersionId?: string | undefined;
}

const asking = (verb: string) => (input: ObjectInput, scene: Scene) => [
  {
    action: `s3:${verb}Object${input.VersionId === undefined ? '' : 'Version'}Tagging`,
    resources: [objectArn(input.Bucket, input.Key, scene)],
  },
];

function setTags(
  context: CallContext,
  input: ObjectInput,
  tags: Readonly<Record<string, string>>,
): { VersionId?: string } {
  const bucket = bucketOf(context, input);
  const key = required(input.Key, 'Key', missingParameter);
  const version = versionOf(context, bucket, input);
  // Rules may be about tags, so what was planned for this object may not hold any more.
  planLifecycle(context, changeVersion(context, bucket, key, version.id, { tags }));
  return shownVersionId(bucket, version);
}

const put = operation<PutObjectTaggingCommandInput, PutObjectTaggingCommandOutput>({
  readOnly: false,
  actions: asking('Put'),
  run: (input, context) => {
    demandDistinctKeys(input.Tagging?.TagSet ?? []);
    const tags = tagsIn(input.Tagging?.TagSet);
    if (Object.keys(tags).length > 10)
      throw constraint('BadRequest', 'Object tags cannot be greater than 10');
    return setTags(context, input, tags);
  },
});

const get = operation<GetObjectTaggingCommandInput, GetObjectTaggingCommandOutput>({
  readOnly: true,
  actions: asking('Get'),
  run: (input, context) => {
    const bucket = bucketOf(context, input);
    const version = versionOf(context, bucket, input);
    return { ...shownVersionId(bucket, version), TagSet: listTags(version.tags) };
  },
});

const remove = operation<DeleteObjectTaggingCommandInput, DeleteObjectTaggingCommandOutput>({
  readOnly: false,
  actions: asking('Delete'),
  run: (input, context) => setTags(context, input, {}),
});

export const objectTagOperations = {
  DeleteObjectTagging: remove,
  GetObjectTagging: get,
  PutObjectTagging: put,
};

/** Tags of keys; KMS spells them in its own way. */
import type {
  ListResourceTagsCommandInput,
  ListResourceTagsCommandOutput,
  Tag,
  TagResourceCommandInput,
  TagResourceCommandOutput,
  UntagResourceCommandInput,
  UntagResourceCommandOutput,
} from '@aws-sdk/client-kms';
import { constraint } from '../../../contract/aws-error.js';
import { operation } from '../../service.js';
import { listTags, requestTags, withoutTags } from '../../tag-list.js';
import { keyRequest, managedKey, requireNotPending } from './key.js';
import { listPage } from './list-page.js';

/** @throws AwsFailure TagException where a tag is one of AWS's own, or comes twice. */
export function keyTagsIn(list: readonly Tag[] | undefined): Readonly<Record<string, string>> {
  const tags: Record<string, string> = {};
  for (const { TagKey, TagValue } of list ?? []) {
    const name = TagKey ?? '';
    if (name.toLowerCase().startsWith('aws:')) {
      throw constraint('TagException', 'The tag key is invalid: aws: prefixed tag key names are not allowed');
    }
    if (Object.hasOwn(tags, name)) throw constraint('TagException', 'Duplicate tag keys');
    tags[name] = TagValue ?? '';
  }
  return tags;
}

export function keyTagList(tags: Readonly<Record<string, string>>): Tag[] {
  return listTags(tags).map(({ Key, Value }) => ({ TagKey: Key, TagValue: Value }));
}

const listResourceTags = operation<ListResourceTagsCommandInput, ListResourceTagsCommandOutput>({
  readOnly: true,
  actions: (input, scene) => [keyRequest('kms:ListResourceTags', input.KeyId, scene)],
  run: (input, context) => {
    const tags = keyTagList(managedKey(context, input.KeyId).tags);
    const { items, ...rest } = listPage(tags, ({ TagKey }) => TagKey ?? '', input, 50);
    return { Tags: items, ...rest };
  },
});

const tagResource = operation<TagResourceCommandInput, TagResourceCommandOutput>({
  readOnly: false,
  actions: (input, scene) => [
    keyRequest(
      'kms:TagResource',
      input.KeyId,
      scene,
      requestTags(
        Object.fromEntries((input.Tags ?? []).map(({ TagKey, TagValue }) => [TagKey ?? '', TagValue ?? ''])),
      ),
    ),
  ],
  run: (input, context) => {
    const key = managedKey(context, input.KeyId);
    requireNotPending(key);
    context.transaction.putResource({ ...key, tags: { ...key.tags, ...keyTagsIn(input.Tags) } });
    return {};
  },
});

const untagResource = operation<UntagResourceCommandInput, UntagResourceCommandOutput>({
  readOnly: false,
  actions: (input, scene) => [
    keyRequest('kms:UntagResource', input.KeyId, scene, { 'aws:TagKeys': input.TagKeys ?? [] }),
  ],
  run: (input, context) => {
    const key = managedKey(context, input.KeyId);
    requireNotPending(key);
    context.transaction.putResource({ ...key, tags: withoutTags(key.tags, input.TagKeys ?? []) });
    return {};
  },
});

export const keyTagOperations = {
  ListResourceTags: listResourceTags,
  TagResource: tagResource,
  UntagResource: untagResource,
};

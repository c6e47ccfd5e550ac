/** Tags of roles, users, policies and instance profiles: the same three operations for each (TagRole and its like). */
import type { Tag } from '@aws-sdk/client-iam';
import type { CallContext } from '../../call-context.js';
import { required } from '../../input-check.js';
import type { Scene } from '../../scene.js';
import { operation, type Operation } from '../../service.js';
import { listTags, requestTags, tagsIn } from '../../tag-list.js';
import type { ResourceRecord } from '../../world/state.js';
import { missing, noSuchEntity } from './failures.js';
import {
  existing,
  findHolder,
  holderArn,
  iamArn,
  roles,
  users,
  type Holder,
  type InAccount,
} from './holder.js';
import { findProfile } from './instance-profiles.js';
import { listed, type ListInput } from './listing.js';
import { findManagedPolicy } from './managed-policy.js';
import { checkedTags, mergedTags, remainingTags } from './tagging.js';

type TagInput = ListInput & {
  readonly RoleName?: string;
  readonly UserName?: string;
  readonly PolicyArn?: string;
  readonly InstanceProfileName?: string;
  readonly Tags?: readonly Tag[];
  readonly TagKeys?: readonly string[];
};

/** Something that carries tags. */
interface Tagged {
  readonly noun: string;
  readonly member: 'RoleName' | 'UserName' | 'PolicyArn' | 'InstanceProfileName';
  readonly find: (scene: InAccount, name: string) => ResourceRecord;
  readonly arn: (scene: Scene, name: string) => string;
}

const taggedHolder = (holder: Holder, member: 'RoleName' | 'UserName'): Tagged => ({
  noun: holder.noun,
  member,
  find: (scene, name) => existing(findHolder(scene, holder, name), holder, name),
  arn: (scene, name) => holderArn(scene, holder, name),
});

const taggedPolicy: Tagged = {
  noun: 'Policy',
  member: 'PolicyArn',
  find: (scene, arn) => {
    const record = findManagedPolicy(scene.state, arn);
    if (record?.account !== scene.account) throw noSuchEntity(`Policy ${arn} was not found.`);
    return record;
  },
  arn: (_scene, arn) => arn,
};

const taggedProfile: Tagged = {
  noun: 'InstanceProfile',
  member: 'InstanceProfileName',
  find: (scene, name) => {
    const record = findProfile(scene, name);
    if (record === undefined) throw noSuchEntity(`Instance Profile ${name} cannot be found.`);
    return record;
  },
  arn: (scene, name) => findProfile(scene, name)?.arn ?? iamArn(scene, 'instance-profile', '/', name),
};

function operationsOf(tagged: Tagged): Record<string, Operation> {
  const { noun, member } = tagged;
  const found = (input: TagInput, context: CallContext): ResourceRecord =>
    tagged.find(context, required(input[member], member, missing));
  const arn = (input: TagInput, scene: Scene): string => tagged.arn(scene, input[member] ?? '');
  return {
    [`Tag${noun}`]: operation<TagInput, object>({
      readOnly: false,
      actions: (input, scene) => [
        {
          action: `iam:Tag${noun}`,
          resources: [arn(input, scene)],
          context: requestTags(tagsIn(input.Tags)),
        },
      ],
      run: (input, context) => {
        const record = found(input, context);
        const added = checkedTags(required(input.Tags, 'Tags', missing), context.standing);
        context.transaction.putResource({ ...record, tags: mergedTags(record.tags, added) });
        return {};
      },
    }),

    [`Untag${noun}`]: operation<TagInput, object>({
      readOnly: false,
      actions: (input, scene) => [
        {
          action: `iam:Untag${noun}`,
          resources: [arn(input, scene)],
          context: { 'aws:TagKeys': input.TagKeys ?? [] },
        },
      ],
      run: (input, context) => {
        const record = found(input, context);
        const keys = required(input.TagKeys, 'TagKeys', missing);
        context.transaction.putResource({ ...record, tags: remainingTags(record.tags, keys) });
        return {};
      },
    }),

    [`List${noun}Tags`]: operation<TagInput, object>({
      readOnly: true,
      actions: (input, scene) => [{ action: `iam:List${noun}Tags`, resources: [arn(input, scene)] }],
      run: (input, context) => {
        const { items, paging } = listed(listTags(found(input, context).tags), ({ Key }) => Key, input);
        return { Tags: items, ...paging };
      },
    }),
  };
}

export const tagOperations: Readonly<Record<string, Operation>> = {
  ...operationsOf(taggedHolder(roles, 'RoleName')),
  ...operationsOf(taggedHolder(users, 'UserName')),
  ...operationsOf(taggedPolicy),
  ...operationsOf(taggedProfile),
};

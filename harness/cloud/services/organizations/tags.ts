/** Tags of accounts, units, policies and the root (Organizations API Reference: TagResource and its like). */
import type {
  ListTagsForResourceCommandInput,
  ListTagsForResourceCommandOutput,
  TagResourceCommandInput,
  TagResourceCommandOutput,
  UntagResourceCommandInput,
  UntagResourceCommandOutput,
} from '@aws-sdk/client-organizations';
import type { CallContext } from '../../call-context.js';
import { required } from '../../input-check.js';
import type { Scene } from '../../scene.js';
import { operation, type Operation } from '../../service.js';
import { listTags, requestTags, tagsIn, withoutTags } from '../../tag-list.js';
import type { ResourceRecord } from '../../world/state.js';
import { missing, targetNotFound } from './failures.js';
import { askedArn, listed, managedOrganization, targetArn } from './membership.js';
import { organizationArn, policyRecord, targetRecord } from './organization-record.js';

function theResource(context: CallContext, value: string | undefined): ResourceRecord {
  const organization = managedOrganization(context);
  const id = required(value, 'ResourceId', missing);
  const { state } = context;
  const record = id.startsWith('p-')
    ? policyRecord(state, organization, id)
    : targetRecord(state, organization, id);
  if (record === undefined) throw targetNotFound();
  return record;
}

function arnOf(scene: Scene, id: string): string {
  return askedArn(scene, (organization) =>
    id.startsWith('p-')
      ? organizationArn(organization, `policy/service_control_policy/${id}`)
      : targetArn(organization, id),
  );
}

export const tagOperations: Readonly<Record<string, Operation>> = {
  TagResource: operation<TagResourceCommandInput, TagResourceCommandOutput>({
    readOnly: false,
    actions: ({ ResourceId, Tags }, scene) => [
      {
        action: 'organizations:TagResource',
        resources: [arnOf(scene, ResourceId ?? '')],
        context: requestTags(tagsIn(Tags)),
      },
    ],
    run: ({ ResourceId, Tags }, context) => {
      const record = theResource(context, ResourceId);
      const tags = { ...record.tags, ...tagsIn(required(Tags, 'Tags', missing)) };
      context.transaction.putResource({ ...record, tags });
      return {};
    },
  }),

  UntagResource: operation<UntagResourceCommandInput, UntagResourceCommandOutput>({
    readOnly: false,
    actions: ({ ResourceId, TagKeys }, scene) => [
      {
        action: 'organizations:UntagResource',
        resources: [arnOf(scene, ResourceId ?? '')],
        context: { 'aws:TagKeys': TagKeys ?? [] },
      },
    ],
    run: ({ ResourceId, TagKeys }, context) => {
      const record = theResource(context, ResourceId);
      const tags = withoutTags(record.tags, required(TagKeys, 'TagKeys', missing));
      context.transaction.putResource({ ...record, tags });
      return {};
    },
  }),

  ListTagsForResource: operation<ListTagsForResourceCommandInput, ListTagsForResourceCommandOutput>({
    readOnly: true,
    actions: ({ ResourceId }, scene) => [
      { action: 'organizations:ListTagsForResource', resources: [arnOf(scene, ResourceId ?? '')] },
    ],
    run: (input, context) => {
      const tags = listTags(theResource(context, input.ResourceId).tags);
      const { items, paging } = listed(tags, ({ Key }) => Key, { NextToken: input.NextToken });
      return { Tags: items, ...paging };
    },
  }),
};

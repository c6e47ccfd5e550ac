/** Tags of parameters. What else of Systems Manager carries tags is not there. */
import type {
  AddTagsToResourceCommandInput,
  AddTagsToResourceCommandOutput,
  ListTagsForResourceCommandInput,
  ListTagsForResourceCommandOutput,
  RemoveTagsFromResourceCommandInput,
  RemoveTagsFromResourceCommandOutput,
} from '@aws-sdk/client-ssm';
import { constraint, unsupported } from '../../../contract/aws-error.js';
import { required } from '../../input-check.js';
import type { Scene } from '../../scene.js';
import { operation } from '../../service.js';
import { listTags, requestTags, tagsIn, withoutTags } from '../../tag-list.js';
import { parameterArn, parameterNamed, type ParameterRecord } from './parameter.js';

const mostTags = 50;

interface Tagged {
  readonly ResourceType?: string | undefined;
  readonly ResourceId?: string | undefined;
}

export const parameterTagOperations = {
  AddTagsToResource: operation<AddTagsToResourceCommandInput, AddTagsToResourceCommandOutput>({
    readOnly: false,
    actions: (input, scene) => [
      {
        action: 'ssm:AddTagsToResource',
        resources: [arnOf(input, scene)],
        context: requestTags(tagsIn(input.Tags)),
      },
    ],
    run: (input, context) => {
      const record = tagged(input, context, 'AddTagsToResource');
      const tags = { ...record.tags, ...tagsIn(required(input.Tags, 'Tags')) };
      if (Object.keys(tags).length > mostTags) {
        throw constraint('TooManyTagsError', `A parameter can have at most ${mostTags} tags.`);
      }
      context.transaction.putResource({ ...record, tags });
      return {};
    },
  }),

  RemoveTagsFromResource: operation<RemoveTagsFromResourceCommandInput, RemoveTagsFromResourceCommandOutput>({
    readOnly: false,
    actions: (input, scene) => [
      {
        action: 'ssm:RemoveTagsFromResource',
        resources: [arnOf(input, scene)],
        context: { 'aws:TagKeys': input.TagKeys ?? [] },
      },
    ],
    run: (input, context) => {
      const record = tagged(input, context, 'RemoveTagsFromResource');
      const tags = withoutTags(record.tags, required(input.TagKeys, 'TagKeys'));
      context.transaction.putResource({ ...record, tags });
      return {};
    },
  }),

  ListTagsForResource: operation<ListTagsForResourceCommandInput, ListTagsForResourceCommandOutput>({
    readOnly: true,
    actions: (input, scene) => [{ action: 'ssm:ListTagsForResource', resources: [arnOf(input, scene)] }],
    run: (input, context) => ({ TagList: listTags(tagged(input, context, 'ListTagsForResource').tags) }),
  }),
};

function arnOf({ ResourceType, ResourceId }: Tagged, scene: Scene): string {
  return ResourceType === 'Parameter' && ResourceId !== undefined ? parameterArn(scene, ResourceId) : '*';
}

function tagged({ ResourceType, ResourceId }: Tagged, scene: Scene, action: string): ParameterRecord {
  const type = required(ResourceType, 'ResourceType');
  if (type !== 'Parameter') throw unsupported(`SSM.${action} with ResourceType ${type}`);
  const record = parameterNamed(scene, required(ResourceId, 'ResourceId'));
  if (record !== undefined) return record;
  throw constraint('InvalidResourceId', `Parameter ${ResourceId ?? ''} does not exist.`);
}

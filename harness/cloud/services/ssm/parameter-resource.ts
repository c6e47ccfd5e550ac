/** How stacks provide `AWS::SSM::Parameter` (CloudFormation template reference). */
import type { JsonObject } from '../../../contract/json.js';
import type { CallContext } from '../../call-context.js';
import { givenMembers } from '../../given-members.js';
import { physicalName } from '../../physical-name.js';
import { objectOf, textOf } from '../../property.js';
import { provisioningTimes } from '../../provisioning-times.js';
import type { ResourceProvider } from '../../service.js';
import { listTags, tagChanges } from '../../tag-list.js';
import { unsupported } from '../../../contract/aws-error.js';
import { invalid } from './failures.js';
import { latest, parameterNamed, parameterType } from './parameter.js';

const longestName = 1011;

export const parameterResource: ResourceProvider = {
  type: parameterType,
  create: (properties, context) => {
    const Name = textOf(properties, 'Name') ?? physicalName(context, { maximum: longestName });
    const tags = tagsOf(properties);
    put(context, properties, {
      Name,
      Tags: Object.keys(tags).length === 0 ? undefined : listTags(tags),
      Overwrite: false,
    });
    return { physicalId: Name, seconds: provisioningTimes(parameterType).create };
  },
  update: (Name, properties, previous, context) => {
    put(context, properties, { Name, Overwrite: true });
    const { set, removed } = tagChanges(tagsOf(previous), tagsOf(properties));
    const resource = { ResourceType: 'Parameter', ResourceId: Name };
    if (Object.keys(set).length > 0) {
      context.invoke('SSM', 'AddTagsToResource', { ...resource, Tags: listTags(set) });
    }
    if (removed.length > 0) {
      context.invoke('SSM', 'RemoveTagsFromResource', { ...resource, TagKeys: removed });
    }
    return { seconds: provisioningTimes(parameterType).update };
  },
  delete: (Name, _properties, context) => {
    if (parameterNamed(context, Name) === undefined) return { seconds: 0 };
    context.invoke('SSM', 'DeleteParameter', { Name });
    return { seconds: provisioningTimes(parameterType).delete };
  },
  attributes: (Name, _properties, context) => {
    const record = parameterNamed(context, Name);
    if (record === undefined) return {};
    const { type, value } = latest(record);
    return { Type: type, Value: value, Arn: record.arn };
  },
};

function put(context: CallContext, properties: JsonObject, further: Readonly<Record<string, unknown>>): void {
  const Type = textOf(properties, 'Type');
  // Templates hold no secrets: CloudFormation does not create this type.
  if (Type === 'SecureString') throw invalid('Unsupported parameter type SecureString.');
  if (properties['Policies'] !== undefined)
    throw unsupported(`CloudFormation ${parameterType} with Policies`);
  context.invoke(
    'SSM',
    'PutParameter',
    givenMembers({
      Type,
      Value: textOf(properties, 'Value'),
      Description: textOf(properties, 'Description'),
      AllowedPattern: textOf(properties, 'AllowedPattern'),
      Tier: textOf(properties, 'Tier'),
      DataType: textOf(properties, 'DataType'),
      ...further,
    }),
  );
}

function tagsOf(properties: JsonObject): Readonly<Record<string, string>> {
  const tags = objectOf(properties, 'Tags') ?? {};
  return Object.fromEntries(Object.keys(tags).map((key) => [key, textOf(tags, key) ?? '']));
}

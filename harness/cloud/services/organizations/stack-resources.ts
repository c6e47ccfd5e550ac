/** Units and service control policies as stack resources: each made and changed by Organizations' own operations. */
import type { JsonObject } from '../../../contract/json.js';
import type { CallContext } from '../../call-context.js';
import { givenMembers } from '../../given-members.js';
import { documentOf, objectsOf, textOf } from '../../property.js';
import { provisioningTimes } from '../../provisioning-times.js';
import type { ResourceProvider } from '../../service.js';
import { difference, nothing } from '../iam/stack-policies.js';
import { organizationOf, policyRecord, policyType, unitRecord, unitType } from './organization-record.js';
import { placeOfUnit } from './service-control.js';

function tagsOf(properties: JsonObject): readonly { Key: string; Value: string }[] {
  const tags = objectsOf(properties, 'Tags') ?? [];
  return tags.map((tag) => ({ Key: textOf(tag, 'Key') ?? '', Value: textOf(tag, 'Value') ?? '' }));
}

function applyTags(
  ResourceId: string,
  properties: JsonObject,
  previous: JsonObject,
  context: CallContext,
): void {
  const [wanted, present] = [tagsOf(properties), tagsOf(previous)];
  const TagKeys = present.map(({ Key }) => Key).filter((key) => !wanted.some(({ Key }) => Key === key));
  if (TagKeys.length > 0) context.invoke('Organizations', 'UntagResource', { ResourceId, TagKeys });
  if (wanted.length > 0) context.invoke('Organizations', 'TagResource', { ResourceId, Tags: wanted });
}

function applyTargets(
  PolicyId: string,
  properties: JsonObject,
  previous: JsonObject,
  context: CallContext,
): void {
  const { added, removed } = difference(properties, previous, 'TargetIds');
  for (const TargetId of removed) context.invoke('Organizations', 'DetachPolicy', { PolicyId, TargetId });
  for (const TargetId of added) context.invoke('Organizations', 'AttachPolicy', { PolicyId, TargetId });
}

const unitResource: ResourceProvider = {
  type: unitType,
  create: (properties, context) => {
    const [ParentId, Name, Tags] = [
      textOf(properties, 'ParentId'),
      textOf(properties, 'Name'),
      tagsOf(properties),
    ];
    const { OrganizationalUnit } = context.invoke<{ OrganizationalUnit: { Id: string } }>(
      'Organizations',
      'CreateOrganizationalUnit',
      givenMembers({ ParentId, Name, Tags }),
    );
    return { physicalId: OrganizationalUnit.Id, seconds: provisioningTimes(unitType).create };
  },
  update: (OrganizationalUnitId, properties, previous, context) => {
    const Name = textOf(properties, 'Name');
    if (Name !== textOf(previous, 'Name')) {
      context.invoke(
        'Organizations',
        'UpdateOrganizationalUnit',
        givenMembers({ OrganizationalUnitId, Name }),
      );
    }
    applyTags(OrganizationalUnitId, properties, previous, context);
    return { seconds: provisioningTimes(unitType).update };
  },
  delete: (OrganizationalUnitId, _properties, context) => {
    const organization = organizationOf(context.state, context.account);
    if (
      organization !== undefined &&
      unitRecord(context.state, organization, OrganizationalUnitId) !== undefined
    ) {
      context.invoke('Organizations', 'DeleteOrganizationalUnit', { OrganizationalUnitId });
    }
    return { seconds: provisioningTimes(unitType).delete };
  },
  attributes: (id, _properties, context) => {
    const organization = organizationOf(context.state, context.account);
    const record = organization === undefined ? undefined : unitRecord(context.state, organization, id);
    const path = organization === undefined ? '' : placeOfUnit(context.state, organization, id);
    return { Id: id, Arn: record?.arn ?? '', Path: path };
  },
};

const policyResource: ResourceProvider = {
  type: policyType,
  create: (properties, context) => {
    const { Policy } = context.invoke<{ Policy: { PolicySummary: { Id: string } } }>(
      'Organizations',
      'CreatePolicy',
      givenMembers({
        Name: textOf(properties, 'Name'),
        Description: textOf(properties, 'Description') ?? '',
        Type: textOf(properties, 'Type'),
        Content: documentOf(properties, 'Content'),
        Tags: tagsOf(properties),
      }),
    );
    const { Id } = Policy.PolicySummary;
    applyTargets(Id, properties, nothing, context);
    return { physicalId: Id, seconds: provisioningTimes(policyType).create };
  },
  update: (PolicyId, properties, previous, context) => {
    const Content = documentOf(properties, 'Content');
    context.invoke(
      'Organizations',
      'UpdatePolicy',
      givenMembers({
        PolicyId,
        Name: textOf(properties, 'Name'),
        Description: textOf(properties, 'Description') ?? '',
        Content: Content === documentOf(previous, 'Content') ? undefined : Content,
      }),
    );
    applyTargets(PolicyId, properties, previous, context);
    applyTags(PolicyId, properties, previous, context);
    return { seconds: provisioningTimes(policyType).update };
  },
  delete: (PolicyId, properties, context) => {
    const organization = organizationOf(context.state, context.account);
    if (organization !== undefined && policyRecord(context.state, organization, PolicyId) !== undefined) {
      applyTargets(PolicyId, nothing, properties, context);
      context.invoke('Organizations', 'DeletePolicy', { PolicyId });
    }
    return { seconds: provisioningTimes(policyType).delete };
  },
  attributes: (id, _properties, context) => {
    const organization = organizationOf(context.state, context.account);
    const record = organization === undefined ? undefined : policyRecord(context.state, organization, id);
    return { Id: id, Arn: record?.arn ?? '', AwsManaged: false };
  },
};

export const stackResources: readonly ResourceProvider[] = [unitResource, policyResource];

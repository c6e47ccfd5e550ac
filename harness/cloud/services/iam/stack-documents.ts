/** Policies, instance profiles and access keys as stack resources: each made and changed by IAM's own operations. */
import type { JsonObject } from '../../../contract/json.js';
import type { CallContext } from '../../call-context.js';
import { givenMembers } from '../../given-members.js';
import { physicalName } from '../../physical-name.js';
import { documentOf, textOf, textsOf } from '../../property.js';
import { provisioningTimes } from '../../provisioning-times.js';
import type { ResourceProvider } from '../../service.js';
import { accessKeyType, findAccessKey } from './access-key-record.js';
import { groups, roles, users, type Holder } from './holder.js';
import { instanceProfileType } from './instance-profile-record.js';
import { findProfile } from './instance-profiles.js';
import { findManagedPolicy, managedPolicyType, useCount } from './managed-policy.js';
import { versionsOf } from './policy-versions.js';
import { difference, nothing, tagList, unlessGone } from './stack-policies.js';

const holders: readonly { readonly holder: Holder; readonly property: string }[] = [
  { holder: groups, property: 'Groups' },
  { holder: roles, property: 'Roles' },
  { holder: users, property: 'Users' },
];

const inlineType = 'AWS::IAM::Policy';

/** Puts one document on every holder that the template lists, and takes it from those that it no longer lists. */
function applyInline(properties: JsonObject, previous: JsonObject, context: CallContext): void {
  const [before, after] = [textOf(previous, 'PolicyName') ?? '', textOf(properties, 'PolicyName') ?? ''];
  const PolicyDocument = documentOf(properties, 'PolicyDocument');
  for (const { holder, property } of holders) {
    const { noun, member } = holder;
    const { removed } = difference(before === after ? properties : nothing, previous, property);
    for (const name of removed) {
      unlessGone(() => context.invoke('IAM', `Delete${noun}Policy`, { [member]: name, PolicyName: before }));
    }
    for (const name of textsOf(properties, property) ?? []) {
      context.invoke('IAM', `Put${noun}Policy`, { [member]: name, PolicyName: after, PolicyDocument });
    }
  }
}

const inlineResource: ResourceProvider = {
  type: inlineType,
  create: (properties, context) => {
    applyInline(properties, nothing, context);
    return {
      physicalId: physicalName(context, { maximum: 128 }),
      seconds: provisioningTimes(inlineType).create,
    };
  },
  update: (_physicalId, properties, previous, context) => {
    applyInline(properties, previous, context);
    return { seconds: provisioningTimes(inlineType).update };
  },
  delete: (_physicalId, properties, context) => {
    applyInline({ PolicyName: properties['PolicyName'] ?? '' }, properties, context);
    return { seconds: provisioningTimes(inlineType).delete };
  },
  attributes: (physicalId) => ({ Id: physicalId }),
};

/** `AWS::IAM::RolePolicy` and its like: one inline policy of one holder. */
function embeddedResource(holder: Holder): ResourceProvider {
  const { noun, member } = holder;
  const type = `AWS::IAM::${noun}Policy`;
  const put = (properties: JsonObject, context: CallContext): string => {
    const [name, PolicyName] = [textOf(properties, member) ?? '', textOf(properties, 'PolicyName') ?? ''];
    const PolicyDocument = documentOf(properties, 'PolicyDocument');
    context.invoke('IAM', `Put${noun}Policy`, givenMembers({ [member]: name, PolicyName, PolicyDocument }));
    return `${PolicyName}|${name}`;
  };
  return {
    type,
    create: (properties, context) => ({
      physicalId: put(properties, context),
      seconds: provisioningTimes(type).create,
    }),
    update: (_physicalId, properties, _previous, context) => {
      put(properties, context);
      return { seconds: provisioningTimes(type).update };
    },
    delete: (physicalId, _properties, context) => {
      const [PolicyName, name] = physicalId.split('|');
      unlessGone(() => context.invoke('IAM', `Delete${noun}Policy`, { [member]: name, PolicyName }));
      return { seconds: provisioningTimes(type).delete };
    },
    attributes: () => ({}),
  };
}

function applyAttachments(
  PolicyArn: string,
  properties: JsonObject,
  previous: JsonObject,
  context: CallContext,
): void {
  for (const { holder, property } of holders) {
    const { noun, member } = holder;
    const { added, removed } = difference(properties, previous, property);
    for (const name of removed) {
      unlessGone(() => context.invoke('IAM', `Detach${noun}Policy`, { [member]: name, PolicyArn }));
    }
    for (const name of added) context.invoke('IAM', `Attach${noun}Policy`, { [member]: name, PolicyArn });
  }
}

/** Makes room for one more version, as CloudFormation does: the oldest that is not in force goes. */
function dropOldestVersion(PolicyArn: string, context: CallContext): void {
  const record = findManagedPolicy(context.state, PolicyArn);
  if (record === undefined || Object.keys(record.body.versions).length < 5) return;
  const oldest = versionsOf(record).findLast(([id]) => id !== record.body.defaultVersion);
  if (oldest !== undefined) context.invoke('IAM', 'DeletePolicyVersion', { PolicyArn, VersionId: oldest[0] });
}

function timeOf(time: number | undefined): string {
  return new Date(time ?? 0).toISOString();
}

const managedResource: ResourceProvider = {
  type: managedPolicyType,
  create: (properties, context) => {
    const { Policy } = context.invoke<{ Policy: { Arn: string } }>(
      'IAM',
      'CreatePolicy',
      givenMembers({
        PolicyName: textOf(properties, 'ManagedPolicyName') ?? physicalName(context, { maximum: 128 }),
        Path: textOf(properties, 'Path'),
        Description: textOf(properties, 'Description'),
        PolicyDocument: documentOf(properties, 'PolicyDocument'),
      }),
    );
    applyAttachments(Policy.Arn, properties, nothing, context);
    return { physicalId: Policy.Arn, seconds: provisioningTimes(managedPolicyType).create };
  },
  update: (PolicyArn, properties, previous, context) => {
    const PolicyDocument = documentOf(properties, 'PolicyDocument');
    if (PolicyDocument !== documentOf(previous, 'PolicyDocument')) {
      dropOldestVersion(PolicyArn, context);
      context.invoke(
        'IAM',
        'CreatePolicyVersion',
        givenMembers({ PolicyArn, PolicyDocument, SetAsDefault: true }),
      );
    }
    applyAttachments(PolicyArn, properties, previous, context);
    return { seconds: provisioningTimes(managedPolicyType).update };
  },
  delete: (PolicyArn, properties, context) => {
    applyAttachments(PolicyArn, nothing, properties, context);
    const record = findManagedPolicy(context.state, PolicyArn);
    for (const [VersionId] of record === undefined ? [] : versionsOf(record)) {
      if (VersionId === record?.body.defaultVersion) continue;
      context.invoke('IAM', 'DeletePolicyVersion', { PolicyArn, VersionId });
    }
    unlessGone(() => context.invoke('IAM', 'DeletePolicy', { PolicyArn }));
    return { seconds: provisioningTimes(managedPolicyType).delete };
  },
  attributes: (arn, _properties, context) => {
    const record = findManagedPolicy(context.state, arn);
    return {
      PolicyArn: arn,
      PolicyId: record?.body.uniqueId ?? '',
      DefaultVersionId: record?.body.defaultVersion ?? '',
      AttachmentCount: useCount(context, arn, 'attached'),
      PermissionsBoundaryUsageCount: useCount(context, arn, 'bounded'),
      IsAttachable: true,
      CreateDate: timeOf(record?.createdAt),
      UpdateDate: timeOf(record?.body.updatedAt),
    };
  },
};

function applyRoles(
  InstanceProfileName: string,
  properties: JsonObject,
  previous: JsonObject,
  context: CallContext,
): void {
  const { added, removed } = difference(properties, previous, 'Roles');
  for (const RoleName of removed) {
    unlessGone(() =>
      context.invoke('IAM', 'RemoveRoleFromInstanceProfile', { InstanceProfileName, RoleName }),
    );
  }
  for (const RoleName of added) {
    context.invoke('IAM', 'AddRoleToInstanceProfile', { InstanceProfileName, RoleName });
  }
}

const instanceProfileResource: ResourceProvider = {
  type: instanceProfileType,
  create: (properties, context) => {
    const InstanceProfileName =
      textOf(properties, 'InstanceProfileName') ?? physicalName(context, { maximum: 128 });
    const input = givenMembers({
      InstanceProfileName,
      Path: textOf(properties, 'Path'),
      Tags: tagList(properties),
    });
    context.invoke('IAM', 'CreateInstanceProfile', input);
    applyRoles(InstanceProfileName, properties, nothing, context);
    return { physicalId: InstanceProfileName, seconds: provisioningTimes(instanceProfileType).create };
  },
  update: (name, properties, previous, context) => {
    applyRoles(name, properties, previous, context);
    return { seconds: provisioningTimes(instanceProfileType).update };
  },
  delete: (InstanceProfileName, properties, context) => {
    applyRoles(InstanceProfileName, nothing, properties, context);
    unlessGone(() => context.invoke('IAM', 'DeleteInstanceProfile', { InstanceProfileName }));
    return { seconds: provisioningTimes(instanceProfileType).delete };
  },
  attributes: (name, _properties, context) => ({ Arn: findProfile(context, name)?.arn ?? '' }),
};

const accessKeyResource: ResourceProvider = {
  type: accessKeyType,
  create: (properties, context) => {
    const UserName = textOf(properties, 'UserName');
    const { AccessKey } = context.invoke<{ AccessKey: { AccessKeyId: string } }>(
      'IAM',
      'CreateAccessKey',
      givenMembers({ UserName }),
    );
    const { AccessKeyId } = AccessKey;
    if (textOf(properties, 'Status') === 'Inactive') {
      context.invoke('IAM', 'UpdateAccessKey', { UserName, AccessKeyId, Status: 'Inactive' });
    }
    return { physicalId: AccessKeyId, seconds: provisioningTimes(accessKeyType).create };
  },
  update: (AccessKeyId, properties, _previous, context) => {
    const [UserName, Status] = [textOf(properties, 'UserName'), textOf(properties, 'Status') ?? 'Active'];
    context.invoke('IAM', 'UpdateAccessKey', { UserName, AccessKeyId, Status });
    return { seconds: provisioningTimes(accessKeyType).update };
  },
  delete: (AccessKeyId, properties, context) => {
    if (findAccessKey(context.state, AccessKeyId) !== undefined) {
      context.invoke('IAM', 'DeleteAccessKey', { UserName: textOf(properties, 'UserName'), AccessKeyId });
    }
    return { seconds: provisioningTimes(accessKeyType).delete };
  },
  // Where the template passes the secret on, it would land in the world's state, which holds none: it stays masked.
  attributes: (physicalId) => ({ Id: physicalId, SecretAccessKey: '*'.repeat(40) }),
};

export const documentResources: readonly ResourceProvider[] = [
  inlineResource,
  embeddedResource(roles),
  embeddedResource(users),
  embeddedResource(groups),
  managedResource,
  instanceProfileResource,
  accessKeyResource,
];

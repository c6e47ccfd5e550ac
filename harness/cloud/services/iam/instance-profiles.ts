/** Operations on instance profiles (IAM API Reference: CreateInstanceProfile and its like). */
import type {
  AddRoleToInstanceProfileCommandInput,
  AddRoleToInstanceProfileCommandOutput,
  CreateInstanceProfileCommandInput,
  CreateInstanceProfileCommandOutput,
  DeleteInstanceProfileCommandInput,
  DeleteInstanceProfileCommandOutput,
  GetInstanceProfileCommandInput,
  GetInstanceProfileCommandOutput,
  ListInstanceProfilesCommandInput,
  ListInstanceProfilesCommandOutput,
  ListInstanceProfilesForRoleCommandInput,
  ListInstanceProfilesForRoleCommandOutput,
  RemoveRoleFromInstanceProfileCommandInput,
  RemoveRoleFromInstanceProfileCommandOutput,
} from '@aws-sdk/client-iam';
import { serviceName } from '../../../iam/principal.js';
import type { CallContext } from '../../call-context.js';
import type { Scene } from '../../scene.js';
import { operation, type Operation } from '../../service.js';
import { requestTags, tagsIn } from '../../tag-list.js';
import { resourceAt, resourceKey, type ResourceRecord } from '../../world/state.js';
import { alreadyExists, deleteConflict, limitExceeded, noSuchEntity } from './failures.js';
import { existing, findRole, holderArn, iamArn, nameTaken, roles, type InAccount } from './holder.js';
import {
  instanceProfileType,
  profilesOf,
  shownProfile,
  type InstanceProfileBody,
} from './instance-profile-record.js';
import { listed, listedByPath } from './listing.js';
import { checkedName, checkedPath } from './names.js';
import { checkedTags } from './tagging.js';

export function findProfile(
  { state, account }: InAccount,
  name: string,
): ResourceRecord<InstanceProfileBody> | undefined {
  return resourceAt<InstanceProfileBody>(
    state,
    resourceKey({ type: instanceProfileType, account, region: '' }, name),
  );
}

function theProfile(context: CallContext, value: string | undefined): ResourceRecord<InstanceProfileBody> {
  const name = checkedName(value, 'InstanceProfileName', 128);
  const record = findProfile(context, name);
  if (record === undefined) throw noSuchEntity(`Instance Profile ${name} cannot be found.`);
  return record;
}

function profileArn(scene: Scene, name: string | undefined): string {
  return findProfile(scene, name ?? '')?.arn ?? iamArn(scene, 'instance-profile', '/', name ?? '');
}

type ProfileInput = { readonly InstanceProfileName?: string | undefined };

function onProfile(action: string) {
  return ({ InstanceProfileName }: ProfileInput, scene: Scene) => [
    { action, resources: [profileArn(scene, InstanceProfileName)] },
  ];
}

export const instanceProfileOperations: Readonly<Record<string, Operation>> = {
  CreateInstanceProfile: operation<CreateInstanceProfileCommandInput, CreateInstanceProfileCommandOutput>({
    readOnly: false,
    actions: ({ InstanceProfileName, Path, Tags }, scene) => [
      {
        action: 'iam:CreateInstanceProfile',
        resources: [iamArn(scene, 'instance-profile', Path ?? '/', InstanceProfileName ?? '')],
        context: requestTags(tagsIn(Tags)),
      },
    ],
    run: (input, context) => {
      const name = checkedName(input.InstanceProfileName, 'InstanceProfileName', 128);
      const path = checkedPath(input.Path);
      if (nameTaken(context, instanceProfileType, name)) {
        throw alreadyExists(`Instance Profile ${name} already exists.`);
      }
      const identity = {
        id: name,
        arn: iamArn(context, 'instance-profile', path, name),
        tags: checkedTags(input.Tags, context.standing),
      };
      const record = context.born<InstanceProfileBody>(context.globalPlace(instanceProfileType), identity, {
        path,
        uniqueId: `AIPA${context.transaction.base32(`instance profile ${name}`, 17)}`,
        role: null,
      });
      context.transaction.putResource(record);
      return { InstanceProfile: shownProfile(context, record) };
    },
  }),

  GetInstanceProfile: operation<GetInstanceProfileCommandInput, GetInstanceProfileCommandOutput>({
    readOnly: true,
    actions: onProfile('iam:GetInstanceProfile'),
    run: ({ InstanceProfileName }, context) => ({
      InstanceProfile: shownProfile(context, theProfile(context, InstanceProfileName)),
    }),
  }),

  ListInstanceProfiles: operation<ListInstanceProfilesCommandInput, ListInstanceProfilesCommandOutput>({
    readOnly: true,
    actions: () => [{ action: 'iam:ListInstanceProfiles', resources: ['*'] }],
    run: (input, context) => {
      const { items, paging } = listedByPath<InstanceProfileBody>(context, instanceProfileType, input);
      return { InstanceProfiles: items.map((record) => shownProfile(context, record)), ...paging };
    },
  }),

  ListInstanceProfilesForRole: operation<
    ListInstanceProfilesForRoleCommandInput,
    ListInstanceProfilesForRoleCommandOutput
  >({
    readOnly: true,
    actions: ({ RoleName }, scene) => [
      { action: 'iam:ListInstanceProfilesForRole', resources: [holderArn(scene, roles, RoleName)] },
    ],
    run: (input, context) => {
      const name = checkedName(input.RoleName, 'RoleName', roles.longestName);
      const role = existing(findRole(context, name), roles, name);
      const { items, paging } = listed(profilesOf(context, role.id), (record) => record.id, input);
      return { InstanceProfiles: items.map((record) => shownProfile(context, record)), ...paging };
    },
  }),

  AddRoleToInstanceProfile: operation<
    AddRoleToInstanceProfileCommandInput,
    AddRoleToInstanceProfileCommandOutput
  >({
    readOnly: false,
    actions: ({ InstanceProfileName, RoleName }, scene) => [
      { action: 'iam:AddRoleToInstanceProfile', resources: [profileArn(scene, InstanceProfileName)] },
      {
        action: 'iam:PassRole',
        resources: [holderArn(scene, roles, RoleName)],
        context: { 'iam:PassedToService': serviceName('ec2', scene.partition) },
      },
    ],
    run: ({ InstanceProfileName, RoleName }, context) => {
      const record = theProfile(context, InstanceProfileName);
      const name = checkedName(RoleName, 'RoleName', roles.longestName);
      const role = existing(findRole(context, name), roles, name);
      if (record.body.role !== null) {
        throw limitExceeded('Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1');
      }
      context.transaction.putResource({ ...record, body: { ...record.body, role: role.id } });
      return {};
    },
  }),

  RemoveRoleFromInstanceProfile: operation<
    RemoveRoleFromInstanceProfileCommandInput,
    RemoveRoleFromInstanceProfileCommandOutput
  >({
    readOnly: false,
    actions: onProfile('iam:RemoveRoleFromInstanceProfile'),
    run: ({ InstanceProfileName, RoleName }, context) => {
      const record = theProfile(context, InstanceProfileName);
      const name = checkedName(RoleName, 'RoleName', roles.longestName);
      if (record.body.role !== name) {
        throw noSuchEntity(`Role ${name} in instance profile ${record.id} cannot be found.`);
      }
      context.transaction.putResource({ ...record, body: { ...record.body, role: null } });
      return {};
    },
  }),

  DeleteInstanceProfile: operation<DeleteInstanceProfileCommandInput, DeleteInstanceProfileCommandOutput>({
    readOnly: false,
    actions: onProfile('iam:DeleteInstanceProfile'),
    run: ({ InstanceProfileName }, context) => {
      const record = theProfile(context, InstanceProfileName);
      if (record.body.role !== null) {
        throw deleteConflict('Cannot delete entity, must remove roles from instance profile first.');
      }
      context.transaction.deleteResource(record);
      return {};
    },
  }),
};

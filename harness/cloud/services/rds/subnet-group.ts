/** DB subnet groups: where in a network databases may stand. */
import type {
  CreateDBSubnetGroupCommandInput,
  CreateDBSubnetGroupCommandOutput,
  DBSubnetGroup,
  DeleteDBSubnetGroupCommandInput,
  DeleteDBSubnetGroupCommandOutput,
  DescribeDBSubnetGroupsCommandInput,
  DescribeDBSubnetGroupsCommandOutput,
  ModifyDBSubnetGroupCommandInput,
  ModifyDBSubnetGroupCommandOutput,
} from '@aws-sdk/client-rds';
import { constraint, type AwsFailure } from '../../../contract/aws-error.js';
import type { JsonObject } from '../../../contract/json.js';
import type { CallContext } from '../../call-context.js';
import { textOf } from '../../property.js';
import { recordsAt } from '../../records-at.js';
import type { Scene } from '../../scene.js';
import { operation } from '../../service.js';
import { requestTags, tagsIn } from '../../tag-list.js';
import { plainObservation } from '../../../contract/plain-observation.js';
import type { ResourceKind } from '../../world/model.js';
import { resourceAt, resourceKey, type ResourceRecord } from '../../world/state.js';
import { requiredMember, type DatabaseBody } from './database.js';
import { filtered, listed } from './listing.js';
import { clusterSort, instanceSort, placeOf, rdsArn } from './sort.js';

export const subnetGroupType = 'AWS::RDS::DBSubnetGroup';

type SubnetGroupBody = { readonly description: string; readonly subnets: readonly string[] };
export type SubnetGroupRecord = ResourceRecord<SubnetGroupBody>;

export function findSubnetGroup(scene: Scene, name: string): SubnetGroupRecord | undefined {
  const key = resourceKey(placeOf(subnetGroupType, scene), name.toLowerCase());
  return resourceAt<SubnetGroupBody>(scene.state, key);
}

/** @throws AwsFailure DBSubnetGroupNotFoundFault where a name is given that no group has. */
export function checkSubnetGroup(context: CallContext, name: string | undefined): void {
  if (name !== undefined && name !== 'default' && findSubnetGroup(context, name) === undefined)
    throw notFound(name);
}

function notFound(name: string): AwsFailure {
  return constraint('DBSubnetGroupNotFoundFault', `DB subnet group '${name}' does not exist.`, 404);
}

function groupNamed(context: CallContext, name: string | undefined): SubnetGroupRecord {
  const wanted = requiredMember(name, 'DBSubnetGroupName');
  const group = findSubnetGroup(context, wanted);
  if (group === undefined) throw notFound(wanted);
  return group;
}

/** What the template of a subnet says; subnets that no stack made are taken on trust. */
function subnetProperties(context: CallContext, id: string): JsonObject {
  const subnet = context.transaction.resource<{ readonly properties?: JsonObject }>(
    context.place('AWS::EC2::Subnet'),
    id,
  );
  return subnet?.body.properties ?? {};
}

export function describeSubnetGroup(group: SubnetGroupRecord, context: CallContext): DBSubnetGroup {
  const properties = group.body.subnets.map((id) => subnetProperties(context, id));
  const network = properties.map((each) => textOf(each, 'VpcId')).find((id) => id !== undefined);
  return {
    DBSubnetGroupName: group.id,
    DBSubnetGroupArn: group.arn,
    DBSubnetGroupDescription: group.body.description,
    SubnetGroupStatus: 'Complete',
    ...(network === undefined ? {} : { VpcId: network }),
    Subnets: group.body.subnets.map((SubnetIdentifier, index) => {
      const zone = textOf(properties[index] ?? {}, 'AvailabilityZone');
      return {
        SubnetIdentifier,
        SubnetStatus: 'Active',
        ...(zone === undefined ? {} : { SubnetAvailabilityZone: { Name: zone } }),
      };
    }),
    SupportedNetworkTypes: ['IPV4'],
  };
}

/** @throws AwsFailure DBSubnetGroupDoesNotCoverEnoughAZs where the subnets are known to lie in one zone. */
function subnetsIn(context: CallContext, ids: readonly string[] | undefined): readonly string[] {
  const subnets = requiredMember(ids, 'SubnetIds');
  const zones = subnets.map((id) => textOf(subnetProperties(context, id), 'AvailabilityZone'));
  const known = new Set(zones);
  if (subnets.length === 0 || (known.size === 1 && !known.has(undefined))) {
    throw constraint(
      'DBSubnetGroupDoesNotCoverEnoughAZs',
      `The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement. Current AZ coverage: ${[...known].join(', ')}. Add subnets to cover at least 2 AZs.`,
    );
  }
  return [...new Set(subnets)];
}

const create = operation<CreateDBSubnetGroupCommandInput, CreateDBSubnetGroupCommandOutput>({
  readOnly: false,
  actions: (input, scene) => [
    {
      action: 'rds:CreateDBSubnetGroup',
      resources: [rdsArn('subgrp', input.DBSubnetGroupName, scene)],
      context: requestTags(tagsIn(input.Tags)),
    },
  ],
  run: (input, context) => {
    const name = requiredMember(input.DBSubnetGroupName, 'DBSubnetGroupName').toLowerCase();
    if (name === 'default' || !/^[a-z0-9 ._-]{1,255}$/.test(name)) {
      throw constraint('InvalidParameterValue', 'The parameter DBSubnetGroupName is not a valid identifier.');
    }
    if (findSubnetGroup(context, name) !== undefined) {
      throw constraint('DBSubnetGroupAlreadyExists', `The DB subnet group '${name}' already exists.`);
    }
    const body: SubnetGroupBody = {
      description: requiredMember(input.DBSubnetGroupDescription, 'DBSubnetGroupDescription'),
      subnets: subnetsIn(context, input.SubnetIds),
    };
    const identity = { id: name, arn: rdsArn('subgrp', name, context), tags: tagsIn(input.Tags) };
    const group = context.born(placeOf(subnetGroupType, context), identity, body);
    context.transaction.putResource(group);
    return { DBSubnetGroup: describeSubnetGroup(group, context) };
  },
});

const modifyGroup = operation<ModifyDBSubnetGroupCommandInput, ModifyDBSubnetGroupCommandOutput>({
  readOnly: false,
  actions: (input, scene) => [
    { action: 'rds:ModifyDBSubnetGroup', resources: [rdsArn('subgrp', input.DBSubnetGroupName, scene)] },
  ],
  run: (input, context) => {
    const group = groupNamed(context, input.DBSubnetGroupName);
    const description = input.DBSubnetGroupDescription ?? group.body.description;
    const changed = { ...group, body: { description, subnets: subnetsIn(context, input.SubnetIds) } };
    context.transaction.putResource(changed);
    return { DBSubnetGroup: describeSubnetGroup(changed, context) };
  },
});

const remove = operation<DeleteDBSubnetGroupCommandInput, DeleteDBSubnetGroupCommandOutput>({
  readOnly: false,
  actions: (input, scene) => [
    { action: 'rds:DeleteDBSubnetGroup', resources: [rdsArn('subgrp', input.DBSubnetGroupName, scene)] },
  ],
  run: (input, context) => {
    const group = groupNamed(context, input.DBSubnetGroupName);
    for (const { type } of [instanceSort, clusterSort]) {
      for (const { body, id } of recordsAt<DatabaseBody>(context.state, placeOf(type, context))) {
        if (body.settings.DBSubnetGroupName?.toLowerCase() !== group.id) continue;
        throw constraint(
          'InvalidDBSubnetGroupStateFault',
          `Cannot delete the subnet group '${group.id}' because at least one database instance: ${id} is still using it.`,
        );
      }
    }
    context.transaction.deleteResource(group);
    return {};
  },
});

const describe = operation<DescribeDBSubnetGroupsCommandInput, DescribeDBSubnetGroupsCommandOutput>({
  readOnly: true,
  actions: (input, scene) => [
    { action: 'rds:DescribeDBSubnetGroups', resources: [rdsArn('subgrp', input.DBSubnetGroupName, scene)] },
  ],
  run: (input, context) => {
    const all =
      input.DBSubnetGroupName === undefined
        ? recordsAt<SubnetGroupBody>(context.state, placeOf(subnetGroupType, context))
        : [groupNamed(context, input.DBSubnetGroupName)];
    const { items, ...rest } = listed(filtered(all, input.Filters, {}), (group) => group.id, input);
    return { DBSubnetGroups: items.map((group) => describeSubnetGroup(group, context)), ...rest };
  },
});

export const subnetGroupKind: ResourceKind = {
  type: subnetGroupType,
  observe: (record) => {
    const { body, tags } = record as SubnetGroupRecord;
    return plainObservation({
      configuration: {
        DBSubnetGroupDescription: body.description,
        SubnetIds: body.subnets,
        Tags: tags,
      },
    });
  },
};

export const subnetGroupOperations = {
  CreateDBSubnetGroup: create,
  DeleteDBSubnetGroup: remove,
  DescribeDBSubnetGroups: describe,
  ModifyDBSubnetGroup: modifyGroup,
};

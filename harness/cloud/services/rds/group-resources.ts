/** How stacks provide subnet groups and parameter groups (CloudFormation template reference). */
import { sameJson, type JsonObject } from '../../../contract/json.js';
import type { CallContext } from '../../call-context.js';
import { physicalName } from '../../physical-name.js';
import { objectOf, textOf, textsOf } from '../../property.js';
import { provisioningTimes } from '../../provisioning-times.js';
import type { ResourceProvider } from '../../service.js';
import { findParameterGroup, parameterGroupTypeOf } from './parameter-group.js';
import { clusterSort, instanceSort, rdsArn, type Sort } from './sort.js';
import { tagMembers, updateTags } from './stack-database.js';
import { findSubnetGroup, subnetGroupType } from './subnet-group.js';

function nameOf(properties: JsonObject, member: string, context: CallContext): string {
  return (
    textOf(properties, member)?.toLowerCase() ?? physicalName(context, { maximum: 255, lowerCase: true })
  );
}

export const subnetGroupResource: ResourceProvider = {
  type: subnetGroupType,
  create: (properties, context) => {
    const DBSubnetGroupName = nameOf(properties, 'DBSubnetGroupName', context);
    context.invoke('RDS', 'CreateDBSubnetGroup', {
      DBSubnetGroupName,
      DBSubnetGroupDescription: textOf(properties, 'DBSubnetGroupDescription'),
      SubnetIds: textsOf(properties, 'SubnetIds'),
      ...tagMembers(properties),
    });
    return { physicalId: DBSubnetGroupName, seconds: provisioningTimes(subnetGroupType).create };
  },
  update: (DBSubnetGroupName, properties, previous, context) => {
    const changed = ['DBSubnetGroupDescription', 'SubnetIds'].some(
      (name) => !sameJson(previous[name], properties[name]),
    );
    if (changed) {
      context.invoke('RDS', 'ModifyDBSubnetGroup', {
        DBSubnetGroupName,
        DBSubnetGroupDescription: textOf(properties, 'DBSubnetGroupDescription'),
        SubnetIds: textsOf(properties, 'SubnetIds'),
      });
    }
    updateTags(rdsArn('subgrp', DBSubnetGroupName, context), previous, properties, context);
    return { seconds: provisioningTimes(subnetGroupType).update };
  },
  delete: (DBSubnetGroupName, _properties, context) => {
    if (findSubnetGroup(context, DBSubnetGroupName) === undefined) return { seconds: 0 };
    context.invoke('RDS', 'DeleteDBSubnetGroup', { DBSubnetGroupName });
    return { seconds: provisioningTimes(subnetGroupType).delete };
  },
  attributes: (name, _properties, context) => ({ DBSubnetGroupArn: rdsArn('subgrp', name, context) }),
};

/** At most twenty parameters are changed in one request. */
function setParameters(sort: Sort, name: string, properties: JsonObject, context: CallContext): void {
  const cluster = sort === clusterSort;
  const parameters = objectOf(properties, 'Parameters') ?? {};
  const names = Object.keys(parameters);
  for (let first = 0; first < names.length; first += 20) {
    context.invoke('RDS', cluster ? 'ModifyDBClusterParameterGroup' : 'ModifyDBParameterGroup', {
      [cluster ? 'DBClusterParameterGroupName' : 'DBParameterGroupName']: name,
      Parameters: names.slice(first, first + 20).map((ParameterName) => ({
        ParameterName,
        ParameterValue: textOf(parameters, ParameterName) ?? '',
        ApplyMethod: 'pending-reboot',
      })),
    });
  }
}

function parameterGroupResource(sort: Sort): ResourceProvider {
  const cluster = sort === clusterSort;
  const type = parameterGroupTypeOf(sort);
  const member = cluster ? 'DBClusterParameterGroupName' : 'DBParameterGroupName';
  const word = cluster ? 'DBClusterParameterGroup' : 'DBParameterGroup';
  const arnWord = cluster ? 'cluster-pg' : 'pg';
  return {
    type,
    create: (properties, context) => {
      const name = nameOf(properties, member, context);
      context.invoke('RDS', `Create${word}`, {
        [member]: name,
        DBParameterGroupFamily: textOf(properties, 'Family'),
        Description: textOf(properties, 'Description'),
        ...tagMembers(properties),
      });
      setParameters(sort, name, properties, context);
      return { physicalId: name, seconds: provisioningTimes(type).create };
    },
    update: (name, properties, previous, context) => {
      if (!sameJson(previous['Parameters'], properties['Parameters'])) {
        setParameters(sort, name, properties, context);
      }
      updateTags(rdsArn(arnWord, name, context), previous, properties, context);
      return { seconds: provisioningTimes(type).update };
    },
    delete: (name, _properties, context) => {
      if (findParameterGroup(sort, context, name) === undefined) return { seconds: 0 };
      context.invoke('RDS', `Delete${word}`, { [member]: name });
      return { seconds: provisioningTimes(type).delete };
    },
    attributes: (name, _properties, context) =>
      cluster ? {} : { DBParameterGroupName: name, DBParameterGroupArn: rdsArn(arnWord, name, context) },
  };
}

export const groupResources = [
  subnetGroupResource,
  parameterGroupResource(instanceSort),
  parameterGroupResource(clusterSort),
];

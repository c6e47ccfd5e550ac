/** What RDS keeps of a parameter group, of instances or of clusters: the engine's settings that an owner changed. */
import { constraint, type AwsFailure } from '../../../contract/aws-error.js';
import type { CallContext } from '../../call-context.js';
import { recordsAt } from '../../records-at.js';
import type { Scene } from '../../scene.js';
import { plainObservation } from '../../../contract/plain-observation.js';
import type { ResourceKind } from '../../world/model.js';
import { resourceAt, resourceKey, type ResourceRecord } from '../../world/state.js';
import { requiredMember, type DatabaseBody } from './database.js';
import { clusterSort, instanceSort, placeOf, type Sort } from './sort.js';

export const parameterGroupType = 'AWS::RDS::DBParameterGroup';
export const clusterParameterGroupType = 'AWS::RDS::DBClusterParameterGroup';

export type ParameterGroupBody = {
  readonly family: string;
  readonly description: string;
  readonly parameters: Readonly<Record<string, { readonly value: string; readonly method: string }>>;
};

export type ParameterGroupRecord = ResourceRecord<ParameterGroupBody>;

export function parameterGroupTypeOf(sort: Sort): string {
  return sort === clusterSort ? clusterParameterGroupType : parameterGroupType;
}

export function parameterGroupNotFound(sort: Sort, name: string): AwsFailure {
  const word = sort === clusterSort ? 'DBClusterParameterGroup' : 'DBParameterGroup';
  return constraint(`${word}NotFound`, `${word} not found: ${name}`, 404);
}

export function findParameterGroup(sort: Sort, scene: Scene, name: string): ParameterGroupRecord | undefined {
  const place = placeOf(parameterGroupTypeOf(sort), scene);
  return resourceAt<ParameterGroupBody>(scene.state, resourceKey(place, name.toLowerCase()));
}

/** @throws AwsFailure DBParameterGroupNotFound or DBClusterParameterGroupNotFound. */
export function parameterGroupNamed(
  sort: Sort,
  context: CallContext,
  name: string | undefined,
): ParameterGroupRecord {
  const member = sort === clusterSort ? 'DBClusterParameterGroupName' : 'DBParameterGroupName';
  const wanted = requiredMember(name, member);
  const group = findParameterGroup(sort, context, wanted);
  if (group === undefined) throw parameterGroupNotFound(sort, wanted);
  return group;
}

/** Groups that RDS has of its own are called `default.family`. */
export function checkParameterGroup(sort: Sort, context: CallContext, name: string | undefined): void {
  if (name === undefined || name.startsWith('default.')) return;
  if (findParameterGroup(sort, context, name) === undefined) throw parameterGroupNotFound(sort, name);
}

/** The names of the databases that use a group. */
export function usersOf(sort: Sort, context: CallContext, name: string): string[] {
  const users: string[] = [];
  for (const { body, id } of recordsAt<DatabaseBody>(context.state, placeOf(sort.type, context))) {
    const { DBClusterParameterGroupName, DBParameterGroupName } = body.settings;
    const used = sort === clusterSort ? DBClusterParameterGroupName : DBParameterGroupName;
    if (used?.toLowerCase() === name) users.push(id);
  }
  return users;
}

function parameterGroupKind(sort: Sort): ResourceKind {
  return {
    type: parameterGroupTypeOf(sort),
    observe: (record) => {
      const { body, tags } = record as ParameterGroupRecord;
      return plainObservation({
        configuration: {
          Description: body.description,
          Family: body.family,
          Parameters: body.parameters,
          Tags: tags,
        },
      });
    },
  };
}

export const parameterGroupKinds = [parameterGroupKind(instanceSort), parameterGroupKind(clusterSort)];

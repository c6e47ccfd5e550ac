/** Roles: how they are observed, and how IAM's answers show them. */
import type { Role } from '@aws-sdk/client-iam';
import { allowsAnyone } from '../../policy-exposure.js';
import { listTags } from '../../tag-list.js';
import { plainObservation } from '../../../contract/plain-observation.js';
import type { ResourceKind } from '../../world/model.js';
import type { ResourceRecord } from '../../world/state.js';
import { boundaryOf } from './boundary.js';
import { holderIndexes, policyGrants, roles, type RoleBody } from './holder.js';
import { documentOf, encodedPolicy } from './policy-text.js';

export const roleKind: ResourceKind = {
  type: roles.type,
  indexes: holderIndexes,
  resourcePolicy: (record) => documentOf((record.body as RoleBody).trust),
  observe: (record) => {
    const body = record.body as RoleBody;
    const trust = documentOf(body.trust);
    const { path, description, maxSessionDuration } = body;
    return plainObservation({
      exposed: allowsAnyone(trust),
      grants: policyGrants(body, { trust }),
      configuration: { path, description, maxSessionDuration, tags: record.tags },
    });
  },
};

/** @param whole whether the answer carries boundary and tags, as GetRole's does and ListRoles' does not. */
export function shownRole(record: ResourceRecord<RoleBody>, whole: boolean): Role {
  const { path, uniqueId, trust, description, maxSessionDuration } = record.body;
  return {
    Path: path,
    RoleName: record.id,
    RoleId: uniqueId,
    Arn: record.arn,
    CreateDate: new Date(record.createdAt),
    AssumeRolePolicyDocument: encodedPolicy(trust),
    ...(description === null ? {} : { Description: description }),
    MaxSessionDuration: maxSessionDuration,
    ...(whole ? boundaryOf(record.body) : {}),
    ...(whole && Object.keys(record.tags).length > 0 ? { Tags: listTags(record.tags) } : {}),
  };
}

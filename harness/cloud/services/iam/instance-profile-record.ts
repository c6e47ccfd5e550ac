/** Instance profiles: the record, and which of them hold a role. */
import type { InstanceProfile } from '@aws-sdk/client-iam';
import { listTags } from '../../tag-list.js';
import { plainObservation } from '../../../contract/plain-observation.js';
import type { ResourceKind } from '../../world/model.js';
import { resourceAt, type ResourceRecord } from '../../world/state.js';
import { findRole, type InAccount } from './holder.js';
import { shownRole } from './role-record.js';

export const instanceProfileType = 'AWS::IAM::InstanceProfile';

export type InstanceProfileBody = {
  readonly path: string;
  readonly uniqueId: string;
  /** Name of its role; null while it has none. */
  readonly role: string | null;
};

export const instanceProfileKind: ResourceKind = {
  type: instanceProfileType,
  indexes: (record) => {
    const { role } = record.body as InstanceProfileBody;
    const name = `iam-name/${record.account}/${record.type}/${record.id.toLowerCase()}`;
    return role === null ? [name] : [name, `iam-profile-of/${record.account}/${role}/${record.id}`];
  },
  observe: (record) => {
    const { path, role } = record.body as InstanceProfileBody;
    return plainObservation({
      grants: role === null ? null : { role },
      configuration: { path, tags: record.tags },
    });
  },
};

/** The instance profiles that hold a role, by name. */
export function profilesOf(
  { state, account }: InAccount,
  role: string,
): ResourceRecord<InstanceProfileBody>[] {
  const records: ResourceRecord<InstanceProfileBody>[] = [];
  for (const [, key] of state.withPrefix(`i/iam-profile-of/${account}/${role}/`)) {
    const record = typeof key === 'string' ? resourceAt<InstanceProfileBody>(state, key) : undefined;
    if (record !== undefined) records.push(record);
  }
  return records;
}

export function shownProfile(scene: InAccount, record: ResourceRecord<InstanceProfileBody>): InstanceProfile {
  const { path, uniqueId, role } = record.body;
  const held = role === null ? undefined : findRole(scene, role);
  return {
    Path: path,
    InstanceProfileName: record.id,
    InstanceProfileId: uniqueId,
    Arn: record.arn,
    CreateDate: new Date(record.createdAt),
    Roles: held === undefined ? [] : [shownRole(held, false)],
    ...(Object.keys(record.tags).length > 0 ? { Tags: listTags(record.tags) } : {}),
  };
}

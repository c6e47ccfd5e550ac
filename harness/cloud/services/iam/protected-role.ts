/** Keeps callers from changing roles that belong to a service. */
import { constraint } from '../../../contract/aws-error.js';
import type { ResourceRecord } from '../../world/state.js';
import { roles, type HolderBody, type RoleBody } from './holder.js';

/** @throws AwsFailure `UnmodifiableEntity` for a service-linked role. */
export function refuseProtectedRole(record: ResourceRecord<HolderBody>): void {
  if (record.type !== roles.type || (record.body as RoleBody).linkedService === null) return;
  throw constraint(
    'UnmodifiableEntity',
    `Cannot perform the operation on the protected role '${record.id}' - this role is only modifiable by AWS`,
  );
}

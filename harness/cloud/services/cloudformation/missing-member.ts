/** What CloudFormation answers to a call without a required member. */
import type { AwsFailure } from '../../../contract/aws-error.js';
import { validationFailure } from '../../cloudformation/template-failure.js';

export function missingMember(member: string): AwsFailure {
  const name = member.slice(0, 1).toLowerCase() + member.slice(1);
  return validationFailure(
    `1 validation error detected: Value null at '${name}' failed to satisfy constraint: Member must not be null`,
  );
}

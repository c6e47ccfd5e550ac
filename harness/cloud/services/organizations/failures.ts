/** Organizations' errors, with the codes and words of its API reference. */
import { constraint, type AwsFailure } from '../../../contract/aws-error.js';

export function accessDenied(): AwsFailure {
  return constraint('AccessDeniedException', "You don't have permissions to access this resource.");
}

export function notInUse(): AwsFailure {
  return constraint('AWSOrganizationsNotInUseException', 'Your account is not a member of an organization.');
}

export function policyNotFound(): AwsFailure {
  return constraint(
    'PolicyNotFoundException',
    "We can't find a policy with the PolicyId that you specified.",
  );
}

export function targetNotFound(): AwsFailure {
  return constraint(
    'TargetNotFoundException',
    "We can't find a root, OU, account, or policy with the TargetId that you specified.",
  );
}

export function invalidInput(message: string): AwsFailure {
  return constraint('InvalidInputException', message);
}

/** A member that the API requires is missing. */
export function missing(member: string): AwsFailure {
  return invalidInput(`You specified an invalid value: ${member} is required.`);
}

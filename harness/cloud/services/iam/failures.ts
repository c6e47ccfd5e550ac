/** IAM's errors, with the codes and statuses of its API reference ("Common Errors" and each operation's own). */
import { constraint, type AwsFailure } from '../../../contract/aws-error.js';

export function noSuchEntity(message: string): AwsFailure {
  return constraint('NoSuchEntity', message, 404);
}

export function alreadyExists(message: string): AwsFailure {
  return constraint('EntityAlreadyExists', message, 409);
}

export function deleteConflict(message: string): AwsFailure {
  return constraint('DeleteConflict', message, 409);
}

export function limitExceeded(message: string): AwsFailure {
  return constraint('LimitExceeded', message, 409);
}

export function invalidInput(message: string): AwsFailure {
  return constraint('InvalidInput', message);
}

export function validationError(message: string): AwsFailure {
  return constraint('ValidationError', message);
}

/** A member that the API requires is missing. */
export function missing(member: string): AwsFailure {
  return validationError(
    `1 validation error detected: Value null at '${lowerFirst(member)}' failed to satisfy constraint: Member must not be null`,
  );
}

export function lowerFirst(member: string): string {
  return member.slice(0, 1).toLowerCase() + member.slice(1);
}

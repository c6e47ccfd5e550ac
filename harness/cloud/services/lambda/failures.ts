/** Errors that several of Lambda's operations answer with. */
import { constraint, type AwsFailure } from '../../../contract/aws-error.js';

export function validationError(value: string | number, member: string, rule: string): AwsFailure {
  return constraint(
    'ValidationException',
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${rule}`,
  );
}

export function invalidParameter(message: string): AwsFailure {
  return constraint('InvalidParameterValueException', message);
}

export function conflict(message: string): AwsFailure {
  return constraint('ResourceConflictException', message, 409);
}

export function notFound(message: string): AwsFailure {
  return constraint('ResourceNotFoundException', message, 404);
}

export function badMarker(): AwsFailure {
  return invalidParameter('Invalid Marker');
}

/** @throws AwsFailure PreconditionFailedException unless the caller knows the latest revision, where it names one. */
export function checkRevision(wanted: string | undefined, latest: string): void {
  if (wanted === undefined || wanted === latest) return;
  throw constraint(
    'PreconditionFailedException',
    'The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id',
    412,
  );
}

/** How CloudFormation answers to what it cannot accept in a request or a template. */
import { constraint, type AwsFailure } from '../../contract/aws-error.js';

export function validationFailure(message: string): AwsFailure {
  return constraint('ValidationError', message);
}

/** The template says something that makes no sense, e.g. a function with a wrong argument. */
export function templateError(message: string): AwsFailure {
  return validationFailure(`Template error: ${message}`);
}

/** The template is not built as templates are. */
export function templateFormatError(message: string): AwsFailure {
  return validationFailure(`Template format error: ${message}`);
}

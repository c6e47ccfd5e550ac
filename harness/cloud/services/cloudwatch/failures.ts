/** Errors that several of CloudWatch's operations answer with. */
import { constraint, type AwsFailure } from '../../../contract/aws-error.js';

export function validationError(message: string): AwsFailure {
  return constraint('ValidationException', message);
}

export function badToken(): AwsFailure {
  return constraint('InvalidNextToken', 'The next token specified is invalid.');
}

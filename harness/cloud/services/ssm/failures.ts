/** How Parameter Store answers to what it cannot do (Systems Manager API Reference, errors of each operation). */
import { constraint, type AwsFailure } from '../../../contract/aws-error.js';

export function invalid(message: string): AwsFailure {
  return constraint('ValidationException', message);
}

export function parameterNotFound(name: string): AwsFailure {
  return constraint('ParameterNotFound', `Parameter ${name} not found.`);
}

export function versionNotFound(name: string, selector: string): AwsFailure {
  const message = /^\d+$/.test(selector)
    ? `Systems Manager could not find version ${selector} of ${name}. Verify the version and try again.`
    : `Systems Manager could not find the label ${selector} of ${name}. Verify the label and try again.`;
  return constraint('ParameterVersionNotFound', message);
}

export function badToken(): AwsFailure {
  return constraint('InvalidNextToken', 'The specified token is not valid.');
}

/** What CloudFormation answers to a page token that it did not give. */
import type { AwsFailure } from '../../../contract/aws-error.js';
import { validationFailure } from '../../cloudformation/template-failure.js';

export function badToken(): AwsFailure {
  return validationFailure('Invalid NextToken');
}

/** Asserts the AWS error that a call is answered with. */
import { expect } from 'chai';
import type { AwsError } from '../../../harness/contract/aws-error.js';

export function expectError(
  error: AwsError,
  code: string,
  message: string | RegExp,
  origin: AwsError['origin'] = 'constraint',
): void {
  expect([error.code, error.origin]).to.deep.equal([code, origin]);
  if (typeof message === 'string') expect(error.message).to.equal(message);
  else expect(error.message).to.match(message);
}

/** Errors that several of CloudTrail's operations answer with (CloudTrail API Reference, "Common errors"). */
import { constraint, type AwsFailure } from '../../../contract/aws-error.js';
import type { Scene } from '../../scene.js';

export function trailNotFound(name: string, { account }: Scene): AwsFailure {
  return constraint('TrailNotFoundException', `Unknown trail: ${name} for the user: ${account}`);
}

export function invalidTrailName(message: string): AwsFailure {
  return constraint('InvalidTrailNameException', message);
}

export function invalidArn(arn: string): AwsFailure {
  return constraint('CloudTrailARNInvalidException', `Invalid ARN: ${arn}`);
}

export function invalidCombination(message: string): AwsFailure {
  return constraint('InvalidParameterCombinationException', message);
}

export function badToken(): AwsFailure {
  return constraint('InvalidNextTokenException', 'The next token is not valid.');
}

/** First looks at a call's input, before a handler works with it. */
import { constraint, unsupported, type AwsFailure } from '../contract/aws-error.js';

/**
 * The value of a member that the API requires.
 * @throws AwsFailure as most services answer where it is missing; `failure` says it for the others.
 */
export function required<Value>(
  value: Value | undefined | null,
  member: string,
  failure: (member: string) => AwsFailure = missingMember,
): Value {
  if (value === undefined || value === null) throw failure(member);
  return value;
}

function missingMember(member: string): AwsFailure {
  const name = member.slice(0, 1).toLowerCase() + member.slice(1);
  return constraint(
    'ValidationException',
    `1 validation error detected: Value null at '${name}' failed to satisfy constraint: Member must not be null`,
  );
}

/**
 * Refuses options that would matter and that blastpit does not act on: to accept and ignore them would be a lie.
 * @param operation the service's and the operation's name, e.g. `DynamoDB.CreateTable`.
 */
export function refuse<Input extends object>(
  operation: string,
  input: Input,
  members: readonly (keyof Input & string)[],
): void {
  for (const member of members) {
    const value: unknown = input[member];
    if (value === undefined || value === null || value === false) continue;
    if (Array.isArray(value) && value.length === 0) continue;
    throw unsupported(`${operation} with ${member}`);
  }
}

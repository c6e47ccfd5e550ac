/** Checks names, paths and numbers that callers choose, as IAM does ("IAM and AWS STS quotas", "Name requirements"). */
import { required } from '../../input-check.js';
import { lowerFirst, missing, validationError } from './failures.js';

/** A name of a user, role, group, policy or instance profile. */
export function checkedName(value: string | undefined, member: string, longest: number): string {
  const name = required(value, member, missing);
  const where = lowerFirst(member);
  if (!/^[\w+=,.@-]+$/.test(name)) {
    throw validationError(
      `The specified value for ${where} is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-`,
    );
  }
  if (name.length > longest) {
    throw validationError(
      `1 validation error detected: Value at '${where}' failed to satisfy constraint: Member must have length less than or equal to ${longest}`,
    );
  }
  return name;
}

/** A path such as `/team/`; `/` where none is given. */
export function checkedPath(value: string | undefined): string {
  const path = value ?? '/';
  if (!/^(\/|\/[!-\u007f]+\/)$/.test(path) || path.length > 512) {
    throw validationError(
      'The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.',
    );
  }
  return path;
}

/** A number within limits, both included. */
export function checkedNumber(value: number, member: string, least: number, most: number): number {
  const bound =
    value < least
      ? `greater than or equal to ${least}`
      : value > most
        ? `less than or equal to ${most}`
        : undefined;
  if (bound === undefined && Number.isInteger(value)) return value;
  throw validationError(
    `1 validation error detected: Value '${value}' at '${lowerFirst(member)}' failed to satisfy constraint: Member must have value ${bound ?? 'that is an integer'}`,
  );
}

/** The ways in which Lambda's operations take a function's name (Lambda API Reference, "FunctionName"). */
import { constraint } from '../../../contract/aws-error.js';
import { required } from '../../input-check.js';
import type { Scene } from '../../scene.js';
import { invalidParameter, validationError } from './failures.js';

export interface FunctionName {
  readonly name: string;
  /** A version's number, an alias or `$LATEST`; null where none is named. */
  readonly qualifier: string | null;
  /** With the qualifier, where there is one. */
  readonly arn: string;
}

const form =
  /^(?:arn:(?<partition>aws[a-zA-Z-]*):lambda:)?(?:(?<region>[a-z]{2,4}(?:-[a-z]+)+-\d):)?(?:(?<account>\d{12}):)?(?:function:)?(?<name>[a-zA-Z0-9_.-]+)(?::(?<qualifier>\$LATEST|[a-zA-Z0-9_-]+))?$/;

export function functionArn(scene: Scene, name: string, qualifier: string | null = null): string {
  const { partition, region, account } = scene;
  const suffix = qualifier === null ? '' : `:${qualifier}`;
  return `arn:${partition}:lambda:${region}:${account}:function:${name}${suffix}`;
}

/**
 * Reads a name, a partial ARN or an ARN, with or without a qualifier.
 * @throws AwsFailure ValidationException where it is none of them; InvalidParameterValueException where two qualifiers differ.
 */
export function readFunctionName(given: string | undefined, scene: Scene, qualifier?: string): FunctionName {
  const text = required(given, 'FunctionName');
  const found = form.exec(text)?.groups;
  const name = found?.['name'];
  if (name === undefined || name.length > 64) {
    throw validationError(
      text,
      'functionName',
      'Member must satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?',
    );
  }
  const derived = found?.['qualifier'];
  if (derived !== undefined && qualifier !== undefined && derived !== qualifier) {
    throw invalidParameter(
      'The derived qualifier from the function name does not match the specified qualifier.',
    );
  }
  const chosen = derived ?? qualifier ?? null;
  const place = {
    ...scene,
    partition: found?.['partition'] ?? scene.partition,
    region: found?.['region'] ?? scene.region,
    account: found?.['account'] ?? scene.account,
  };
  const arn = functionArn(place, name, chosen);
  // Functions of other accounts and regions are not in this world's reach.
  if (place.region !== scene.region || place.account !== scene.account) {
    throw constraint('ResourceNotFoundException', `Function not found: ${arn}`, 404);
  }
  return { name, qualifier: chosen, arn };
}

/** For `actions` and `shows`: what IAM is asked about, whatever the name turns out to be when the call runs. */
export function askedArn(given: string | undefined, scene: Scene, qualifier?: string): string {
  if (given?.startsWith('arn:') === true) {
    return qualifier === undefined || /^(?:[^:]+:){7}/.test(given) ? given : `${given}:${qualifier}`;
  }
  const found = form.exec(given ?? '')?.groups;
  if (found === undefined) return functionArn(scene, '*');
  const account = found['account'] ?? scene.account;
  return functionArn({ ...scene, account }, found['name'] ?? '*', found['qualifier'] ?? qualifier ?? null);
}

/** The bare name in whatever form it is given. */
export function bareName(given: string | undefined): string {
  return form.exec(given ?? '')?.groups?.['name'] ?? '';
}

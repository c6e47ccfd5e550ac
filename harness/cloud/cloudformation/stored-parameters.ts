/**
 * Template parameters whose values are in Parameter Store (CloudFormation User Guide, "SSM parameter types"): looked up
 * anew for every operation, and kept for going back.
 */
import type { CallContext } from '../call-context.js';
import { fetchParameters } from './fetch-parameters.js';
import type { Template } from './template.js';
import { validationFailure } from './template-failure.js';

const nameType = 'AWS::SSM::Parameter::Name';

/** The type of the value that Parameter Store has; undefined for parameters that are no names of its. */
export function storedValueType(type: string): string | undefined {
  return /^AWS::SSM::Parameter::Value<(.+)>$/.exec(type)?.[1];
}

/** Whether a parameter's text is a name in Parameter Store. */
export function isStoreType(type: string): boolean {
  return type === nameType || storedValueType(type) !== undefined;
}

/**
 * The values behind the parameters that name one, by the parameters' names; empty where none does.
 * @param texts what the parameters were given.
 * @throws AwsFailure where one is missing or secret, or where the caller may not read it.
 */
export function storedValues(
  context: CallContext,
  template: Template,
  texts: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const wanted = [...template.parameters.values()].filter(({ type }) => isStoreType(type));
  if (wanted.length === 0) return {};
  const { found, missing } = fetchParameters(
    context,
    wanted.map(({ name }) => texts[name] ?? ''),
  );
  if (missing.length > 0) {
    throw validationFailure(
      `Unable to fetch parameters [${missing.join(',')}] from parameter store for this account.`,
    );
  }
  const values: Record<string, string> = {};
  const secret: string[] = [];
  for (const { name, type } of wanted) {
    const parameter = found.get(texts[name] ?? '');
    if (parameter === undefined || type === nameType) continue;
    if (parameter.secure) secret.push(texts[name] ?? '');
    values[name] = parameter.value;
  }
  if (secret.length > 0) {
    throw validationFailure(
      `Parameters [${secret.join(', ')}] referenced by template have types not supported by CloudFormation.`,
    );
  }
  return values;
}

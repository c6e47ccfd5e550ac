/** From what a caller gives to the values of a template's parameters. */
import type { Json } from '../../contract/json.js';
import { storedValueType } from './stored-parameters.js';
import type { ParameterDeclaration, Template } from './template.js';
import { validationFailure } from './template-failure.js';

export interface GivenParameter {
  readonly name: string;
  readonly value: string | undefined;
  readonly usePrevious: boolean;
}

/**
 * The text of every parameter: given, used before, or by default.
 * @param previous the values of the stack as it stands; empty for a new stack.
 * @throws AwsFailure `ValidationError` in CloudFormation's words.
 */
export function parameterTexts(
  template: Template,
  given: readonly GivenParameter[],
  previous: Readonly<Record<string, string>>,
): Record<string, string> {
  const unknown = given.filter(({ name }) => !template.parameters.has(name)).map(({ name }) => name);
  if (unknown.length > 0) {
    throw validationFailure(`Parameters: [${unknown.join(', ')}] do not exist in the template`);
  }
  const byName = new Map(given.map((each) => [each.name, each]));
  const texts: Record<string, string> = {};
  const missing: string[] = [];
  for (const declaration of template.parameters.values()) {
    const { name } = declaration;
    const wish = byName.get(name);
    const text = wish?.usePrevious === true ? previous[name] : (wish?.value ?? declaration.defaultValue);
    if (text === undefined) {
      missing.push(name);
      continue;
    }
    check(declaration, text);
    texts[name] = text;
  }
  if (missing.length > 0) throw validationFailure(`Parameters: [${missing.join(', ')}] must have values`);
  return texts;
}

/** What `Ref` gives for a parameter: its text, or a list of texts; of one in Parameter Store, of the text found there. */
export function parameterValue({ type }: ParameterDeclaration, text: string): Json {
  if (!isListType(storedValueType(type) ?? type)) return text;
  return text === '' ? [] : text.split(',').map((item) => item.trim());
}

function isListType(type: string): boolean {
  return type === 'CommaDelimitedList' || type.startsWith('List<');
}

function check(declaration: ParameterDeclaration, text: string): void {
  const { name, type, allowedValues, allowedPattern } = declaration;
  const items = isListType(type) ? (parameterValue(declaration, text) as readonly string[]) : [text];
  const number = type === 'Number' || type === 'List<Number>';
  for (const item of items) {
    if (number && (item.trim() === '' || Number.isNaN(Number(item)))) {
      throw validationFailure(`Parameter '${name}' must be a number.`);
    }
    if (allowedValues !== undefined && !allowedValues.includes(item)) {
      throw failed(declaration, `Parameter '${name}' must be one of AllowedValues`);
    }
    if (allowedPattern !== undefined && !matches(allowedPattern, item)) {
      throw failed(declaration, `Parameter '${name}' must match pattern ${allowedPattern}`);
    }
    checkLength(declaration, item);
    if (number) checkSize(declaration, Number(item));
  }
}

function matches(pattern: string, text: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`).test(text);
  } catch {
    throw validationFailure(`Template error: the pattern ${pattern} is not a valid regular expression`);
  }
}

function checkLength(declaration: ParameterDeclaration, text: string): void {
  const { name, minimumLength, maximumLength } = declaration;
  if (minimumLength !== undefined && text.length < minimumLength) {
    throw failed(declaration, `Parameter '${name}' must contain at least ${minimumLength} characters`);
  }
  if (maximumLength !== undefined && text.length > maximumLength) {
    throw failed(declaration, `Parameter '${name}' must contain at most ${maximumLength} characters`);
  }
}

function checkSize(declaration: ParameterDeclaration, value: number): void {
  const { name, minimumValue, maximumValue } = declaration;
  if (minimumValue !== undefined && value < minimumValue) {
    throw failed(declaration, `Parameter '${name}' must be a number not less than ${minimumValue}`);
  }
  if (maximumValue !== undefined && value > maximumValue) {
    throw failed(declaration, `Parameter '${name}' must be a number not greater than ${maximumValue}`);
  }
}

function failed({ name, constraintDescription }: ParameterDeclaration, message: string): Error {
  if (constraintDescription === undefined) return validationFailure(message);
  return validationFailure(`Parameter ${name} failed to satisfy constraint: ${constraintDescription}`);
}

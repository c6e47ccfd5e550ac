/** Intrinsic functions that make text: Base64, Join, Split, Sub, ToJsonString. */
import { canonicalJson, type Json } from '../../contract/json.js';
import { isList, isObject, nameText, scalarText } from './json-shape.js';
import type { Intrinsic, Scope } from './scope.js';
import { readSubstitution } from './substitution.js';
import { templateError } from './template-failure.js';

const joinForm =
  'every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to be joined or a function that returns a list of strings (such as Fn::GetAZs) to be joined.';
const splitForm =
  'every Fn::Split object requires two parameters, (1) a string delimiter and (2) a string to be split or a function that returns a string to be split.';
const base64Form = 'every Fn::Base64 object must have a String-typed value.';

function textIn(value: Json | undefined, scope: Scope, form: string): string {
  const text = value === undefined ? undefined : scalarText(scope.evaluate(value));
  if (text === undefined) throw templateError(form);
  return text;
}

export const textFunctions: readonly Intrinsic[] = [
  {
    name: 'Fn::Base64',
    check: (argument) => {
      if (isList(argument)) throw templateError(base64Form);
    },
    evaluate: (argument, scope) => Buffer.from(textIn(argument, scope, base64Form)).toString('base64'),
  },
  {
    name: 'Fn::Join',
    check: (argument) => {
      if (!isList(argument) || argument.length !== 2) throw templateError(joinForm);
      const [delimiter, items] = argument;
      if (typeof delimiter !== 'string' || (!isList(items) && !isObject(items)))
        throw templateError(joinForm);
    },
    evaluate: (argument, scope) => {
      const [delimiter, list] = argument as readonly Json[];
      const items = scope.evaluate(list ?? null);
      if (!isList(items)) throw templateError(joinForm);
      const texts = items.map((item) => {
        const text = scalarText(item);
        if (text === undefined) throw templateError(joinForm);
        return text;
      });
      return texts.join(nameText(delimiter));
    },
  },
  {
    name: 'Fn::Split',
    check: (argument) => {
      if (!isList(argument) || argument.length !== 2) throw templateError(splitForm);
      const [delimiter, text] = argument;
      if (typeof delimiter !== 'string' || delimiter === '' || isList(text)) throw templateError(splitForm);
    },
    evaluate: (argument, scope) => {
      const [delimiter, text] = argument as readonly Json[];
      return textIn(text, scope, splitForm).split(nameText(delimiter));
    },
  },
  {
    name: 'Fn::Sub',
    check: (argument) => {
      readSubstitution(argument);
    },
    evaluate: (argument, scope) => {
      const { parts, variables } = readSubstitution(argument);
      return parts.map((part) => ('text' in part ? part.text : substituted(part, variables, scope))).join('');
    },
  },
  {
    name: 'Fn::ToJsonString',
    check: (argument) => {
      if (!isObject(argument) && !isList(argument)) {
        throw templateError('Fn::ToJsonString must be given an object or a list.');
      }
    },
    evaluate: (argument, scope) => canonicalJson(scope.evaluate(argument)),
  },
];

function substituted(
  part: { readonly name: string } | { readonly logicalId: string; readonly attribute: string },
  variables: { readonly [name: string]: Json },
  scope: Scope,
): string {
  const value =
    'name' in part
      ? Object.hasOwn(variables, part.name)
        ? scope.evaluate(variables[part.name] ?? null)
        : (scope.parameters.get(part.name) ?? scope.reference(part.name))
      : scope.attribute(part.logicalId, part.attribute);
  const text = scalarText(value);
  if (text !== undefined) return text;
  throw templateError('Fn::Sub expression does not resolve to a string');
}

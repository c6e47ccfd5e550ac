/** Intrinsic functions that look something up: Ref, GetAtt, FindInMap, ImportValue, If. */
import type { Json } from '../../contract/json.js';
import { asList, isList, isObject, nameText, scalarText } from './json-shape.js';
import type { Intrinsic, Scope } from './scope.js';
import { templateError } from './template-failure.js';

const refForm = 'every Ref object must have a single String value.';
const attributeForm =
  'every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute';
const mapForm =
  'every Fn::FindInMap object requires three parameters, the map name, map key and the attribute for return value';
const ifForm = 'Fn::If requires a list argument with three elements';
const importForm = 'the attribute in Fn::ImportValue must be a string or a function that returns a string';

export const lookupFunctions: readonly Intrinsic[] = [
  {
    name: 'Ref',
    check: (argument) => {
      if (typeof argument !== 'string') throw templateError(refForm);
    },
    evaluate: (argument, scope) => {
      const name = nameText(argument);
      if (name === 'AWS::NoValue') return undefined;
      return scope.parameters.get(name) ?? scope.reference(name);
    },
  },
  {
    name: 'Fn::GetAtt',
    check: (argument) => {
      if (attributePath(argument) === undefined) throw templateError(attributeForm);
    },
    evaluate: (argument, scope) => {
      const path = attributePath(argument);
      const name = path === undefined ? undefined : scalarText(scope.evaluate(path.attribute));
      if (path === undefined || name === undefined) throw templateError(attributeForm);
      return scope.attribute(path.logicalId, name);
    },
  },
  {
    name: 'Fn::FindInMap',
    check: (argument) => {
      if (!isList(argument) || argument.length < 3 || argument.length > 4) throw templateError(mapForm);
      if (argument.length === 4 && !isObject(argument[3])) throw templateError(mapForm);
    },
    evaluate: (argument, scope) => findInMap(asList(argument), scope),
  },
  {
    name: 'Fn::ImportValue',
    check: (argument) => {
      if (isList(argument)) throw templateError(importForm);
    },
    evaluate: (argument, scope) => {
      const name = scalarText(scope.evaluate(argument));
      if (name === undefined) throw templateError(importForm);
      return scope.importValue(name);
    },
  },
  {
    name: 'Fn::If',
    check: (argument) => {
      if (!isList(argument) || argument.length !== 3 || typeof argument[0] !== 'string')
        throw templateError(ifForm);
    },
    evaluate: (argument, scope) => {
      const [name, whenTrue, whenFalse] = asList(argument);
      return scope.evaluate((scope.condition(nameText(name)) ? whenTrue : whenFalse) ?? null);
    },
  },
];

/** The two halves of an argument of `Fn::GetAtt`, given as a list or as `Logical.Attribute`. */
export function attributePath(
  argument: Json,
): { readonly logicalId: string; readonly attribute: Json } | undefined {
  if (typeof argument === 'string') {
    const dot = argument.indexOf('.');
    if (dot <= 0 || dot === argument.length - 1) return undefined;
    return { logicalId: argument.slice(0, dot), attribute: argument.slice(dot + 1) };
  }
  if (!isList(argument)) return undefined;
  const [logicalId, ...rest] = argument;
  if (typeof logicalId !== 'string' || logicalId === '') return undefined;
  const [attribute] = rest;
  if (rest.length > 1 && rest.every((part) => typeof part === 'string')) {
    return { logicalId, attribute: rest.join('.') };
  }
  if (rest.length !== 1 || attribute === undefined || attribute === '') return undefined;
  return typeof attribute === 'string' || isObject(attribute) ? { logicalId, attribute } : undefined;
}

function findInMap(argument: readonly Json[], scope: Scope): Json | undefined {
  const [map, first, second] = argument.slice(0, 3).map((each) => scalarText(scope.evaluate(each)));
  if (map === undefined || first === undefined || second === undefined) throw templateError(mapForm);
  const fallback = argument[3];
  const defaultValue = scope.extensions && isObject(fallback) ? fallback['DefaultValue'] : undefined;
  const mapping = scope.mappings[map];
  const entry = isObject(mapping) ? mapping[first] : undefined;
  const value = isObject(entry) ? entry[second] : undefined;
  if (value !== undefined) return value;
  if (defaultValue !== undefined) return scope.evaluate(defaultValue);
  if (mapping === undefined) {
    throw templateError(`Mapping named '${map}' is not present in the 'Mappings' section of template.`);
  }
  throw templateError(`Unable to get mapping for ${map}::${first}::${second}`);
}

/** The text of `Fn::Sub`, taken apart. */
import type { Json, JsonObject } from '../../contract/json.js';
import { isList, isObject } from './json-shape.js';
import { templateError } from './template-failure.js';

export type SubstitutionPart =
  | { readonly text: string }
  /** A variable, parameter or resource. */
  | { readonly name: string }
  | { readonly logicalId: string; readonly attribute: string };

export interface Substitution {
  readonly parts: readonly SubstitutionPart[];
  readonly variables: JsonObject;
}

const placeholder = /\$\{([^{}]*)\}/g;
const cache = new WeakMap<object, Substitution>();

/**
 * Takes the argument of `Fn::Sub` apart. `${!Literal}` stands for the text `${Literal}`.
 * @throws AwsFailure in CloudFormation's words.
 */
export function readSubstitution(argument: Json): Substitution {
  if (typeof argument === 'string') return { parts: partsOf(argument, {}), variables: {} };
  if (!isList(argument)) throw wrongForm();
  const done = cache.get(argument);
  if (done !== undefined) return done;
  const [text, variables] = argument;
  if (argument.length !== 2 || typeof text !== 'string' || !isObject(variables)) throw wrongForm();
  const substitution = { parts: partsOf(text, variables), variables };
  cache.set(argument, substitution);
  return substitution;
}

function wrongForm(): Error {
  return templateError(
    "One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a string as first argument, and an optional second argument to specify a mapping of values to replace in the string",
  );
}

function partsOf(text: string, variables: JsonObject): SubstitutionPart[] {
  const parts: SubstitutionPart[] = [];
  let end = 0;
  for (const match of text.matchAll(placeholder)) {
    if (match.index > end) parts.push({ text: text.slice(end, match.index) });
    end = match.index + match[0].length;
    parts.push(partOf(match[1] ?? '', variables));
  }
  if (end < text.length) parts.push({ text: text.slice(end) });
  return parts;
}

function partOf(name: string, variables: JsonObject): SubstitutionPart {
  if (name.startsWith('!')) return { text: `\${${name.slice(1)}}` };
  if (Object.hasOwn(variables, name)) return { name };
  if (!/^[A-Za-z0-9_.:]+$/.test(name)) {
    throw templateError(
      'variable names in Fn::Sub syntax must contain only alphanumeric characters, underscores, periods, and colons',
    );
  }
  const dot = name.indexOf('.');
  return dot < 0 ? { name } : { logicalId: name.slice(0, dot), attribute: name.slice(dot + 1) };
}

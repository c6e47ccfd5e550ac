/** From JSON that somebody wrote to an operation's typed input: each member is held to its shape, and told where it is not. */
import { nearest } from '../../contract/blastpit-error.js';
import type { Json, JsonObject } from '../../contract/json.js';
import type { Member, Shape, StructureShape } from '../../catalog/shape.js';
import { shapeInWords } from './shape-in-words.js';

/** Carries what is wrong with an input, in words, out of its depths. */
export class InputFault extends Error {
  override readonly name = 'InputFault';
}

/**
 * The input as clients of AWS have it: dates for timestamps, bytes for blobs. Bytes are written as text, or as
 * `{"base64": "…"}`.
 * @throws InputFault naming the member and what would be right.
 */
export function typedInput(shape: StructureShape, input: Json): object {
  if (!isObject(input)) {
    throw new InputFault(`The input must be an object with members, not ${kindOf(input)}.`);
  }
  return structure(shape, input, '');
}

function structure(shape: StructureShape, input: JsonObject, at: string): object {
  const typed: Record<string, unknown> = {};
  const names = shape.members.map(({ name }) => name);
  for (const [name, value] of Object.entries(input)) {
    const member = shape.memberNamed(name);
    if (member === undefined) throw unknownMember(name, names, at);
    if (value !== null) typed[name] = valueOf(member.shape, value, inside(at, name));
  }
  for (const { name, required, shape: needed } of shape.members) {
    if (!required || typed[name] !== undefined) continue;
    throw new InputFault(`${inside(at, name)} is missing: it must be ${shapeInWords(needed)}.`);
  }
  if (shape.kind === 'union' && Object.keys(typed).length !== 1) {
    throw new InputFault(`${at} must have exactly one of the members ${names.join(', ')}.`);
  }
  return typed;
}

function unknownMember(name: string, names: readonly string[], at: string): InputFault {
  const lower = name.toLowerCase();
  const near = names.find((each) => each.toLowerCase() === lower) ?? nearest(name, names);
  const hint = near === undefined ? '' : ` Did you mean "${near}"?`;
  const where = at === '' ? 'The input' : at;
  const takes = names.length === 0 ? ' It has no members at all.' : ` Its members: ${names.join(', ')}.`;
  return new InputFault(`${where} has no member "${name}".${hint}${takes}`);
}

function valueOf(shape: Shape, value: Json, at: string): unknown {
  switch (shape.kind) {
    case 'structure':
    case 'union':
      if (isObject(value)) return structure(shape, value, at);
      break;
    case 'list':
      if (isList(value)) return value.map((each, index) => item(shape.member, each, `${at}[${index}]`));
      break;
    case 'map':
      if (isObject(value)) {
        const entries = Object.entries(value);
        return Object.fromEntries(
          entries.map(([key, each]) => [key, item(shape.value, each, `${at}.${key}`)]),
        );
      }
      break;
    case 'string':
      if (typeof value === 'string') return value;
      break;
    case 'number':
    case 'bigInteger':
    case 'bigDecimal':
      if (typeof value === 'number') return value;
      break;
    case 'boolean':
      if (typeof value === 'boolean') return value;
      break;
    case 'timestamp': {
      const date = timeOf(value);
      if (date !== null) return date;
      break;
    }
    case 'blob': {
      if (typeof value === 'string') return Buffer.from(value, 'utf8');
      const encoded = isObject(value) ? value['base64'] : undefined;
      if (typeof encoded === 'string') return Buffer.from(encoded, 'base64');
      break;
    }
    case 'document':
      return value;
  }
  throw new InputFault(`${at} must be ${shapeInWords(shape)}, not ${kindOf(value)}.`);
}

/** Numbers are seconds since 1970, as AWS's JSON protocols have them. */
function timeOf(value: Json): Date | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const date = new Date(typeof value === 'number' ? value * 1000 : value);
  return Number.isNaN(date.getTime()) ? null : date;
}

function item(member: Member, value: Json, at: string): unknown {
  return value === null ? null : valueOf(member.shape, value, at);
}

function inside(at: string, name: string): string {
  return at === '' ? name : `${at}.${name}`;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const longestShown = 60;

/** What somebody wrote instead: `the text "true"`, `a list`. */
function kindOf(value: Json): string {
  if (value === null) return 'null';
  if (typeof value === 'string') {
    const shown = value.length > longestShown ? `${value.slice(0, longestShown)}…` : value;
    return `the text ${JSON.stringify(shown)}`;
  }
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `the ${typeof value} ${String(value)}`;
}

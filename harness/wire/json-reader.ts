/** Reads parsed JSON into typed input, as the AWS JSON and REST JSON protocols define; compiled once per shape. */
import type { Member, Shape, StructureShape } from '../catalog/shape.js';
import { MalformedInput } from './malformed-input.js';
import { setMember } from './set-member.js';
import { parseTimestamp } from './timestamp-text.js';

export type Reader = (value: unknown) => unknown;

/** AWS JSON goes by the members' names; REST JSON by `jsonName` where a member has one. */
export type JsonNames = 'member' | 'jsonName';

const readers: Readonly<Record<JsonNames, WeakMap<Shape, Reader>>> = {
  member: new WeakMap(),
  jsonName: new WeakMap(),
};

/**
 * The reader of a shape. Members that the shape does not have are left out, as AWS ignores them, and so are nulls.
 * The reader throws MalformedInput on values of another type.
 */
export function jsonReader(shape: Shape, names: JsonNames): Reader {
  let reader = readers[names].get(shape);
  if (reader === undefined) {
    reader = compile(shape, names);
    readers[names].set(shape, reader);
  }
  return reader;
}

/** Resolved when first used: shapes may contain themselves. */
function memberReader(member: Member, names: JsonNames): Reader {
  let reader: Reader | undefined;
  return (value) => (reader ??= jsonReader(member.shape, names))(value);
}

function compile(shape: Shape, names: JsonNames): Reader {
  switch (shape.kind) {
    case 'structure':
    case 'union':
      return structureReader(shape, names);
    case 'list': {
      const item = memberReader(shape.member, names);
      return (value) => {
        if (!Array.isArray(value)) throw mismatch(value, 'a list');
        return value.filter((each) => each !== null).map((each) => item(each));
      };
    }
    case 'map': {
      const item = memberReader(shape.value, names);
      return (value) => {
        const read: Record<string, unknown> = {};
        for (const [key, each] of Object.entries(objectOf(value))) {
          if (each !== null) setMember(read, key, item(each));
        }
        return read;
      };
    }
    case 'string':
      return (value) => {
        if (typeof value !== 'string') throw mismatch(value, 'a String');
        return value;
      };
    case 'number':
    case 'bigInteger':
    case 'bigDecimal':
      return readNumber;
    case 'boolean':
      return (value) => {
        if (typeof value !== 'boolean') throw mismatch(value, 'a Boolean');
        return value;
      };
    case 'timestamp':
      return parseTimestamp;
    case 'blob':
      return (value) => {
        if (typeof value !== 'string') throw mismatch(value, 'a Blob');
        return Buffer.from(value, 'base64');
      };
    case 'document':
      return (value) => value;
  }
}

function structureReader(shape: StructureShape, names: JsonNames): Reader {
  const plan = new Map(
    shape.members.map((member) => [
      (names === 'jsonName' ? member.traits.jsonName : undefined) ?? member.name,
      { name: member.name, read: memberReader(member, names) },
    ]),
  );
  return (value) => {
    const read: Record<string, unknown> = {};
    const source = objectOf(value);
    for (const key in source) {
      const each = source[key];
      if (each === null) continue;
      const member = plan.get(key);
      if (member !== undefined) read[member.name] = member.read(each);
    }
    return read;
  };
}

/** Numbers that JSON cannot hold come as text. */
function readNumber(value: unknown): number {
  if (typeof value === 'number') return value;
  if (value === 'NaN' || value === 'Infinity' || value === '-Infinity') return Number(value);
  throw mismatch(value, 'a Number');
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new MalformedInput('Unexpected field type');
  }
  return value as Readonly<Record<string, unknown>>;
}

/** In the words of the services' own parser. */
function mismatch(value: unknown, expected: string): MalformedInput {
  if (Array.isArray(value)) return new MalformedInput('Start of list found where not expected');
  switch (typeof value) {
    case 'object':
      return new MalformedInput('Start of structure or map found where not expected');
    case 'boolean':
      return new MalformedInput(`${value ? 'TRUE' : 'FALSE'}_VALUE cannot be converted to ${expected}`);
    case 'number':
      return new MalformedInput(`NUMBER_VALUE cannot be converted to ${expected}`);
    default:
      return new MalformedInput(`STRING_VALUE cannot be converted to ${expected}`);
  }
}

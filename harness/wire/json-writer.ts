/** Writes typed output as a value that JSON.stringify turns into the AWS JSON or REST JSON body; compiled per shape. */
import type { Member, Shape, StructureShape } from '../catalog/shape.js';
import type { JsonNames } from './json-reader.js';
import { formatTimestamp } from './timestamp-text.js';
import { setMember } from './set-member.js';

export type Writer = (value: unknown) => unknown;

const writers: Readonly<Record<JsonNames, WeakMap<Shape, Writer>>> = {
  member: new WeakMap(),
  jsonName: new WeakMap(),
};

/** The writer of a shape; members that the shape does not have do not reach the wire. */
export function jsonWriter(shape: Shape, names: JsonNames): Writer {
  let writer = writers[names].get(shape);
  if (writer === undefined) {
    writer = compile(shape, names);
    writers[names].set(shape, writer);
  }
  return writer;
}

function memberWriter(member: Member, names: JsonNames): Writer {
  let writer: Writer | undefined;
  return (value) => (writer ??= jsonWriter(member.shape, names))(value);
}

const asItIs: Writer = (value) => value;

function compile(shape: Shape, names: JsonNames): Writer {
  switch (shape.kind) {
    case 'structure':
    case 'union':
      return structureWriter(shape, names);
    case 'list': {
      const item = memberWriter(shape.member, names);
      return (value) => (Array.isArray(value) ? value.map((each) => item(each)) : value);
    }
    case 'map': {
      const item = memberWriter(shape.value, names);
      return (value) => {
        const written: Record<string, unknown> = {};
        for (const [key, each] of Object.entries(value as object)) {
          if (each !== undefined) setMember(written, key, item(each));
        }
        return written;
      };
    }
    case 'number':
    case 'bigInteger':
    case 'bigDecimal':
      return (value) => {
        if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
        return typeof value === 'bigint' ? Number(value) : value;
      };
    case 'timestamp': {
      const format = shape.timestampFormat ?? 'epoch-seconds';
      if (format === 'epoch-seconds') {
        return (value) => (value instanceof Date ? value.getTime() / 1000 : value);
      }
      return (value) => (value instanceof Date ? formatTimestamp(value, format) : value);
    }
    case 'blob':
      return writeBlob;
    case 'string':
    case 'boolean':
    case 'document':
      return asItIs;
  }
}

function structureWriter(shape: StructureShape, names: JsonNames): Writer {
  const plan = new Map(
    shape.members.map((member) => [
      member.name,
      {
        name: (names === 'jsonName' ? member.traits.jsonName : undefined) ?? member.name,
        write: memberWriter(member, names),
      },
    ]),
  );
  return (value) => {
    const written: Record<string, unknown> = {};
    const source = value as Readonly<Record<string, unknown>>;
    for (const key in source) {
      const each = source[key];
      if (each === undefined || each === null) continue;
      const member = plan.get(key);
      if (member !== undefined) written[member.name] = member.write(each);
    }
    return written;
  };
}

function writeBlob(value: unknown): unknown {
  if (typeof value === 'string') return Buffer.from(value).toString('base64');
  return ArrayBuffer.isView(value)
    ? Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64')
    : value;
}

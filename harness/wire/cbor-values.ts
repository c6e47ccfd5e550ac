/** Typed values as RPC v2 CBOR holds them, and back ("Smithy RPC v2 CBOR protocol"); compiled once per shape. */
import type { Member, Shape } from '../catalog/shape.js';
import { jsonReader } from './json-reader.js';
import { MalformedInput } from './malformed-input.js';
import { setMember } from './set-member.js';
import { cborTime } from './shape-codecs.js';
import { bytesOf } from './scalar-text.js';
import { parseTimestamp } from './timestamp-text.js';

type Convert = (value: unknown) => unknown;

const readers = new WeakMap<Shape, Convert>();
const writers = new WeakMap<Shape, Convert>();

/** Decoded CBOR to typed input; the reader throws MalformedInput on values of another type. */
export function cborReader(shape: Shape): Convert {
  return compiled(readers, shape, (own) => {
    switch (own.kind) {
      case 'blob':
        return (value) => {
          if (!(value instanceof Uint8Array)) throw new MalformedInput('a byte string was expected');
          return value;
        };
      case 'timestamp':
        return readTime;
      case 'number':
      case 'bigInteger':
      case 'bigDecimal':
        return (value) => (typeof value === 'bigint' ? Number(value) : jsonReader(own, 'member')(value));
      default:
        // Scalars are as in JSON.
        return containerOf(own, cborReader) ?? jsonReader(own, 'member');
    }
  });
}

/** Typed output to what the encoder takes. */
export function cborWriter(shape: Shape): Convert {
  return compiled(writers, shape, (own) => {
    switch (own.kind) {
      case 'blob':
        return bytesOf;
      case 'timestamp':
        return (value) => (value instanceof Date ? cborTime(value.getTime() / 1000) : value);
      default:
        return containerOf(own, cborWriter) ?? ((value) => value);
    }
  });
}

function compiled(cache: WeakMap<Shape, Convert>, shape: Shape, compile: (shape: Shape) => Convert): Convert {
  let convert = cache.get(shape);
  if (convert === undefined) {
    convert = compile(shape);
    cache.set(shape, convert);
  }
  return convert;
}

/** Containers convert member by member, in both directions alike. */
function containerOf(shape: Shape, of: (shape: Shape) => Convert): Convert | undefined {
  const lazily = (member: Member): Convert => {
    let convert: Convert | undefined;
    return (value) => (convert ??= of(member.shape))(value);
  };
  switch (shape.kind) {
    case 'structure':
    case 'union': {
      const plan = new Map(shape.members.map((member) => [member.name, lazily(member)]));
      return (value) => {
        const converted: Record<string, unknown> = {};
        for (const [key, each] of Object.entries(objectOf(value))) {
          const member = plan.get(key);
          if (member !== undefined && each !== undefined && each !== null) converted[key] = member(each);
        }
        return converted;
      };
    }
    case 'list': {
      const item = lazily(shape.member);
      return (value) => {
        if (!Array.isArray(value)) throw new MalformedInput('a list was expected');
        return value.filter((each) => each !== null).map((each) => item(each));
      };
    }
    case 'map': {
      const item = lazily(shape.value);
      return (value) => {
        const converted: Record<string, unknown> = {};
        for (const [key, each] of Object.entries(objectOf(value))) {
          if (each !== undefined && each !== null) setMember(converted, key, item(each));
        }
        return converted;
      };
    }
    default:
      return undefined;
  }
}

function objectOf(value: unknown): object {
  if (value === null || typeof value !== 'object' || Array.isArray(value) || value instanceof Uint8Array) {
    throw new MalformedInput('a structure or map was expected');
  }
  return value;
}

function readTime(value: unknown): Date {
  if (value !== null && typeof value === 'object' && 'value' in value) return parseTimestamp(value.value);
  return parseTimestamp(value);
}

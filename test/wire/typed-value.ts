/** Typed values made up for a shape from a seed, for tests that send them through a codec and want them back. */
import type { Member, Shape, StructureShape } from '../../harness/catalog/shape.js';

/** A small generator of pseudo-random numbers (mulberry32), so that a failing case comes again. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Below this depth, optional members are left out. */
const deepest = 4;

/** A structure with all its members down to a depth. `override` may give a member's value itself, or leave it out. */
export function typedStructure(
  shape: StructureShape,
  random: () => number,
  override: (member: Member) => { readonly value: unknown } | undefined = () => undefined,
): Record<string, unknown> {
  const structure = (own: StructureShape, depth: number): Record<string, unknown> => {
    const made: Record<string, unknown> = {};
    const shallow = own.members.filter(
      (member) => member.required || depth < deepest || isScalar(member.shape),
    );
    const members = own.kind === 'union' ? [shallow[Math.floor(random() * shallow.length)]] : shallow;
    for (const member of members) {
      if (member === undefined) continue;
      const given = override(member);
      const value = given === undefined ? memberValue(member, depth) : given.value;
      if (value !== undefined) made[member.name] = value;
    }
    return made;
  };

  const memberValue = (member: Member, depth: number): unknown =>
    anyValue(member.shape, depth + 1, isText(member)) ??
    (member.required ? anyValue(member.shape, deepest - 1, isText(member)) : undefined);

  const anyValue = (own: Shape, depth: number, plain: boolean): unknown => {
    switch (own.kind) {
      case 'structure':
      case 'union': {
        const made = structure(own, depth);
        // The query protocols cannot tell a structure without members from none.
        return Object.keys(made).length === 0 && own.members.length > 0 ? undefined : made;
      }
      case 'list': {
        const count = depth > deepest ? 1 : 1 + Math.floor(random() * 2);
        const items = Array.from({ length: count }, () => anyValue(own.member.shape, depth + 1, plain));
        return items.includes(undefined) ? undefined : items;
      }
      case 'map': {
        const count = 1 + Math.floor(random() * 2);
        const values = Array.from({ length: count }, () => anyValue(own.value.shape, depth + 1, plain));
        return values.includes(undefined)
          ? undefined
          : Object.fromEntries(values.map((value, index) => [`key${index}`, value]));
      }
      case 'string':
        return plain ? `text${Math.floor(random() * 1e6)}` : `t<x>&"é€ ${Math.floor(random() * 1e6)}`;
      case 'number':
      case 'bigInteger':
      case 'bigDecimal':
        return Math.floor(random() * 2 ** 40);
      case 'boolean':
        return random() < 0.5;
      case 'timestamp':
        return new Date(1_500_000_000_000 + Math.floor(random() * 1e8) * 1000);
      case 'blob':
        return Uint8Array.from({ length: 1 + Math.floor(random() * 8) }, () => Math.floor(random() * 256));
      case 'document':
        return { plain: [1, 'two', { three: true }] };
    }
  };
  return structure(shape, 0);
}

function isScalar(shape: Shape): boolean {
  return (
    shape.kind !== 'structure' && shape.kind !== 'union' && shape.kind !== 'list' && shape.kind !== 'map'
  );
}

/** Members that stand in path, query or headers, where clients themselves do not agree on anything but plain text. */
function isText({ traits }: Member): boolean {
  return (
    traits.httpLabel === true ||
    traits.httpHeader !== undefined ||
    traits.httpQuery !== undefined ||
    traits.httpQueryParams === true ||
    traits.httpPrefixHeaders !== undefined ||
    traits.hostLabel === true
  );
}

/** A value fit to compare: bytes as hex, times as text, absent members gone. */
export function comparable(value: unknown): unknown {
  if (value instanceof Date) return `time ${value.toISOString()}`;
  if (ArrayBuffer.isView(value)) {
    return `bytes ${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')}`;
  }
  if (Array.isArray(value)) return value.map(comparable);
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, each]) => each !== undefined && each !== null)
        .sort(([left], [right]) => (left < right ? -1 : 1))
        .map(([key, each]) => [key, comparable(each)]),
    );
  }
  return value;
}

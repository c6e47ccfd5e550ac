/** Reads a query form into typed input, as the AWS query and EC2 query protocols define; compiled once per shape. */
import type { Member, Shape, StructureShape } from '../catalog/shape.js';
import { MalformedInput } from './malformed-input.js';
import type { QueryTree } from './query-tree.js';
import { scalarReader } from './scalar-text.js';
import { setMember } from './set-member.js';

export type QueryDialect = 'awsQuery' | 'ec2Query';
type Reader = (node: QueryTree) => unknown;

const readers: Readonly<Record<QueryDialect, WeakMap<Shape, Reader>>> = {
  awsQuery: new WeakMap(),
  ec2Query: new WeakMap(),
};

/** The reader of a structure; keys that it does not have are ignored. It throws MalformedInput. */
export function queryReader(shape: StructureShape, dialect: QueryDialect): Reader {
  return shapeReader(shape, dialect);
}

function shapeReader(shape: Shape, dialect: QueryDialect): Reader {
  let reader = readers[dialect].get(shape);
  if (reader === undefined) {
    reader = compile(shape, dialect);
    readers[dialect].set(shape, reader);
  }
  return reader;
}

function compile(shape: Shape, dialect: QueryDialect): Reader {
  switch (shape.kind) {
    case 'structure':
    case 'union':
      return structureReader(shape, dialect);
    case 'list':
      return itemsReader(shape.member, dialect, shape.member.traits.xmlName ?? 'member');
    case 'map':
      throw new Error(`the map ${shape.name} is read by its member`);
    default: {
      const read = scalarReader(shape);
      return (node) => read(node.text ?? '');
    }
  }
}

function structureReader(shape: StructureShape, dialect: QueryDialect): Reader {
  const plan = shape.members.map((member) => ({
    name: member.name,
    key: keyOf(member, dialect),
    read: lazily(() => memberReader(member, dialect)),
  }));
  const byKey = new Map(plan.map((each) => [each.key, each]));
  return (node) => {
    const read: Record<string, unknown> = {};
    if (node.children === undefined) return read;
    for (const [key, child] of node.children) {
      const member = byKey.get(key);
      if (member === undefined) continue;
      const value = member.read(child);
      if (value !== undefined) read[member.name] = value;
    }
    return read;
  };
}

/** EC2 has names of its own, and begins them with a capital ("Amazon EC2 query protocol"). */
function keyOf(member: Member, dialect: QueryDialect): string {
  const name = member.traits.xmlName ?? member.name;
  if (dialect === 'awsQuery') return name;
  return member.traits.ec2QueryName ?? name.charAt(0).toUpperCase() + name.slice(1);
}

function memberReader(member: Member, dialect: QueryDialect): Reader {
  const { shape } = member;
  if (shape.kind === 'map') {
    const key = shape.key.traits.xmlName ?? 'key';
    const value = shape.value.traits.xmlName ?? 'value';
    return mapReader(key, value, shape.value, dialect);
  }
  return shapeReader(shape, dialect);
}

/** Lists come as `List.member.1`, flattened ones and EC2's as `List.1`; an empty one as `List=`. */
function itemsReader(member: Member, dialect: QueryDialect, itemName: string): Reader {
  const item = lazily(() => memberReader(member, dialect));
  return (node) => {
    const children =
      node.children?.get(itemName)?.children ?? node.children?.get('member')?.children ?? node.children;
    if (children === undefined) return node.text === undefined ? undefined : emptyList(node.text);
    return numbered(children).map((child) => item(child));
  };
}

function emptyList(text: string): readonly unknown[] {
  if (text === '') return [];
  throw new MalformedInput(`a list was expected, and ${text} found`);
}

/** Maps come as `Map.entry.1.key` and `Map.entry.1.value`, flattened ones without `entry`. */
function mapReader(keyName: string, valueName: string, member: Member, dialect: QueryDialect): Reader {
  const item = lazily(() => memberReader(member, dialect));
  return (node) => {
    const children = node.children?.get('entry')?.children ?? node.children;
    const read: Record<string, unknown> = {};
    for (const entry of children === undefined ? [] : numbered(children)) {
      const key = entry.children?.get(keyName)?.text;
      const value = entry.children?.get(valueName);
      if (key !== undefined && value !== undefined) setMember(read, key, item(value));
    }
    return read;
  };
}

/** Children with numbers for names, in their order; gaps do not matter. */
function numbered(children: ReadonlyMap<string, QueryTree>): readonly QueryTree[] {
  return [...children]
    .filter(([name]) => /^\d+$/.test(name))
    .sort(([left], [right]) => Number(left) - Number(right))
    .map(([, child]) => child);
}

function lazily(make: () => Reader): Reader {
  let reader: Reader | undefined;
  return (node) => (reader ??= make())(node);
}

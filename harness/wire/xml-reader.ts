/** Reads parsed XML into typed input, as the REST XML protocol defines; compiled once per shape. */
import type { Member, Shape, StructureShape } from '../catalog/shape.js';
import { MalformedInput } from './malformed-input.js';
import { scalarReader } from './scalar-text.js';
import { setMember } from './set-member.js';

type Reader = (node: unknown) => unknown;

const readers = new WeakMap<Shape, Reader>();

/** The reader of an element's content, as shape-codecs gives it. It throws MalformedInput. */
export function xmlReader(shape: Shape): Reader {
  let reader = readers.get(shape);
  if (reader === undefined) {
    reader = compile(shape);
    readers.set(shape, reader);
  }
  return reader;
}

function compile(shape: Shape): Reader {
  switch (shape.kind) {
    case 'structure':
    case 'union':
      return structureReader(shape);
    case 'list': {
      const name = shape.member.traits.xmlName ?? 'member';
      const items = itemsReader(shape.member);
      return (node) => items(childOf(node, name));
    }
    case 'map':
      return (node) => entriesReader(shape.key, shape.value)(childOf(node, 'entry'));
    default: {
      const read = scalarReader(shape);
      return (node) => read(textOf(node));
    }
  }
}

function structureReader(shape: StructureShape): Reader {
  const plan = shape.members.map((member) => ({
    name: member.name,
    element: member.traits.xmlName ?? member.name,
    read: lazily(() => memberReader(member)),
  }));
  return (node) => {
    const read: Record<string, unknown> = {};
    if (node === null || typeof node !== 'object') {
      if (typeof node === 'string' && node.trim() !== '')
        throw new MalformedInput(`${shape.name} holds only text`);
      return read;
    }
    for (const { name, element, read: readMember } of plan) {
      const child: unknown = Reflect.get(node, element);
      if (child !== undefined) read[name] = readMember(child);
    }
    return read;
  };
}

/** A flattened list or map has no element of its own: its items stand beside the other members. */
function memberReader(member: Member): Reader {
  const { shape } = member;
  if (member.traits.xmlFlattened === true) {
    if (shape.kind === 'list') return itemsReader(shape.member);
    if (shape.kind === 'map') return entriesReader(shape.key, shape.value);
  }
  return xmlReader(shape);
}

function itemsReader(member: Member): Reader {
  const item = lazily(() => xmlReader(member.shape));
  return (nodes) => listOf(nodes).map((node) => item(node));
}

function entriesReader(key: Member, value: Member): Reader {
  const item = lazily(() => xmlReader(value.shape));
  return (entries) => {
    const read: Record<string, unknown> = {};
    for (const entry of listOf(entries)) {
      const name = textOf(childOf(entry, key.traits.xmlName ?? 'key'));
      setMember(read, name, item(childOf(entry, value.traits.xmlName ?? 'value') ?? ''));
    }
    return read;
  };
}

function listOf(nodes: unknown): readonly unknown[] {
  if (nodes === undefined) return [];
  return Array.isArray(nodes) ? nodes : [nodes];
}

function childOf(node: unknown, name: string): unknown {
  return node !== null && typeof node === 'object' ? Reflect.get(node, name) : undefined;
}

function textOf(node: unknown): string {
  if (typeof node === 'string') return node;
  if (node !== null && typeof node === 'object' && !Array.isArray(node)) {
    // An element with attributes keeps its text apart.
    const text: unknown = Reflect.get(node, '#text');
    return typeof text === 'string' ? text : '';
  }
  throw new MalformedInput('one element was expected, and several found');
}

function lazily(make: () => Reader): Reader {
  let reader: Reader | undefined;
  return (node) => (reader ??= make())(node);
}

/** Writes typed values as XML, for the query protocols' answers and REST XML's; compiled to strings once per shape. */
import type { Member, Shape, StructureShape } from '../catalog/shape.js';
import { scalarWriter } from './scalar-text.js';

/** A value to the XML inside its element. */
type Content = (value: unknown) => string;
/** A member's value to the element, or elements, that hold it. */
type Element = (value: unknown) => string;

const contents = new WeakMap<Shape, Content>();

/** The writer of what stands inside the element of a structure, its attributes aside. */
export function xmlContent(shape: Shape): Content {
  let content = contents.get(shape);
  if (content === undefined) {
    content = compile(shape);
    contents.set(shape, content);
  }
  return content;
}

function compile(shape: Shape): Content {
  switch (shape.kind) {
    case 'structure':
    case 'union':
      return structureContent(shape);
    case 'list': {
      const item = lazily(() => elementOf(shape.member, shape.member.traits.xmlName ?? 'member'));
      return (value) => joined(value, item);
    }
    case 'map': {
      const entry = entryContent(shape.key, shape.value);
      return (value) => entries(value, 'entry', entry);
    }
    default: {
      const write = scalarWriter(shape, 'date-time');
      return shape.kind === 'string' ? (value) => escapeText(String(value)) : write;
    }
  }
}

function structureContent(shape: StructureShape): Content {
  const plan = shape.members
    .filter((member) => member.traits.xmlAttribute !== true)
    .map((member) => ({ name: member.name, write: lazily(() => memberElement(member)) }));
  return (value) => {
    let text = '';
    for (const { name, write } of plan) {
      const each: unknown = Reflect.get(value as object, name);
      if (each !== undefined && each !== null) text += write(each);
    }
    return text;
  };
}

function memberElement(member: Member): Element {
  const name = member.traits.xmlName ?? member.name;
  const { shape } = member;
  if (member.traits.xmlFlattened === true) {
    if (shape.kind === 'list') {
      const item = lazily(() => elementOf(shape.member, name));
      return (value) => joined(value, item);
    }
    if (shape.kind === 'map') {
      const entry = entryContent(shape.key, shape.value);
      return (value) => entries(value, name, entry);
    }
  }
  return elementOf(member, name);
}

/** An element of a name, with its namespace and attributes. */
function elementOf(member: Member, name: string): Element {
  const { shape } = member;
  const content = xmlContent(shape);
  const open = `<${name}${namespaceOf(member.traits.xmlNamespace ?? shape.traits.xmlNamespace)}`;
  const close = `</${name}>`;
  const attributes = attributesOf(shape);
  return (value) => {
    const text = content(value);
    const start = attributes === undefined ? open : open + attributes(value);
    return text === '' ? `${start}/>` : `${start}>${text}${close}`;
  };
}

function attributesOf(shape: Shape): Content | undefined {
  if (shape.kind !== 'structure') return undefined;
  const members = shape.members.filter((member) => member.traits.xmlAttribute === true);
  if (members.length === 0) return undefined;
  return (value) => {
    let text = '';
    for (const member of members) {
      const each: unknown = Reflect.get(value as object, member.name);
      // The catalog has no attributes but strings.
      if (typeof each !== 'string') continue;
      text += ` ${member.traits.xmlName ?? member.name}="${escapeText(each).replaceAll('"', '&quot;')}"`;
    }
    return text;
  };
}

export function namespaceOf(namespace: readonly [prefix: string, uri: string] | undefined): string {
  if (namespace === undefined) return '';
  const [prefix, uri] = namespace;
  return prefix === '' ? ` xmlns="${uri}"` : ` xmlns:${prefix}="${uri}"`;
}

function joined(value: unknown, item: Element): string {
  let text = '';
  for (const each of value as readonly unknown[]) {
    if (each !== undefined && each !== null) text += item(each);
  }
  return text;
}

function entries(value: unknown, name: string, entry: (key: string, value: unknown) => string): string {
  let text = '';
  for (const [key, each] of Object.entries(value as object)) {
    if (each !== undefined && each !== null) text += `<${name}>${entry(key, each)}</${name}>`;
  }
  return text;
}

function entryContent(key: Member, value: Member): (key: string, value: unknown) => string {
  const keyName = key.traits.xmlName ?? 'key';
  const write = lazily(() => elementOf(value, value.traits.xmlName ?? 'value'));
  return (name, each) => `<${keyName}>${escapeText(name)}</${keyName}>${write(each)}`;
}

function lazily(make: () => Element): Element {
  let element: Element | undefined;
  return (value) => (element ??= make())(value);
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  // Parsers turn a bare one into a line end.
  '\r': '&#xD;',
};

export function escapeText(text: string): string {
  return /[&<>\r]/.test(text)
    ? text.replace(/[&<>\r]/g, (character) => escapes[character] ?? character)
    : text;
}

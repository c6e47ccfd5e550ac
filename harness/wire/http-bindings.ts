/** Where each member of an input or output stands in a REST message ("Smithy specification", "HTTP bindings"). */
import type { Member, Shape, SimpleShape, StructureShape, TimestampFormat } from '../catalog/shape.js';
import { readHeaderText, writeHeaderText } from './header-text.js';
import { MalformedInput } from './malformed-input.js';
import { scalarReader, scalarWriter } from './scalar-text.js';
import { setMember } from './set-member.js';

export interface HttpBindings {
  readonly labels: readonly Member[];
  readonly headers: readonly BoundHeader[];
  readonly prefixHeaders: readonly BoundHeader[];
  readonly query: readonly Member[];
  readonly queryParameters: Member | undefined;
  readonly responseCode: Member | undefined;
  readonly payload: Member | undefined;
  /** The members that stand in the body, where there is no payload member. */
  readonly body: StructureShape;
}

export interface BoundHeader {
  readonly member: Member;
  /** The header or prefix in lower case, and as the model spells it. */
  readonly name: string;
  readonly spelled: string;
}

const bindings = new WeakMap<StructureShape, HttpBindings>();

export function httpBindings(shape: StructureShape): HttpBindings {
  let found = bindings.get(shape);
  if (found === undefined) {
    found = bind(shape);
    bindings.set(shape, found);
  }
  return found;
}

function bind(shape: StructureShape): HttpBindings {
  const { members } = shape;
  const body = members.filter((member) => !isBound(member));
  return {
    labels: members.filter(({ traits }) => traits.httpLabel === true),
    headers: boundHeaders(members, 'httpHeader'),
    prefixHeaders: boundHeaders(members, 'httpPrefixHeaders'),
    query: members.filter(({ traits }) => traits.httpQuery !== undefined),
    queryParameters: members.find(({ traits }) => traits.httpQueryParams === true),
    responseCode: members.find(({ traits }) => traits.httpResponseCode === true),
    payload: members.find(({ traits }) => traits.httpPayload === true),
    body: {
      ...shape,
      members: body,
      memberNamed: (name) => body.find((member) => member.name === name),
    },
  };
}

function boundHeaders(
  members: readonly Member[],
  trait: 'httpHeader' | 'httpPrefixHeaders',
): readonly BoundHeader[] {
  return members.flatMap((member) => {
    const spelled = member.traits[trait];
    return spelled === undefined ? [] : [{ member, spelled, name: spelled.toLowerCase() }];
  });
}

function isBound({ traits }: Member): boolean {
  return (
    traits.httpLabel === true ||
    traits.httpHeader !== undefined ||
    traits.httpPrefixHeaders !== undefined ||
    traits.httpQuery !== undefined ||
    traits.httpQueryParams === true ||
    traits.httpResponseCode === true ||
    traits.httpPayload === true
  );
}

/** Reads the members that stand in path, query and headers into an input. It throws MalformedInput. */
export function readBoundMembers(
  { labels, headers, prefixHeaders, query, queryParameters }: HttpBindings,
  request: {
    readonly labels: Readonly<Record<string, string>>;
    readonly query: ReadonlyMap<string, readonly string[]>;
    readonly headers: Readonly<Record<string, string>>;
  },
  input: Record<string, unknown>,
): void {
  for (const member of labels) {
    const text = request.labels[member.name];
    if (text !== undefined) input[member.name] = readText(member.shape, text);
  }
  for (const { member, name } of headers) {
    const text = request.headers[name];
    if (text !== undefined) input[member.name] = readHeader(member.shape, readHeaderText(text));
  }
  for (const { member, name } of prefixHeaders) {
    const read: Record<string, unknown> = {};
    for (const [header, text] of Object.entries(request.headers)) {
      if (header.startsWith(name)) setMember(read, header.slice(name.length), readHeaderText(text));
    }
    if (Object.keys(read).length > 0) input[member.name] = read;
  }
  for (const member of query) {
    const texts = request.query.get(member.traits.httpQuery ?? '');
    if (texts !== undefined) input[member.name] = readQuery(member.shape, texts);
  }
  if (queryParameters !== undefined) {
    const bound = new Set(query.map((member) => member.traits.httpQuery));
    const read: Record<string, unknown> = {};
    const shape =
      queryParameters.shape.kind === 'map' ? queryParameters.shape.value.shape : queryParameters.shape;
    for (const [name, texts] of request.query) {
      if (!bound.has(name) && name !== 'x-id' && !/^X-Amz-/i.test(name))
        setMember(read, name, readQuery(shape, texts));
    }
    if (Object.keys(read).length > 0) input[queryParameters.name] = read;
  }
}

function readText(shape: Shape, text: string): unknown {
  return scalarReader(simple(shape))(text);
}

function readQuery(shape: Shape, texts: readonly string[]): unknown {
  if (shape.kind === 'list') return texts.map((text) => readText(shape.member.shape, text));
  return readText(shape, texts[0] ?? '');
}

/** Lists stand in one header, with commas between, and quotes around what has commas itself. */
function readHeader(shape: Shape, text: string): unknown {
  if (shape.kind !== 'list') return readText(shape, text);
  const item = simple(shape.member.shape);
  return splitHeader(text, item).map((each) => scalarReader(item)(each));
}

function splitHeader(text: string, item: SimpleShape): readonly string[] {
  if (text.trim() === '') return [];
  if (item.kind === 'timestamp' && (item.timestampFormat ?? 'http-date') === 'http-date') {
    // An HTTP date has a comma of its own.
    return text.split(/(?<=GMT),\s*/);
  }
  const parts = text.match(/(?:"(?:[^"\\]|\\.)*"|[^,"])+/g) ?? [];
  return parts.map((part) => {
    const trimmed = part.trim();
    return /^".*"$/s.test(trimmed) ? trimmed.slice(1, -1).replace(/\\(.)/g, '$1') : trimmed;
  });
}

/** Sets the headers in which members of an output stand. */
export function writeBoundHeaders(
  { headers, prefixHeaders }: HttpBindings,
  output: Readonly<Record<string, unknown>>,
  written: Record<string, string>,
): void {
  for (const { member, spelled } of headers) {
    const value = output[member.name];
    if (value !== undefined && value !== null)
      written[spelled] = writeHeaderText(headerText(member.shape, value));
  }
  for (const { member, spelled } of prefixHeaders) {
    const values = output[member.name];
    if (values === undefined || values === null) continue;
    for (const [name, value] of Object.entries(values)) {
      if (value !== undefined && value !== null)
        written[`${spelled}${name}`] = writeHeaderText(String(value));
    }
  }
}

const headerTime: TimestampFormat = 'http-date';

function headerText(shape: Shape, value: unknown): string {
  if (shape.kind !== 'list') return scalarWriter(simple(shape), headerTime)(value);
  const item = simple(shape.member.shape);
  const write = scalarWriter(item, headerTime);
  return (value as readonly unknown[])
    .map((each) => (item.kind === 'timestamp' ? write(each) : quoted(write(each))))
    .join(', ');
}

function quoted(text: string): string {
  return /[",]/.test(text) ? `"${text.replace(/["\\]/g, '\\$&')}"` : text;
}

function simple(shape: Shape): SimpleShape {
  switch (shape.kind) {
    case 'list':
    case 'map':
    case 'structure':
    case 'union':
      throw new MalformedInput(`${shape.name} does not fit into a header, path or query`);
    default:
      return shape;
  }
}

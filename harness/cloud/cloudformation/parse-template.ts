/** From a template's text, YAML or JSON, to JSON with every short form written out (CloudFormation User Guide). */
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Node,
  type ScalarTag,
  type Tags,
} from 'yaml';
import type { Json, JsonObject } from '../../contract/json.js';
import { isObject } from './json-shape.js';
import { templateError, templateFormatError } from './template-failure.js';

/** Functions that have a short form beside `!Ref` and `!Condition`. */
const shortForms: ReadonlySet<string> = new Set([
  'And',
  'Base64',
  'Cidr',
  'Contains',
  'EachMemberEquals',
  'EachMemberIn',
  'Equals',
  'FindInMap',
  'ForEach',
  'GetAtt',
  'GetAZs',
  'If',
  'ImportValue',
  'Join',
  'Length',
  'Not',
  'Or',
  'RefAll',
  'Select',
  'Split',
  'Sub',
  'ToJsonString',
  'Transform',
  'ValueOf',
  'ValueOfAll',
]);

/**
 * Parses a template. Of keys that repeat, the last counts, as in CloudFormation.
 * @throws AwsFailure `Template format error: YAML not well-formed. (line 3, column 5)` and the like.
 */
export function parseTemplate(text: string): JsonObject {
  const value = text.trimStart().startsWith('{') ? parseJson(text) : parseYaml(text);
  if (!isObject(value)) throw templateFormatError('unsupported structure.');
  return value;
}

function parseJson(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    const position = /at position (\d+)/.exec(message)?.[1];
    const before = text.slice(0, position === undefined ? text.length : Number(position)).split('\n');
    const column = (before.at(-1) ?? '').length + 1;
    throw templateFormatError(`JSON not well-formed. (line ${before.length}, column ${column})`);
  }
}

/** YAML 1.1 as CloudFormation reads it: no dates, no octal, and numbers only where their text survives. */
const scalarTags: ScalarTag[] = [
  {
    tag: 'tag:yaml.org,2002:bool',
    default: true,
    test: /^(?:true|True|TRUE|yes|Yes|YES|on|On|ON)$/,
    resolve: () => true,
  },
  {
    tag: 'tag:yaml.org,2002:bool',
    default: true,
    test: /^(?:false|False|FALSE|no|No|NO|off|Off|OFF)$/,
    resolve: () => false,
  },
  {
    tag: 'tag:yaml.org,2002:int',
    default: true,
    test: /^-?(?:0|[1-9][0-9]{0,14})$/,
    resolve: Number,
  },
  {
    tag: 'tag:yaml.org,2002:float',
    default: true,
    test: /^-?(?:0|[1-9][0-9]{0,11})\.[0-9]{0,5}[1-9]$/,
    resolve: Number,
  },
];
const replacedTags: ReadonlySet<string> = new Set(scalarTags.map(({ tag }) => tag));

function parseYaml(text: string): Json {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, {
    schema: 'core',
    uniqueKeys: false,
    logLevel: 'error',
    lineCounter,
    customTags: (tags: Tags): Tags => [
      ...tags.filter((tag) => typeof tag !== 'string' && !replacedTags.has(tag.tag)),
      ...scalarTags,
    ],
  });
  const malformed = (offset: number): Error => {
    const { line, col } = lineCounter.linePos(offset);
    return templateFormatError(`YAML not well-formed. (line ${line}, column ${col})`);
  };
  const problem = document.errors[0];
  if (problem !== undefined) throw malformed(problem.pos[0]);
  return document.contents === null ? null : toJson(document.contents, malformed);
}

function toJson(node: Node, malformed: (offset: number) => Error): Json {
  if (isAlias(node)) throw templateError('YAML aliases are not allowed in CloudFormation templates');
  const value = withoutTag(node, malformed);
  const { tag } = node;
  if (tag === undefined || !tag.startsWith('!')) return value;
  const name = tag.slice(1);
  if (name === 'Ref' || name === 'Condition') return { [name]: value };
  if (!shortForms.has(name)) throw malformed(node.range?.[0] ?? 0);
  return { [`Fn::${name}`]: name === 'GetAtt' && typeof value === 'string' ? splitAttribute(value) : value };
}

function withoutTag(node: Node, malformed: (offset: number) => Error): Json {
  if (isMap<Node, Node | null>(node)) {
    const members: Record<string, Json> = {};
    for (const { key, value } of node.items) {
      if (!isScalar(key)) throw malformed(key.range?.[0] ?? 0);
      const name = typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
      members[name] = value === null ? null : toJson(value, malformed);
    }
    return members;
  }
  if (isSeq<Node>(node)) return node.items.map((item) => toJson(item, malformed));
  if (!isScalar(node)) return null;
  const { value } = node;
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value;
  return typeof value === 'string' ? value : (node.source ?? '');
}

/** `Logical.Attribute.Part` names the attribute `Attribute.Part`. */
function splitAttribute(text: string): readonly string[] {
  const dot = text.indexOf('.');
  return dot < 0 ? [text] : [text.slice(0, dot), text.slice(dot + 1)];
}

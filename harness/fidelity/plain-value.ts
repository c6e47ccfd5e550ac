/** Makes values of two clouds comparable: what is another one's by nature (ids, times, tokens) becomes its kind. */
import { canonicalJson, type Json } from '../contract/json.js';
import { isNothing } from './compare-shapes.js';

export interface PlainRules {
  /** What this side saved, by the names that both sides know it by. */
  readonly saved: ReadonlyMap<string, unknown>;
  /** Names of members whose values are nobody's to compare. */
  readonly opaque: ReadonlySet<string>;
  /** Places of which the same is so. */
  readonly ignored: ReadonlySet<string>;
}

/** Members that are random on AWS, whatever answers. */
const alwaysOpaque: ReadonlySet<string> = new Set([
  'NextToken',
  'NextMarker',
  'RequestId',
  'ResponseMetadata',
]);

/** Shorter texts than this stand in others by chance. */
const shortestSaved = 4;

/** What is made anew by every cloud, by its looks. */
const made: readonly (readonly [RegExp, string])[] = [
  [/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi, '<uuid>'],
  [/\b(?<prefix>A(?:KIA|SIA|IDA|ROA|NPA|GPA|IPA|SCA|NVA))[A-Z0-9]{12,}\b/g, '<$1 id>'],
  [/\b\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?/g, '<time>'],
  [/^\d{10}(?:\.\d+)?$|^\d{13}$/g, '<time>'],
];

/** The value as JSON; undefined where it is nothing. */
export function plainValue(path: string, value: unknown, rules: PlainRules): Json | undefined {
  if (isNothing(value)) return undefined;
  if (rules.ignored.has(path)) return '<ignored>';
  if (value instanceof Date) return '<time>';
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (typeof value === 'string') return plainText(value, rules);
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) {
    return value.flatMap((each) => plainValue(`${path}[]`, each, rules) ?? []);
  }
  if (typeof value !== 'object' || value === null) return String(value);
  const members: Record<string, Json> = {};
  for (const [name, member] of Object.entries(value)) {
    const opaque = alwaysOpaque.has(name) || rules.opaque.has(name);
    const plain = plainValue(path === '' ? name : `${path}.${name}`, member, rules);
    if (plain !== undefined) members[plainNames(name, rules)] = opaque ? '<opaque>' : plain;
  }
  return members;
}

function plainNames(name: string, rules: PlainRules): string {
  return withoutSaved(name, rules);
}

function plainText(text: string, rules: PlainRules): Json {
  const document = documentIn(text);
  if (document !== undefined) return `<json> ${plainTextOf(canonicalJson(document), rules)}`;
  return plainTextOf(text, rules);
}

function plainTextOf(text: string, rules: PlainRules): string {
  let plain = withoutSaved(text, rules);
  for (const [looks, kind] of made) plain = plain.replaceAll(looks, kind);
  return plain;
}

/** The longest first, since one may stand in another. */
function withoutSaved(text: string, { saved }: PlainRules): string {
  const texts = [...saved].filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1].length >= shortestSaved,
  );
  texts.sort(([, left], [, right]) => right.length - left.length);
  let plain = text;
  for (const [name, value] of texts) plain = plain.replaceAll(value, `<${name}>`);
  return plain;
}

/** A policy or the like, that stands in a text: whatever its spaces and the order of its members. */
function documentIn(text: string): unknown {
  const decoded = /^(?:%7B|%5B)/i.test(text) ? decodeURIComponent(text) : text;
  if (!/^\s*[[{]/.test(decoded)) return undefined;
  try {
    return JSON.parse(decoded) as unknown;
  } catch {
    return undefined;
  }
}

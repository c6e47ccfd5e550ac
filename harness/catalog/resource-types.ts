/** CloudFormation's published resource types: what each property is, and what changing it does to the resource. */
import { openLines } from './line-file.js';
import { statefulTypes } from './stateful-types.js';

export type PropertyKind = 'string' | 'integer' | 'number' | 'boolean' | 'list' | 'map' | 'json' | 'object';

/** Whether changing the property replaces the resource: `maybe` depends on the values. */
export type Replacement = 'no' | 'yes' | 'maybe';

export interface ResourceProperty {
  readonly kind: PropertyKind;
  readonly required: boolean;
  readonly replacement: Replacement;
}

export interface ResourceType {
  /** e.g. `AWS::S3::Bucket`. */
  readonly name: string;
  readonly properties: ReadonlyMap<string, ResourceProperty>;
  /** What Fn::GetAtt can read, e.g. `Arn`, `Endpoint.Address`: made by AWS, never given in a template. */
  readonly attributes: readonly string[];
  /** The properties or attributes that identify a resource in Cloud Control. */
  readonly primaryIdentifier: readonly string[];
  /** What Ref gives: the primary identifier, unless the type says otherwise. */
  readonly refIdentifier: readonly string[];
  /** The property that holds the tags, and in which form; absent where the type takes none. */
  readonly tags?: { readonly property: string; readonly form: 'list' | 'map' | 'auto-scaling' };
  /** What is lost when a resource of this type is deleted or replaced; absent where nothing outlasts its template. */
  readonly statefulBecause?: string;
  /** e.g. `arn:${Partition}:s3:::${BucketName}`, where published. */
  readonly arnTemplate?: string;
  /** Paths below properties that replace the resource when changed, e.g. `['LoadBalancers', 'Name']`. */
  readonly replacementPaths: readonly (readonly string[])[];
  /** The transform that a template must name for this type, e.g. `AWS::Serverless-2016-10-31`. */
  readonly transform?: string;
}

/** A type's line on disk; see distill/distill-resource-types.ts. */
export type ResourceTypeLine = readonly [
  name: string,
  properties: readonly (readonly [name: string, code: number])[],
  attributes: readonly string[],
  primaryIdentifier: readonly string[],
  further: {
    readonly ref?: readonly string[];
    readonly tags?: readonly [property: string, form: 'list' | 'map' | 'auto-scaling'];
    readonly arn?: string;
    readonly paths?: readonly (readonly string[])[];
    readonly transform?: string;
    readonly stateful?: 1;
  },
];

/** A property's code on disk is kind + 8 × replacement + 24 × required, each by its place in these lists. */
export const propertyKinds: readonly PropertyKind[] = [
  'string',
  'integer',
  'number',
  'boolean',
  'list',
  'map',
  'json',
  'object',
];
export const replacements: readonly Replacement[] = ['no', 'yes', 'maybe'];

const lines = openLines('resource-types.jsonl');
const types = new Map<string, ResourceType>();

/** A published type by name; undefined for custom resources, modules and anything unpublished. */
export function resourceType(name: string): ResourceType | undefined {
  const known = types.get(name);
  if (known !== undefined) return known;
  const line = lines.read(name);
  if (line === undefined) return undefined;
  const type = readType(line as ResourceTypeLine);
  types.set(name, type);
  return type;
}

/** Every published type, in code-unit order. */
export function resourceTypeNames(): readonly string[] {
  return lines.keys();
}

function readType(line: ResourceTypeLine): ResourceType {
  const [name, properties, attributes, primaryIdentifier, further] = line;
  const reason = statefulTypes.get(name) ?? (further.stateful ? 'what it stores' : undefined);
  return {
    name,
    properties: new Map(properties.map(([property, code]) => [property, readProperty(code)])),
    attributes,
    primaryIdentifier,
    refIdentifier: further.ref ?? primaryIdentifier,
    replacementPaths: further.paths ?? [],
    ...(further.tags === undefined ? {} : { tags: { property: further.tags[0], form: further.tags[1] } }),
    ...(further.arn === undefined ? {} : { arnTemplate: further.arn }),
    ...(further.transform === undefined ? {} : { transform: further.transform }),
    ...(reason === undefined ? {} : { statefulBecause: reason }),
  };
}

function readProperty(code: number): ResourceProperty {
  return {
    kind: propertyKinds[code % 8] ?? 'json',
    replacement: replacements[Math.floor(code / 8) % 3] ?? 'no',
    required: code >= 24,
  };
}

/** Distills CloudFormation's resource types from @aws-cdk/aws-service-spec, at build time, to one line a type. */
import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import type { Property, PropertyType, Resource, SpecDatabase } from '@aws-cdk/service-spec-types';
import {
  propertyKinds,
  replacements,
  type PropertyKind,
  type Replacement,
  type ResourceTypeLine,
} from '../resource-types.js';

const tagForms = { standard: 'list', map: 'map', asg: 'auto-scaling' } as const;

/** Nested definitions deeper than this add no replacement behaviour in the published types. */
const deepest = 5;

export function distillResourceTypes(): readonly ResourceTypeLine[] {
  const database = loadAwsServiceSpecSync();
  return [...database.all('resource')]
    .sort((left, right) => (left.cloudFormationType < right.cloudFormationType ? -1 : 1))
    .map((resource) => distillType(database, resource));
}

function distillType(database: SpecDatabase, resource: Resource): ResourceTypeLine {
  const properties = Object.entries(resource.properties);
  const paths = [
    ...(resource.additionalReplacementProperties ?? []),
    ...properties
      .filter(([, property]) => property.causesReplacement !== 'yes')
      .flatMap(([name, property]) => nestedReplacements(database, property.type, [name])),
  ];
  const tags = resource.tagInformation;
  return [
    resource.cloudFormationType,
    properties.map(([name, property]) => [name, propertyCode(property)] as const),
    Object.keys(resource.attributes),
    resource.primaryIdentifier ?? [],
    {
      ...(resource.cfnRefIdentifier === undefined ? {} : { ref: resource.cfnRefIdentifier }),
      ...(tags === undefined ? {} : { tags: [tags.tagPropertyName, tagForms[tags.variant]] as const }),
      ...(resource.arnTemplate === undefined ? {} : { arn: resource.arnTemplate }),
      ...(paths.length === 0 ? {} : { paths }),
      ...(resource.cloudFormationTransform === undefined
        ? {}
        : { transform: resource.cloudFormationTransform }),
      ...(resource.isStateful === true ? { stateful: 1 as const } : {}),
    },
  ];
}

function propertyCode(property: Property): number {
  const kind = propertyKinds.indexOf(kindOf(property.type));
  const replacement = replacements.indexOf(replacementOf(property));
  return kind + 8 * replacement + (property.required === true ? 24 : 0);
}

function replacementOf(property: Property): Replacement {
  return property.causesReplacement ?? 'no';
}

function kindOf(type: PropertyType): PropertyKind {
  switch (type.type) {
    case 'string':
    case 'date-time':
    case 'null':
      return 'string';
    case 'integer':
    case 'number':
    case 'boolean':
    case 'map':
    case 'json':
      return type.type;
    case 'array':
      return 'list';
    case 'ref':
    case 'tag':
      return 'object';
    case 'union': {
      const kinds = new Set(type.types.map(kindOf));
      const [only] = kinds;
      return kinds.size === 1 && only !== undefined ? only : 'json';
    }
  }
}

/** Paths of nested properties that replace the resource, below a property that does not already do so itself. */
function nestedReplacements(database: SpecDatabase, type: PropertyType, path: readonly string[]): string[][] {
  if (path.length > deepest) return [];
  switch (type.type) {
    case 'array':
    case 'map':
      return nestedReplacements(database, type.element, path);
    case 'union':
      return type.types.flatMap((each) => nestedReplacements(database, each, path));
    case 'ref': {
      const definition = database.get('typeDefinition', type.reference.$ref);
      return Object.entries(definition.properties).flatMap(([name, property]) =>
        property.causesReplacement === 'yes'
          ? [[...path, name]]
          : nestedReplacements(database, property.type, [...path, name]),
      );
    }
    default:
      return [];
  }
}

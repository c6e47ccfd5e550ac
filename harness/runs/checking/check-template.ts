/** For `blastpit check`: whether a CloudFormation template can be deployed, as far as its text alone tells. */
import { resourceType, resourceTypeNames } from '../../catalog/resource-types.js';
import { membersOfCycles } from '../../cloud/cloudformation/assemble.js';
import { readTemplate } from '../../cloud/cloudformation/read-template.js';
import { staticDependencies } from '../../cloud/cloudformation/static-dependencies.js';
import type { ResourceDeclaration, Template } from '../../cloud/cloudformation/template.js';
import { AwsFailure } from '../../contract/aws-error.js';
import { BlastpitError, nearest } from '../../contract/blastpit-error.js';
import { placesIn, type Places } from './document-place.js';
import { findJsonFault, placeAt } from './json-fault.js';

/**
 * Looks at form, references, cycles, types and the names of properties. What depends on parameters shows only when the
 * template is deployed.
 * @param path as it is shown.
 * @returns in words, what it is.
 * @throws BlastpitError `template` with line and column.
 */
export function checkTemplate(path: string, text: string): string {
  if (text.trimStart().startsWith('{')) demandJson(path, text);
  const places = placesIn(text);
  const template = read(path, text, places);
  const [first, ...others] = membersOfCycles(staticDependencies(template));
  if (first !== undefined) {
    throw new BlastpitError(
      'template',
      `${path}: these resources need each other: ${[first, ...others].join(', ')}`,
      {
        where: placed(path, places.ofPath(['Resources', first])),
        expected: 'references that lead in one direction',
      },
    );
  }
  for (const resource of template.resources.values()) checkProperties(path, resource, places);
  const count = template.resources.size;
  const open = [...template.parameters.values()].filter(({ defaultValue }) => defaultValue === undefined);
  const needed = open.map(({ name, type }) => `${name} (${type})`).join(', ');
  const resources = `template of ${count} ${count === 1 ? 'resource' : 'resources'}`;
  return needed === '' ? resources : `${resources}; to be given: ${needed}`;
}

/** @throws BlastpitError `not-json` with line and column. */
export function demandJson(path: string, text: string): void {
  const fault = findJsonFault(text);
  if (fault === null) return;
  throw new BlastpitError('not-json', `${path}: it is not JSON`, {
    where: `${path}:${placeAt(text, fault.offset)}`,
    expected: fault.expected,
  });
}

function read(path: string, text: string, places: Places): Template {
  try {
    return readTemplate(text);
  } catch (error) {
    if (!(error instanceof AwsFailure)) throw error;
    const { message } = error.error;
    const near = nearOf(message, places);
    const hint = near === undefined ? '' : `; did you mean "${near}"?`;
    throw new BlastpitError('template', `${path}: ${message}${hint}`, {
      where: placed(path, placeOfMessage(message, places)),
      cause: error,
    });
  }
}

function placed(path: string, place: string | null): string {
  return place === null ? path : `${path}:${place}`;
}

/** What was meant by a name that leads nowhere, of which CloudFormation says only that. */
function nearOf(message: string, places: Places): string | undefined {
  const [, type] = /Unrecognized resource types: \[([^\],]+)/.exec(message) ?? [];
  if (type !== undefined) return nearest(type, resourceTypeNames());
  const [, listed, single] =
    /Unresolved (?:resource )?dependencies \[([^\],]+)|undefined resource (\S+)/.exec(message) ?? [];
  const name = listed ?? single;
  if (name === undefined) return undefined;
  return nearest(name, [...places.namesAt(['Parameters']), ...places.namesAt(['Resources'])]);
}

/** CloudFormation says where only for what is not well-formed; else it names what is wrong. */
function placeOfMessage(message: string, places: Places): string | null {
  const [, line, column] = /\(line (\d+), column (\d+)\)/.exec(message) ?? [];
  if (line !== undefined) return `${line}:${column}`;
  const [, pointer] = /\[\/([^\]]+)\]/.exec(message) ?? [];
  if (pointer !== undefined) return places.ofPath(pointer.split('/'));
  const named = [
    ...message.matchAll(
      /\[([^\],]+)|'([^']+)'|(?:resource|function|dependency|transform|type|name|type:) ([\w:.]+)/g,
    ),
  ].map(([, listed, quoted, word]) => listed ?? quoted ?? word ?? '');
  for (const word of named) {
    const place = places.ofWord(word);
    if (place !== null) return place;
  }
  return null;
}

function checkProperties(
  path: string,
  { logicalId, type, properties }: ResourceDeclaration,
  places: Places,
): void {
  const published = resourceType(type);
  // A macro of the template may write properties, and types without any are not described.
  if (published === undefined || published.properties.size === 0 || 'Fn::Transform' in properties) return;
  const known = [...published.properties.keys()];
  const at = ['Resources', logicalId, 'Properties'];
  for (const name of Object.keys(properties)) {
    if (published.properties.has(name)) continue;
    const near = nearest(name, known);
    const hint = near === undefined ? '' : `; did you mean "${near}"?`;
    throw new BlastpitError('template', `${path}: ${logicalId}: ${type} has no property ${name}${hint}`, {
      where: placed(path, places.ofPath([...at, name])),
      alternatives: known,
    });
  }
  for (const [name, { required }] of published.properties) {
    if (!required || name in properties) continue;
    throw new BlastpitError('template', `${path}: ${logicalId}: ${type} needs the property ${name}`, {
      where: placed(path, places.ofPath(at)),
    });
  }
}

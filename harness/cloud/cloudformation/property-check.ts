/** Checks a resource's resolved properties against its type, and gives numbers and truths their type. */
import type { PropertyKind, ResourceType } from '../../catalog/resource-types.js';
import type { Json, JsonObject } from '../../contract/json.js';
import { isList, isObject, scalarText } from './json-shape.js';
import { validationFailure } from './template-failure.js';

/**
 * Properties as the type knows them; text that stands for a number or a truth becomes one, and the other way round.
 * Only the published top level is checked.
 * @throws AwsFailure in CloudFormation's words, e.g. `Encountered unsupported property Foo`.
 */
export function checkProperties(type: ResourceType, properties: JsonObject): JsonObject {
  const checked: Record<string, Json> = {};
  for (const [name, value] of Object.entries(properties)) {
    const property = type.properties.get(name);
    if (property === undefined) throw validationFailure(`Encountered unsupported property ${name}`);
    checked[name] = ofKind(name, property.kind, value);
  }
  for (const [name, { required }] of type.properties) {
    if (required && checked[name] === undefined) throw validationFailure(`Property ${name} cannot be empty.`);
  }
  return checked;
}

function ofKind(name: string, kind: PropertyKind, value: Json): Json {
  switch (kind) {
    case 'string': {
      const text = scalarText(value);
      if (text === undefined) throw wrong(name, 'String');
      return text;
    }
    case 'integer':
    case 'number': {
      const number = Number(scalarText(value) ?? 'x');
      if (Number.isNaN(number) || (kind === 'integer' && !Number.isInteger(number)))
        throw wrong(name, 'Number');
      return number;
    }
    case 'boolean': {
      const text = scalarText(value);
      if (text !== 'true' && text !== 'false') throw wrong(name, 'Boolean');
      return text === 'true';
    }
    case 'list':
      if (isObject(value)) throw wrong(name, 'List');
      // A single value stands for a list of one.
      return isList(value) ? value : [value];
    case 'map':
    case 'object':
      if (!isObject(value)) throw wrong(name, 'Object');
      return value;
    case 'json':
      return value;
  }
}

function wrong(name: string, kind: string): Error {
  return validationFailure(`Value of property ${name} must be of type ${kind}`);
}

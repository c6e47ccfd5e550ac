/** Tags in a resource's properties, in the form that its type takes them. */
import type { ResourceType } from '../../catalog/resource-types.js';
import type { Json, JsonObject } from '../../contract/json.js';
import { asList, isObject, scalarText } from './json-shape.js';

/** The tags that properties give, by key. */
export function resourceTags(type: ResourceType, properties: JsonObject): Readonly<Record<string, string>> {
  const given = type.tags === undefined ? undefined : properties[type.tags.property];
  const tags: Record<string, string> = {};
  if (isObject(given)) {
    for (const [key, value] of Object.entries(given)) tags[key] = scalarText(value) ?? '';
  }
  for (const tag of isObject(given) ? [] : asList(given)) {
    const key = isObject(tag) ? scalarText(tag['Key']) : undefined;
    if (isObject(tag) && key !== undefined) tags[key] = scalarText(tag['Value']) ?? '';
  }
  return tags;
}

/** Properties with the stack's tags added; a tag of the template's own wins. */
export function withStackTags(
  type: ResourceType,
  properties: JsonObject,
  stackTags: Readonly<Record<string, string>>,
): JsonObject {
  const own = resourceTags(type, properties);
  const added = Object.entries(stackTags).filter(([key]) => !Object.hasOwn(own, key));
  if (type.tags === undefined || added.length === 0) return properties;
  const { property, form } = type.tags;
  const given: Json = properties[property] ?? null;
  if (form === 'map') {
    return { ...properties, [property]: { ...(isObject(given) ? given : {}), ...Object.fromEntries(added) } };
  }
  const listed = added.map(([Key, Value]) =>
    form === 'list' ? { Key, Value } : { Key, Value, PropagateAtLaunch: true },
  );
  return { ...properties, [property]: [...asList(given ?? undefined), ...listed] };
}

/** Says whether a change of properties needs a new physical resource, by the type's published table. */
import type { ResourceType } from '../../catalog/resource-types.js';
import { sameJson, type Json, type JsonObject } from '../../contract/json.js';
import { isList, isObject } from './json-shape.js';

/**
 * Whether the change replaces the resource. Of properties for which it depends on the values, only changes at the
 * published paths below them replace it: modeled, since AWS publishes no more.
 */
export function needsReplacement(type: ResourceType, before: JsonObject, after: JsonObject): boolean {
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (sameJson(before[name], after[name])) continue;
    if (type.properties.get(name)?.replacement === 'yes') return true;
    for (const path of type.replacementPaths) {
      if (path[0] === name && !sameJson(valuesAt(before, path), valuesAt(after, path))) return true;
    }
  }
  return false;
}

/** The values at a path; lists on the way are gone through. */
function valuesAt(value: Json | undefined, path: readonly string[]): Json[] {
  if (value === undefined) return [];
  const [name, ...rest] = path;
  if (name === undefined) return [value];
  if (isList(value)) return value.flatMap((item) => valuesAt(item, path));
  return isObject(value) ? valuesAt(value[name], rest) : [];
}

/** The name that keeps a second resource from standing beside the first; undefined where AWS makes the names. */
export function keptName(type: ResourceType, before: JsonObject, after: JsonObject): string | undefined {
  const [identifier, ...others] = type.primaryIdentifier;
  if (identifier === undefined || others.length > 0) return undefined;
  const name = after[identifier];
  return typeof name === 'string' && sameJson(name, before[identifier]) ? name : undefined;
}

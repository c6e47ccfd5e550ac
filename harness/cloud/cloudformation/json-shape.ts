/** Tells the shapes of JSON apart, for templates and properties. */
import type { Json, JsonObject } from '../../contract/json.js';

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** A list as it is, anything else as a list of one, nothing as an empty list. */
export function asList(value: Json | undefined): readonly Json[] {
  if (value === undefined) return [];
  return isList(value) ? value : [value];
}

/** The text of a value that is a name; empty for anything that cannot be one. */
export function nameText(value: Json | undefined): string {
  return scalarText(value) ?? '';
}

/** The text of a string, number or boolean; undefined for anything else. */
export function scalarText(value: Json | undefined): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

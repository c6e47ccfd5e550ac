/** Reads a template's properties: CloudFormation takes numbers and truths as text too. */
import type { Json, JsonObject } from '../contract/json.js';

export function textOf(properties: JsonObject, name: string): string | undefined {
  const value = properties[name];
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

export function numberOf(properties: JsonObject, name: string): number | undefined {
  const value = properties[name];
  if (typeof value === 'number') return value;
  return typeof value === 'string' && value.trim() !== '' && !Number.isNaN(Number(value))
    ? Number(value)
    : undefined;
}

export function flagOf(properties: JsonObject, name: string): boolean | undefined {
  const value = properties[name];
  if (typeof value === 'boolean') return value;
  if (value === 'true') return true;
  return value === 'false' ? false : undefined;
}

export function objectOf(properties: JsonObject, name: string): JsonObject | undefined {
  const value = properties[name];
  return isObject(value) ? value : undefined;
}

export function objectsOf(properties: JsonObject, name: string): readonly JsonObject[] | undefined {
  const value = properties[name];
  return Array.isArray(value) ? (value as readonly Json[]).filter(isObject) : undefined;
}

export function textsOf(properties: JsonObject, name: string): readonly string[] | undefined {
  const value = properties[name];
  if (!Array.isArray(value)) return undefined;
  return (value as readonly Json[]).filter((item) => typeof item === 'string');
}

/** A policy document as the APIs take it: text. */
export function documentOf(properties: JsonObject, name: string): string | undefined {
  const value = properties[name];
  if (value === undefined) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The same JSON with numbers and truths, where these members hold them as text at any depth. */
export function retyped(value: Json, numbers: ReadonlySet<string>, flags: ReadonlySet<string>): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => retyped(item, numbers, flags));
  if (!isObject(value)) return value;
  const members: Record<string, Json> = {};
  for (const [name, member] of Object.entries(value)) {
    if (typeof member === 'string' && numbers.has(name)) members[name] = numberOf(value, name) ?? member;
    else if (typeof member === 'string' && flags.has(name)) members[name] = flagOf(value, name) ?? member;
    else members[name] = retyped(member, numbers, flags);
  }
  return members;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

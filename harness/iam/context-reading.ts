/** Reads a condition key out of a request context in the form that an operator or a variable needs. */

import type { ConditionKey, KeyType } from './condition-keys.js';
import type { ContextKeys, ContextValue } from './request-context.js';

/** A scalar of the context: text, a number, a boolean, or a date in milliseconds. */
export type Scalar = string | number | boolean;

/** Where a key's value stands: the lower-case key to ask for, and how to read the answer. */
export interface KeySource {
  readonly key: string;
  readonly type: KeyType;
}

export function keySource(name: string, definition: ConditionKey): KeySource {
  const epoch = definition.type === 'epoch';
  return { key: epoch ? 'aws:currenttime' : name.toLowerCase(), type: definition.type };
}

/** The key's value; undefined where it is absent, an empty list included. */
export function readKey(source: KeySource, context: ContextKeys): ContextValue | undefined {
  const value = context.get(source.key);
  return isList(value) && value.length === 0 ? undefined : value;
}

export function isList(value: ContextValue | undefined): value is readonly string[] {
  return Array.isArray(value);
}

/** As text: dates as AWS writes them (`2025-12-01T08:00:00Z`), `aws:EpochTime` in seconds. */
export function textOf(value: Scalar, type: KeyType): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') {
    if (type === 'date') return `${new Date(value).toISOString().slice(0, 19)}Z`;
    if (type === 'epoch') return String(Math.floor(value / 1000));
  }
  return String(value);
}

/** As a number; undefined where it is none. Dates count as seconds since 1970. */
export function numberOf(value: Scalar, type: KeyType): number | undefined {
  if (typeof value === 'number')
    return type === 'date' || type === 'epoch' ? Math.floor(value / 1000) : value;
  return typeof value === 'string' ? parseDecimal(value) : undefined;
}

/** As a point of time in milliseconds since 1970; undefined where it is none. A number that is not a date counts as seconds. */
export function timeOf(value: Scalar, type: KeyType): number | undefined {
  if (typeof value === 'number') return type === 'date' || type === 'epoch' ? value : value * 1000;
  return typeof value === 'string' ? parseTime(value) : undefined;
}

/** An integer or decimal number as IAM writes it; undefined for anything else. */
export function parseDecimal(text: string): number | undefined {
  return /^[+-]?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
}

const w3cDate = /^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?)?)?$/;

/**
 * Milliseconds since 1970 of a date in one of the W3C's ISO 8601 forms, or of a number of seconds since 1970. Four digits are
 * a year.
 */
export function parseTime(text: string): number | undefined {
  if (w3cDate.test(text)) {
    const time = Date.parse(text);
    return Number.isNaN(time) ? undefined : time;
  }
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : undefined;
}

/** Times as the protocols write them ("Smithy specification", "timestampFormat trait"). */
import type { TimestampFormat } from '../catalog/shape.js';
import { MalformedInput } from './malformed-input.js';

export function formatTimestamp(time: Date, format: TimestampFormat): string {
  switch (format) {
    case 'date-time':
      return time.toISOString().replace('.000Z', 'Z');
    case 'http-date':
      return time.toUTCString();
    case 'epoch-seconds':
      return String(time.getTime() / 1000);
  }
}

/**
 * Reads a time in any of the formats, for AWS takes them all: seconds since 1970 as number or text, RFC 3339 with `Z`
 * or an offset, an HTTP date.
 * @throws MalformedInput
 */
export function parseTimestamp(value: unknown): Date {
  if (typeof value === 'number') return fromSeconds(value);
  if (typeof value === 'string') {
    if (/^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(value)) return fromSeconds(Number(value));
    // Without a zone, AWS means UTC; JavaScript would take local time.
    const time = Date.parse(/^\d{4}-\d\d-\d\dT[\d:.]+$/.test(value) ? `${value}Z` : value);
    if (!Number.isNaN(time)) return new Date(time);
  }
  throw new MalformedInput(`${String(value)} is not a timestamp`);
}

function fromSeconds(seconds: number): Date {
  const time = new Date(Math.round(seconds * 1000));
  if (Number.isNaN(time.getTime())) throw new MalformedInput(`${seconds} is not a timestamp`);
  return time;
}

/** An operation's answer as JSON that an agent can read. */
import type { Json, JsonObject } from '../../contract/json.js';

/**
 * Halves of credentials that nobody else may know. They are random in each run, an agent that calls by tools has no use
 * for them, and they would stand in what is recorded.
 */
const secretMembers: ReadonlySet<string> = new Set(['SecretAccessKey', 'SessionToken']);

/** Dates as text, bytes as text or base64; what a client adds about its own request is left out. */
export function readableOutput(output: object): JsonObject {
  return objectOf(output);
}

function objectOf(value: object): JsonObject {
  const read: Record<string, Json> = {};
  for (const [name, each] of Object.entries(value)) {
    if (name === '$metadata') continue;
    const json = secretMembers.has(name) && typeof each === 'string' ? '********' : jsonOf(each);
    if (json !== undefined) read[name] = json;
  }
  return read;
}

function jsonOf(value: unknown): Json | undefined {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) ? value : String(value);
    case 'bigint':
      return String(value);
    case 'object':
      if (value === null) return null;
      if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
      if (ArrayBuffer.isView(value)) return textOf(value);
      if (Array.isArray(value)) return value.map((each) => jsonOf(each) ?? null);
      return objectOf(value);
    default:
      return undefined;
  }
}

function textOf(view: ArrayBufferView): Json {
  const bytes = Buffer.from(view.buffer, view.byteOffset, view.byteLength);
  const text = bytes.toString('utf8');
  return Buffer.from(text, 'utf8').equals(bytes) ? text : { base64: bytes.toString('base64') };
}

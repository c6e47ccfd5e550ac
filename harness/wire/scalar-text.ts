/** Scalars as text, where a protocol has no other form for them: query forms, XML, headers, paths. */
import type { SimpleShape, TimestampFormat } from '../catalog/shape.js';
import { MalformedInput } from './malformed-input.js';
import { formatTimestamp, parseTimestamp } from './timestamp-text.js';

export type ScalarReader = (text: string) => unknown;
export type ScalarWriter = (value: unknown) => string;

/** The reader throws MalformedInput where the text is not of the kind. */
export function scalarReader(shape: SimpleShape): ScalarReader {
  switch (shape.kind) {
    case 'string':
    case 'document':
      return (text) => text;
    case 'number':
    case 'bigInteger':
    case 'bigDecimal':
      return readNumber;
    case 'boolean':
      return readBoolean;
    case 'timestamp':
      return parseTimestamp;
    case 'blob':
      return (text) => Buffer.from(text, 'base64');
  }
}

/** @param timestamps the format of times whose shape fixes none. */
export function scalarWriter(shape: SimpleShape, timestamps: TimestampFormat): ScalarWriter {
  switch (shape.kind) {
    case 'timestamp': {
      const format = shape.timestampFormat ?? timestamps;
      return (value) => (value instanceof Date ? formatTimestamp(value, format) : String(value));
    }
    case 'blob':
      return (value) => bytesOf(value).toString('base64');
    default:
      return String;
  }
}

/** Typed bytes as a Buffer over the same memory; text is UTF-8. */
export function bytesOf(value: unknown): Buffer {
  if (ArrayBuffer.isView(value)) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  if (value instanceof ArrayBuffer) return Buffer.from(value);
  return Buffer.from(String(value));
}

function readNumber(text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isNaN(value) && text !== 'NaN') throw new MalformedInput(`${text} is not a number`);
  return value;
}

function readBoolean(text: string): boolean {
  const lower = text.toLowerCase();
  if (lower === 'true') return true;
  if (lower === 'false') return false;
  throw new MalformedInput(`${text} is not a boolean`);
}

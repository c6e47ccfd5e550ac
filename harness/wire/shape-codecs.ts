/**
 * The one door to the SDK's own parsers, which the SDK counts as internal: XML text to objects, CBOR bytes to values
 * and back. They are loaded when first needed, for most runs see neither.
 */
import { createRequire } from 'node:module';
import { MalformedInput } from './malformed-input.js';

const require = createRequire(import.meta.url);

interface XmlModule {
  parseXML(text: string): Readonly<Record<string, unknown>>;
}
interface CborModule {
  readonly cbor: { serialize(value: unknown): Uint8Array; deserialize(bytes: Uint8Array): unknown };
  tag(data: { readonly tag: number; readonly value: unknown }): unknown;
}

let xml: XmlModule | undefined;
let cbor: CborModule | undefined;

/**
 * Elements as objects, attributes and children as members, several children of one name as a list, text as a string;
 * text beside either is `#text`. The one member of the result is the root.
 * @throws MalformedInput where the text is not well-formed.
 */
export function parseXml(text: string): Readonly<Record<string, unknown>> {
  xml ??= require('@aws-sdk/xml-builder') as XmlModule;
  try {
    return xml.parseXML(text);
  } catch (cause) {
    throw new MalformedInput('the XML is not well-formed', { cause });
  }
}

/**
 * CBOR as values; tagged ones are `{ tag, value }`.
 * @throws MalformedInput where the bytes are no CBOR.
 */
export function decodeCbor(bytes: Uint8Array): unknown {
  cbor ??= require('@smithy/core/cbor') as CborModule;
  try {
    return cbor.cbor.deserialize(bytes);
  } catch (cause) {
    throw new MalformedInput('the CBOR is not well-formed', { cause });
  }
}

export function encodeCbor(value: unknown): Uint8Array {
  cbor ??= require('@smithy/core/cbor') as CborModule;
  return cbor.cbor.serialize(value);
}

/** Seconds since 1970 as CBOR's epoch time (RFC 8949, 3.4.2). */
export function cborTime(seconds: number): unknown {
  cbor ??= require('@smithy/core/cbor') as CborModule;
  return cbor.tag({ tag: 1, value: seconds });
}

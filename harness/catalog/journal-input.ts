/**
 * An operation's input as the journal writes it and approvals compare it: the same JSON whether the call came typed,
 * through an SDK or over HTTP.
 */
import { createHash } from 'node:crypto';
import type { Json, JsonObject } from '../contract/json.js';
import { serviceCatalog } from './services.js';
import type { Member, OperationShape, Protocol, Shape, StructureShape } from './shape.js';

type Writer = (value: unknown) => Json | undefined;

const redacted = '[redacted]';
const writersOfOperation = new WeakMap<OperationShape, Writer>();
const noInput: JsonObject = Object.freeze({});

/**
 * The input without what does not belong in a journal: idempotency tokens are dropped, secrets are `"[redacted]"`,
 * dates are ISO text, bytes are `{ bytes, sha256 }`. What some entrance cannot carry (empty lists in EC2's protocol,
 * empty maps in the query protocol) or adds by itself (checksums and lengths of S3's clients) is dropped for all.
 * @throws BlastpitError `unknown-service`; an Error where the service has no such operation.
 */
export function journalInput(service: string, operation: string, input: unknown): Json {
  const shape = serviceCatalog(service).operation(operation);
  if (shape === undefined) throw new Error(`${service} has no operation ${operation}`);
  let write = writersOfOperation.get(shape);
  if (write === undefined) {
    write = inputWriter(shape);
    writersOfOperation.set(shape, write);
  }
  return write(input) ?? noInput;
}

/** Which empty values every protocol of a service can tell from absent ones. */
interface Empties {
  readonly lists: boolean;
  readonly maps: boolean;
  readonly structures: boolean;
}

function emptiesOf(protocols: readonly Protocol[]): Empties {
  const ec2 = protocols.includes('ec2Query');
  const query = ec2 || protocols.includes('awsQuery');
  return { lists: !ec2, maps: !query, structures: !query };
}

function inputWriter(operation: OperationShape): Writer {
  return compiler(emptiesOf(operation.service.protocols))(operation.input);
}

/** What clients add on the way to the wire, and no caller says: it must not tell one entrance from another. */
function isAddedByClients(member: Member, value: unknown): boolean {
  const header = member.traits.httpHeader?.toLowerCase();
  if (header === undefined) return false;
  if (header === 'content-type') return value === 'application/octet-stream' || value === 'application/xml';
  return (
    header === 'content-length' ||
    header === 'content-md5' ||
    header === 'x-amz-sdk-checksum-algorithm' ||
    header.endsWith('-customer-key-md5') ||
    header.startsWith('x-amz-checksum-')
  );
}

function compiler(empties: Empties): (shape: Shape) => Writer {
  const compiled = new Map<Shape, Writer>();

  const compile = (shape: Shape): Writer => {
    const known = compiled.get(shape);
    if (known !== undefined) return known;
    // A shape may contain itself: this stands in until its writer is made.
    compiled.set(shape, (value) => compile(shape)(value));
    const made = make(shape);
    compiled.set(shape, made);
    return made;
  };

  const make = (shape: Shape): Writer => {
    if (shape.traits.sensitive === true) return () => redacted;
    switch (shape.kind) {
      case 'structure':
      case 'union':
        return structure(shape);
      case 'list': {
        const item = lazily(shape.member);
        return (value) => {
          if (!Array.isArray(value)) return undefined;
          if (value.length === 0 && !empties.lists) return undefined;
          return value
            .filter((each) => each !== undefined && each !== null)
            .map((each) => item(each) ?? null);
        };
      }
      case 'map': {
        const item = lazily(shape.value);
        return (value) => {
          if (value === null || typeof value !== 'object') return undefined;
          const written: Record<string, Json> = {};
          for (const [key, each] of Object.entries(value)) {
            const json = each === undefined || each === null ? undefined : item(each);
            if (json !== undefined) written[key] = json;
          }
          return Object.keys(written).length === 0 && !empties.maps ? undefined : written;
        };
      }
      case 'blob':
        return digest;
      default:
        return plainJson;
    }
  };

  const lazily = (member: Member): Writer => {
    if (member.traits.sensitive === true) return () => redacted;
    let write: Writer | undefined;
    return (value) => (write ??= compile(member.shape))(value);
  };

  const structure = (shape: StructureShape): Writer => {
    const members = shape.members
      .filter(
        (member) => member.traits.idempotencyToken !== true && member.shape.traits.idempotencyToken !== true,
      )
      .map((member) => ({
        member,
        name: member.name,
        write: lazily(member),
        bound: isBoundToHttp(member),
        mayBeAdded: member.traits.httpHeader !== undefined,
      }));
    return (value) => {
      if (value === null || typeof value !== 'object') return undefined;
      const written: Record<string, Json> = {};
      let some = false;
      for (const { member, name, write, bound, mayBeAdded } of members) {
        const each: unknown = Reflect.get(value, name);
        if (each === undefined || each === null) continue;
        if (mayBeAdded && isAddedByClients(member, each)) continue;
        const json = write(each);
        if (json === undefined || (bound && isEmpty(json))) continue;
        written[name] = json;
        some = true;
      }
      return some || empties.structures ? written : undefined;
    };
  };

  return compile;
}

/** Headers, query members and whole bodies cannot say "empty": it arrives as absent. */
function isBoundToHttp({ traits }: Member): boolean {
  return (
    traits.httpHeader !== undefined ||
    traits.httpQuery !== undefined ||
    traits.httpQueryParams === true ||
    traits.httpPrefixHeaders !== undefined ||
    traits.httpPayload === true ||
    traits.xmlFlattened === true
  );
}

function isEmpty(json: Json): boolean {
  if (json === '') return true;
  if (json === null || typeof json !== 'object') return false;
  if (Array.isArray(json)) return json.length === 0;
  const { bytes } = json as { readonly bytes?: Json };
  return bytes === 0 || Object.keys(json).length === 0;
}

/** Length and hash stand for bytes, so that a journal stays small and holds no data. */
function digest(value: unknown): Json {
  const bytes =
    typeof value === 'string'
      ? Buffer.from(value)
      : ArrayBuffer.isView(value)
        ? Buffer.from(value.buffer, value.byteOffset, value.byteLength)
        : undefined;
  // A stream that has not been read cannot be hashed without taking it from the service.
  if (bytes === undefined) return { bytes: -1, sha256: 'unread' };
  return { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** Scalars and documents; numbers that JSON cannot hold become text. */
function plainJson(value: unknown): Json | undefined {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) ? value : String(value);
    case 'bigint':
      return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
    case 'object':
      if (value === null) return null;
      if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'invalid date' : value.toISOString();
      if (ArrayBuffer.isView(value)) return digest(value);
      if (Array.isArray(value)) return value.map((each) => plainJson(each) ?? null);
      return plainObject(value);
    default:
      return undefined;
  }
}

function plainObject(value: object): JsonObject {
  const written: Record<string, Json> = {};
  for (const [key, each] of Object.entries(value)) {
    const json = plainJson(each);
    if (json !== undefined) written[key] = json;
  }
  return written;
}

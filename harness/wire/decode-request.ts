/** Step `identify` on the way of a call, second half: the body and headers of a request become the operation's typed input. */
import { createHash } from 'node:crypto';
import { AwsFailure } from '../contract/aws-error.js';
import type { Shape } from '../catalog/shape.js';
import { cborReader } from './cbor-values.js';
import { httpBindings, readBoundMembers } from './http-bindings.js';
import type { IdentifiedRequest } from './identify-operation.js';
import { jsonReader } from './json-reader.js';
import { MalformedInput } from './malformed-input.js';
import { malformedFailure } from './malformed-failure.js';
import { queryReader } from './query-reader.js';
import { queryTree } from './query-tree.js';
import type { WireRequest } from './request.js';
import { requireMembers } from './required-members.js';
import { decodeCbor, parseXml } from './shape-codecs.js';
import { xmlReader } from './xml-reader.js';

export type TypedInput = Readonly<Record<string, unknown>>;

/**
 * The input as an SDK's user would write it: Date, Uint8Array, plain objects. Members that the operation does not have
 * are left out.
 * @param request its body without aws-chunked framing.
 * @throws AwsFailure of origin `constraint`: malformed bodies and missing members, in the words of service and protocol.
 */
export function decodeRequest(request: WireRequest, identified: IdentifiedRequest): TypedInput {
  let input: TypedInput;
  try {
    input = decode(request, identified);
  } catch (error) {
    if (error instanceof MalformedInput) throw malformedFailure(identified, error);
    // Values that contain themselves are read by recursion, and a body may nest them deeper than the stack is.
    if (error instanceof RangeError)
      throw malformedFailure(identified, new MalformedInput('nested too deeply'));
    throw error;
  }
  if (identified.service.name === 'S3') checkDigest(request, identified);
  requireMembers(identified.operation, identified.protocol, input);
  return input;
}

function decode(request: WireRequest, { operation, protocol, labels, query }: IdentifiedRequest): TypedInput {
  const { body } = request;
  switch (protocol) {
    case 'awsJson1_0':
    case 'awsJson1_1':
      if (body.length === 0) return {};
      return jsonReader(operation.input, 'member')(parseJson(body)) as TypedInput;
    case 'awsQuery':
    case 'ec2Query':
      return queryReader(operation.input, protocol)(queryTree(query)) as TypedInput;
    case 'rpcv2Cbor':
      if (body.length === 0) return {};
      return cborReader(operation.input)(decodeCbor(body)) as TypedInput;
    case 'restJson1':
    case 'restXml': {
      const bindings = httpBindings(operation.input);
      const input: Record<string, unknown> = {};
      readBoundMembers(bindings, { labels, query, headers: request.headers }, input);
      if (bindings.payload !== undefined) {
        const { name, shape } = bindings.payload;
        const payload = readPayload(shape, body, protocol);
        if (payload !== undefined) input[name] = payload;
      } else if (body.length > 0 && bindings.body.members.length > 0) {
        Object.assign(input, readBody(bindings.body, body, protocol));
      }
      return input;
    }
  }
}

function readPayload(shape: Shape, body: Uint8Array, protocol: 'restJson1' | 'restXml'): unknown {
  if (shape.kind === 'blob') return body.length === 0 ? undefined : body;
  if (body.length === 0) return undefined;
  if (shape.kind === 'string') return textOf(body);
  return readBody(shape, body, protocol);
}

function readBody(shape: Shape, body: Uint8Array, protocol: 'restJson1' | 'restXml'): unknown {
  if (protocol === 'restJson1') return jsonReader(shape, 'jsonName')(parseJson(body));
  const [root] = Object.values(parseXml(textOf(body)));
  return xmlReader(shape)(root);
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(textOf(body)) as unknown;
  } catch (cause) {
    throw new MalformedInput('', { cause });
  }
}

function textOf(body: Uint8Array): string {
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
}

/** Amazon S3 checks what a client says about its body ("Checking object integrity"); DeleteObjects must say something. */
function checkDigest({ headers, body }: WireRequest, { operation }: IdentifiedRequest): void {
  const given = headers['content-md5'];
  if (given !== undefined) {
    if (Buffer.from(given, 'base64').length !== 16) {
      throw constraint('InvalidDigest', 'The Content-MD5 you specified was invalid.');
    }
    if (createHash('md5').update(body).digest('base64') !== given) {
      throw constraint('BadDigest', 'The Content-MD5 you specified did not match what we received.');
    }
  } else if (operation.name === 'DeleteObjects' && !hasChecksum(headers)) {
    throw constraint(
      'InvalidRequest',
      'Missing required header for this request: Content-MD5 OR x-amz-checksum-*',
    );
  }
}

function hasChecksum(headers: Readonly<Record<string, string>>): boolean {
  return (
    Object.keys(headers).some((name) => name.startsWith('x-amz-checksum-')) ||
    headers['x-amz-trailer']?.startsWith('x-amz-checksum-') === true
  );
}

function constraint(code: string, message: string): AwsFailure {
  return new AwsFailure({ code, message, status: 400, origin: 'constraint' });
}

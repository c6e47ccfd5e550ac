/** Last step on the way of a call: the operation's output becomes the bytes of the protocol in which it was asked. */
import { AwsFailure } from '../contract/aws-error.js';
import type { Member, OperationShape, Protocol } from '../catalog/shape.js';
import { cborWriter } from './cbor-values.js';
import { httpBindings, writeBoundHeaders } from './http-bindings.js';
import { jsonWriter } from './json-writer.js';
import type { WireResponse } from './request.js';
import { contentTypes, finished, requestIdHeaders } from './response-envelope.js';
import { encodeListing } from './s3-url-encoding.js';
import { bytesOf } from './scalar-text.js';
import { encodeCbor } from './shape-codecs.js';
import { escapeText, namespaceOf, xmlContent } from './xml-writer.js';

export interface ResponseTarget {
  readonly operation: OperationShape;
  /** The request's, for the answer is in the protocol of the question. */
  readonly protocol: Protocol;
  readonly method: string;
  readonly requestId: string;
}

export type TypedOutput = Readonly<Record<string, unknown>>;

const xmlDeclaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

/**
 * A successful answer. The output is in the form that an SDK gives it: Date, Uint8Array, plain objects; undefined
 * members are left out. Listings of S3 hold their keys as they are: this encodes them where EncodingType says so.
 * @throws AwsFailure of origin `unsupported` for answers that are event streams.
 */
export function encodeResponse(target: ResponseTarget, output: TypedOutput): WireResponse {
  const { operation, protocol, requestId, method } = target;
  const headers = requestIdHeaders(operation.service.name, requestId);
  switch (protocol) {
    case 'awsJson1_0':
    case 'awsJson1_1':
      headers['Content-Type'] = contentTypes[protocol];
      return finished(method, 200, headers, JSON.stringify(jsonWriter(operation.output, 'member')(output)));
    case 'rpcv2Cbor':
      headers['Content-Type'] = contentTypes[protocol];
      headers['smithy-protocol'] = 'rpc-v2-cbor';
      return finished(method, 200, headers, encodeCbor(cborWriter(operation.output)(output)));
    case 'awsQuery':
      headers['Content-Type'] = contentTypes[protocol];
      return finished(method, 200, headers, queryBody(operation, output, requestId));
    case 'ec2Query':
      headers['Content-Type'] = contentTypes[protocol];
      return finished(method, 200, headers, ec2Body(operation, output, requestId));
    case 'restJson1':
    case 'restXml':
      return restResponse(target, protocol, headers, output);
  }
}

/** ("AWS query protocol", "Response serialization") */
function queryBody(
  { name, service, output: shape }: OperationShape,
  output: TypedOutput,
  requestId: string,
): string {
  const result = shape.name === 'Unit' ? '' : `<${name}Result>${xmlContent(shape)(output)}</${name}Result>`;
  const metadata = `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`;
  return `<${name}Response${xmlns(service.xmlNamespace)}>${result}${metadata}</${name}Response>`;
}

/** ("Amazon EC2 query protocol", "Response serialization") */
function ec2Body(
  { name, service, output: shape }: OperationShape,
  output: TypedOutput,
  requestId: string,
): string {
  const content = xmlContent(shape)(output);
  return `${xmlDeclaration}<${name}Response${xmlns(service.xmlNamespace)}><requestId>${requestId}</requestId>${content}</${name}Response>`;
}

function xmlns(uri: string | undefined): string {
  return uri === undefined ? '' : namespaceOf(['', uri]);
}

function restResponse(
  { operation, method }: ResponseTarget,
  protocol: 'restJson1' | 'restXml',
  headers: Record<string, string>,
  given: TypedOutput,
): WireResponse {
  const output = operation.service.name === 'S3' ? encodeListing(given) : given;
  const bindings = httpBindings(operation.output);
  writeBoundHeaders(bindings, output, headers);
  const code = bindings.responseCode === undefined ? undefined : output[bindings.responseCode.name];
  // A part of an object is Partial Content (Amazon S3 API Reference, GetObject); the model does not say so.
  const usual = headers['Content-Range'] === undefined ? (operation.http?.status ?? 200) : 206;
  const status = typeof code === 'number' ? code : usual;
  if (bindings.payload !== undefined) {
    if (bindings.payload.shape.kind === 'union' && bindings.payload.shape.traits.streaming === true) {
      throw eventStream(operation);
    }
    const value = output[bindings.payload.name];
    const body =
      value === undefined || value === null ? '' : payloadBody(operation, protocol, bindings.payload, value);
    if (body.length > 0 && headers['Content-Type'] === undefined) {
      headers['Content-Type'] = payloadType(protocol, bindings.payload);
    }
    return finished(method, status, headers, body);
  }
  if (bindings.body.members.length === 0) return finished(method, status, headers, '');
  headers['Content-Type'] ??= contentTypes[protocol];
  if (protocol === 'restJson1') {
    return finished(method, status, headers, JSON.stringify(jsonWriter(bindings.body, 'jsonName')(output)));
  }
  const root = operation.output.traits.xmlName ?? operation.output.name;
  const content =
    operation.name === 'GetBucketLocation' ? location(output) : xmlContent(bindings.body)(output);
  return finished(method, status, headers, document(operation, root, content));
}

/** Four operations of the catalog answer with frames that come as they happen; no service behind them does so. */
function eventStream({ name, service }: OperationShape): AwsFailure {
  const message = `not implemented: ${service.name}.${name} (its answer is an event stream)`;
  return new AwsFailure({ code: 'NotImplemented', message, status: 501, origin: 'unsupported' });
}

/** The one answer of S3 whose only member is its root's text. */
function location(output: TypedOutput): string {
  const constraint = output['LocationConstraint'];
  return typeof constraint === 'string' ? escapeText(constraint) : '';
}

function document(operation: OperationShape, root: string, content: string): string {
  return `${xmlDeclaration}<${root}${xmlns(operation.service.xmlNamespace)}>${content}</${root}>`;
}

function payloadBody(
  operation: OperationShape,
  protocol: 'restJson1' | 'restXml',
  { shape, traits }: Member,
  value: unknown,
): Uint8Array | string {
  if (shape.kind === 'blob') return bytesOf(value);
  if (shape.kind === 'string') return String(value);
  if (protocol === 'restJson1') return JSON.stringify(jsonWriter(shape, 'jsonName')(value));
  const root = traits.xmlName ?? shape.traits.xmlName ?? shape.name;
  return document(operation, root, xmlContent(shape)(value));
}

function payloadType(protocol: Protocol, { shape, traits }: Member): string {
  const mediaType = traits.mediaType ?? shape.traits.mediaType;
  if (mediaType !== undefined) return mediaType;
  if (shape.kind === 'blob') return 'application/octet-stream';
  return shape.kind === 'string' ? 'text/plain' : contentTypes[protocol];
}

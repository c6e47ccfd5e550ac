/** What answers of one protocol have in common, success or error: content type, request id, length. */
import type { Protocol } from '../catalog/shape.js';
import type { WireResponse } from './request.js';

export const contentTypes: Readonly<Record<Protocol, string>> = {
  awsJson1_0: 'application/x-amz-json-1.0',
  awsJson1_1: 'application/x-amz-json-1.1',
  awsQuery: 'text/xml',
  ec2Query: 'text/xml;charset=UTF-8',
  restJson1: 'application/json',
  restXml: 'application/xml',
  rpcv2Cbor: 'application/cbor',
};

/** The headers that carry the request's id. */
export function requestIdHeaders(service: string | undefined, requestId: string): Record<string, string> {
  if (service !== 'S3') return { 'x-amzn-RequestId': requestId };
  return { 'x-amz-request-id': requestId, 'x-amz-id-2': hostId(requestId) };
}

/** S3's second id; support asks for both. It follows from the first, so that answers stay the same for the same run. */
export function hostId(requestId: string): string {
  return Buffer.from(`host/${requestId}`).toString('base64');
}

/** An answer with its length; HEAD keeps a length that the operation itself gave, and loses the body. */
export function finished(
  method: string,
  status: number,
  headers: Record<string, string>,
  body: Uint8Array | string,
): WireResponse {
  if (method === 'HEAD') return { status, headers, body: '' };
  // 204 and 304 have no body, and must not announce one (RFC 9110, 8.6).
  if (status === 204 || status === 304) return { status, headers, body: '' };
  headers['Content-Length'] = String(typeof body === 'string' ? Buffer.byteLength(body) : body.length);
  return { status, headers, body };
}

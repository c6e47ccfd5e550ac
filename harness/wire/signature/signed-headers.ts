/** Sees to it that a signature covers what it has to cover. */
import type { Authorization } from './authorization.js';
import { identityFailure, refusal, type SignatureFamily } from './identity-failure.js';
import type { WireRequest } from '../request.js';

/** A header that AWS acts on must have been signed, or whoever passes the request on could change what it asks for. */
export function checkSignedHeaders(
  request: WireRequest,
  authorization: Authorization,
  family: SignatureFamily,
): void {
  const signed = authorization.signedHeaders;
  if (!signed.includes('host') && !signed.includes(':authority')) {
    const message = "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.";
    throw family === 's3' ? unsignedHeaders(['host']) : identityFailure(family, 'mismatch', { message });
  }
  let unsigned: string[] | undefined;
  for (const name in request.headers) {
    if (name.startsWith('x-amz-') && !signed.includes(name)) (unsigned ??= []).push(name);
  }
  if (unsigned === undefined) return;
  if (family === 's3') throw unsignedHeaders(unsigned);
  const message = unsigned
    .map((name) => `'${name}' must be a 'SignedHeader' in the AWS Authorization.`)
    .join(' ');
  throw identityFailure(family, 'mismatch', { message });
}

function unsignedHeaders(names: readonly string[]): Error {
  return refusal('AccessDenied', 403, 'There were headers present in the request which were not signed', {
    HeadersNotSigned: names.join(', '),
  });
}

/** Step `identify` on the way of a call: checks Signature Version 4 as AWS does and says whose key signed, and what. */
import { createHmac, hash } from 'node:crypto';
import type { Authorization } from './authorization.js';
import { canonicalRequest } from './canonical-request.js';
import { identityFailure, type SignatureFamily } from './identity-failure.js';
import { requireAuthorization } from './require-authorization.js';
import { sameSignature } from './same-signature.js';
import { checkSignatureAge } from './signature-age.js';
import type { WireRequest } from '../request.js';
import { checkSignedHeaders } from './signed-headers.js';
import { openPayload, payloadLine } from './signed-payload.js';
import { SigningKeys } from './signing-keys.js';

/** The secret behind a key id, or why there is none. Expiry of a session is judged in virtual time, by whoever looks it up. */
export type SecretLookup =
  { readonly secret: string } | { readonly refused: 'unknown-key' | 'invalid-token' | 'expired' };

/** `sessionToken` is what the request carries; a temporary key without its token is an `invalid-token`. */
export type FindSecret = (accessKeyId: string, sessionToken: string | undefined) => SecretLookup;

export interface VerifiedRequest {
  /** Where the signature stood: what IAM calls `s3:authType`, REST-HEADER or REST-QUERY-STRING. */
  readonly place: 'header' | 'query';
  readonly accessKeyId: string;
  readonly sessionToken: string | undefined;
  readonly region: string;
  /** The signing name, e.g. `monitoring` for CloudWatch. */
  readonly service: string;
  /** Wall time in milliseconds. */
  readonly signedAt: number;
  /** The body without aws-chunked framing. */
  readonly body: Uint8Array;
  /** What stood behind a chunked body, names in lower case; checksums among them have been checked. */
  readonly trailers: Readonly<Record<string, string>>;
}

/**
 * Checks one request.
 * @param family how the service it is for speaks of signatures.
 * @param now wall time in milliseconds: signing is the one thing on the wire that is not in virtual time.
 * @throws AwsFailure of origin `identity`, or `unsupported` for SigV4A and event streams.
 */
export type VerifySignature = (request: WireRequest, family: SignatureFamily, now: number) => VerifiedRequest;

const singleEncoding = new Set(['s3', 's3-outposts', 's3-object-lambda', 's3express']);

/** A verifier that remembers derived keys; follows "AWS Signature Version 4 for API requests" and Amazon S3's chapter on it. */
export function signatureVerifier(findSecret: FindSecret): VerifySignature {
  const keys = new SigningKeys();
  return (request, family, now) => {
    const authorization = requireAuthorization(request, family);
    checkSignatureAge(authorization, family, now);
    const secret = secretOf(authorization, family, findSecret);
    checkSignedHeaders(request, authorization, family);
    const payload = payloadLine(request, authorization, family);
    const canonical = canonicalRequest(request, {
      signedHeaders: authorization.signedHeaders,
      payload,
      singleEncoding: singleEncoding.has(authorization.credential.service),
      presigned: authorization.place === 'query',
    });
    const { credential, place, sessionToken } = authorization;
    const { accessKeyId, region, service, scope } = credential;
    const time = authorization.signedAt.text;
    const key = keys.find(accessKeyId, secret, scope);
    const signature = createHmac('sha256', key)
      .update(`AWS4-HMAC-SHA256\n${time}\n${scope}\n${hashText(canonical)}`, 'utf8')
      .digest('hex');
    if (!sameSignature(signature, authorization.signature)) {
      const fields = { AWSAccessKeyId: accessKeyId };
      throw identityFailure(family, 'mismatch', family === 's3' ? { fields } : {});
    }
    const signedAt = authorization.signedAt.time;
    const { body, trailers } = openPayload(request, family, payload, { key, time, scope, seed: signature });
    return { place, accessKeyId, sessionToken, region, service, signedAt, body, trailers };
  };
}

function secretOf(authorization: Authorization, family: SignatureFamily, findSecret: FindSecret): string {
  const { accessKeyId } = authorization.credential;
  const found = findSecret(accessKeyId, authorization.sessionToken);
  if ('secret' in found) return found.secret;
  if (found.refused === 'unknown-key' && family === 's3') {
    throw identityFailure(family, 'unknown-key', { fields: { AWSAccessKeyId: accessKeyId } });
  }
  throw identityFailure(family, found.refused === 'expired' ? 'expired-token' : found.refused);
}

/** Characters stand for bytes (latin1); past that the request never was bytes, and UTF-8 is what its client hashed. */
function hashText(text: string): string {
  if (Buffer.byteLength(text, 'utf8') === text.length) return hash('sha256', text, 'hex');
  for (let index = 0; index < text.length; index += 1) {
    if (text.charCodeAt(index) > 0xff) return hash('sha256', text, 'hex');
  }
  return hash('sha256', Buffer.from(text, 'latin1'), 'hex');
}

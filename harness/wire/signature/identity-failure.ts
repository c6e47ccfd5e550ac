/** The errors with which AWS turns away a request that it cannot tie to a principal, in the words of each family of services. */
import { AwsFailure } from '../../contract/aws-error.js';

/**
 * How a service speaks of signatures: `json` is AWS JSON 1.0 and 1.1 and RPC v2 CBOR, `rest-json` REST JSON, `query`
 * AWS query and REST XML other than Amazon S3's, which has codes of its own, as Amazon EC2 has.
 */
export type SignatureFamily = 'json' | 'rest-json' | 'query' | 's3' | 'ec2';

/** What is wrong; where AWS has no code for one of them in a family, that family's nearest stands in the table. */
export type IdentityProblem =
  | 'missing'
  | 'incomplete'
  | 'unknown-key'
  | 'invalid-token'
  | 'expired-token'
  | 'mismatch'
  | 'expired-signature'
  | 'early-signature';

type Words = readonly [code: string, status: number, message: string];

const invalidToken = 'The security token included in the request is invalid.';
const expiredToken = 'The security token included in the request is expired';
const mismatch =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';
const notValidated = 'AWS was not able to validate the provided access credentials';
const tooSkewed = 'The difference between the request time and the current time is too large.';

const words: Readonly<Record<SignatureFamily, Readonly<Record<IdentityProblem, Words>>>> = {
  json: jsonWords(400),
  'rest-json': jsonWords(403),
  query: {
    missing: ['MissingAuthenticationToken', 403, 'Request is missing Authentication Token'],
    incomplete: ['IncompleteSignature', 400, 'The request signature does not conform to AWS standards.'],
    'unknown-key': ['InvalidClientTokenId', 403, invalidToken],
    'invalid-token': ['InvalidClientTokenId', 403, invalidToken],
    'expired-token': ['ExpiredToken', 403, expiredToken],
    mismatch: ['SignatureDoesNotMatch', 403, mismatch],
    'expired-signature': ['SignatureDoesNotMatch', 403, 'Signature expired'],
    'early-signature': ['SignatureDoesNotMatch', 403, 'Signature not yet current'],
  },
  ec2: {
    missing: ['MissingAuthenticationToken', 403, 'Request is missing Authentication Token'],
    incomplete: ['IncompleteSignature', 400, 'The request signature does not conform to AWS standards.'],
    'unknown-key': ['AuthFailure', 401, notValidated],
    'invalid-token': ['AuthFailure', 401, notValidated],
    'expired-token': ['RequestExpired', 400, 'Request has expired.'],
    mismatch: ['AuthFailure', 401, notValidated],
    'expired-signature': ['RequestExpired', 400, 'Request has expired.'],
    'early-signature': ['AuthFailure', 401, notValidated],
  },
  s3: {
    missing: ['AccessDenied', 403, 'Access Denied'],
    incomplete: ['AuthorizationHeaderMalformed', 400, 'The authorization header is malformed'],
    'unknown-key': [
      'InvalidAccessKeyId',
      403,
      'The AWS Access Key Id you provided does not exist in our records.',
    ],
    'invalid-token': ['InvalidToken', 400, 'The provided token is malformed or otherwise invalid.'],
    'expired-token': ['ExpiredToken', 400, 'The provided token has expired.'],
    mismatch: [
      'SignatureDoesNotMatch',
      403,
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    ],
    'expired-signature': ['RequestTimeTooSkewed', 403, tooSkewed],
    'early-signature': ['RequestTimeTooSkewed', 403, tooSkewed],
  },
};

function jsonWords(status: number): Readonly<Record<IdentityProblem, Words>> {
  return {
    missing: ['MissingAuthenticationTokenException', status, 'Missing Authentication Token'],
    incomplete: [
      'IncompleteSignatureException',
      status,
      'The request signature does not conform to AWS standards.',
    ],
    'unknown-key': ['UnrecognizedClientException', status, invalidToken],
    'invalid-token': ['UnrecognizedClientException', status, invalidToken],
    'expired-token': ['ExpiredTokenException', status, expiredToken],
    mismatch: ['InvalidSignatureException', status, mismatch],
    'expired-signature': ['InvalidSignatureException', status, 'Signature expired'],
    'early-signature': ['InvalidSignatureException', status, 'Signature not yet current'],
  };
}

export interface IdentityDetails {
  /** Takes the place of the usual words. Amazon EC2 says less than others on purpose, and keeps to its own. */
  readonly message?: string;
  readonly fields?: Readonly<Record<string, string>>;
}

/** The error of a problem that every family knows. */
export function identityFailure(
  family: SignatureFamily,
  problem: IdentityProblem,
  details: IdentityDetails = {},
): AwsFailure {
  const [code, status, message] = words[family][problem];
  const said = family === 'ec2' && problem !== 'incomplete' ? message : (details.message ?? message);
  return refusal(code, status, said, details.fields);
}

/** An authorization with parts missing or wrong; Amazon S3 tells the header's from the query's. */
export function incompleteAuthorization(
  family: SignatureFamily,
  place: 'header' | 'query',
  problems: readonly string[],
): AwsFailure {
  if (family !== 's3') return identityFailure(family, 'incomplete', { message: problems.join(' ') });
  if (place === 'query') return refusal('AuthorizationQueryParametersError', 400, problems.join(' '));
  const message = `The authorization header is malformed; ${problems.join(' ')}`;
  return identityFailure(family, 'incomplete', { message });
}

/** An error that one service alone has; the code as its API reference spells it. */
export function refusal(
  code: string,
  status: number,
  message: string,
  fields?: Readonly<Record<string, string>>,
): AwsFailure {
  const error = { code, message, status, origin: 'identity' } as const;
  return new AwsFailure(fields === undefined ? error : { ...error, fields });
}

/** A way of signing that AWS takes and this code does not. */
export function unsupportedSigning(what: string): AwsFailure {
  return new AwsFailure({
    code: 'NotImplemented',
    message: `${what} is not implemented.`,
    status: 501,
    origin: 'unsupported',
  });
}

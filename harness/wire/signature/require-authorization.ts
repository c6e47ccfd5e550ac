/** Turns a request whose authorization cannot be read away, in the words of the service it came to. */
import { type Authorization, readAuthorization } from './authorization.js';
import {
  identityFailure,
  incompleteAuthorization,
  refusal,
  type SignatureFamily,
  unsupportedSigning,
} from './identity-failure.js';
import type { WireRequest } from '../request.js';

/** The authorization that the request carries.
 * @throws AwsFailure MissingAuthenticationToken, IncompleteSignature, AuthorizationHeaderMalformed and their kin.
 */
export function requireAuthorization(request: WireRequest, family: SignatureFamily): Authorization {
  const reading = readAuthorization(request);
  switch (reading.kind) {
    case 'authorization':
      return reading.authorization;
    case 'missing':
      throw identityFailure(family, 'missing');
    case 'two':
      throw family === 's3'
        ? refusal(
            'InvalidArgument',
            400,
            'Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified',
          )
        : identityFailure(family, 'incomplete', {
            message: "AWS query-string parameters and the 'Authorization' header must not both be given.",
          });
    case 'algorithm':
      throw unknownAlgorithm(family, reading.algorithm);
    case 'expiry':
      throw family === 's3'
        ? refusal('AuthorizationQueryParametersError', 400, reading.problem)
        : identityFailure(family, 'incomplete', { message: reading.problem });
    case 'incomplete':
      throw incompleteAuthorization(family, reading.place, reading.problems);
    case 'scope':
      throw family === 's3'
        ? incompleteAuthorization(family, reading.place, [reading.problem])
        : identityFailure(family, 'mismatch', { message: reading.problem });
  }
}

function unknownAlgorithm(family: SignatureFamily, algorithm: string): Error {
  if (algorithm.startsWith('AWS4-ECDSA-'))
    return unsupportedSigning(`The signing algorithm ${algorithm} (SigV4A)`);
  if (family === 's3') {
    const message =
      'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.';
    return refusal('InvalidRequest', 400, message);
  }
  const message = `Unsupported AWS 'algorithm': '${algorithm}' (only AWS4-HMAC-SHA256 for now).`;
  return identityFailure(family, 'incomplete', { message });
}

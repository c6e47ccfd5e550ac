/** Holds the time that a request was signed at against the wall clock. */
import type { Authorization } from './authorization.js';
import {
  identityFailure,
  incompleteAuthorization,
  refusal,
  type SignatureFamily,
} from './identity-failure.js';
import { formatBasicTime } from './signed-time.js';

const minute = 60_000;

/** Five minutes either way, fifteen for Amazon S3; a presigned request holds for as long as it says. */
export function checkSignatureAge(authorization: Authorization, family: SignatureFamily, now: number): void {
  const { place, expiresIn } = authorization;
  const signedAt = authorization.signedAt.time;
  const tolerance = (family === 's3' ? 15 : 5) * minute;
  if (place === 'query' && family === 's3') {
    if (expiresIn === undefined) {
      throw incompleteAuthorization(family, place, [
        "AWS query-string parameters must include 'X-Amz-Expires'.",
      ]);
    }
    if (signedAt > now + tolerance) throw refusal('AccessDenied', 403, 'Request is not yet valid');
    const expires = signedAt + expiresIn * 1000;
    if (now <= expires) return;
    throw refusal('AccessDenied', 403, 'Request has expired', {
      'X-Amz-Expires': String(expiresIn),
      Expires: new Date(expires).toISOString(),
      ServerTime: new Date(now).toISOString(),
    });
  }
  const lasting =
    place === 'query' && expiresIn !== undefined ? Math.max(expiresIn * 1000, tolerance) : tolerance;
  if (signedAt + lasting >= now && signedAt - tolerance <= now) return;
  if (family === 's3') {
    throw identityFailure(family, 'expired-signature', {
      fields: {
        RequestTime: formatBasicTime(signedAt),
        ServerTime: new Date(now).toISOString(),
        MaxAllowedSkewMilliseconds: String(tolerance),
      },
    });
  }
  const [signed, current] = [formatBasicTime(signedAt), formatBasicTime(now)];
  if (signedAt > now) {
    const message = `Signature not yet current: ${signed} is still later than ${formatBasicTime(now + tolerance)} (${current} + 5 min.)`;
    throw identityFailure(family, 'early-signature', { message });
  }
  const limit = `${formatBasicTime(now - lasting)} (${current} - ${lasting / minute} min.)`;
  const message = `Signature expired: ${signed} is now earlier than ${limit}`;
  throw identityFailure(family, 'expired-signature', { message });
}

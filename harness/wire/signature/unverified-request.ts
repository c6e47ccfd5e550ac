/** Step `identify` where every caller is taken for the same: what a request says of itself, with nothing of it proven. */
import { claimedCredential } from './authorization.js';
import { openUnverifiedPayload } from './signed-payload.js';
import type { WireRequest } from '../request.js';

export interface UnverifiedRequest {
  /** Null where the request is not signed at all. */
  readonly accessKeyId: string | null;
  readonly region: string | null;
  /** The body without aws-chunked framing. */
  readonly body: Uint8Array;
}

/** @throws AwsFailure for a body whose aws-chunked framing is broken. */
export function readUnverified(request: WireRequest): UnverifiedRequest {
  const claimed = claimedCredential(request);
  return {
    accessKeyId: claimed?.accessKeyId ?? null,
    region: claimed?.region ?? null,
    body: openUnverifiedPayload(request),
  };
}

/** Whether Object Lock holds a version, and what it says to whoever tries (S3 User Guide, "How S3 Object Lock works"). */
import { protection } from '../../../contract/aws-error.js';
import type { CallContext } from '../../call-context.js';
import { objectArn, type BucketRecord } from './bucket.js';
import type { ObjectVersion } from './object-entry.js';

/** Virtual time until which nobody takes the version away; infinity under a legal hold. */
export function isLockedUntil(version: ObjectVersion): number {
  return version.legalHold ? Number.POSITIVE_INFINITY : (version.lock?.until ?? 0);
}

function lockFailure(): ReturnType<typeof protection> {
  return protection('AccessDenied', 'Access Denied because object protected by object lock.', 403);
}

/**
 * Governance gives way to `s3:BypassGovernanceRetention` with the header; compliance and legal holds to nobody.
 * @throws AwsFailure AccessDenied where the version is held.
 */
export function requireUnlocked(
  context: CallContext,
  bucket: BucketRecord,
  key: string,
  version: ObjectVersion,
  bypass: boolean,
): void {
  context.protect(version.legalHold, lockFailure);
  if (version.lock === null || version.lock.until <= context.now) return;
  context.protect(version.lock.mode === 'COMPLIANCE' || !bypass, lockFailure);
  if (!bypass) return;
  context.authorise({
    action: 's3:BypassGovernanceRetention',
    resources: [objectArn(bucket.id, key, context)],
  });
}

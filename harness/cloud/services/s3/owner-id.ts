/** Canonical user ids, as S3 names the owners of buckets and objects. */
import { createHash } from 'node:crypto';

/** An account's canonical user id: 64 hexadecimal digits. */
export function ownerId(account: string): string {
  return createHash('sha256').update(`canonical user of ${account}`).digest('hex');
}

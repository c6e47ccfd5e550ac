/** The KMS keys of objects: what S3 answers where one cannot be used (User Guide, "Using server-side encryption with KMS keys"). */
import { constraint } from '../../../contract/aws-error.js';
import type { EncryptedResource } from '../../service.js';
import type { Scene } from '../../scene.js';
import { findKey } from '../kms/key.js';
import { bucketType, countedKeyOf, type BucketRecord } from './bucket.js';
import type { ObjectVersion } from './object-entry.js';

/**
 * @param key as the object or the request names it; S3's own keys, and the account's `aws/s3`, can always be used.
 * @throws AwsFailure KMS.DisabledException, KMS.KMSInvalidStateException or KMS.NotFoundException.
 */
export function requireUsableKey(key: string | null | undefined, scene: Scene): void {
  if (key === null || key === undefined || /(^|:)alias\/aws\//.test(key)) return;
  const found = findKey(scene, key);
  if (found === undefined) throw constraint('KMS.NotFoundException', `Key '${key}' does not exist`);
  const { state } = found.body;
  if (state === 'Disabled') throw constraint('KMS.DisabledException', `${found.arn} is disabled.`);
  if (state === 'PendingDeletion') {
    throw constraint('KMS.KMSInvalidStateException', `${found.arn} is pending deletion.`);
  }
}

/** The key that a version is encrypted with; null where S3's own. */
export function keyOfVersion({ body }: BucketRecord, { content, headers }: ObjectVersion): string | null {
  return content === null ? countedKeyOf(body) : (headers['SSEKMSKeyId'] ?? null);
}

/** Objects cannot be read as soon as their key cannot be used; those that are only counted are lost with it. */
export const encryptedBucket: EncryptedResource = {
  type: bucketType,
  goesOnFor: () => 0,
  comesBack: true,
  loses: (record) => {
    const { body } = record as BucketRecord;
    return { ...record, body: { ...body, volume: body.listed } };
  },
};

/** Deleting objects: behind a delete marker, or one version for good. */
import type {
  DeletedObject,
  DeleteObjectCommandInput,
  DeleteObjectCommandOutput,
  DeleteObjectsCommandInput,
  DeleteObjectsCommandOutput,
  _Error as DeletionError,
} from '@aws-sdk/client-s3';
import { AwsFailure } from '../../../contract/aws-error.js';
import type { ActionRequest } from '../../../contract/call.js';
import type { CallContext } from '../../call-context.js';
import { refuse, required } from '../../input-check.js';
import type { Scene } from '../../scene.js';
import { operation } from '../../service.js';
import { bucketOf, malformed, missingParameter, objectArn, type BucketRecord } from './bucket.js';
import { planLifecycleOf } from './lifecycle-plan.js';
import { requireUnlocked } from './lock-state.js';
import { dropVersion, entryAt, markerOf, newVersionId, pushVersion, saveEntry } from './object-entry.js';

const mostKeys = 1000;

interface Deletion {
  readonly bucket: BucketRecord;
  readonly deleted: DeletedObject;
}

/** Deletes one key or one version of it, as DeleteObject and each part of DeleteObjects do. */
function deleteOne(
  context: CallContext,
  bucket: BucketRecord,
  key: string,
  versionId: string | undefined,
  bypass: boolean,
): Deletion {
  const entry = entryAt(context.state, bucket, key);
  if (versionId !== undefined) {
    const version = entry.find((each) => each.id === versionId);
    if (version === undefined) return { bucket, deleted: { Key: key, VersionId: versionId } };
    requireUnlocked(context, bucket, key, version, bypass);
    const changed = dropVersion(context, bucket, key, versionId);
    const marker = version.marker ? { DeleteMarker: true, DeleteMarkerVersionId: versionId } : {};
    return {
      bucket: planLifecycleOf(context, changed, key),
      deleted: { Key: key, VersionId: versionId, ...marker },
    };
  }
  if (bucket.body.versioning === null) {
    const changed = entry.length === 0 ? bucket : saveEntry(context, bucket, key, []);
    return { bucket: changed, deleted: { Key: key } };
  }
  const marker = markerOf(newVersionId(context, bucket, key), context.now);
  const changed = planLifecycleOf(context, pushVersion(context, bucket, key, marker), key);
  return { bucket: changed, deleted: { Key: key, DeleteMarker: true, DeleteMarkerVersionId: marker.id } };
}

const deleteObject = operation<DeleteObjectCommandInput, DeleteObjectCommandOutput>({
  readOnly: false,
  actions: (input, scene) => {
    const resources = [objectArn(input.Bucket, input.Key, scene)];
    if (input.VersionId === undefined) return [{ action: 's3:DeleteObject', resources }];
    return [{ action: 's3:DeleteObjectVersion', resources, context: { 's3:VersionId': input.VersionId } }];
  },
  run: (input, context) => {
    refuse('S3.DeleteObject', input, ['IfMatch', 'IfMatchLastModifiedTime', 'IfMatchSize']);
    const bucket = bucketOf(context, input);
    const key = required(input.Key, 'Key', missingParameter);
    const bypass = input.BypassGovernanceRetention === true;
    const { deleted } = deleteOne(context, bucket, key, input.VersionId, bypass);
    const versionId = deleted.DeleteMarkerVersionId ?? deleted.VersionId;
    return {
      ...(deleted.DeleteMarker === true ? { DeleteMarker: true } : {}),
      ...(versionId === undefined ? {} : { VersionId: versionId }),
    };
  },
});

function deletionActions(input: DeleteObjectsCommandInput, scene: Scene): ActionRequest[] {
  const objects = input.Delete?.Objects ?? [];
  const arns = (versioned: boolean): string[] =>
    objects
      .filter(({ VersionId }) => (VersionId !== undefined) === versioned)
      .map(({ Key }) => objectArn(input.Bucket, Key, scene));
  return [
    { action: 's3:DeleteObject', resources: arns(false) },
    { action: 's3:DeleteObjectVersion', resources: arns(true) },
  ].filter(({ resources }) => resources.length > 0);
}

const deleteObjects = operation<DeleteObjectsCommandInput, DeleteObjectsCommandOutput>({
  readOnly: false,
  // AWS answers per key where IAM denies some; here one denial denies them all.
  actions: deletionActions,
  run: (input, context) => {
    const objects = input.Delete?.Objects ?? [];
    if (objects.length === 0 || objects.length > mostKeys) throw malformed();
    let bucket = bucketOf(context, input);
    const bypass = input.BypassGovernanceRetention === true;
    const done: DeletedObject[] = [];
    const errors: DeletionError[] = [];
    for (const object of objects) {
      refuse('S3.DeleteObjects', object, ['ETag', 'LastModifiedTime', 'Size']);
      const key = required(object.Key, 'Key', missingParameter);
      try {
        const { bucket: changed, deleted } = deleteOne(context, bucket, key, object.VersionId, bypass);
        bucket = changed;
        done.push(deleted);
      } catch (error) {
        if (!(error instanceof AwsFailure)) throw error;
        noteStop(context, key, bucket, error);
        const { code, message } = error.error;
        const version = object.VersionId === undefined ? {} : { VersionId: object.VersionId };
        errors.push({ Key: key, ...version, Code: code, Message: message });
      }
    }
    return {
      ...(input.Delete?.Quiet === true || done.length === 0 ? {} : { Deleted: done }),
      ...(errors.length === 0 ? {} : { Errors: errors }),
    };
  },
});

/** The call goes on without this key: what held it is noted, since the answer as a whole is no error. */
function noteStop(context: CallContext, key: string, bucket: BucketRecord, { error }: AwsFailure): void {
  const { message, origin } = error;
  const resource = objectArn(bucket.id, key, context);
  const by = origin === 'protection' ? 'ObjectLock' : origin;
  context.transaction.stop({ origin, by, action: 's3:DeleteObjectVersion', resource, message });
}

export const objectDeletionOperations = { DeleteObject: deleteObject, DeleteObjects: deleteObjects };

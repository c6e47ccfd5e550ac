/** Writing, reading and copying objects. */
import type {
  CopyObjectCommandInput,
  CopyObjectCommandOutput,
  GetObjectCommandInput,
  GetObjectCommandOutput,
  HeadObjectCommandInput,
  HeadObjectCommandOutput,
  PutObjectCommandInput,
  PutObjectCommandOutput,
} from '@aws-sdk/client-s3';
import { AwsFailure, constraint } from '../../../contract/aws-error.js';
import type { ActionRequest } from '../../../contract/call.js';
import type { CallContext } from '../../call-context.js';
import { refuse, required } from '../../input-check.js';
import type { Scene } from '../../scene.js';
import { operation } from '../../service.js';
import { bucketOf, missingParameter, objectArn, type BucketRecord } from './bucket.js';
import { planLifecycleOf } from './lifecycle-plan.js';
import { bytesOf, checkDigests, contentOf, md5, slice, storeContent } from './object-content.js';
import { keyOfVersion, requireUsableKey } from './object-keys.js';
import { entryAt, newVersionId, pushVersion, versionOf, type ObjectVersion } from './object-entry.js';
import {
  refusedMembers,
  settingsOf,
  tagsOf,
  type ObjectSettings,
  type SettingsInput,
} from './object-settings.js';

const largestPut = 5 * 1024 ** 3;

interface WriteInput extends SettingsInput {
  readonly Bucket?: string | undefined;
  readonly Key?: string | undefined;
}

/** What writing an object asks of IAM: putting it, and tagging, retaining or holding it where the request does. */
export function writeActions(input: WriteInput, scene: Scene): ActionRequest[] {
  const resources = [objectArn(input.Bucket, input.Key, scene)];
  const context: Record<string, string> = {};
  if (input.ACL !== undefined) context['s3:x-amz-acl'] = input.ACL;
  if (input.StorageClass !== undefined) context['s3:x-amz-storage-class'] = input.StorageClass;
  if (input.ServerSideEncryption !== undefined) {
    context['s3:x-amz-server-side-encryption'] = input.ServerSideEncryption;
  }
  if (input.SSEKMSKeyId !== undefined) {
    context['s3:x-amz-server-side-encryption-aws-kms-key-id'] = input.SSEKMSKeyId;
  }
  const asked: ActionRequest[] = [{ action: 's3:PutObject', resources, context }];
  if (input.ACL !== undefined) asked.push({ action: 's3:PutObjectAcl', resources, context });
  if (input.Tagging !== undefined) asked.push({ action: 's3:PutObjectTagging', resources });
  if (input.ObjectLockMode !== undefined) {
    asked.push({
      action: 's3:PutObjectRetention',
      resources,
      context: { 's3:object-lock-mode': input.ObjectLockMode },
    });
  }
  if (input.ObjectLockLegalHoldStatus !== undefined)
    asked.push({ action: 's3:PutObjectLegalHold', resources });
  return asked;
}

interface Conditions {
  readonly IfMatch?: string | undefined;
  readonly IfNoneMatch?: string | undefined;
}

/** @throws AwsFailure PreconditionFailed where what is there is not what the request expects. */
export function checkWriteConditions(input: Conditions, latest: ObjectVersion | undefined): void {
  const present = latest === undefined || latest.marker ? undefined : latest;
  if (input.IfMatch !== undefined && present === undefined) {
    throw constraint('NoSuchKey', 'The specified key does not exist.', 404);
  }
  const unexpected = input.IfNoneMatch === '*' && present !== undefined;
  const different = input.IfMatch !== undefined && input.IfMatch.replaceAll('"', '') !== present?.etag;
  if (unexpected || different) throw preconditionFailed();
}

function preconditionFailed(): AwsFailure {
  return constraint(
    'PreconditionFailed',
    'At least one of the pre-conditions you specified did not hold',
    412,
  );
}

export type WrittenContent = Pick<ObjectVersion, 'content' | 'etag' | 'parts' | 'size'>;

/** Stores a new version and plans when lifecycle rules act on it. */
export function writeVersion(
  context: CallContext,
  bucket: BucketRecord,
  key: string,
  settings: ObjectSettings,
  content: WrittenContent,
): ObjectVersion {
  const version: ObjectVersion = {
    id: newVersionId(context, bucket, key),
    marker: false,
    modifiedAt: context.now,
    noncurrentSince: null,
    ...content,
    ...settings,
  };
  requireUsableKey(settings.headers['SSEKMSKeyId'], context);
  planLifecycleOf(context, pushVersion(context, bucket, key, version), key);
  return version;
}

/** The id as answers show it: only where the bucket has, or had, versioning. */
export function shownVersionId(
  bucket: BucketRecord,
  version: { readonly id: string },
): { VersionId?: string } {
  return bucket.body.versioning === null ? {} : { VersionId: version.id };
}

/** How the version is encrypted, as answers show it. */
export function shownEncryption({
  headers,
}: Pick<ObjectVersion, 'headers'>): Pick<PutObjectCommandOutput, 'ServerSideEncryption' | 'SSEKMSKeyId'> {
  const { ServerSideEncryption, SSEKMSKeyId } = headers;
  return {
    ...(ServerSideEncryption === undefined ? {} : { ServerSideEncryption: ServerSideEncryption as 'AES256' }),
    ...(SSEKMSKeyId === undefined ? {} : { SSEKMSKeyId }),
  };
}

const putObject = operation<PutObjectCommandInput, PutObjectCommandOutput>({
  readOnly: false,
  actions: writeActions,
  run: (input, context) => {
    refuse('S3.PutObject', input, [...refusedMembers, 'WriteOffsetBytes']);
    const bucket = bucketOf(context, input);
    const key = required(input.Key, 'Key', missingParameter);
    checkKey(key);
    const bytes = bytesOf(input.Body, 'S3.PutObject');
    if (bytes.length > largestPut) {
      throw constraint('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size');
    }
    checkDigests(input, bytes);
    checkWriteConditions(input, entryAt(context.state, bucket, key)[0]);
    const settings = settingsOf(context, bucket, input);
    const content = { content: storeContent(context, bytes), etag: md5(bytes), parts: 1, size: bytes.length };
    const version = writeVersion(context, bucket, key, settings, content);
    return { ETag: `"${version.etag}"`, ...shownVersionId(bucket, version), ...shownEncryption(version) };
  },
});

/** @throws AwsFailure KeyTooLongError beyond 1,024 bytes. */
export function checkKey(key: string): void {
  if (key === '') throw missingParameter('Key');
  if (Buffer.byteLength(key) > 1024) throw constraint('KeyTooLongError', 'Your key is too long');
}

function readActions(input: GetObjectCommandInput | HeadObjectCommandInput, scene: Scene): ActionRequest[] {
  const resources = [objectArn(input.Bucket, input.Key, scene)];
  if (input.VersionId === undefined) return [{ action: 's3:GetObject', resources }];
  return [{ action: 's3:GetObjectVersion', resources, context: { 's3:VersionId': input.VersionId } }];
}

interface ReadConditions extends Conditions {
  readonly IfModifiedSince?: Date | undefined;
  readonly IfUnmodifiedSince?: Date | undefined;
}

/** @throws AwsFailure PreconditionFailed or NotModified (User Guide, "Conditional reads"). */
function checkReadConditions(input: ReadConditions, version: ObjectVersion): void {
  const matches = (etag: string): boolean => etag === '*' || etag.replaceAll('"', '') === version.etag;
  if (input.IfMatch !== undefined) {
    if (!matches(input.IfMatch)) throw preconditionFailed();
  } else if (
    input.IfUnmodifiedSince !== undefined &&
    version.modifiedAt > input.IfUnmodifiedSince.getTime()
  ) {
    throw preconditionFailed();
  }
  if (input.IfNoneMatch !== undefined) {
    if (matches(input.IfNoneMatch)) throw constraint('NotModified', 'Not Modified', 304);
  } else if (input.IfModifiedSince !== undefined && version.modifiedAt <= input.IfModifiedSince.getTime()) {
    throw constraint('NotModified', 'Not Modified', 304);
  }
}

function head(bucket: BucketRecord, version: ObjectVersion): Omit<HeadObjectCommandOutput, '$metadata'> {
  const { headers, legalHold, lock, metadata, tags } = version;
  const tagCount = Object.keys(tags).length;
  return {
    ...headers,
    AcceptRanges: 'bytes',
    ContentLength: version.size,
    ETag: `"${version.etag}"`,
    LastModified: new Date(version.modifiedAt),
    Metadata: metadata,
    ...shownVersionId(bucket, version),
    ...(version.storageClass === 'STANDARD' ? {} : { StorageClass: version.storageClass as 'GLACIER' }),
    ...(tagCount === 0 ? {} : { TagCount: tagCount }),
    ...(lock === null ? {} : { ObjectLockMode: lock.mode, ObjectLockRetainUntilDate: new Date(lock.until) }),
    ...(legalHold ? { ObjectLockLegalHoldStatus: 'ON' as const } : {}),
  };
}

const getObject = operation<GetObjectCommandInput, GetObjectCommandOutput>({
  readOnly: true,
  actions: readActions,
  run: (input, context) => {
    refuse('S3.GetObject', input, ['PartNumber', 'SSECustomerAlgorithm', 'SSECustomerKey']);
    const bucket = bucketOf(context, input);
    const key = required(input.Key, 'Key', missingParameter);
    const version = versionOf(context, bucket, input);
    checkReadConditions(input, version);
    requireUsableKey(keyOfVersion(bucket, version), context);
    const { bytes, contentRange } = slice(contentOf(context.state, bucket, key, version), input.Range);
    return {
      ...head(bucket, version),
      ...responseHeaders(input),
      ContentLength: bytes.length,
      ...(contentRange === undefined ? {} : { ContentRange: contentRange }),
      // The wire, or the client in process, makes a stream of it.
      Body: bytes as unknown as NonNullable<GetObjectCommandOutput['Body']>,
    };
  },
});

/** Headers that the request wants in the answer instead of the object's own. */
function responseHeaders(input: GetObjectCommandInput): Record<string, string> {
  const { ResponseCacheControl, ResponseContentDisposition, ResponseContentEncoding } = input;
  const { ResponseContentLanguage, ResponseContentType } = input;
  const wanted = {
    CacheControl: ResponseCacheControl,
    ContentDisposition: ResponseContentDisposition,
    ContentEncoding: ResponseContentEncoding,
    ContentLanguage: ResponseContentLanguage,
    ContentType: ResponseContentType,
  };
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(wanted)) if (value !== undefined) headers[name] = value;
  return headers;
}

const headObject = operation<HeadObjectCommandInput, HeadObjectCommandOutput>({
  readOnly: true,
  actions: readActions,
  run: (input, context) => {
    refuse('S3.HeadObject', input, ['PartNumber', 'SSECustomerAlgorithm', 'SSECustomerKey']);
    const bucket = bucketOf(context, input);
    try {
      const version = versionOf(context, bucket, input);
      checkReadConditions(input, version);
      return head(bucket, version);
    } catch (error) {
      // An answer to HEAD has no body, so no code but the one of its status.
      const missing = error instanceof AwsFailure && error.error.status === 404;
      throw missing ? constraint('NotFound', 'Not Found', 404) : error;
    }
  },
});

interface CopySource {
  readonly Bucket: string;
  readonly Key: string;
  readonly VersionId?: string;
}

/** Takes `bucket/key?versionId=id` apart; an ARN of an access point is not understood. */
export function copySource(text: string | undefined): CopySource {
  const [path = '', query = ''] = (text ?? '').replace(/^\//, '').split('?versionId=');
  const slash = path.indexOf('/');
  if (slash < 1) throw constraint('InvalidArgument', 'Invalid copy source object key');
  const versionId = query === '' ? {} : { VersionId: query };
  return { Bucket: path.slice(0, slash), Key: decodeKey(path.slice(slash + 1)), ...versionId };
}

function decodeKey(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** What reading the source of a copy asks of IAM; nothing where the source is malformed. */
export function sourceActions(text: string | undefined, scene: Scene): ActionRequest[] {
  if (!/^\/?[^/]+\//.test(text ?? '')) return [];
  const { Bucket, Key, VersionId } = copySource(text);
  const action = VersionId === undefined ? 's3:GetObject' : 's3:GetObjectVersion';
  return [{ action, resources: [objectArn(Bucket, Key, scene)] }];
}

const copyObject = operation<CopyObjectCommandInput, CopyObjectCommandOutput>({
  readOnly: false,
  actions: (input, scene) => [...sourceActions(input.CopySource, scene), ...writeActions(input, scene)],
  run: (input, context) => {
    refuse('S3.CopyObject', input, [
      ...refusedMembers,
      'AnnotationDirective',
      'CopySourceSSECustomerAlgorithm',
      'CopySourceSSECustomerKey',
    ]);
    const target = bucketOf(context, input);
    const key = required(input.Key, 'Key', missingParameter);
    checkKey(key);
    const source = copySource(input.CopySource);
    const from = bucketOf(context, source);
    const version = versionOf(context, from, source);
    checkReadConditions(
      {
        IfMatch: input.CopySourceIfMatch,
        IfNoneMatch: input.CopySourceIfNoneMatch,
        IfModifiedSince: input.CopySourceIfModifiedSince,
        IfUnmodifiedSince: input.CopySourceIfUnmodifiedSince,
      },
      version,
    );
    requireUsableKey(keyOfVersion(from, version), context);
    checkWriteConditions(input, entryAt(context.state, target, key)[0]);
    const own = settingsOf(context, target, input);
    const replacing = input.MetadataDirective === 'REPLACE';
    const sameObject = from.id === target.id && source.Key === key && source.VersionId === undefined;
    if (
      sameObject &&
      !replacing &&
      input.StorageClass === undefined &&
      input.ServerSideEncryption === undefined
    ) {
      throw constraint(
        'InvalidRequest',
        "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
      );
    }
    const { ServerSideEncryption: _encryption, SSEKMSKeyId: _key, ...kept } = version.headers;
    const settings: ObjectSettings = {
      ...own,
      headers: replacing ? own.headers : { ...own.headers, ...kept },
      metadata: replacing ? own.metadata : version.metadata,
      tags: input.TaggingDirective === 'REPLACE' ? tagsOf(input.Tagging) : version.tags,
    };
    const { content, etag, size } = version;
    const bytes = content === null ? contentOf(context.state, from, source.Key, version) : undefined;
    const copied = writeVersion(context, target, key, settings, {
      content: bytes === undefined ? content : storeContent(context, bytes),
      etag: bytes === undefined ? etag : md5(bytes),
      parts: 1,
      size,
    });
    return {
      CopyObjectResult: { ETag: `"${copied.etag}"`, LastModified: new Date(copied.modifiedAt) },
      ...(from.body.versioning === null ? {} : { CopySourceVersionId: version.id }),
      ...shownVersionId(target, copied),
      ...shownEncryption(copied),
    };
  },
});

export const objectOperations = {
  CopyObject: copyObject,
  GetObject: getObject,
  HeadObject: headObject,
  PutObject: putObject,
};

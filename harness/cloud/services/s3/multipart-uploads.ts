/** Objects that are uploaded in parts. */
import { createHash } from 'node:crypto';
import type {
  AbortMultipartUploadCommandInput,
  AbortMultipartUploadCommandOutput,
  CompleteMultipartUploadCommandInput,
  CompleteMultipartUploadCommandOutput,
  CreateMultipartUploadCommandInput,
  CreateMultipartUploadCommandOutput,
  ListMultipartUploadsCommandInput,
  ListMultipartUploadsCommandOutput,
  ListPartsCommandInput,
  ListPartsCommandOutput,
  UploadPartCommandInput,
  UploadPartCommandOutput,
} from '@aws-sdk/client-s3';
import { constraint } from '../../../contract/aws-error.js';
import type { CallContext } from '../../call-context.js';
import { refuse, required } from '../../input-check.js';
import { operation } from '../../service.js';
import {
  bucketArn,
  bucketOf,
  malformed,
  missingParameter,
  objectArn,
  withFields,
  type BucketRecord,
} from './bucket.js';
import { planLifecycle } from './lifecycle-plan.js';
import { bytesOf, checkDigests, loadContent, md5, storeContent } from './object-content.js';
import { entryAt } from './object-entry.js';
import { refusedMembers, settingsOf } from './object-settings.js';
import {
  checkKey,
  checkWriteConditions,
  shownEncryption,
  shownVersionId,
  writeActions,
  writeVersion,
} from './objects.js';
import { ownerId } from './owner-id.js';
import { storedUpload, uploadsPrefix, type Upload } from './upload-record.js';

const smallestPart = 5 * 1024 * 1024;

interface UploadInput {
  readonly Bucket?: string | undefined;
  readonly Key?: string | undefined;
  readonly UploadId?: string | undefined;
}

interface OpenUpload {
  readonly bucket: BucketRecord;
  readonly place: string;
  readonly upload: Upload;
}

/** @throws AwsFailure NoSuchUpload where there is none of that id for that key. */
function openUpload(context: CallContext, input: UploadInput): OpenUpload {
  const bucket = bucketOf(context, input);
  const id = required(input.UploadId, 'UploadId', missingParameter);
  const place = uploadsPrefix(bucket) + id;
  const stored = context.transaction.get(place);
  const upload = stored === undefined ? undefined : storedUpload(stored);
  if (upload === undefined || upload.key !== input.Key) {
    const failure = constraint(
      'NoSuchUpload',
      'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
      404,
    );
    throw withFields(failure, { UploadId: id });
  }
  return { bucket, place, upload };
}

const create = operation<CreateMultipartUploadCommandInput, CreateMultipartUploadCommandOutput>({
  readOnly: false,
  actions: writeActions,
  run: (input, context) => {
    refuse('S3.CreateMultipartUpload', input, refusedMembers);
    const bucket = bucketOf(context, input);
    const key = required(input.Key, 'Key', missingParameter);
    checkKey(key);
    const id = context.transaction.hex(`upload ${bucket.id} ${key}`, 64);
    const upload: Upload = {
      key,
      initiatedAt: context.now,
      settings: settingsOf(context, bucket, input),
      parts: [],
    };
    context.transaction.put(uploadsPrefix(bucket) + id, upload);
    if (bucket.body.lifecycle !== null) planLifecycle(context, bucket);
    return { Bucket: bucket.id, Key: key, UploadId: id, ...shownEncryption(upload.settings) };
  },
});

const uploadPart = operation<UploadPartCommandInput, UploadPartCommandOutput>({
  readOnly: false,
  actions: (input, scene) => [
    { action: 's3:PutObject', resources: [objectArn(input.Bucket, input.Key, scene)] },
  ],
  run: (input, context) => {
    refuse('S3.UploadPart', input, ['SSECustomerAlgorithm', 'SSECustomerKey']);
    const { place, upload } = openUpload(context, input);
    const number = required(input.PartNumber, 'PartNumber', missingParameter);
    if (number < 1 || number > 10_000) {
      throw constraint('InvalidArgument', 'Part number must be an integer between 1 and 10000, inclusive');
    }
    const bytes = bytesOf(input.Body, 'S3.UploadPart');
    checkDigests(input, bytes);
    const part = {
      number,
      size: bytes.length,
      etag: md5(bytes),
      content: storeContent(context, bytes),
      uploadedAt: context.now,
    };
    const parts = [...upload.parts.filter((each) => each.number !== number), part];
    context.transaction.put(place, {
      ...upload,
      parts: parts.sort((left, right) => left.number - right.number),
    });
    return { ETag: `"${part.etag}"`, ...shownEncryption(upload.settings) };
  },
});

const complete = operation<CompleteMultipartUploadCommandInput, CompleteMultipartUploadCommandOutput>({
  readOnly: false,
  actions: (input, scene) => [
    { action: 's3:PutObject', resources: [objectArn(input.Bucket, input.Key, scene)] },
  ],
  run: (input, context) => {
    const { bucket, place, upload } = openUpload(context, input);
    checkWriteConditions(input, entryAt(context.state, bucket, upload.key)[0]);
    const named = input.MultipartUpload?.Parts ?? [];
    if (named.length === 0) throw malformed();
    const parts = named.map(({ ETag, PartNumber }, index) => {
      if ((named[index - 1]?.PartNumber ?? 0) >= (PartNumber ?? 0)) {
        throw constraint(
          'InvalidPartOrder',
          'The list of parts was not in ascending order. Parts must be ordered by part number.',
        );
      }
      const part = upload.parts.find((each) => each.number === PartNumber);
      if (part === undefined || part.etag !== ETag?.replaceAll('"', '')) {
        throw constraint(
          'InvalidPart',
          "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
        );
      }
      return part;
    });
    if (parts.slice(0, -1).some((part) => part.size < smallestPart)) {
      throw constraint('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size');
    }
    const bytes = Buffer.concat(parts.map((part) => loadContent(context.state, part.content)));
    const digests = Buffer.concat(parts.map((part) => Buffer.from(part.etag, 'hex')));
    const etag = `${createHash('md5').update(digests).digest('hex')}-${parts.length}`;
    context.transaction.delete(place);
    const content = { content: storeContent(context, bytes), etag, parts: parts.length, size: bytes.length };
    const version = writeVersion(context, bucket, upload.key, upload.settings, content);
    return {
      Bucket: bucket.id,
      Key: upload.key,
      ETag: `"${etag}"`,
      Location: `http://${bucket.id}.s3.amazonaws.com/${encodeURIComponent(upload.key)}`,
      ...shownVersionId(bucket, version),
      ...shownEncryption(version),
    };
  },
});

const abort = operation<AbortMultipartUploadCommandInput, AbortMultipartUploadCommandOutput>({
  readOnly: false,
  actions: (input, scene) => [
    { action: 's3:AbortMultipartUpload', resources: [objectArn(input.Bucket, input.Key, scene)] },
  ],
  run: (input, context) => {
    refuse('S3.AbortMultipartUpload', input, ['IfMatchInitiatedTime']);
    context.transaction.delete(openUpload(context, input).place);
    return {};
  },
});

const listParts = operation<ListPartsCommandInput, ListPartsCommandOutput>({
  readOnly: true,
  actions: (input, scene) => [
    { action: 's3:ListMultipartUploadParts', resources: [objectArn(input.Bucket, input.Key, scene)] },
  ],
  run: (input, context) => {
    const { bucket, upload } = openUpload(context, input);
    const limit = Math.min(input.MaxParts ?? 1000, 1000);
    const further = upload.parts.filter((part) => part.number > Number(input.PartNumberMarker ?? 0));
    const parts = further.slice(0, limit);
    const truncated = further.length > parts.length;
    return {
      Bucket: bucket.id,
      Key: upload.key,
      UploadId: input.UploadId,
      MaxParts: limit,
      IsTruncated: truncated,
      StorageClass: upload.settings.storageClass as 'STANDARD',
      Owner: { ID: ownerId(bucket.account) },
      PartNumberMarker: input.PartNumberMarker ?? '0',
      NextPartNumberMarker: String(parts.at(-1)?.number ?? 0),
      Parts: parts.map(({ etag, number, size, uploadedAt }) => ({
        PartNumber: number,
        ETag: `"${etag}"`,
        Size: size,
        LastModified: new Date(uploadedAt),
      })),
    };
  },
});

const listUploads = operation<ListMultipartUploadsCommandInput, ListMultipartUploadsCommandOutput>({
  readOnly: true,
  actions: (input, scene) => [
    { action: 's3:ListBucketMultipartUploads', resources: [bucketArn(input.Bucket, scene)] },
  ],
  run: (input, context) => {
    refuse('S3.ListMultipartUploads', input, ['Delimiter', 'EncodingType']);
    const bucket = bucketOf(context, input);
    const prefix = uploadsPrefix(bucket);
    const limit = Math.min(input.MaxUploads ?? 1000, 1000);
    const uploads = [...context.state.withPrefix(prefix)]
      .map(([place, value]) => ({ id: place.slice(prefix.length), upload: storedUpload(value) }))
      .filter(({ upload }) => upload.key.startsWith(input.Prefix ?? ''))
      .sort((left, right) => compare(left.upload.key, right.upload.key) || compare(left.id, right.id))
      .filter(({ id, upload }) => isAfter(upload.key, id, input.KeyMarker, input.UploadIdMarker));
    const shown = uploads.slice(0, limit);
    const last = shown.at(-1);
    const truncated = uploads.length > shown.length;
    return {
      Bucket: bucket.id,
      MaxUploads: limit,
      IsTruncated: truncated,
      ...(truncated && last !== undefined
        ? { NextKeyMarker: last.upload.key, NextUploadIdMarker: last.id }
        : {}),
      Uploads: shown.map(({ id, upload }) => ({
        Key: upload.key,
        UploadId: id,
        Initiated: new Date(upload.initiatedAt),
        StorageClass: upload.settings.storageClass as 'STANDARD',
        Owner: { ID: ownerId(bucket.account) },
      })),
    };
  },
});

function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function isAfter(
  key: string,
  id: string,
  keyMarker: string | undefined,
  idMarker: string | undefined,
): boolean {
  if (keyMarker === undefined || keyMarker === '') return true;
  return key > keyMarker || (key === keyMarker && idMarker !== undefined && id > idMarker);
}

export const multipartUploadOperations = {
  AbortMultipartUpload: abort,
  CompleteMultipartUpload: complete,
  CreateMultipartUpload: create,
  ListMultipartUploads: listUploads,
  ListParts: listParts,
  UploadPart: uploadPart,
};

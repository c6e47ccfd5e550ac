/** What is asked of S3 about objects: written, read, copied, listed, tagged, deleted, in versions and in parts. */
import { defineSuite } from '../sequence.js';

const Bucket = 'b-{run}';
const made = [{ operation: 'CreateBucket', input: { Bucket } }] as const;
const versioned = [
  ...made,
  { operation: 'PutBucketVersioning', input: { Bucket, VersioningConfiguration: { Status: 'Enabled' } } },
] as const;

export default defineSuite({
  name: 's3-objects',
  service: 'S3',
  opaque: ['VersionId', 'ID', 'DisplayName', 'UploadId'],
  sequences: [
    {
      name: "an object's life",
      steps: [
        { operation: 'PutObject', input: { Bucket, Key: 'a', Body: 'x' }, fails: 'NoSuchBucket' },
        ...made,
        { operation: 'GetObject', input: { Bucket, Key: 'a/b' }, fails: 'NoSuchKey' },
        { operation: 'HeadObject', input: { Bucket, Key: 'a/b' }, fails: 'NotFound' },
        {
          operation: 'PutObject',
          input: {
            Bucket,
            Key: 'a/b',
            Body: 'hello',
            ContentType: 'text/plain',
            Metadata: { colour: 'red' },
          },
        },
        { operation: 'HeadObject', input: { Bucket, Key: 'a/b' } },
        { operation: 'GetObject', input: { Bucket, Key: 'a/b' } },
        { operation: 'GetObject', input: { Bucket, Key: 'a/b', Range: 'bytes=1-3' } },
        { operation: 'GetObject', input: { Bucket, Key: 'a/b', Range: 'bytes=9-' }, fails: 'InvalidRange' },
        {
          operation: 'GetObject',
          input: { Bucket, Key: 'a/b', IfMatch: '"nothing"' },
          fails: 'PreconditionFailed',
        },
        {
          operation: 'CopyObject',
          input: { Bucket, Key: 'copy', CopySource: `${Bucket}/a/b` },
        },
        {
          operation: 'CopyObject',
          input: { Bucket, Key: 'copy', CopySource: `${Bucket}/nothing` },
          fails: 'NoSuchKey',
        },
        { operation: 'HeadObject', input: { Bucket, Key: 'copy' } },
        { operation: 'DeleteObject', input: { Bucket, Key: 'a/b' } },
        { operation: 'DeleteObject', input: { Bucket, Key: 'a/b' } },
        { operation: 'GetObject', input: { Bucket, Key: 'a/b' }, fails: 'NoSuchKey' },
      ],
    },
    {
      name: 'lists',
      steps: [
        ...made,
        { operation: 'ListObjectsV2', input: { Bucket } },
        { operation: 'PutObject', input: { Bucket, Key: 'a/1', Body: 'x' } },
        { operation: 'PutObject', input: { Bucket, Key: 'a/2', Body: 'x' } },
        { operation: 'PutObject', input: { Bucket, Key: 'b', Body: 'x' } },
        { operation: 'ListObjectsV2', input: { Bucket }, ordered: true },
        { operation: 'ListObjectsV2', input: { Bucket, Delimiter: '/' } },
        {
          operation: 'ListObjectsV2',
          input: { Bucket, Prefix: 'a/', MaxKeys: 1 },
          ignore: ['NextContinuationToken'],
        },
        { operation: 'ListObjectsV2', input: { Bucket, StartAfter: 'a/1' } },
        { operation: 'ListObjects', input: { Bucket, Prefix: 'a/' } },
        { operation: 'ListObjects', input: { Bucket, Delimiter: '/', MaxKeys: 1 } },
        { operation: 'ListObjectsV2', input: { Bucket: 'n-{run}' }, fails: 'NoSuchBucket' },
        {
          operation: 'DeleteObjects',
          input: { Bucket, Delete: { Objects: [{ Key: 'a/1' }, { Key: 'never' }] } },
        },
        { operation: 'ListObjects', input: { Bucket } },
      ],
    },
    {
      name: 'versions',
      steps: [
        ...versioned,
        {
          operation: 'PutObject',
          input: { Bucket, Key: 'a', Body: 'one' },
          save: { first: 'VersionId' },
        },
        {
          operation: 'PutObject',
          input: { Bucket, Key: 'a', Body: 'two' },
          save: { second: 'VersionId' },
        },
        { operation: 'GetObject', input: { Bucket, Key: 'a', VersionId: '{first}' } },
        { operation: 'DeleteObject', input: { Bucket, Key: 'a' }, save: { marker: 'VersionId' } },
        { operation: 'GetObject', input: { Bucket, Key: 'a' }, fails: 'NoSuchKey' },
        {
          operation: 'GetObject',
          input: { Bucket, Key: 'a', VersionId: '{marker}' },
          fails: 'MethodNotAllowed',
        },
        { operation: 'ListObjectVersions', input: { Bucket }, ordered: true },
        { operation: 'DeleteBucket', input: { Bucket }, fails: 'BucketNotEmpty' },
        { operation: 'DeleteObject', input: { Bucket, Key: 'a', VersionId: '{marker}' } },
        { operation: 'DeleteObject', input: { Bucket, Key: 'a', VersionId: '{first}' } },
        { operation: 'GetObject', input: { Bucket, Key: 'a' } },
        {
          operation: 'DeleteObjects',
          input: { Bucket, Delete: { Objects: [{ Key: 'a', VersionId: '{second}' }], Quiet: true } },
        },
        { operation: 'ListObjectVersions', input: { Bucket } },
      ],
    },
    {
      name: 'tags of objects',
      steps: [
        ...made,
        { operation: 'PutObject', input: { Bucket, Key: 'a', Body: 'x' } },
        { operation: 'GetObjectTagging', input: { Bucket, Key: 'a' } },
        {
          operation: 'PutObjectTagging',
          input: { Bucket, Key: 'a', Tagging: { TagSet: [{ Key: 'team', Value: 'a' }] } },
        },
        { operation: 'GetObjectTagging', input: { Bucket, Key: 'a' } },
        { operation: 'DeleteObjectTagging', input: { Bucket, Key: 'a' } },
        { operation: 'GetObjectTagging', input: { Bucket, Key: 'a' } },
        { operation: 'GetObjectTagging', input: { Bucket, Key: 'never' }, fails: 'NoSuchKey' },
      ],
    },
    {
      name: 'uploads in parts',
      steps: [
        ...made,
        {
          operation: 'CreateMultipartUpload',
          input: { Bucket, Key: 'big' },
          save: { upload: 'UploadId' },
        },
        {
          operation: 'UploadPart',
          input: { Bucket, Key: 'big', UploadId: '{upload}', PartNumber: 1, Body: 'part' },
          save: { etag: 'ETag' },
        },
        { operation: 'ListMultipartUploads', input: { Bucket } },
        { operation: 'ListParts', input: { Bucket, Key: 'big', UploadId: '{upload}' } },
        {
          operation: 'CompleteMultipartUpload',
          input: {
            Bucket,
            Key: 'big',
            UploadId: '{upload}',
            MultipartUpload: { Parts: [{ PartNumber: 1, ETag: '"nothing"' }] },
          },
          fails: 'InvalidPart',
        },
        {
          operation: 'CompleteMultipartUpload',
          input: {
            Bucket,
            Key: 'big',
            UploadId: '{upload}',
            MultipartUpload: { Parts: [{ PartNumber: 1, ETag: '{etag}' }] },
          },
          ignore: ['Location'],
        },
        { operation: 'GetObject', input: { Bucket, Key: 'big' } },
        {
          operation: 'ListParts',
          input: { Bucket, Key: 'big', UploadId: '{upload}' },
          fails: 'NoSuchUpload',
        },
        {
          operation: 'CreateMultipartUpload',
          input: { Bucket, Key: 'given-up' },
          save: { other: 'UploadId' },
        },
        {
          operation: 'AbortMultipartUpload',
          input: { Bucket, Key: 'given-up', UploadId: '{other}' },
        },
        { operation: 'ListMultipartUploads', input: { Bucket } },
      ],
    },
    {
      name: 'object lock',
      steps: [
        { operation: 'CreateBucket', input: { Bucket, ObjectLockEnabledForBucket: true } },
        { operation: 'GetBucketVersioning', input: { Bucket } },
        { operation: 'GetObjectLockConfiguration', input: { Bucket } },
        {
          operation: 'PutObjectLockConfiguration',
          input: {
            Bucket,
            ObjectLockConfiguration: {
              ObjectLockEnabled: 'Enabled',
              Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 1 } },
            },
          },
        },
        { operation: 'GetObjectLockConfiguration', input: { Bucket } },
        {
          operation: 'PutObject',
          input: { Bucket, Key: 'a', Body: 'x' },
          save: { version: 'VersionId' },
        },
        { operation: 'GetObjectRetention', input: { Bucket, Key: 'a' } },
        {
          operation: 'DeleteObject',
          input: { Bucket, Key: 'a', VersionId: '{version}' },
          fails: 'AccessDenied',
        },
        {
          operation: 'PutObjectLegalHold',
          input: { Bucket, Key: 'a', LegalHold: { Status: 'ON' } },
        },
        { operation: 'GetObjectLegalHold', input: { Bucket, Key: 'a' } },
        {
          operation: 'DeleteObject',
          input: { Bucket, Key: 'a', VersionId: '{version}', BypassGovernanceRetention: true },
          fails: 'AccessDenied',
        },
        {
          operation: 'PutObjectLegalHold',
          input: { Bucket, Key: 'a', LegalHold: { Status: 'OFF' } },
        },
        {
          operation: 'PutObjectRetention',
          input: {
            Bucket,
            Key: 'a',
            Retention: { Mode: 'GOVERNANCE', RetainUntilDate: new Date('2031-01-01T00:00:00Z') },
          },
        },
        {
          operation: 'DeleteObject',
          input: { Bucket, Key: 'a', VersionId: '{version}', BypassGovernanceRetention: true },
        },
        { operation: 'ListObjectVersions', input: { Bucket } },
      ],
    },
    {
      name: 'no object lock',
      steps: [
        ...made,
        { operation: 'PutObject', input: { Bucket, Key: 'a', Body: 'x' } },
        {
          operation: 'GetObjectLockConfiguration',
          input: { Bucket },
          fails: 'ObjectLockConfigurationNotFoundError',
        },
        {
          operation: 'PutObjectRetention',
          input: {
            Bucket,
            Key: 'a',
            Retention: { Mode: 'GOVERNANCE', RetainUntilDate: new Date('2031-01-01T00:00:00Z') },
          },
          fails: 'InvalidRequest',
        },
      ],
    },
  ],
});

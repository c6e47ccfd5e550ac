import { createHash } from 'node:crypto';
import type {
  DeleteObjectsCommandOutput,
  ListObjectsV2CommandOutput,
  ListObjectVersionsCommandOutput,
  PutObjectCommandOutput,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import fc from 'fast-check';
import type { AwsError } from '../../../harness/contract/aws-error.js';
import type { CloudUnderTest } from '../cloud-under-test.js';
import { bucketType, enableVersioning, observed, s3, withBucket } from './costs-bucket.js';
import { expectError } from './expect-error.js';
import { seedVolume } from './seeded-volume.js';

const Bucket = 'cost-reports';

function put(
  cloud: CloudUnderTest,
  Key: string,
  Body: string | Uint8Array = 'x',
  further: object = {},
): string {
  return s3<PutObjectCommandOutput>(cloud, 'PutObject', { Key, Body, ...further }).VersionId ?? '';
}

function get(cloud: CloudUnderTest, Key: string, further: object = {}): string {
  return s3<{ Body: Buffer }>(cloud, 'GetObject', { Key, ...further }).Body.toString();
}

function list(cloud: CloudUnderTest, further: object = {}): ListObjectsV2CommandOutput {
  return s3<ListObjectsV2CommandOutput>(cloud, 'ListObjectsV2', further);
}

function keysOf({ Contents }: ListObjectsV2CommandOutput): (string | undefined)[] {
  return (Contents ?? []).map(({ Key }) => Key);
}

function versions(cloud: CloudUnderTest, further: object = {}): ListObjectVersionsCommandOutput {
  return s3<ListObjectVersionsCommandOutput>(cloud, 'ListObjectVersions', further);
}

function errorOf(cloud: CloudUnderTest, operation: string, input: object): AwsError {
  return cloud.errorOf('S3', operation, { Bucket, ...input });
}

function md5(text: string | Buffer): string {
  return createHash('md5').update(text).digest('hex');
}

describe('S3 objects', () => {
  it('are put, read whole or in part, copied and deleted', async () => {
    const cloud = await withBucket();
    put(cloud, 'a/b c', 'hello world', {
      ContentType: 'text/plain',
      Metadata: { by: 'me' },
      Tagging: 'k=v%201',
    });
    expect(observed(cloud)?.data).to.deep.equal({ records: 1, bytes: 11 });
    const got = s3<{ Body: Buffer }>(cloud, 'GetObject', { Key: 'a/b c', Range: 'bytes=6-' });
    expect(got.Body.toString()).to.equal('world');
    expect(got).to.deep.include({
      ContentLength: 5,
      ContentRange: 'bytes 6-10/11',
      ContentType: 'text/plain',
      ETag: `"${md5('hello world')}"`,
      Metadata: { by: 'me' },
      TagCount: 1,
    });
    expect(s3(cloud, 'GetObjectTagging', { Key: 'a/b c' })).to.deep.equal({
      TagSet: [{ Key: 'k', Value: 'v 1' }],
    });
    s3(cloud, 'CopyObject', { Key: 'copy', CopySource: `${Bucket}/a/b%20c` });
    expect(s3(cloud, 'HeadObject', { Key: 'copy' })).to.deep.include({
      ContentType: 'text/plain',
      Metadata: { by: 'me' },
    });
    expect(get(cloud, 'copy')).to.equal('hello world');
    const [effect] = cloud.preview('S3', 'DeleteObject', { Bucket, Key: 'copy' }).effects;
    expect(effect).to.deep.include({ kind: 'delete', loses: { records: 1, bytes: 11 } });
    s3(cloud, 'DeleteObject', { Key: 'copy' });
    expectError(
      errorOf(cloud, 'GetObject', { Key: 'copy' }),
      'NoSuchKey',
      'The specified key does not exist.',
    );
    expectError(errorOf(cloud, 'HeadObject', { Key: 'copy' }), 'NotFound', 'Not Found');
    expect(observed(cloud)?.data).to.deep.equal({ records: 1, bytes: 11 });
  });

  it('heed conditions and digests', async () => {
    const cloud = await withBucket();
    put(cloud, 'a', 'one');
    expect(errorOf(cloud, 'PutObject', { Key: 'a', Body: 'two', IfNoneMatch: '*' })).to.include({
      code: 'PreconditionFailed',
      status: 412,
    });
    expect(errorOf(cloud, 'PutObject', { Key: 'a', Body: 'two', IfMatch: '"0"' }).code).to.equal(
      'PreconditionFailed',
    );
    put(cloud, 'a', 'two', { IfMatch: `"${md5('one')}"` });
    expect(errorOf(cloud, 'GetObject', { Key: 'a', IfNoneMatch: `"${md5('two')}"` }).status).to.equal(304);
    expect(errorOf(cloud, 'PutObject', { Key: 'a', Body: 'x', ContentMD5: 'AAAA' }).code).to.equal(
      'BadDigest',
    );
    expect(errorOf(cloud, 'GetObject', { Key: 'a', Range: 'bytes=9-' })).to.include({
      code: 'InvalidRange',
      status: 416,
    });
    expect(get(cloud, 'a')).to.equal('two');
  });

  it('are listed page by page, rolled up at a delimiter, in the order of keys', async () => {
    const cloud = await withBucket();
    for (const key of ['b/2', 'a', 'b/1', 'c', 'd/x/y']) put(cloud, key);
    expect(keysOf(list(cloud))).to.deep.equal(['a', 'b/1', 'b/2', 'c', 'd/x/y']);
    const first = list(cloud, { Delimiter: '/', MaxKeys: 2 });
    expect([keysOf(first), first.CommonPrefixes, first.KeyCount]).to.deep.equal([
      ['a'],
      [{ Prefix: 'b/' }],
      2,
    ]);
    const second = list(cloud, { Delimiter: '/', ContinuationToken: first.NextContinuationToken });
    expect([keysOf(second), second.CommonPrefixes]).to.deep.equal([['c'], [{ Prefix: 'd/' }]]);
    expect(second.IsTruncated).to.be.false;
    expect(keysOf(list(cloud, { Prefix: 'b/', StartAfter: 'b/1' }))).to.deep.equal(['b/2']);
    expect(s3(cloud, 'ListObjects', { Delimiter: '/', MaxKeys: 2 })).to.include({ NextMarker: 'b/' });
    expect(keysOf(s3(cloud, 'ListObjects', { Delimiter: '/', Marker: 'b/' }))).to.deep.equal(['c']);
  });

  it('are deleted many at once, at most a thousand', async () => {
    const cloud = await withBucket();
    for (const key of ['a', 'b']) put(cloud, key);
    const Delete = { Objects: [{ Key: 'a' }, { Key: 'b' }, { Key: 'gone' }] };
    const [effect] = cloud.preview('S3', 'DeleteObjects', { Bucket, Delete }).effects;
    expect(effect?.loses).to.deep.equal({ records: 2, bytes: 2 });
    expect(s3<DeleteObjectsCommandOutput>(cloud, 'DeleteObjects', { Delete }).Deleted).to.have.length(3);
    expect(keysOf(list(cloud))).to.deep.equal([]);
    const many = Array.from({ length: 1001 }, (_, index) => ({ Key: `k${index}` }));
    expect(errorOf(cloud, 'DeleteObjects', { Delete: { Objects: many } }).code).to.equal('MalformedXML');
  });

  it('are uploaded in parts, and not before they are complete', async () => {
    const cloud = await withBucket();
    const { UploadId } = s3<{ UploadId: string }>(cloud, 'CreateMultipartUpload', {
      Key: 'big',
      ContentType: 'text/csv',
    });
    const big = Buffer.alloc(5 * 1024 * 1024, 'a');
    const part = (PartNumber: number, Body: Buffer | string): string =>
      s3<{ ETag: string }>(cloud, 'UploadPart', { Key: 'big', UploadId, PartNumber, Body }).ETag;
    const etags = [part(1, big), part(2, 'end')];
    expect(errorOf(cloud, 'GetObject', { Key: 'big' }).code).to.equal('NoSuchKey');
    expect(s3(cloud, 'ListMultipartUploads')).to.have.nested.property('Uploads[0].UploadId', UploadId);
    expect(s3(cloud, 'ListParts', { Key: 'big', UploadId })).to.have.nested.property('Parts[1].Size', 3);
    const Parts = etags.map((ETag, index) => ({ ETag, PartNumber: index + 1 }));
    const complete = { Key: 'big', UploadId, MultipartUpload: { Parts } };
    expect(
      errorOf(cloud, 'CompleteMultipartUpload', {
        ...complete,
        MultipartUpload: { Parts: Parts.toReversed() },
      }).code,
    ).to.equal('InvalidPartOrder');
    const done = s3<{ ETag: string }>(cloud, 'CompleteMultipartUpload', complete);
    expect(done.ETag).to.equal(
      `"${md5(Buffer.concat([md5(big), md5('end')].map((each) => Buffer.from(each, 'hex'))))}-2"`,
    );
    expect(s3(cloud, 'HeadObject', { Key: 'big' })).to.include({
      ContentLength: big.length + 3,
      ContentType: 'text/csv',
    });
    expect(errorOf(cloud, 'ListParts', { Key: 'big', UploadId }).code).to.equal('NoSuchUpload');
    const other = s3<{ UploadId: string }>(cloud, 'CreateMultipartUpload', { Key: 'other' });
    s3(cloud, 'AbortMultipartUpload', { Key: 'other', UploadId: other.UploadId });
    expect(s3(cloud, 'ListMultipartUploads')).to.have.property('Uploads').that.is.empty;
  });
});

describe('S3 versions', () => {
  it('survive a delete without a version, and go for good with one', async () => {
    const cloud = await withBucket();
    enableVersioning(cloud);
    const one = put(cloud, 'a', 'one');
    const two = put(cloud, 'a', 'second');
    expect(observed(cloud)?.data).to.deep.equal({ records: 2, bytes: 9 });
    expect(
      cloud.preview('S3', 'DeleteObject', { Bucket, Key: 'a' }).effects.map(({ kind }) => kind),
    ).to.deep.equal(['stop']);
    const marker = s3<{ DeleteMarker: boolean; VersionId: string }>(cloud, 'DeleteObject', { Key: 'a' });
    expect(marker.DeleteMarker).to.be.true;
    expect(errorOf(cloud, 'GetObject', { Key: 'a' }).code).to.equal('NoSuchKey');
    expect(get(cloud, 'a', { VersionId: one })).to.equal('one');
    const shown = versions(cloud);
    expect(shown.Versions?.map(({ IsLatest, VersionId }) => [VersionId, IsLatest])).to.deep.equal([
      [two, false],
      [one, false],
    ]);
    expect(shown.DeleteMarkers?.[0]).to.include({ VersionId: marker.VersionId, IsLatest: true });
    s3(cloud, 'DeleteObject', { Key: 'a', VersionId: marker.VersionId });
    expect(get(cloud, 'a')).to.equal('second');
    const gone = cloud.preview('S3', 'DeleteObject', { Bucket, Key: 'a', VersionId: two });
    expect(gone.effects[0]).to.deep.include({ kind: 'delete', loses: { records: 1, bytes: 6 } });
    s3(cloud, 'DeleteObject', { Key: 'a', VersionId: two });
    expect(get(cloud, 'a')).to.equal('one');
    expectError(
      errorOf(cloud, 'DeleteBucket', {}),
      'BucketNotEmpty',
      /You must delete all versions in the bucket\.$/,
    );
  });

  it('written while versioning is suspended overwrite one another, not those before', async () => {
    const cloud = await withBucket();
    enableVersioning(cloud);
    const kept = put(cloud, 'a', 'kept');
    enableVersioning(cloud, 'Suspended');
    expect(put(cloud, 'a', 'one')).to.equal('null');
    put(cloud, 'a', 'two');
    expect(versions(cloud).Versions?.map(({ VersionId }) => VersionId)).to.deep.equal(['null', kept]);
    s3(cloud, 'DeleteObject', { Key: 'a' });
    expect(versions(cloud).Versions?.map(({ VersionId }) => VersionId)).to.deep.equal([kept]);
  });

  it('are listed page by page', async () => {
    const cloud = await withBucket();
    enableVersioning(cloud);
    for (const key of ['a', 'a', 'a', 'b']) put(cloud, key);
    const seen: string[] = [];
    let marker: object = {};
    for (let page = 0; page < 5; page += 1) {
      const shown = versions(cloud, { MaxKeys: 1, ...marker });
      seen.push(...(shown.Versions ?? []).map(({ Key, VersionId }) => `${Key} ${VersionId}`));
      if (shown.IsTruncated !== true) break;
      marker = { KeyMarker: shown.NextKeyMarker, VersionIdMarker: shown.NextVersionIdMarker };
    }
    expect(seen).to.deep.equal(versions(cloud).Versions?.map(({ Key, VersionId }) => `${Key} ${VersionId}`));
    expect(seen).to.have.length(4);
  });
});

describe('S3 Object Lock', () => {
  const later = new Date(Date.UTC(2026, 5, 1));

  async function locked(Mode: string): Promise<{ cloud: CloudUnderTest; VersionId: string }> {
    const cloud = await withBucket({ ObjectLockEnabledForBucket: true });
    const VersionId = put(cloud, 'a', 'x', { ObjectLockMode: Mode, ObjectLockRetainUntilDate: later });
    return { cloud, VersionId };
  }

  it('in governance gives way to the permission and the header only', async () => {
    const { VersionId, cloud } = await locked('GOVERNANCE');
    const input = { Key: 'a', VersionId };
    expectError(
      errorOf(cloud, 'DeleteObject', input),
      'AccessDenied',
      'Access Denied because object protected by object lock.',
      'protection',
    );
    expect(
      cloud
        .preview('S3', 'DeleteObject', { Bucket, ...input }, { checked: false })
        .effects.some(({ kind }) => kind === 'delete'),
    ).to.be.true;
    expect(get(cloud, 'a')).to.equal('x');
    const { Errors } = s3<DeleteObjectsCommandOutput>(cloud, 'DeleteObjects', {
      Delete: { Objects: [input] },
    });
    expect(Errors?.[0]).to.include({ Key: 'a', Code: 'AccessDenied' });
    s3(cloud, 'DeleteObject', { ...input, BypassGovernanceRetention: true });
    expect(errorOf(cloud, 'GetObject', { Key: 'a' }).code).to.equal('NoSuchKey');
  });

  it('in compliance gives way to nobody until its date', async () => {
    const { VersionId, cloud } = await locked('COMPLIANCE');
    const input = { Key: 'a', VersionId, BypassGovernanceRetention: true };
    expect(errorOf(cloud, 'DeleteObject', input).origin).to.equal('protection');
    const shorter = { Retention: { Mode: 'COMPLIANCE', RetainUntilDate: new Date(Date.UTC(2026, 0, 1)) } };
    expect(errorOf(cloud, 'PutObjectRetention', { ...input, ...shorter }).origin).to.equal('protection');
    expect(s3(cloud, 'GetObjectRetention', { Key: 'a' })).to.deep.equal({
      Retention: { Mode: 'COMPLIANCE', RetainUntilDate: later },
    });
    cloud.advance(200 * 24 * 3600);
    s3(cloud, 'DeleteObject', input);
  });

  it('as a legal hold stands until it is lifted', async () => {
    const cloud = await withBucket({ ObjectLockEnabledForBucket: true });
    const VersionId = put(cloud, 'a');
    s3(cloud, 'PutObjectLegalHold', { Key: 'a', LegalHold: { Status: 'ON' } });
    expect(errorOf(cloud, 'DeleteObject', { Key: 'a', VersionId }).origin).to.equal('protection');
    s3(cloud, 'PutObjectLegalHold', { Key: 'a', LegalHold: { Status: 'OFF' } });
    s3(cloud, 'DeleteObject', { Key: 'a', VersionId });
  });
});

describe('S3 objects that are only counted', () => {
  it('are listed, read and deleted like others, and the count goes down', async () => {
    const cloud = await withBucket();
    seedVolume(cloud, bucketType, Bucket, { records: 2_000_000_000, bytes: 20_000_000_000 });
    const first = list(cloud);
    expect(first.Contents).to.have.length(1000);
    expect(first.Contents?.[0]).to.include({ Key: 'data/part-000000000000.bin', Size: 10 });
    const second = list(cloud, { ContinuationToken: first.NextContinuationToken });
    expect(second.Contents?.[0]?.Key).to.equal('data/part-000000001000.bin');
    expect(get(cloud, 'data/part-000000000007.bin')).to.equal(get(cloud, 'data/part-000000000007.bin'));
    const Objects = keysOf(first).map((Key) => ({ Key }));
    s3(cloud, 'DeleteObjects', { Delete: { Objects } });
    expect(observed(cloud)?.data).to.deep.equal({ records: 1_999_999_000, bytes: 19_999_990_000 });
    expect(list(cloud).Contents?.[0]?.Key).to.equal('data/part-000000001000.bin');
    put(cloud, 'data/part-000000001000.bin', 'other');
    expect(observed(cloud)?.data).to.deep.equal({ records: 1_999_999_000, bytes: 19_999_989_995 });
    expect(errorOf(cloud, 'GetObject', { Key: 'data/part-000000000000.bin' }).code).to.equal('NoSuchKey');
  });

  it('keep their versions behind delete markers', async () => {
    const cloud = await withBucket();
    enableVersioning(cloud);
    seedVolume(cloud, bucketType, Bucket, { records: 3, bytes: 30 });
    const Key = 'data/part-000000000001.bin';
    s3(cloud, 'DeleteObject', { Key });
    expect(observed(cloud)?.data).to.deep.equal({ records: 3, bytes: 30 });
    expect(keysOf(list(cloud))).to.deep.equal(['data/part-000000000000.bin', 'data/part-000000000002.bin']);
    expect(versions(cloud).Versions).to.have.length(3);
    s3(cloud, 'DeleteObject', { Key, VersionId: 'null' });
    expect(observed(cloud)?.data).to.deep.equal({ records: 2, bytes: 20 });
  });

  it('and real ones add up, whatever is done (seeded)', () => {
    const key = fc.oneof(
      fc.constantFrom('a', 'zz', 'data/part-1'),
      fc.integer({ min: 0, max: 5 }).map((index) => `data/part-00000000000${index}.bin`),
    );
    const step = fc.record({ key, body: fc.option(fc.string({ maxLength: 4 })), versioned: fc.boolean() });
    return fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const cloud = await withBucket();
        seedVolume(cloud, bucketType, Bucket, { records: 4, bytes: 43 });
        for (const { body, key: Key, versioned } of steps) {
          if (versioned) enableVersioning(cloud);
          if (body === null) s3(cloud, 'DeleteObject', { Key });
          else put(cloud, Key, body);
        }
        const shown = versions(cloud).Versions ?? [];
        const bytes = shown.reduce((total, { Size }) => total + (Size ?? 0), 0);
        expect(observed(cloud)?.data?.records).to.equal(shown.length);
        // Shares of what is only counted are rounded down; the last of them has the rest.
        expect((observed(cloud)?.data?.bytes ?? 0) - bytes).to.be.within(0, 3);
        const latest = shown.filter(({ IsLatest }) => IsLatest).map(({ Key }) => Key);
        expect(keysOf(list(cloud))).to.deep.equal(latest);
        expect(observed(cloud)?.serving).to.equal(shown.length === 0 || latest.length > 0);
      }),
      { numRuns: 40, seed: 11 },
    );
  });
});

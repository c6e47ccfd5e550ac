import { expect } from 'chai';
import type { CloudUnderTest } from '../cloud-under-test.js';
import { bucketType, enableVersioning, observed, s3, withBucket } from './costs-bucket.js';
import { expectError } from './expect-error.js';
import { seedVolume } from './seeded-volume.js';

const Bucket = 'cost-reports';
const day = 24 * 3600;
/** Tests begin at nine in the morning UTC. */
const untilMidnight = 15 * 3600;

function rules(...Rules: object[]): object {
  return { LifecycleConfiguration: { Rules } };
}

const expireAll = { Status: 'Enabled', Filter: { Prefix: '' }, Expiration: { Days: 1 } };

function keys(cloud: CloudUnderTest): unknown[] {
  const { Contents = [] } = s3<{ Contents?: { Key: string }[] }>(cloud, 'ListObjectsV2');
  return Contents.map(({ Key }) => Key);
}

describe('S3 lifecycle rules', () => {
  it('expire what they are about at the midnight after the day', async () => {
    const cloud = await withBucket();
    s3(cloud, 'PutBucketLifecycleConfiguration', rules({ ...expireAll, Filter: { Prefix: 'tmp/' } }));
    s3(cloud, 'PutObject', { Key: 'tmp/a', Body: 'x' });
    s3(cloud, 'PutObject', { Key: 'kept', Body: 'x' });
    cloud.advance(untilMidnight + day - 1);
    expect(keys(cloud)).to.deep.equal(['kept', 'tmp/a']);
    s3(cloud, 'PutObject', { Key: 'tmp/b', Body: 'x' });
    cloud.advance(1);
    expect(keys(cloud)).to.deep.equal(['kept', 'tmp/b']);
    cloud.advance(day);
    expect(keys(cloud)).to.deep.equal(['kept']);
  });

  it('that match everything show the loss of all data before it comes', async () => {
    const cloud = await withBucket();
    seedVolume(cloud, bucketType, Bucket, { records: 5_000_000, bytes: 2 ** 42 });
    s3(cloud, 'PutObject', { Key: 'real', Body: 'xyz' });
    cloud.advance(3 * day);
    const { effects } = cloud.preview('S3', 'PutBucketLifecycleConfiguration', {
      Bucket,
      ...rules(expireAll),
    });
    const [now, , then] = effects;
    expect(now).to.include({ kind: 'expire', from: cloud.world.now, detail: 'its end is set' });
    expect(effects[1]).to.include({ kind: 'update', from: cloud.world.now });
    expect(then).to.deep.include({
      kind: 'delete',
      from: cloud.world.now + untilMidnight * 1000,
      loses: { records: 5_000_001, bytes: 2 ** 42 + 3 },
    });
    s3(cloud, 'PutBucketLifecycleConfiguration', rules(expireAll));
    expect(observed(cloud)?.recoverableUntil).to.equal(cloud.world.now + untilMidnight * 1000);
    s3(cloud, 'DeleteBucketLifecycle');
    expect(observed(cloud)?.recoverableUntil).to.equal(null);
    cloud.advance(2 * day);
    expect(observed(cloud)?.data?.records).to.equal(5_000_001);
  });

  it('hide current versions where versioning is on, and remove them with a rule for old ones', async () => {
    const cloud = await withBucket();
    enableVersioning(cloud);
    seedVolume(cloud, bucketType, Bucket, { records: 1000, bytes: 10_000 });
    s3(cloud, 'PutObject', { Key: 'real', Body: 'xyz' });
    s3(cloud, 'PutBucketLifecycleConfiguration', rules(expireAll));
    cloud.advance(untilMidnight + day);
    expect(observed(cloud)).to.deep.include({ serving: false, data: { records: 1001, bytes: 10_003 } });
    expect(keys(cloud)).to.deep.equal([]);
    expect(observed(cloud)?.recoverableUntil).to.equal(null);
    const noncurrent = { ...expireAll, NoncurrentVersionExpiration: { NoncurrentDays: 1 } };
    s3(cloud, 'PutBucketLifecycleConfiguration', rules(noncurrent));
    expect(observed(cloud)?.recoverableUntil).to.equal(cloud.world.now + day * 1000);
    cloud.advance(2 * day);
    expect(observed(cloud)).to.deep.include({ data: { records: 0, bytes: 0 }, recoverableUntil: null });
  });

  it('leave locked versions alone until the lock ends', async () => {
    const cloud = await withBucket({ ObjectLockEnabledForBucket: true });
    const until = new Date(cloud.world.now + 5 * day * 1000);
    s3(cloud, 'PutObject', {
      Key: 'a',
      Body: 'x',
      ObjectLockMode: 'COMPLIANCE',
      ObjectLockRetainUntilDate: until,
    });
    const noncurrent = { ...expireAll, NoncurrentVersionExpiration: { NoncurrentDays: 1 } };
    s3(cloud, 'PutBucketLifecycleConfiguration', rules(noncurrent));
    cloud.advance(5 * day);
    expect(observed(cloud)?.data?.records).to.equal(1);
    cloud.advance(day);
    expect(observed(cloud)?.data?.records).to.equal(0);
  });

  it('abort uploads that nobody completes, and let the queue run dry', async () => {
    const cloud = await withBucket();
    s3(cloud, 'CreateMultipartUpload', { Key: 'big' });
    const abort = {
      Status: 'Enabled',
      Filter: {},
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: 2 },
    };
    s3(cloud, 'PutBucketLifecycleConfiguration', rules(abort, expireAll));
    cloud.advance(2 * day);
    expect(s3(cloud, 'ListMultipartUploads')).to.have.property('Uploads').with.length(1);
    cloud.advance(day);
    expect(s3(cloud, 'ListMultipartUploads')).to.have.property('Uploads').with.length(0);
    cloud.advance(3 * day);
    expect(cloud.world.state.first('e/', 'e0')).to.equal(undefined);
  });

  it('are shown as they were put, and refused where they say nothing', async () => {
    const cloud = await withBucket();
    const error = cloud.errorOf('S3', 'GetBucketLifecycleConfiguration', { Bucket });
    expectError(error, 'NoSuchLifecycleConfiguration', 'The lifecycle configuration does not exist');
    const date = new Date(Date.UTC(2026, 0, 1));
    const rule = { ID: 'new-year', Status: 'Enabled', Filter: { Prefix: '' }, Expiration: { Date: date } };
    s3(cloud, 'PutBucketLifecycleConfiguration', rules(rule));
    expect(s3(cloud, 'GetBucketLifecycleConfiguration')).to.deep.equal({
      Rules: [rule],
      TransitionDefaultMinimumObjectSize: 'all_storage_classes_128K',
    });
    s3(cloud, 'PutObject', { Key: 'a', Body: 'x' });
    cloud.world.advanceTo(date.getTime(), null);
    expect(keys(cloud)).to.deep.equal([]);
    const empty = { Bucket, ...rules({ Status: 'Enabled', Filter: {} }) };
    expect(cloud.errorOf('S3', 'PutBucketLifecycleConfiguration', empty).code).to.equal('InvalidRequest');
    const zero = { Bucket, ...rules({ ...expireAll, Expiration: { Days: 0 } }) };
    expect(cloud.errorOf('S3', 'PutBucketLifecycleConfiguration', zero).message).to.match(
      /must be a positive integer$/,
    );
  });
});

import { expect } from 'chai';
import { cloudUnderTest, rootActor, testRegion, type CloudUnderTest } from '../cloud-under-test.js';
import type { AwsError } from '../../../harness/contract/aws-error.js';
import type { JsonObject } from '../../../harness/contract/json.js';
import { bucketArn, bucketType, enableVersioning, observed, s3, withBucket } from './costs-bucket.js';
import { expectError } from './expect-error.js';
import { configurationOf, provideResource } from './provided-resource.js';
import { seedVolume } from './seeded-volume.js';

const Bucket = 'cost-reports';
const anyone = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `${bucketArn}/*` }],
});
const insiders = anyone.replace('"*"', '{"AWS":"arn:aws-cn:iam::123456789012:root"}');
const open = {
  BlockPublicAcls: false,
  IgnorePublicAcls: false,
  BlockPublicPolicy: false,
  RestrictPublicBuckets: false,
};

function errorOf(cloud: CloudUnderTest, operation: string, input: object = {}): AwsError {
  return cloud.errorOf('S3', operation, { Bucket, ...input });
}

function kindsOf(cloud: CloudUnderTest, operation: string, input: object = {}): string[] {
  return cloud.preview('S3', operation, { Bucket, ...input }).effects.map(({ kind }) => kind);
}

describe('S3 buckets', () => {
  it('are created in the region asked for, listed, found and deleted', async () => {
    const cloud = await withBucket();
    expect(s3(cloud, 'GetBucketLocation')).to.deep.equal({ LocationConstraint: testRegion });
    expect(s3(cloud, 'HeadBucket')).to.include({ BucketRegion: testRegion });
    const { Buckets } = cloud.call<{ Buckets: { Name: string }[] }>('S3', 'ListBuckets');
    expect(Buckets.map(({ Name }) => Name)).to.deep.equal([Bucket]);
    expect(kindsOf(cloud, 'DeleteBucket')).to.deep.equal(['delete']);
    s3(cloud, 'DeleteBucket');
    expectError(errorOf(cloud, 'HeadBucket'), 'NotFound', 'Not Found');
    expect(errorOf(cloud, 'ListObjectsV2')).to.deep.include({
      code: 'NoSuchBucket',
      status: 404,
      fields: { BucketName: Bucket },
    });
  });

  it('are refused with names that are taken or not valid, or for another region', async () => {
    const cloud = await withBucket();
    const here = { CreateBucketConfiguration: { LocationConstraint: testRegion } };
    expect(errorOf(cloud, 'CreateBucket', here).code).to.equal('BucketAlreadyOwnedByYou');
    expect(errorOf(cloud, 'CreateBucket', { ...here, Bucket: 'A_b' }).code).to.equal('InvalidBucketName');
    const error = errorOf(cloud, 'CreateBucket', { Bucket: 'another' });
    expectError(error, 'IllegalLocationConstraintException', /^The unspecified location constraint/);
    const virginia = { CreateBucketConfiguration: { LocationConstraint: 'us-east-1' } };
    expect(errorOf(cloud, 'CreateBucket', { ...virginia, Bucket: 'another' }).code).to.equal(
      'InvalidLocationConstraint',
    );
  });

  it('are made again by their owner in N. Virginia alone, and stay what they are', async () => {
    const cloud = await cloudUnderTest({ region: 'us-east-1' });
    s3(cloud, 'CreateBucket');
    s3(cloud, 'PutObject', { Key: 'a', Body: 'x' });
    expect(kindsOf(cloud, 'CreateBucket')).to.deep.equal([]);
    expect(s3(cloud, 'CreateBucket')).to.deep.equal({ Location: `/${Bucket}` });
    expect(s3(cloud, 'HeadObject', { Key: 'a' })).to.include({ ContentType: 'binary/octet-stream' });
  });

  it('take each tag key once', async () => {
    const cloud = await withBucket();
    const TagSet = [
      { Key: 'team', Value: 'a' },
      { Key: 'team', Value: 'b' },
    ];
    expect(errorOf(cloud, 'PutBucketTagging', { Tagging: { TagSet } }).code).to.equal('InvalidTag');
  });

  it('cannot be deleted while they hold data, listed or only counted', async () => {
    const cloud = await withBucket();
    s3(cloud, 'PutObject', { Key: 'a', Body: 'x' });
    expectError(
      errorOf(cloud, 'DeleteBucket'),
      'BucketNotEmpty',
      'The bucket you tried to delete is not empty',
    );
    s3(cloud, 'DeleteObject', { Key: 'a' });
    seedVolume(cloud, bucketType, Bucket, { records: 1_000_000, bytes: 2 ** 40 });
    expect(errorOf(cloud, 'DeleteBucket').status).to.equal(409);
    expect(observed(cloud)?.data).to.deep.equal({ records: 1_000_000, bytes: 2 ** 40 });
  });

  it('keep the configurations that are put, and answer as AWS does where there is none', async () => {
    const cloud = await withBucket();
    expect(s3(cloud, 'GetBucketEncryption')).to.have.nested.property(
      'ServerSideEncryptionConfiguration.Rules[0].ApplyServerSideEncryptionByDefault.SSEAlgorithm',
      'AES256',
    );
    const { KeyMetadata } = cloud.call<{ KeyMetadata: { KeyId: string } }>('KMS', 'CreateKey');
    cloud.call('KMS', 'CreateAlias', { AliasName: 'alias/costs', TargetKeyId: KeyMetadata.KeyId });
    const rule = {
      ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'alias/costs' },
    };
    s3(cloud, 'PutBucketEncryption', { ServerSideEncryptionConfiguration: { Rules: [rule] } });
    s3(cloud, 'PutObject', { Key: 'a', Body: 'x' });
    expect(s3(cloud, 'HeadObject', { Key: 'a' })).to.include({
      ServerSideEncryption: 'aws:kms',
      SSEKMSKeyId: 'alias/costs',
    });
    expect(errorOf(cloud, 'GetBucketCors').code).to.equal('NoSuchCORSConfiguration');
    const CORSRules = [{ AllowedMethods: ['GET'], AllowedOrigins: ['*'] }];
    s3(cloud, 'PutBucketCors', { CORSConfiguration: { CORSRules } });
    expect(s3(cloud, 'GetBucketCors')).to.deep.equal({ CORSRules });
    s3(cloud, 'DeleteBucketCors');
    expect(errorOf(cloud, 'GetBucketCors').status).to.equal(404);
    const unreplicated = errorOf(cloud, 'GetBucketReplication');
    expectError(unreplicated, 'ReplicationConfigurationNotFoundError', /^The replication configuration was/);
    expect(errorOf(cloud, 'GetBucketTagging').code).to.equal('NoSuchTagSet');
    s3(cloud, 'PutBucketTagging', { Tagging: { TagSet: [{ Key: 'team', Value: 'cost' }] } });
    expect(s3(cloud, 'GetBucketTagging')).to.deep.equal({ TagSet: [{ Key: 'team', Value: 'cost' }] });
  });
});

describe('S3 public access', () => {
  it('is blocked on new buckets, so a public policy is refused', async () => {
    const cloud = await withBucket();
    const error = errorOf(cloud, 'PutBucketPolicy', { Policy: anyone });
    expectError(error, 'AccessDenied', /blocked by the BlockPublicPolicy block public access setting\.$/);
    expect(errorOf(cloud, 'GetBucketPolicy').code).to.equal('NoSuchBucketPolicy');
    expect(errorOf(cloud, 'PutBucketPolicy', { Policy: 'no' }).code).to.equal('MalformedPolicy');
  });

  it('shows as exposed once block and policy let anyone in, and not before', async () => {
    const cloud = await withBucket();
    expect(kindsOf(cloud, 'PutPublicAccessBlock', { PublicAccessBlockConfiguration: open })).to.deep.equal([
      'update',
    ]);
    s3(cloud, 'PutPublicAccessBlock', { PublicAccessBlockConfiguration: open });
    expect(kindsOf(cloud, 'PutBucketPolicy', { Policy: anyone })).to.have.members(['expose', 'grant']);
    s3(cloud, 'PutBucketPolicy', { Policy: anyone });
    expect(observed(cloud)?.exposed).to.be.true;
    expect(s3(cloud, 'GetBucketPolicyStatus')).to.deep.equal({ PolicyStatus: { IsPublic: true } });
    s3(cloud, 'PutPublicAccessBlock', {
      PublicAccessBlockConfiguration: { ...open, RestrictPublicBuckets: true },
    });
    expect(observed(cloud)?.exposed).to.be.false;
    expect(kindsOf(cloud, 'DeletePublicAccessBlock')).to.include('expose');
    s3(cloud, 'DeleteBucketPolicy');
    expect(observed(cloud)?.grants).to.be.null;
  });

  it('by access control list needs other ownership than the default', async () => {
    const cloud = await withBucket();
    expect(errorOf(cloud, 'PutBucketAcl', { ACL: 'public-read' }).code).to.equal(
      'AccessControlListNotSupported',
    );
    s3(cloud, 'PutBucketOwnershipControls', {
      OwnershipControls: { Rules: [{ ObjectOwnership: 'ObjectWriter' }] },
    });
    expect(errorOf(cloud, 'PutBucketAcl', { ACL: 'public-read' }).code).to.equal('AccessDenied');
    s3(cloud, 'DeletePublicAccessBlock');
    expect(kindsOf(cloud, 'PutBucketAcl', { ACL: 'public-read' })).to.include('expose');
    s3(cloud, 'PutBucketAcl', { ACL: 'public-read' });
    expect(s3<{ Grants: unknown[] }>(cloud, 'GetBucketAcl').Grants).to.have.length(2);
  });

  it('of another account goes by the bucket policy', async () => {
    const cloud = await withBucket();
    s3(cloud, 'PutObject', { Key: 'a', Body: 'x' });
    const stranger = rootActor('999999999999');
    const get = { Bucket, Key: 'a' };
    expect(cloud.errorOf('S3', 'GetObject', get, stranger)).to.include({ code: 'AccessDenied', status: 403 });
    s3(cloud, 'DeletePublicAccessBlock');
    s3(cloud, 'PutBucketPolicy', { Policy: anyone });
    expect(cloud.call<{ Body: Buffer }>('S3', 'GetObject', get, stranger).Body.toString()).to.equal('x');
  });
});

describe('S3 safeguards', () => {
  it('are versioning and Object Lock, and taking them away is to unprotect', async () => {
    const cloud = await withBucket({ ObjectLockEnabledForBucket: true });
    expect(observed(cloud)?.protections).to.deep.equal(['ObjectLockEnabled', 'VersioningEnabled']);
    const rule = { Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 30 } } };
    s3(cloud, 'PutObjectLockConfiguration', {
      ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', ...rule },
    });
    expect(observed(cloud)?.protections).to.include('DefaultRetention');
    const error = errorOf(cloud, 'PutBucketVersioning', { VersioningConfiguration: { Status: 'Suspended' } });
    expectError(error, 'InvalidBucketState', /versioning state cannot be changed\.$/, 'protection');
    const without = { ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled' } };
    expect(kindsOf(cloud, 'PutObjectLockConfiguration', without)).to.include('unprotect');
  });

  it('can be suspended where there is no lock', async () => {
    const cloud = await withBucket();
    expect(s3(cloud, 'GetBucketVersioning')).to.deep.equal({});
    enableVersioning(cloud);
    const suspended = { VersioningConfiguration: { Status: 'Suspended' } };
    expect(kindsOf(cloud, 'PutBucketVersioning', suspended)).to.include('unprotect');
    s3(cloud, 'PutBucketVersioning', suspended);
    expect(s3(cloud, 'GetBucketVersioning')).to.deep.equal({ Status: 'Suspended' });
  });
});

describe('AWS::S3::Bucket', () => {
  const properties = {
    VersioningConfiguration: { Status: 'Enabled' },
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [
        { BucketKeyEnabled: 'true', ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } },
      ],
    },
    LifecycleConfiguration: { Rules: [{ Id: 'old', Status: 'Enabled', ExpirationInDays: '400' }] },
    LoggingConfiguration: { DestinationBucketName: 'logs', LogFilePrefix: 'costs/' },
    Tags: [{ Key: 'team', Value: 'cost' }],
  };

  it('comes up with all that its template says, under a generated name', async () => {
    const cloud = await withBucket();
    s3(cloud, 'DeleteBucket');
    const bucket = provideResource(cloud, bucketType, properties);
    expect(bucket.id).to.match(/^costs-member-[a-z2-7]{12}$/);
    expect(bucket.attributes()).to.include({
      Arn: `arn:aws-cn:s3:::${bucket.id}`,
      DomainName: `${bucket.id}.s3.amazonaws.com.cn`,
    });
    expect(configurationOf(cloud, bucketType)).to.deep.include({
      BucketLoggingStatus: { LoggingEnabled: { TargetBucket: 'logs', TargetPrefix: 'costs/' } },
      ServerSideEncryptionConfiguration: {
        Rules: [{ BucketKeyEnabled: true, ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } }],
      },
      Tags: { team: 'cost' },
      Versioning: 'Enabled',
    });
    expect(s3(cloud, 'GetBucketLifecycleConfiguration', { Bucket: bucket.id })).to.deep.equal({
      TransitionDefaultMinimumObjectSize: 'all_storage_classes_128K',
      Rules: [{ ID: 'old', Status: 'Enabled', Filter: { And: { Prefix: '' } }, Expiration: { Days: 400 } }],
    });
  });

  it('is updated in place, and not deleted with objects in it', async () => {
    const cloud = await withBucket();
    s3(cloud, 'DeleteBucket');
    const bucket = provideResource(cloud, bucketType, properties);
    const policy = { Bucket: bucket.id, PolicyDocument: JSON.parse(insiders) as JsonObject };
    const access = provideResource(cloud, 'AWS::S3::BucketPolicy', policy, 'Access');
    expect(access.reference()).to.equal(bucket.id);
    const { LifecycleConfiguration: _rules, Tags: _tags, ...others } = properties;
    bucket.update({ ...others, VersioningConfiguration: { Status: 'Suspended' } });
    expect(configurationOf(cloud, bucketType)).to.deep.include({
      LifecycleRules: null,
      Tags: {},
      Versioning: 'Suspended',
    });
    s3(cloud, 'PutObject', { Bucket: bucket.id, Key: 'a', Body: 'x' });
    expect(() => bucket.remove()).to.throw(/BucketNotEmpty/);
    s3(cloud, 'DeleteObject', { Bucket: bucket.id, Key: 'a', VersionId: 'null' });
    access.remove();
    expect(observed(cloud)?.grants).to.be.null;
    bucket.remove();
    expect(cloud.inventory(bucketType)).to.be.empty;
    bucket.remove();
    access.remove();
  });

  it('refuses what has no behaviour behind it', async () => {
    const cloud = await withBucket();
    const ReplicationConfiguration = { Role: 'arn:aws-cn:iam::123456789012:role/x', Rules: [] };
    expect(() => provideResource(cloud, bucketType, { ReplicationConfiguration })).to.throw(
      'not implemented: AWS::S3::Bucket with ReplicationConfiguration',
    );
  });
});

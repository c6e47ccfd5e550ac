import { expect } from 'chai';
import type { GetTrailStatusCommandOutput } from '@aws-sdk/client-cloudtrail';
import type { AwsError } from '../../../harness/contract/aws-error.js';
import type { Observation } from '../../../harness/contract/resource.js';
import { rootActor, testAccount, testStart } from '../cloud-under-test.js';
import { expectError } from './expect-error.js';
import { configurationOf, provideResource } from './provided-resource.js';
import {
  anyTrailPolicy,
  arn,
  audit,
  bucket,
  bucketArn,
  bucketPolicy,
  putPolicy,
  service,
  trailOf,
  trailType,
  withBucket,
  withTrail,
} from './trail-under-test.js';

describe('CloudTrail trails', () => {
  it('are created without logging, and log once they are started', async () => {
    const cloud = await withBucket();
    const created = cloud.call('CloudTrail', 'CreateTrail', { ...audit, EnableLogFileValidation: true });
    expect(created).to.deep.equal({
      ...audit,
      IncludeGlobalServiceEvents: true,
      IsMultiRegionTrail: false,
      TrailARN: arn,
      LogFileValidationEnabled: true,
      IsOrganizationTrail: false,
    });
    const status = (): GetTrailStatusCommandOutput =>
      cloud.call<GetTrailStatusCommandOutput>('CloudTrail', 'GetTrailStatus', { Name: arn });
    expect(status()).to.deep.equal({ IsLogging: false, TimeLoggingStarted: '', TimeLoggingStopped: '' });
    expect(cloud.inventory(trailType)[0]?.observed.serving).to.equal(false);
    cloud.call('CloudTrail', 'StartLogging', { Name: 'audit' });
    cloud.advance(60);
    cloud.call('CloudTrail', 'StopLogging', { Name: arn });
    expect(status()).to.deep.equal({
      IsLogging: false,
      StartLoggingTime: new Date(testStart),
      StopLoggingTime: new Date(testStart + 60_000),
      TimeLoggingStarted: '2025-12-15T09:00:00Z',
      TimeLoggingStopped: '2025-12-15T09:01:00Z',
    });
  });

  it('are refused by name, and where there are too many', async () => {
    const cloud = await withBucket();
    const code = (Name: string): string =>
      cloud.errorOf('CloudTrail', 'CreateTrail', { ...audit, Name }).code;
    for (const name of ['ab', 'a'.repeat(129), '-audit', 'audit-', 'au--dit', 'au dit', '192.168.5.4']) {
      expect(code(name), name).to.equal('InvalidTrailNameException');
    }
    putPolicy(cloud, anyTrailPolicy);
    for (const Name of ['one', 'two', 'audit', 'four', 'five']) {
      cloud.call('CloudTrail', 'CreateTrail', { ...audit, Name });
    }
    expectError(
      cloud.errorOf('CloudTrail', 'CreateTrail', audit),
      'TrailAlreadyExistsException',
      `Trail audit already exists for customer: ${testAccount}`,
    );
    expect(code('six')).to.equal('MaximumNumberOfTrailsExceededException');
  });

  it('need a bucket that CloudTrail may write to', async () => {
    const cloud = await withBucket();
    const create = (further: object): AwsError =>
      cloud.errorOf('CloudTrail', 'CreateTrail', { ...audit, ...further });
    expectError(
      create({ S3BucketName: 'nowhere' }),
      'S3BucketDoesNotExistException',
      'S3 bucket nowhere does not exist!',
    );
    const message = `Incorrect S3 bucket policy is detected for bucket: ${bucket}`;
    expectError(create({ Name: 'another' }), 'InsufficientS3BucketPolicyException', message);
    expectError(create({ S3KeyPrefix: 'logs' }), 'InsufficientS3BucketPolicyException', message);
    putPolicy(cloud, bucketPolicy('logs/'));
    cloud.call('CloudTrail', 'CreateTrail', { ...audit, S3KeyPrefix: 'logs' });
    cloud.call('CloudTrail', 'StartLogging', { Name: 'audit' });
    cloud.call('S3', 'DeleteBucketPolicy', { Bucket: bucket });
    const status = (): unknown =>
      cloud.call('CloudTrail', 'GetTrailStatus', { Name: 'audit' })['LatestDeliveryError'];
    expect(status()).to.equal('AccessDenied');
    cloud.call('S3', 'DeleteBucket', { Bucket: bucket });
    expect(status()).to.equal('NoSuchBucket');
  });

  it('need a key that CloudTrail may encrypt with', async () => {
    const cloud = await withBucket();
    const { KeyMetadata } = cloud.call<{ KeyMetadata: { Arn: string; KeyId: string } }>('KMS', 'CreateKey');
    const { Arn, KeyId } = KeyMetadata;
    const code = (key: string): string =>
      cloud.errorOf('CloudTrail', 'CreateTrail', { ...audit, KmsKeyId: key }).code;
    expect(code('alias/none')).to.equal('KmsKeyNotFoundException');
    expect(code(KeyId)).to.equal('InsufficientEncryptionPolicyException');
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { AWS: rootActor().principal }, Action: 'kms:*', Resource: '*' },
        { Effect: 'Allow', Principal: service, Action: 'kms:DescribeKey', Resource: '*' },
        {
          Effect: 'Allow',
          Principal: service,
          Action: 'kms:GenerateDataKey*',
          Resource: '*',
          Condition: { StringLike: { 'kms:EncryptionContext:aws:cloudtrail:arn': `${arn.slice(0, -5)}*` } },
        },
      ],
    });
    cloud.call('KMS', 'PutKeyPolicy', { KeyId, Policy });
    expect(cloud.call('CloudTrail', 'CreateTrail', { ...audit, KmsKeyId: KeyId })['KmsKeyId']).to.equal(Arn);
    cloud.call('CloudTrail', 'UpdateTrail', { Name: 'audit', KmsKeyId: '' });
    expect(trailOf(cloud)).to.not.have.property('KmsKeyId');
    cloud.call('KMS', 'DisableKey', { KeyId });
    expect(code(KeyId)).to.equal('TrailAlreadyExistsException');
    expect(cloud.errorOf('CloudTrail', 'UpdateTrail', { Name: 'audit', KmsKeyId: KeyId }).code).to.equal(
      'KmsException',
    );
  });

  it('are changed as a whole, and an error changes nothing', async () => {
    const cloud = await withTrail();
    cloud.call('CloudTrail', 'UpdateTrail', { Name: 'audit', IsMultiRegionTrail: true });
    expect(trailOf(cloud)).to.include({ IsMultiRegionTrail: true, HomeRegion: 'cn-north-1' });
    const before = trailOf(cloud);
    expectError(
      cloud.errorOf('CloudTrail', 'UpdateTrail', { Name: 'audit', IncludeGlobalServiceEvents: false }),
      'InvalidParameterCombinationException',
      'Multi-Region trail must include global service events.',
    );
    expect(trailOf(cloud)).to.deep.equal(before);
    for (const member of ['SnsTopicName', 'CloudWatchLogsRoleArn', 'IsOrganizationTrail']) {
      expect(cloud.errorOf('CloudTrail', 'UpdateTrail', { Name: 'audit', [member]: 'x' }).origin).to.equal(
        'unsupported',
      );
    }
  });

  it('are found by name and ARN, and by what logs a region from another', async () => {
    const cloud = await withTrail({ IsMultiRegionTrail: true });
    const elsewhere = 'cn-northwest-1';
    const from = (region: string, operation: string, input: object): Record<string, unknown> => {
      const request = { service: 'CloudTrail', operation, input, region, actor: rootActor() };
      const call = cloud.backend.understand(request, 'c100');
      const answer = call.readOnly ? cloud.backend.read(call) : cloud.backend.preview(call, true).outcome;
      if (answer instanceof Promise) throw new Error('the embedded cloud answers at once');
      return (answer.ok ? answer.output : answer.error) as Record<string, unknown>;
    };
    const shown = (region: string, input: object): number =>
      (from(region, 'DescribeTrails', input)['trailList'] as unknown[]).length;
    expect(shown('cn-north-1', {})).to.equal(1);
    expect(shown(elsewhere, {})).to.equal(1);
    expect(shown(elsewhere, { includeShadowTrails: false })).to.equal(0);
    expect(shown(elsewhere, { trailNameList: [arn, 'none'] })).to.equal(1);
    expect(from(elsewhere, 'ListTrails', {})['Trails']).to.deep.equal([
      { Name: 'audit', TrailARN: arn, HomeRegion: 'cn-north-1' },
    ]);
    expect(from(elsewhere, 'StopLogging', { Name: arn })['code']).to.equal('InvalidHomeRegionException');
    expect(from(elsewhere, 'StopLogging', { Name: 'audit' })['code']).to.equal('TrailNotFoundException');
    expect(from(elsewhere, 'GetTrail', { Name: bucketArn })['code']).to.equal(
      'CloudTrailARNInvalidException',
    );
    expectError(
      cloud.errorOf('CloudTrail', 'GetTrail', { Name: 'none' }),
      'TrailNotFoundException',
      `Unknown trail: none for the user: ${testAccount}`,
    );
  });

  it('carry tags', async () => {
    const cloud = await withTrail({ TagsList: [{ Key: 'team', Value: 'platform' }] });
    cloud.call('CloudTrail', 'AddTags', { ResourceId: arn, TagsList: [{ Key: 'kept', Value: 'yes' }] });
    cloud.call('CloudTrail', 'RemoveTags', { ResourceId: arn, TagsList: [{ Key: 'team' }] });
    expect(cloud.call('CloudTrail', 'ListTags', { ResourceIdList: [arn] })).to.deep.equal({
      ResourceTagList: [{ ResourceId: arn, TagsList: [{ Key: 'kept', Value: 'yes' }] }],
    });
    const code = (ResourceId: string): string =>
      cloud.errorOf('CloudTrail', 'AddTags', { ResourceId, TagsList: [] }).code;
    expect(code('audit')).to.equal('CloudTrailARNInvalidException');
    expect(code(`${arn}s`)).to.equal('ResourceNotFoundException');
    const TagsList = Array.from({ length: 50 }, (_, index) => ({ Key: `k${index}`, Value: '' }));
    expect(cloud.errorOf('CloudTrail', 'AddTags', { ResourceId: arn, TagsList }).code).to.equal(
      'TagsLimitExceededException',
    );
  });
});

describe('AWS::CloudTrail::Trail in a stack', () => {
  it('logs as its properties say, and follows their changes', async () => {
    const cloud = await withBucket();
    putPolicy(cloud, anyTrailPolicy);
    const properties = {
      S3BucketName: bucket,
      IsLogging: 'true',
      EnableLogFileValidation: true,
      EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: 'true' }],
      Tags: [{ Key: 'team', Value: 'platform' }],
    };
    const trail = provideResource(cloud, trailType, properties, 'AuditTrail');
    expect(trail.id).to.match(/^costs-AuditTrail-[A-Z2-7]{12}$/);
    expect(trail.attributes()).to.deep.equal({
      Arn: `arn:aws-cn:cloudtrail:cn-north-1:${testAccount}:trail/${trail.id}`,
    });
    const observed = (): Observation | undefined => cloud.inventory(trailType)[0]?.observed;
    expect(observed()?.serving).to.equal(true);
    expect(observed()?.protections).to.include('EnableLogFileValidation');
    expect(configurationOf(cloud, trailType)['Tags']).to.deep.equal({ team: 'platform' });
    trail.update({ S3BucketName: bucket, IsLogging: false, Tags: [{ Key: 'team', Value: 'audit' }] });
    expect(observed()?.serving).to.equal(false);
    expect(observed()?.protections).to.not.include('EnableLogFileValidation');
    expect(configurationOf(cloud, trailType)['Tags']).to.deep.equal({ team: 'audit' });
    trail.update({
      S3BucketName: bucket,
      IsLogging: true,
      InsightSelectors: [{ InsightType: 'ApiErrorRateInsight' }],
    });
    expect(observed()?.serving).to.equal(true);
    trail.remove();
    expect(cloud.inventory(trailType)).to.be.empty;
    trail.remove();
  });
});

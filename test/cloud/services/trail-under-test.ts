/** A world with a bucket that CloudTrail may write to, for tests of trails. */
import type { Trail } from '@aws-sdk/client-cloudtrail';
import { cloudUnderTest, testAccount, type CloudUnderTest } from '../cloud-under-test.js';

export const trailType = 'AWS::CloudTrail::Trail';
export const arn = `arn:aws-cn:cloudtrail:cn-north-1:${testAccount}:trail/audit`;
export const bucket = 'audit-logs';
export const bucketArn = `arn:aws-cn:s3:::${bucket}`;
export const audit = { Name: 'audit', S3BucketName: bucket };
export const service = { Service: 'cloudtrail.amazonaws.com' };

/** The bucket policy of the CloudTrail User Guide, for one trail. */
export function bucketPolicy(prefix = ''): object {
  const onlyTheTrail = { 'aws:SourceArn': arn };
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'AWSCloudTrailAclCheck20150319',
        Effect: 'Allow',
        Principal: service,
        Action: 's3:GetBucketAcl',
        Resource: bucketArn,
        Condition: { StringEquals: onlyTheTrail },
      },
      {
        Sid: 'AWSCloudTrailWrite20150319',
        Effect: 'Allow',
        Principal: service,
        Action: 's3:PutObject',
        Resource: `${bucketArn}/${prefix}AWSLogs/${testAccount}/*`,
        Condition: { StringEquals: { ...onlyTheTrail, 's3:x-amz-acl': 'bucket-owner-full-control' } },
      },
    ],
  };
}

export function putPolicy(cloud: CloudUnderTest, policy: object): void {
  cloud.call('S3', 'PutBucketPolicy', { Bucket: bucket, Policy: JSON.stringify(policy) });
}

export async function withBucket(): Promise<CloudUnderTest> {
  const cloud = await cloudUnderTest();
  const CreateBucketConfiguration = { LocationConstraint: 'cn-north-1' };
  cloud.call('S3', 'CreateBucket', { Bucket: bucket, CreateBucketConfiguration });
  putPolicy(cloud, bucketPolicy());
  return cloud;
}

export async function withTrail(settings: object = {}): Promise<CloudUnderTest> {
  const cloud = await withBucket();
  cloud.call('CloudTrail', 'CreateTrail', { ...audit, ...settings });
  cloud.call('CloudTrail', 'StartLogging', { Name: 'audit' });
  return cloud;
}

export function trailOf(cloud: CloudUnderTest): Trail {
  return cloud.call<{ Trail: Trail }>('CloudTrail', 'GetTrail', { Name: 'audit' }).Trail;
}

/** A policy that lets CloudTrail write for any trail. */
export const anyTrailPolicy = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: service, Action: 's3:*', Resource: [bucketArn, `${bucketArn}/*`] },
  ],
};

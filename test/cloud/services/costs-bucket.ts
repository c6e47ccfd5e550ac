/** The bucket that the tests of S3 work with. */
import { cloudUnderTest, testRegion, type CloudUnderTest } from '../cloud-under-test.js';
import type { Observation } from '../../../harness/contract/resource.js';

export const bucketType = 'AWS::S3::Bucket';
export const bucketArn = 'arn:aws-cn:s3:::cost-reports';
const CreateBucketConfiguration = { LocationConstraint: testRegion };

export async function withBucket(settings: object = {}): Promise<CloudUnderTest> {
  const cloud = await cloudUnderTest();
  s3(cloud, 'CreateBucket', { CreateBucketConfiguration, ...settings });
  return cloud;
}

/** Calls an operation on the bucket. */
export function s3<Output extends object = Record<string, unknown>>(
  cloud: CloudUnderTest,
  operation: string,
  input: object = {},
): Output {
  return cloud.call<Output>('S3', operation, { Bucket: 'cost-reports', ...input });
}

export function enableVersioning(cloud: CloudUnderTest, Status = 'Enabled'): void {
  s3(cloud, 'PutBucketVersioning', { VersioningConfiguration: { Status } });
}

export function observed(cloud: CloudUnderTest): Observation | undefined {
  return cloud.inventory(bucketType)[0]?.observed;
}

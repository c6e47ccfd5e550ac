/** Whether CloudTrail can write where a trail points it: asked of IAM as the service itself, as AWS does. */
import type { Actor } from '../../../contract/actor.js';
import { constraint } from '../../../contract/aws-error.js';
import type { ActionRequest } from '../../../contract/call.js';
import type { CallContext } from '../../call-context.js';
import { findKey } from '../kms/key.js';
import { findBucket } from '../s3/bucket.js';

const principal = 'cloudtrail.amazonaws.com';

/** Where a trail's log files go. */
export interface Destination {
  readonly arn: string;
  readonly bucket: string;
  readonly prefix: string | null;
}

/** What keeps log files out of the bucket, by S3's error codes; null where nothing does. */
export function deliveryError(
  context: CallContext,
  { arn, bucket, prefix }: Destination,
): 'NoSuchBucket' | 'AccessDenied' | null {
  const found = findBucket(context.state, context.partition, bucket);
  if (found === undefined) return 'NoSuchBucket';
  const folder = `${prefix === null ? '' : `${prefix}/`}AWSLogs/${context.account}`;
  const mayWrite = serviceMay(context, arn, [
    { action: 's3:GetBucketAcl', resources: [found.arn] },
    {
      action: 's3:PutObject',
      resources: [`${found.arn}/${folder}/CloudTrail/${context.region}/log.json.gz`],
      context: { 's3:x-amz-acl': 'bucket-owner-full-control' },
    },
  ]);
  return mayWrite ? null : 'AccessDenied';
}

/**
 * Refuses a bucket that CloudTrail cannot write to (User Guide, "Amazon S3 bucket policy for CloudTrail").
 * @throws AwsFailure S3BucketDoesNotExistException or InsufficientS3BucketPolicyException.
 */
export function checkDelivery(context: CallContext, destination: Destination): void {
  const { bucket } = destination;
  switch (deliveryError(context, destination)) {
    case 'NoSuchBucket':
      throw constraint('S3BucketDoesNotExistException', `S3 bucket ${bucket} does not exist!`);
    case 'AccessDenied':
      throw constraint(
        'InsufficientS3BucketPolicyException',
        `Incorrect S3 bucket policy is detected for bucket: ${bucket}`,
      );
    case null:
  }
}

/**
 * The ARN of the key that log files are to be encrypted with (User Guide, "Configure AWS KMS key policies for
 * CloudTrail").
 * @param name an id, an ARN, or an alias' name or ARN.
 * @throws AwsFailure KmsKeyNotFoundException, KmsException or InsufficientEncryptionPolicyException.
 */
export function encryptionKey(context: CallContext, trailArn: string, bucket: string, name: string): string {
  const key = findKey(context, name);
  if (key === undefined) throw constraint('KmsKeyNotFoundException', `KMS key ${name} does not exist`);
  if (key.body.state !== 'Enabled') throw constraint('KmsException', `KMS key ${name} is not enabled`);
  const mayEncrypt = serviceMay(context, trailArn, [
    { action: 'kms:DescribeKey', resources: [key.arn] },
    {
      action: 'kms:GenerateDataKey',
      resources: [key.arn],
      context: { 'kms:EncryptionContext:aws:cloudtrail:arn': trailArn },
    },
  ]);
  if (mayEncrypt) return key.arn;
  throw constraint(
    'InsufficientEncryptionPolicyException',
    `Insufficient permissions to access S3 bucket ${bucket} or KMS key ${key.arn}.`,
  );
}

/** IAM's answer to the service itself, on a trail's behalf. */
function serviceMay(context: CallContext, trailArn: string, requests: readonly ActionRequest[]): boolean {
  const { account, partition } = context;
  const service: Actor = {
    principal,
    account,
    partition,
    chain: [{ arn: principal, by: 'service' }],
    root: principal,
    accessKeyId: '',
    session: null,
  };
  const onBehalf = { 'aws:SourceArn': trailArn, 'aws:SourceAccount': account };
  const asked = requests.map((request) => ({ ...request, context: { ...request.context, ...onBehalf } }));
  const scene = { state: context.state, now: context.now, actor: service, account, partition };
  return context.cloud.decide(asked, { ...scene, region: context.region }, []).allowed;
}

/** What is asked of S3 about buckets: their life, versioning, encryption, access and policies. */
import { defineSuite } from '../sequence.js';

const Bucket = 'b-{run}';
const made = [{ operation: 'CreateBucket', input: { Bucket } }] as const;

const policy = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'own',
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::{account}:root' },
      Action: 's3:GetObject',
      Resource: `arn:aws:s3:::${Bucket}/*`,
    },
  ],
};

const blocked = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};

export default defineSuite({
  name: 's3-buckets',
  service: 'S3',
  opaque: ['ID', 'DisplayName'],
  sequences: [
    {
      name: "a bucket's life",
      steps: [
        { operation: 'HeadBucket', input: { Bucket }, fails: 'NotFound' },
        { operation: 'GetBucketLocation', input: { Bucket }, fails: 'NoSuchBucket' },
        { operation: 'DeleteBucket', input: { Bucket }, fails: 'NoSuchBucket' },
        ...made,
        { operation: 'HeadBucket', input: { Bucket } },
        { operation: 'GetBucketLocation', input: { Bucket } },
        { operation: 'ListBuckets' },
        { operation: 'PutObject', input: { Bucket, Key: 'a', Body: 'x' } },
        { operation: 'DeleteBucket', input: { Bucket }, fails: 'BucketNotEmpty' },
        { operation: 'DeleteObject', input: { Bucket, Key: 'a' } },
        { operation: 'DeleteBucket', input: { Bucket } },
        { operation: 'HeadBucket', input: { Bucket }, fails: 'NotFound' },
        { operation: 'ListBuckets' },
      ],
    },
    {
      name: 'what a bucket cannot be called, and where it is',
      steps: [
        { operation: 'CreateBucket', input: { Bucket: 'Upper_{run}' }, fails: 'InvalidBucketName' },
        { operation: 'CreateBucket', input: { Bucket: 'ab' }, fails: 'InvalidBucketName' },
        ...made,
        { operation: 'CreateBucket', input: { Bucket } },
        {
          operation: 'CreateBucket',
          input: {
            Bucket: 'w-{run}',
            CreateBucketConfiguration: { LocationConstraint: 'us-east-1' },
          },
          fails: 'InvalidLocationConstraint',
        },
      ],
    },
    {
      name: 'versioning',
      steps: [
        ...made,
        { operation: 'GetBucketVersioning', input: { Bucket } },
        {
          operation: 'PutBucketVersioning',
          input: { Bucket, VersioningConfiguration: { Status: 'Enabled' } },
        },
        { operation: 'GetBucketVersioning', input: { Bucket } },
        {
          operation: 'PutBucketVersioning',
          input: { Bucket, VersioningConfiguration: { Status: 'Suspended' } },
        },
        { operation: 'GetBucketVersioning', input: { Bucket } },
        {
          operation: 'PutBucketVersioning',
          input: { Bucket, VersioningConfiguration: { Status: 'Off' } },
          fails: 'MalformedXML',
        },
      ],
    },
    {
      name: 'encryption',
      steps: [
        ...made,
        { operation: 'GetBucketEncryption', input: { Bucket } },
        {
          operation: 'PutBucketEncryption',
          input: {
            Bucket,
            ServerSideEncryptionConfiguration: {
              Rules: [
                {
                  ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' },
                  BucketKeyEnabled: true,
                },
              ],
            },
          },
        },
        { operation: 'GetBucketEncryption', input: { Bucket } },
        { operation: 'DeleteBucketEncryption', input: { Bucket } },
        { operation: 'GetBucketEncryption', input: { Bucket } },
      ],
    },
    {
      name: 'policy and public access',
      steps: [
        ...made,
        { operation: 'GetPublicAccessBlock', input: { Bucket } },
        { operation: 'GetBucketPolicy', input: { Bucket }, fails: 'NoSuchBucketPolicy' },
        { operation: 'GetBucketPolicyStatus', input: { Bucket }, fails: 'NoSuchBucketPolicy' },
        { operation: 'PutBucketPolicy', input: { Bucket, Policy: JSON.stringify(policy) } },
        { operation: 'GetBucketPolicy', input: { Bucket } },
        { operation: 'GetBucketPolicyStatus', input: { Bucket } },
        { operation: 'PutBucketPolicy', input: { Bucket, Policy: '{"a"' }, fails: 'MalformedPolicy' },
        { operation: 'DeleteBucketPolicy', input: { Bucket } },
        { operation: 'GetBucketPolicy', input: { Bucket }, fails: 'NoSuchBucketPolicy' },
        {
          operation: 'PutPublicAccessBlock',
          input: { Bucket, PublicAccessBlockConfiguration: { ...blocked, BlockPublicAcls: false } },
        },
        { operation: 'GetPublicAccessBlock', input: { Bucket } },
        { operation: 'DeletePublicAccessBlock', input: { Bucket } },
        {
          operation: 'GetPublicAccessBlock',
          input: { Bucket },
          fails: 'NoSuchPublicAccessBlockConfiguration',
        },
      ],
    },
    {
      name: 'a policy for everyone',
      steps: [
        ...made,
        {
          operation: 'PutPublicAccessBlock',
          input: { Bucket, PublicAccessBlockConfiguration: blocked },
        },
        {
          operation: 'PutBucketPolicy',
          input: {
            Bucket,
            Policy: JSON.stringify({
              ...policy,
              Statement: [{ ...policy.Statement[0], Principal: '*' }],
            }),
          },
          fails: 'AccessDenied',
        },
        { operation: 'GetBucketPolicy', input: { Bucket }, fails: 'NoSuchBucketPolicy' },
      ],
    },
    {
      name: 'ownership and access control lists',
      steps: [
        ...made,
        { operation: 'GetBucketOwnershipControls', input: { Bucket } },
        { operation: 'GetBucketAcl', input: { Bucket } },
        {
          operation: 'PutBucketAcl',
          input: { Bucket, ACL: 'public-read' },
          fails: 'AccessControlListNotSupported',
        },
        {
          operation: 'PutBucketOwnershipControls',
          input: { Bucket, OwnershipControls: { Rules: [{ ObjectOwnership: 'ObjectWriter' }] } },
        },
        { operation: 'PutBucketAcl', input: { Bucket, ACL: 'private' } },
        { operation: 'GetBucketOwnershipControls', input: { Bucket } },
        { operation: 'DeleteBucketOwnershipControls', input: { Bucket } },
        {
          operation: 'GetBucketOwnershipControls',
          input: { Bucket },
          fails: 'OwnershipControlsNotFoundError',
        },
      ],
    },
    {
      name: 'tags',
      steps: [
        ...made,
        { operation: 'GetBucketTagging', input: { Bucket }, fails: 'NoSuchTagSet' },
        {
          operation: 'PutBucketTagging',
          input: {
            Bucket,
            Tagging: {
              TagSet: [
                { Key: 'team', Value: 'a' },
                { Key: 'stage', Value: 'test' },
              ],
            },
          },
        },
        { operation: 'GetBucketTagging', input: { Bucket } },
        {
          operation: 'PutBucketTagging',
          input: {
            Bucket,
            Tagging: {
              TagSet: [
                { Key: 'team', Value: 'a' },
                { Key: 'team', Value: 'b' },
              ],
            },
          },
          fails: 'InvalidTag',
        },
        { operation: 'DeleteBucketTagging', input: { Bucket } },
        { operation: 'GetBucketTagging', input: { Bucket }, fails: 'NoSuchTagSet' },
      ],
    },
  ],
});

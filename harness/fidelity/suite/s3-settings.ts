/** What is asked of S3 about what else a bucket can be set to: lifecycle, websites, cross-origin rules, logging and the like. */
import { defineSuite } from '../sequence.js';

const Bucket = 'b-{run}';
const made = [{ operation: 'CreateBucket', input: { Bucket } }] as const;

export default defineSuite({
  name: 's3-settings',
  service: 'S3',
  opaque: ['DisplayName'],
  sequences: [
    {
      name: 'lifecycle',
      steps: [
        ...made,
        {
          operation: 'GetBucketLifecycleConfiguration',
          input: { Bucket },
          fails: 'NoSuchLifecycleConfiguration',
        },
        {
          operation: 'PutBucketLifecycleConfiguration',
          input: {
            Bucket,
            LifecycleConfiguration: {
              Rules: [
                {
                  ID: 'old',
                  Status: 'Enabled',
                  Filter: { Prefix: 'logs/' },
                  Expiration: { Days: 30 },
                  NoncurrentVersionExpiration: { NoncurrentDays: 7 },
                },
                {
                  ID: 'parts',
                  Status: 'Disabled',
                  Filter: { Prefix: '' },
                  AbortIncompleteMultipartUpload: { DaysAfterInitiation: 3 },
                },
              ],
            },
          },
        },
        { operation: 'GetBucketLifecycleConfiguration', input: { Bucket } },
        {
          operation: 'PutBucketLifecycleConfiguration',
          input: {
            Bucket,
            LifecycleConfiguration: {
              Rules: [{ ID: 'never', Status: 'Enabled', Filter: { Prefix: '' }, Expiration: { Days: 0 } }],
            },
          },
          fails: 'InvalidArgument',
        },
        { operation: 'DeleteBucketLifecycle', input: { Bucket } },
        {
          operation: 'GetBucketLifecycleConfiguration',
          input: { Bucket },
          fails: 'NoSuchLifecycleConfiguration',
        },
      ],
    },
    {
      name: 'website and cross-origin rules',
      steps: [
        ...made,
        {
          operation: 'GetBucketWebsite',
          input: { Bucket },
          fails: 'NoSuchWebsiteConfiguration',
        },
        {
          operation: 'PutBucketWebsite',
          input: {
            Bucket,
            WebsiteConfiguration: {
              IndexDocument: { Suffix: 'index.html' },
              ErrorDocument: { Key: 'error.html' },
            },
          },
        },
        { operation: 'GetBucketWebsite', input: { Bucket } },
        { operation: 'DeleteBucketWebsite', input: { Bucket } },
        { operation: 'GetBucketWebsite', input: { Bucket }, fails: 'NoSuchWebsiteConfiguration' },
        { operation: 'GetBucketCors', input: { Bucket }, fails: 'NoSuchCORSConfiguration' },
        {
          operation: 'PutBucketCors',
          input: {
            Bucket,
            CORSConfiguration: {
              CORSRules: [
                {
                  AllowedMethods: ['GET'],
                  AllowedOrigins: ['https://example.com'],
                  MaxAgeSeconds: 60,
                },
              ],
            },
          },
        },
        { operation: 'GetBucketCors', input: { Bucket } },
        { operation: 'DeleteBucketCors', input: { Bucket } },
        { operation: 'GetBucketCors', input: { Bucket }, fails: 'NoSuchCORSConfiguration' },
      ],
    },
    {
      name: 'logging, requester pays, acceleration, notifications, replication',
      steps: [
        ...made,
        { operation: 'GetBucketLogging', input: { Bucket } },
        {
          operation: 'PutBucketLogging',
          input: {
            Bucket,
            BucketLoggingStatus: { LoggingEnabled: { TargetBucket: Bucket, TargetPrefix: 'logs/' } },
          },
        },
        { operation: 'GetBucketLogging', input: { Bucket } },
        { operation: 'PutBucketLogging', input: { Bucket, BucketLoggingStatus: {} } },
        { operation: 'GetBucketLogging', input: { Bucket } },
        { operation: 'GetBucketRequestPayment', input: { Bucket } },
        {
          operation: 'PutBucketRequestPayment',
          input: { Bucket, RequestPaymentConfiguration: { Payer: 'Requester' } },
        },
        { operation: 'GetBucketRequestPayment', input: { Bucket } },
        { operation: 'GetBucketAccelerateConfiguration', input: { Bucket } },
        {
          operation: 'PutBucketAccelerateConfiguration',
          input: { Bucket, AccelerateConfiguration: { Status: 'Enabled' } },
        },
        { operation: 'GetBucketAccelerateConfiguration', input: { Bucket } },
        { operation: 'GetBucketNotificationConfiguration', input: { Bucket } },
        {
          operation: 'PutBucketNotificationConfiguration',
          input: { Bucket, NotificationConfiguration: { EventBridgeConfiguration: {} } },
        },
        {
          operation: 'GetBucketReplication',
          input: { Bucket },
          fails: 'ReplicationConfigurationNotFoundError',
        },
      ],
    },
  ],
});

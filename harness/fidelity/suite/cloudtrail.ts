/** What is asked of CloudTrail about trails: their life, what they log, their selectors and tags. */
import { defineSuite, type FidelityStep } from '../sequence.js';

const bucket = 'trails-{run}';

const policy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'cloudtrail.amazonaws.com' },
      Action: 's3:GetBucketAcl',
      Resource: `arn:aws:s3:::${bucket}`,
    },
    {
      Effect: 'Allow',
      Principal: { Service: 'cloudtrail.amazonaws.com' },
      Action: 's3:PutObject',
      Resource: `arn:aws:s3:::${bucket}/*`,
      Condition: { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control' } },
    },
  ],
});

const withBucket: readonly FidelityStep[] = [
  { operation: 'CreateBucket', service: 'S3', input: { Bucket: bucket } },
  { operation: 'PutBucketPolicy', service: 'S3', input: { Bucket: bucket, Policy: policy } },
];

const withTrail: readonly FidelityStep[] = [
  ...withBucket,
  {
    operation: 'CreateTrail',
    input: { Name: 'audit', S3BucketName: bucket },
    save: { trailArn: 'TrailARN' },
  },
];

export default defineSuite({
  name: 'cloudtrail',
  service: 'CloudTrail',
  sequences: [
    {
      name: "a trail's life",
      steps: [
        { operation: 'GetTrail', input: { Name: 'audit' }, fails: 'TrailNotFoundException' },
        ...withBucket,
        {
          operation: 'CreateTrail',
          input: { Name: 'audit', S3BucketName: bucket, IsMultiRegionTrail: true },
          save: { trailArn: 'TrailARN' },
        },
        {
          operation: 'CreateTrail',
          input: { Name: 'audit', S3BucketName: bucket },
          fails: 'TrailAlreadyExistsException',
        },
        { operation: 'GetTrail', input: { Name: 'audit' } },
        { operation: 'GetTrail', input: { Name: '{trailArn}' } },
        { operation: 'DescribeTrails' },
        { operation: 'DescribeTrails', input: { trailNameList: ['never'] } },
        { operation: 'ListTrails' },
        {
          operation: 'UpdateTrail',
          input: { Name: 'audit', IsMultiRegionTrail: false, S3KeyPrefix: 'logs' },
        },
        {
          operation: 'UpdateTrail',
          input: { Name: 'never', S3KeyPrefix: 'a' },
          fails: 'TrailNotFoundException',
        },
        { operation: 'GetTrail', input: { Name: 'audit' } },
        { operation: 'DeleteTrail', input: { Name: 'audit' } },
        { operation: 'DeleteTrail', input: { Name: 'audit' }, fails: 'TrailNotFoundException' },
        { operation: 'DescribeTrails' },
      ],
    },
    {
      name: 'what a trail cannot be',
      steps: [
        {
          operation: 'CreateTrail',
          input: { Name: 'audit', S3BucketName: 'nowhere-{run}' },
          fails: 'S3BucketDoesNotExistException',
        },
        ...withBucket,
        {
          operation: 'CreateTrail',
          input: { Name: 'au', S3BucketName: bucket },
          fails: 'InvalidTrailNameException',
        },
        {
          operation: 'CreateTrail',
          input: { Name: 'audit..all', S3BucketName: bucket },
          fails: 'InvalidTrailNameException',
        },
        {
          operation: 'CreateTrail',
          input: {
            Name: 'half',
            S3BucketName: bucket,
            IsMultiRegionTrail: true,
            IncludeGlobalServiceEvents: false,
          },
          fails: 'InvalidParameterCombinationException',
        },
        { operation: 'DescribeTrails' },
      ],
    },
    {
      name: 'logging',
      steps: [
        ...withTrail,
        { operation: 'GetTrailStatus', input: { Name: 'audit' } },
        { operation: 'StartLogging', input: { Name: 'audit' } },
        { operation: 'GetTrailStatus', input: { Name: 'audit' } },
        { operation: 'StopLogging', input: { Name: 'audit' } },
        { operation: 'GetTrailStatus', input: { Name: 'audit' } },
        { operation: 'StartLogging', input: { Name: 'never' }, fails: 'TrailNotFoundException' },
        { operation: 'GetTrailStatus', input: { Name: 'never' }, fails: 'TrailNotFoundException' },
      ],
    },
    {
      name: 'selectors',
      steps: [
        ...withTrail,
        { operation: 'GetEventSelectors', input: { TrailName: 'audit' } },
        {
          operation: 'PutEventSelectors',
          input: {
            TrailName: 'audit',
            EventSelectors: [
              {
                ReadWriteType: 'WriteOnly',
                IncludeManagementEvents: true,
                DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] }],
              },
            ],
          },
        },
        { operation: 'GetEventSelectors', input: { TrailName: 'audit' } },
        {
          operation: 'PutInsightSelectors',
          input: { TrailName: 'audit', InsightSelectors: [{ InsightType: 'ApiCallRateInsight' }] },
        },
        { operation: 'GetInsightSelectors', input: { TrailName: 'audit' } },
        {
          operation: 'GetEventSelectors',
          input: { TrailName: 'never' },
          fails: 'TrailNotFoundException',
        },
      ],
    },
    {
      name: 'tags',
      steps: [
        ...withTrail,
        {
          operation: 'AddTags',
          input: {
            ResourceId: '{trailArn}',
            TagsList: [
              { Key: 'team', Value: 'a' },
              { Key: 'stage', Value: 'test' },
            ],
          },
        },
        {
          operation: 'RemoveTags',
          input: { ResourceId: '{trailArn}', TagsList: [{ Key: 'team', Value: 'a' }] },
        },
        { operation: 'ListTags', input: { ResourceIdList: ['{trailArn}'] } },
      ],
    },
  ],
});

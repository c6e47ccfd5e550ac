/** Versioning of buckets. */
import type {
  GetBucketVersioningCommandInput,
  GetBucketVersioningCommandOutput,
  PutBucketVersioningCommandInput,
  PutBucketVersioningCommandOutput,
} from '@aws-sdk/client-s3';
import { protection, unsupported } from '../../../contract/aws-error.js';
import { operation } from '../../service.js';
import { bucketArn, bucketOf, changeBucket, malformed } from './bucket.js';
import { planLifecycle } from './lifecycle-plan.js';

const put = operation<PutBucketVersioningCommandInput, PutBucketVersioningCommandOutput>({
  readOnly: false,
  actions: (input, scene) => [
    { action: 's3:PutBucketVersioning', resources: [bucketArn(input.Bucket, scene)] },
  ],
  run: (input, context) => {
    const bucket = bucketOf(context, input);
    const { MFADelete, Status } = input.VersioningConfiguration ?? {};
    if (MFADelete === 'Enabled') throw unsupported('S3.PutBucketVersioning with MFADelete');
    if (Status !== 'Enabled' && Status !== 'Suspended') throw malformed();
    context.protect(bucket.body.lock.enabled && Status === 'Suspended', () =>
      protection(
        'InvalidBucketState',
        'An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.',
        409,
      ),
    );
    planLifecycle(context, changeBucket(context, bucket, { versioning: Status }));
    return {};
  },
});

const get = operation<GetBucketVersioningCommandInput, GetBucketVersioningCommandOutput>({
  readOnly: true,
  actions: (input, scene) => [
    { action: 's3:GetBucketVersioning', resources: [bucketArn(input.Bucket, scene)] },
  ],
  run: (input, context) => {
    const { versioning } = bucketOf(context, input).body;
    return versioning === null ? {} : { Status: versioning };
  },
});

export const versioningOperations = { GetBucketVersioning: get, PutBucketVersioning: put };

/** How stacks provide `AWS::S3::BucketPolicy`: the policy is the bucket's, so there is no record of its own. */
import { AwsFailure } from '../../../contract/aws-error.js';
import type { JsonObject } from '../../../contract/json.js';
import type { CallContext } from '../../call-context.js';
import { documentOf, textOf } from '../../property.js';
import { provisioningTimes } from '../../provisioning-times.js';
import type { ResourceProvider } from '../../service.js';

const type = 'AWS::S3::BucketPolicy';

function put(properties: JsonObject, context: CallContext): void {
  const Bucket = textOf(properties, 'Bucket');
  context.invoke('S3', 'PutBucketPolicy', { Bucket, Policy: documentOf(properties, 'PolicyDocument') });
}

export const bucketPolicyResource: ResourceProvider = {
  type,
  create: (properties, context) => {
    put(properties, context);
    return { physicalId: textOf(properties, 'Bucket') ?? '', seconds: provisioningTimes(type).create };
  },
  update: (_id, properties, _previous, context) => {
    put(properties, context);
    return { seconds: provisioningTimes(type).update };
  },
  delete: (Bucket, _properties, context) => {
    try {
      context.invoke('S3', 'DeleteBucketPolicy', { Bucket });
    } catch (error) {
      if (!(error instanceof AwsFailure) || error.error.code !== 'NoSuchBucket') throw error;
    }
    return { seconds: provisioningTimes(type).delete };
  },
  attributes: () => ({}),
};

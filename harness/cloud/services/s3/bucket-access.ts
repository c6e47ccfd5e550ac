/** Bucket policies and the public access block. */
import type {
  DeleteBucketPolicyCommandInput,
  DeleteBucketPolicyCommandOutput,
  DeletePublicAccessBlockCommandInput,
  DeletePublicAccessBlockCommandOutput,
  GetBucketPolicyCommandInput,
  GetBucketPolicyCommandOutput,
  GetBucketPolicyStatusCommandInput,
  GetBucketPolicyStatusCommandOutput,
  GetPublicAccessBlockCommandInput,
  GetPublicAccessBlockCommandOutput,
  PutBucketPolicyCommandInput,
  PutBucketPolicyCommandOutput,
  PutPublicAccessBlockCommandInput,
  PutPublicAccessBlockCommandOutput,
} from '@aws-sdk/client-s3';
import { constraint, type AwsFailure } from '../../../contract/aws-error.js';
import { validatePolicy } from '../../../iam/policy.js';
import { required } from '../../input-check.js';
import { allowsAnyone } from '../../policy-exposure.js';
import type { Scene } from '../../scene.js';
import { operation } from '../../service.js';
import { fromStored } from '../../stored-shape.js';
import { bucketArn, bucketOf, changeBucket, missingParameter, withFields } from './bucket.js';

interface BucketInput {
  readonly Bucket?: string | undefined;
}

const asking = (action: string) => (input: BucketInput, scene: Scene) => [
  { action, resources: [bucketArn(input.Bucket, scene)] },
];

function noPolicy(bucket: string): AwsFailure {
  return withFields(constraint('NoSuchBucketPolicy', 'The bucket policy does not exist', 404), {
    BucketName: bucket,
  });
}

const putBucketPolicy = operation<PutBucketPolicyCommandInput, PutBucketPolicyCommandOutput>({
  readOnly: false,
  actions: asking('s3:PutBucketPolicy'),
  run: (input, context) => {
    const bucket = bucketOf(context, input);
    const text = required(input.Policy, 'Policy', missingParameter);
    const document = validatePolicy(text, 'resource', 'MalformedPolicy');
    if (bucket.body.publicAccess?.BlockPublicPolicy === true && allowsAnyone(document)) {
      throw constraint(
        'AccessDenied',
        `User: ${context.actor.principal} is not authorized to perform: s3:PutBucketPolicy on resource: "${bucket.arn}" because public policies are blocked by the BlockPublicPolicy block public access setting.`,
        403,
      );
    }
    changeBucket(context, bucket, { policy: { text, document } });
    return {};
  },
});

const getBucketPolicy = operation<GetBucketPolicyCommandInput, GetBucketPolicyCommandOutput>({
  readOnly: true,
  actions: asking('s3:GetBucketPolicy'),
  run: (input, context) => {
    const bucket = bucketOf(context, input);
    if (bucket.body.policy === null) throw noPolicy(bucket.id);
    return { Policy: bucket.body.policy.text };
  },
});

const getBucketPolicyStatus = operation<
  GetBucketPolicyStatusCommandInput,
  GetBucketPolicyStatusCommandOutput
>({
  readOnly: true,
  actions: asking('s3:GetBucketPolicyStatus'),
  run: (input, context) => {
    const bucket = bucketOf(context, input);
    if (bucket.body.policy === null) throw noPolicy(bucket.id);
    return { PolicyStatus: { IsPublic: allowsAnyone(bucket.body.policy.document) } };
  },
});

const deleteBucketPolicy = operation<DeleteBucketPolicyCommandInput, DeleteBucketPolicyCommandOutput>({
  readOnly: false,
  actions: asking('s3:DeleteBucketPolicy'),
  run: (input, context) => {
    changeBucket(context, bucketOf(context, input), { policy: null });
    return {};
  },
});

const putPublicAccessBlock = operation<PutPublicAccessBlockCommandInput, PutPublicAccessBlockCommandOutput>({
  readOnly: false,
  actions: asking('s3:PutBucketPublicAccessBlock'),
  run: (input, context) => {
    const bucket = bucketOf(context, input);
    const wanted = required(
      input.PublicAccessBlockConfiguration,
      'PublicAccessBlockConfiguration',
      missingParameter,
    );
    changeBucket(context, bucket, {
      publicAccess: {
        BlockPublicAcls: wanted.BlockPublicAcls ?? false,
        IgnorePublicAcls: wanted.IgnorePublicAcls ?? false,
        BlockPublicPolicy: wanted.BlockPublicPolicy ?? false,
        RestrictPublicBuckets: wanted.RestrictPublicBuckets ?? false,
      },
    });
    return {};
  },
});

const getPublicAccessBlock = operation<GetPublicAccessBlockCommandInput, GetPublicAccessBlockCommandOutput>({
  readOnly: true,
  actions: asking('s3:GetBucketPublicAccessBlock'),
  run: (input, context) => {
    const { publicAccess } = bucketOf(context, input).body;
    if (publicAccess === null) {
      throw constraint(
        'NoSuchPublicAccessBlockConfiguration',
        'The public access block configuration was not found',
        404,
      );
    }
    return { PublicAccessBlockConfiguration: fromStored(publicAccess) };
  },
});

const deletePublicAccessBlock = operation<
  DeletePublicAccessBlockCommandInput,
  DeletePublicAccessBlockCommandOutput
>({
  readOnly: false,
  actions: asking('s3:PutBucketPublicAccessBlock'),
  run: (input, context) => {
    changeBucket(context, bucketOf(context, input), { publicAccess: null });
    return {};
  },
});

export const bucketAccessOperations = {
  DeleteBucketPolicy: deleteBucketPolicy,
  DeletePublicAccessBlock: deletePublicAccessBlock,
  GetBucketPolicy: getBucketPolicy,
  GetBucketPolicyStatus: getBucketPolicyStatus,
  GetPublicAccessBlock: getPublicAccessBlock,
  PutBucketPolicy: putBucketPolicy,
  PutPublicAccessBlock: putPublicAccessBlock,
};

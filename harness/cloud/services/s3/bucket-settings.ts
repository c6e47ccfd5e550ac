/** Configurations of a bucket that are stored and shown as they are: encryption, ownership, CORS, website and others. */
import type { GetBucketEncryptionCommandOutput } from '@aws-sdk/client-s3';
import { constraint, type AwsFailure } from '../../../contract/aws-error.js';
import type { Json, JsonObject } from '../../../contract/json.js';
import type { CallContext } from '../../call-context.js';
import { required } from '../../input-check.js';
import type { Scene } from '../../scene.js';
import { operation, type Operation } from '../../service.js';
import { fromStored, toStored } from '../../stored-shape.js';
import {
  bucketArn,
  bucketOf,
  changeBucket,
  countedAmount,
  defaultKey,
  missingParameter,
  type BucketRecord,
} from './bucket.js';

/** One configuration: its operations, what they ask of IAM, and what there is where nothing was put. */
interface Setting {
  /** What the operations are called after `Put`, `Get` and `Delete`. */
  readonly noun: string;
  /** The input's member, and the name under which it is kept. */
  readonly member: string;
  readonly actions: { readonly put: string | null; readonly get: string; readonly remove: string | null };
  /** Whether the answer has the member's own members rather than the member. */
  readonly spread: boolean;
  readonly missing: Json | (() => AwsFailure);
}

const settings: readonly Setting[] = [
  {
    noun: 'BucketEncryption',
    member: 'ServerSideEncryptionConfiguration',
    actions: {
      put: 's3:PutEncryptionConfiguration',
      get: 's3:GetEncryptionConfiguration',
      remove: 's3:PutEncryptionConfiguration',
    },
    spread: false,
    // Every bucket encrypts with keys of S3's own unless it says otherwise.
    missing: {
      Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false }],
    },
  },
  {
    noun: 'BucketOwnershipControls',
    member: 'OwnershipControls',
    actions: {
      put: 's3:PutBucketOwnershipControls',
      get: 's3:GetBucketOwnershipControls',
      remove: 's3:PutBucketOwnershipControls',
    },
    spread: false,
    missing: () =>
      constraint('OwnershipControlsNotFoundError', 'The bucket ownership controls were not found', 404),
  },
  {
    noun: 'BucketCors',
    member: 'CORSConfiguration',
    actions: { put: 's3:PutBucketCORS', get: 's3:GetBucketCORS', remove: 's3:PutBucketCORS' },
    spread: true,
    missing: () => constraint('NoSuchCORSConfiguration', 'The CORS configuration does not exist', 404),
  },
  {
    noun: 'BucketWebsite',
    member: 'WebsiteConfiguration',
    actions: { put: 's3:PutBucketWebsite', get: 's3:GetBucketWebsite', remove: 's3:DeleteBucketWebsite' },
    spread: true,
    missing: () =>
      constraint(
        'NoSuchWebsiteConfiguration',
        'The specified bucket does not have a website configuration',
        404,
      ),
  },
  {
    noun: 'BucketLogging',
    member: 'BucketLoggingStatus',
    actions: { put: 's3:PutBucketLogging', get: 's3:GetBucketLogging', remove: null },
    spread: true,
    missing: {},
  },
  {
    noun: 'BucketNotificationConfiguration',
    member: 'NotificationConfiguration',
    actions: { put: 's3:PutBucketNotification', get: 's3:GetBucketNotification', remove: null },
    spread: true,
    missing: {},
  },
  {
    noun: 'BucketRequestPayment',
    member: 'RequestPaymentConfiguration',
    actions: { put: 's3:PutBucketRequestPayment', get: 's3:GetBucketRequestPayment', remove: null },
    spread: true,
    missing: { Payer: 'BucketOwner' },
  },
  {
    noun: 'BucketAccelerateConfiguration',
    member: 'AccelerateConfiguration',
    actions: { put: 's3:PutAccelerateConfiguration', get: 's3:GetAccelerateConfiguration', remove: null },
    spread: true,
    missing: {},
  },
  {
    noun: 'BucketReplication',
    member: 'ReplicationConfiguration',
    // Nothing is replicated, so none can be put. That there is none is what clients ask of every bucket.
    actions: { put: null, get: 's3:GetReplicationConfiguration', remove: null },
    spread: false,
    missing: () =>
      constraint('ReplicationConfigurationNotFoundError', 'The replication configuration was not found', 404),
  },
];

type BucketInput = Readonly<Record<string, unknown>> & { readonly Bucket?: string };

function actionsOf(action: string) {
  return (input: BucketInput, scene: Scene) => [{ action, resources: [bucketArn(input.Bucket, scene)] }];
}

/** Stores a configuration, or takes it away. */
export function changeSetting(
  context: CallContext,
  bucket: BucketRecord,
  name: string,
  value: Json | undefined,
): void {
  const { [name]: _before, ...others } = bucket.body.settings;
  const chosen = value === undefined ? others : { ...others, [name]: value };
  const before = bucket.body;
  // What is there stays under the key that it came with.
  const keeps = before.counted.key === undefined && countedAmount(before).records > 0;
  const key = defaultKey(before);
  const moved = keeps && defaultKey({ ...before, settings: chosen }) !== key;
  changeBucket(context, bucket, {
    settings: chosen,
    ...(moved ? { counted: { ...before.counted, key } } : {}),
  });
}

function operationsOf({ actions, member, missing, noun, spread }: Setting): Record<string, Operation> {
  const operations: Record<string, Operation> = {
    [`Get${noun}`]: operation<BucketInput, object>({
      readOnly: true,
      actions: actionsOf(actions.get),
      run: (input, context) => {
        const stored = bucketOf(context, input).body.settings[member] ?? missing;
        if (typeof stored === 'function') throw stored();
        return spread ? (stored as JsonObject) : { [member]: stored };
      },
    }),
  };
  const { put, remove } = actions;
  if (put !== null) {
    operations[`Put${noun}`] = operation<BucketInput, object>({
      readOnly: false,
      actions: actionsOf(put),
      run: (input, context) => {
        const value: unknown = required(input[member], member, missingParameter);
        changeSetting(context, bucketOf(context, input), member, toStored(value) as Json);
        return {};
      },
    });
  }
  if (remove !== null) {
    operations[`Delete${noun}`] = operation<BucketInput, object>({
      readOnly: false,
      actions: actionsOf(remove),
      run: (input, context) => {
        changeSetting(context, bucketOf(context, input), member, undefined);
        return {};
      },
    });
  }
  return operations;
}

export const bucketSettingOperations: Readonly<Record<string, Operation>> = Object.assign(
  {},
  ...settings.map(operationsOf),
) as Record<string, Operation>;

/** The encryption that new objects get. */
export function encryptionOf(bucket: BucketRecord): {
  readonly ServerSideEncryption: 'AES256' | 'aws:kms';
  readonly SSEKMSKeyId?: string;
} {
  type Configuration = NonNullable<GetBucketEncryptionCommandOutput['ServerSideEncryptionConfiguration']>;
  const stored = bucket.body.settings['ServerSideEncryptionConfiguration'] ?? null;
  const configuration = fromStored(stored) as unknown as Configuration | null;
  const rule = configuration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault;
  if (rule?.SSEAlgorithm !== 'aws:kms') return { ServerSideEncryption: 'AES256' };
  const key = rule.KMSMasterKeyID;
  return { ServerSideEncryption: 'aws:kms', ...(key === undefined ? {} : { SSEKMSKeyId: key }) };
}

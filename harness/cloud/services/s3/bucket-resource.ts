/** How stacks provide `AWS::S3::Bucket` (CloudFormation template reference). */
import { domainOf } from '../../../contract/arn.js';
import { unsupported } from '../../../contract/aws-error.js';
import { sameJson, type Json, type JsonObject } from '../../../contract/json.js';
import type { CallContext } from '../../call-context.js';
import { physicalName } from '../../physical-name.js';
import { flagOf, objectOf, objectsOf, retyped, textOf } from '../../property.js';
import { provisioningTimes } from '../../provisioning-times.js';
import type { ResourceProvider } from '../../service.js';
import { listTags, tagsIn } from '../../tag-list.js';
import { bucketType, findBucket } from './bucket.js';
import { lifecycleRuleOf, notificationOf } from './template-shapes.js';

const numbers = new Set(['Days', 'Years', 'MaxAge']);
const flags = new Set([
  'BlockPublicAcls',
  'BlockPublicPolicy',
  'BucketKeyEnabled',
  'IgnorePublicAcls',
  'RestrictPublicBuckets',
]);

/** A property, the operation that puts it, and the one that takes it away; `null` where an empty one is put. */
interface PropertyPart {
  readonly property: string;
  readonly put: (value: JsonObject, context: CallContext) => readonly [operation: string, input: object];
  readonly remove: readonly [operation: string, input: object];
}

const emptyLogging = { BucketLoggingStatus: {} };

/** In the order in which they are put: versioning before what needs it, ownership before access. */
const parts: readonly PropertyPart[] = [
  {
    property: 'VersioningConfiguration',
    put: (VersioningConfiguration) => ['PutBucketVersioning', { VersioningConfiguration }],
    remove: ['PutBucketVersioning', { VersioningConfiguration: { Status: 'Suspended' } }],
  },
  {
    property: 'ObjectLockConfiguration',
    put: (ObjectLockConfiguration) => ['PutObjectLockConfiguration', { ObjectLockConfiguration }],
    remove: ['PutObjectLockConfiguration', { ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled' } }],
  },
  {
    property: 'OwnershipControls',
    put: (OwnershipControls) => ['PutBucketOwnershipControls', { OwnershipControls }],
    remove: ['DeleteBucketOwnershipControls', {}],
  },
  {
    property: 'PublicAccessBlockConfiguration',
    put: (PublicAccessBlockConfiguration) => ['PutPublicAccessBlock', { PublicAccessBlockConfiguration }],
    remove: ['DeletePublicAccessBlock', {}],
  },
  {
    property: 'BucketEncryption',
    put: (value) => [
      'PutBucketEncryption',
      {
        ServerSideEncryptionConfiguration: {
          Rules: (objectsOf(value, 'ServerSideEncryptionConfiguration') ?? []).map(
            ({ ServerSideEncryptionByDefault, ...others }) => ({
              ...others,
              ...(ServerSideEncryptionByDefault === undefined
                ? {}
                : { ApplyServerSideEncryptionByDefault: ServerSideEncryptionByDefault }),
            }),
          ),
        },
      },
    ],
    remove: ['DeleteBucketEncryption', {}],
  },
  {
    property: 'LifecycleConfiguration',
    put: (value) => [
      'PutBucketLifecycleConfiguration',
      { LifecycleConfiguration: { Rules: (objectsOf(value, 'Rules') ?? []).map(lifecycleRuleOf) } },
    ],
    remove: ['DeleteBucketLifecycle', {}],
  },
  {
    property: 'CorsConfiguration',
    put: (value) => [
      'PutBucketCors',
      {
        CORSConfiguration: {
          CORSRules: (objectsOf(value, 'CorsRules') ?? []).map(
            ({ ExposedHeaders, Id, MaxAge, ...others }) => ({
              ...others,
              ...(ExposedHeaders === undefined ? {} : { ExposeHeaders: ExposedHeaders }),
              ...(Id === undefined ? {} : { ID: Id }),
              ...(MaxAge === undefined ? {} : { MaxAgeSeconds: MaxAge }),
            }),
          ),
        },
      },
    ],
    remove: ['DeleteBucketCors', {}],
  },
  {
    property: 'LoggingConfiguration',
    put: (value, context) => [
      'PutBucketLogging',
      {
        BucketLoggingStatus: {
          LoggingEnabled: {
            TargetBucket: textOf(value, 'DestinationBucketName') ?? context.standing.member?.logicalId ?? '',
            TargetPrefix: textOf(value, 'LogFilePrefix') ?? '',
          },
        },
      },
    ],
    remove: ['PutBucketLogging', emptyLogging],
  },
  {
    property: 'NotificationConfiguration',
    put: (value) => [
      'PutBucketNotificationConfiguration',
      { NotificationConfiguration: notificationOf(value) },
    ],
    remove: ['PutBucketNotificationConfiguration', { NotificationConfiguration: {} }],
  },
  {
    property: 'AccelerateConfiguration',
    put: ({ AccelerationStatus = 'Suspended' }) => [
      'PutBucketAccelerateConfiguration',
      { AccelerateConfiguration: { Status: AccelerationStatus } },
    ],
    remove: ['PutBucketAccelerateConfiguration', { AccelerateConfiguration: { Status: 'Suspended' } }],
  },
];

const understood = new Set([
  ...parts.map((part) => part.property),
  'AccessControl',
  'BucketName',
  'ObjectLockEnabled',
  'Tags',
]);

const cannedLists: Readonly<Record<string, string>> = {
  AuthenticatedRead: 'authenticated-read',
  BucketOwnerFullControl: 'bucket-owner-full-control',
  BucketOwnerRead: 'bucket-owner-read',
  LogDeliveryWrite: 'log-delivery-write',
  Private: 'private',
  PublicRead: 'public-read',
  PublicReadWrite: 'public-read-write',
};

/** Puts what changed from one template to the next. */
function apply(Bucket: string, properties: JsonObject, previous: JsonObject, context: CallContext): void {
  const unknown = Object.keys(properties).find((name) => !understood.has(name));
  if (unknown !== undefined) throw unsupported(`${bucketType} with ${unknown}`);
  for (const { property, put, remove } of parts) {
    if (sameJson(properties[property], previous[property])) continue;
    const value = objectOf(properties, property);
    const typed = value === undefined ? undefined : (retyped(value, numbers, flags) as JsonObject);
    const [operation, input] = typed === undefined ? remove : put(typed, context);
    context.invoke('S3', operation, { Bucket, ...input });
  }
  const access = textOf(properties, 'AccessControl');
  if (access !== textOf(previous, 'AccessControl')) {
    context.invoke('S3', 'PutBucketAcl', { Bucket, ACL: cannedLists[access ?? 'Private'] ?? access });
  }
  const TagSet = listTags(tagsIn(objectsOf(properties, 'Tags')));
  if (sameJson(TagSet, listTags(tagsIn(objectsOf(previous, 'Tags'))))) return;
  if (TagSet.length === 0) context.invoke('S3', 'DeleteBucketTagging', { Bucket });
  else context.invoke('S3', 'PutBucketTagging', { Bucket, Tagging: { TagSet } });
}

export const bucketResource: ResourceProvider = {
  type: bucketType,
  create: (properties, context) => {
    const Bucket =
      textOf(properties, 'BucketName') ?? physicalName(context, { maximum: 63, lowerCase: true });
    const location = context.region === 'us-east-1' ? {} : { LocationConstraint: context.region };
    const locked = flagOf(properties, 'ObjectLockEnabled') === true;
    context.invoke('S3', 'CreateBucket', {
      Bucket,
      ...(context.region === 'us-east-1' ? {} : { CreateBucketConfiguration: location }),
      ...(locked ? { ObjectLockEnabledForBucket: true } : {}),
    });
    apply(Bucket, properties, {}, context);
    return { physicalId: Bucket, seconds: provisioningTimes(bucketType).create };
  },
  update: (id, properties, previous, context) => {
    apply(id, properties, previous, context);
    return { seconds: provisioningTimes(bucketType).update };
  },
  delete: (Bucket, _properties, context) => {
    if (findBucket(context.state, context.partition, Bucket) === undefined) return { seconds: 0 };
    context.invoke('S3', 'DeleteBucket', { Bucket });
    return { seconds: provisioningTimes(bucketType).delete };
  },
  attributes: (id, _properties, context): Record<string, Json> => {
    const { partition, region } = context;
    const domain = domainOf(partition);
    const website = partition === 'aws-cn' || region === 'us-east-2' ? 's3-website.' : 's3-website-';
    return {
      Arn: `arn:${partition}:s3:::${id}`,
      DomainName: `${id}.s3.${domain}`,
      DualStackDomainName: `${id}.s3.dualstack.${region}.${domain}`,
      RegionalDomainName: `${id}.s3.${region}.${domain}`,
      WebsiteURL: `http://${id}.${website}${region}.${domain}`,
    };
  },
};

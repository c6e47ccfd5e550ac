/** Creating, listing, looking at and deleting buckets. */
import type {
  CreateBucketCommandInput,
  CreateBucketCommandOutput,
  DeleteBucketCommandInput,
  DeleteBucketCommandOutput,
  GetBucketLocationCommandInput,
  GetBucketLocationCommandOutput,
  HeadBucketCommandInput,
  HeadBucketCommandOutput,
  ListBucketsCommandInput,
  ListBucketsCommandOutput,
} from '@aws-sdk/client-s3';
import { constraint } from '../../../contract/aws-error.js';
import { refuse, required } from '../../input-check.js';
import { pageOf } from '../../page.js';
import { operation } from '../../service.js';
import { requestTags, tagsIn } from '../../tag-list.js';
import type { ResourceRecord, State } from '../../world/state.js';
import {
  bucketArn,
  bucketOf,
  bucketPlace,
  bucketType,
  changeBucket,
  findBucket,
  missingParameter,
  withFields,
  type BucketBody,
  type BucketRecord,
} from './bucket.js';
import { checkAcl } from './bucket-acl.js';
import { objectsPrefix } from './object-entry.js';
import { ownerId } from './owner-id.js';

const blockAll = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};

const createBucket = operation<CreateBucketCommandInput, CreateBucketCommandOutput>({
  readOnly: false,
  actions: (input, scene) => {
    const resources = [bucketArn(input.Bucket, scene)];
    const location = input.CreateBucketConfiguration?.LocationConstraint;
    const tags = tagsIn(input.CreateBucketConfiguration?.Tags);
    const context = {
      ...requestTags(tags),
      ...(location === undefined ? {} : { 's3:LocationConstraint': location }),
      ...(input.ACL === undefined ? {} : { 's3:x-amz-acl': input.ACL }),
    };
    const asked = [{ action: 's3:CreateBucket', resources, context }];
    if (input.ObjectLockEnabledForBucket === true) {
      asked.push({ action: 's3:PutBucketObjectLockConfiguration', resources, context: {} });
      asked.push({ action: 's3:PutBucketVersioning', resources, context: {} });
    }
    if (input.ObjectOwnership !== undefined) {
      asked.push({ action: 's3:PutBucketOwnershipControls', resources, context: {} });
    }
    return asked;
  },
  run: (input, context) => {
    refuse('S3.CreateBucket', input, [
      'BucketNamespace',
      'GrantFullControl',
      'GrantRead',
      'GrantReadACP',
      'GrantWrite',
      'GrantWriteACP',
    ]);
    const name = required(input.Bucket, 'Bucket', missingParameter);
    checkBucketName(name);
    checkLocation(input.CreateBucketConfiguration?.LocationConstraint, context.region);
    const ownership = input.ObjectOwnership ?? 'BucketOwnerEnforced';
    const acl = checkAcl(input.ACL ?? 'private', ownership, blockAll.BlockPublicAcls);
    const Location = context.region === 'us-east-1' ? `/${name}` : `http://${name}.s3.amazonaws.com/`;
    const existing = findBucket(context.state, context.partition, name);
    if (existing?.account === context.account && context.region === 'us-east-1') {
      // Here alone the owner makes a bucket again, "for legacy compatibility": only its access control list is reset.
      changeBucket(context, existing, { acl });
      return { Location };
    }
    checkFree(existing, name, context.account);
    const identity = {
      id: name,
      arn: bucketArn(name, context),
      tags: tagsIn(input.CreateBucketConfiguration?.Tags),
    };
    const locked = input.ObjectLockEnabledForBucket === true;
    context.transaction.putResource(
      context.born<BucketBody>(bucketPlace(context), identity, {
        versioning: locked ? 'Enabled' : null,
        lock: { enabled: locked, retention: null },
        lifecycle: null,
        policy: null,
        publicAccess: blockAll,
        acl,
        settings: { OwnershipControls: { Rules: [{ ObjectOwnership: ownership }] } },
        volume: { records: 0, bytes: 0 },
        listed: { records: 0, bytes: 0 },
        visible: 0,
        counted: { taken: [], hiddenSince: null },
        expiry: null,
      }),
    );
    return { Location };
  },
});

function checkBucketName(name: string): void {
  const fits =
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) &&
    !name.includes('..') &&
    !/^\d+\.\d+\.\d+\.\d+$/.test(name);
  if (fits) return;
  throw withFields(constraint('InvalidBucketName', 'The specified bucket is not valid.'), {
    BucketName: name,
  });
}

function checkLocation(location: string | undefined, region: string): void {
  if (location === undefined) {
    if (region === 'us-east-1') return;
    throw constraint(
      'IllegalLocationConstraintException',
      'The unspecified location constraint is incompatible for the region specific endpoint this request was sent to.',
    );
  }
  if (location === 'us-east-1') {
    // Who wants a bucket there names no location.
    throw constraint('InvalidLocationConstraint', 'The specified location-constraint is not valid');
  }
  if (location === region || (location === 'EU' && region === 'eu-west-1')) return;
  throw constraint(
    'IllegalLocationConstraintException',
    `The ${location} location constraint is incompatible for the region specific endpoint this request was sent to.`,
  );
}

function checkFree(existing: BucketRecord | undefined, name: string, account: string): void {
  if (existing === undefined) return;
  const failure =
    existing.account === account
      ? constraint(
          'BucketAlreadyOwnedByYou',
          'Your previous request to create the named bucket succeeded and you already own it.',
          409,
        )
      : constraint(
          'BucketAlreadyExists',
          'The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.',
          409,
        );
  throw withFields(failure, { BucketName: name });
}

const deleteBucket = operation<DeleteBucketCommandInput, DeleteBucketCommandOutput>({
  readOnly: false,
  actions: (input, scene) => [{ action: 's3:DeleteBucket', resources: [bucketArn(input.Bucket, scene)] }],
  run: (input, context) => {
    const bucket = bucketOf(context, input);
    if (bucket.body.volume.records > 0 || hasEntries(context.state, bucket)) {
      const message =
        bucket.body.versioning === null
          ? 'The bucket you tried to delete is not empty'
          : 'The bucket you tried to delete is not empty. You must delete all versions in the bucket.';
      throw withFields(constraint('BucketNotEmpty', message, 409), { BucketName: bucket.id });
    }
    if (bucket.body.expiry !== null) context.transaction.cancel(bucket.body.expiry.event);
    for (const [key] of context.state.withPrefix(`d/s3/uploads/${bucket.incarnation}/`)) {
      context.transaction.delete(key);
    }
    context.transaction.deleteResource(bucket);
    return {};
  },
});

function hasEntries(state: State, bucket: BucketRecord): boolean {
  const prefix = objectsPrefix(bucket);
  return state.first(prefix, `${prefix}\uffff`) !== undefined;
}

const headBucket = operation<HeadBucketCommandInput, HeadBucketCommandOutput>({
  readOnly: true,
  actions: (input, scene) => [{ action: 's3:ListBucket', resources: [bucketArn(input.Bucket, scene)] }],
  run: (input, context) => {
    const name = required(input.Bucket, 'Bucket', missingParameter);
    if (findBucket(context.state, context.partition, name) === undefined) {
      throw constraint('NotFound', 'Not Found', 404);
    }
    const bucket = bucketOf(context, input);
    return { BucketRegion: bucket.region, AccessPointAlias: false };
  },
});

const getBucketLocation = operation<GetBucketLocationCommandInput, GetBucketLocationCommandOutput>({
  readOnly: true,
  actions: (input, scene) => [
    { action: 's3:GetBucketLocation', resources: [bucketArn(input.Bucket, scene)] },
  ],
  run: (input, context) => {
    const { region } = bucketOf(context, input);
    return region === 'us-east-1' ? {} : { LocationConstraint: region as 'EU' };
  },
});

/** The buckets of an account in all its regions, in the order of their names. */
function bucketsOf(state: State, account: string): BucketRecord[] {
  const buckets: BucketRecord[] = [];
  for (const [, value] of state.withPrefix(`r/${bucketType}/${account}/`)) {
    buckets.push(value as ResourceRecord<BucketBody>);
  }
  return buckets.sort((left, right) => (left.id < right.id ? -1 : 1));
}

const listBuckets = operation<ListBucketsCommandInput, ListBucketsCommandOutput>({
  readOnly: true,
  actions: () => [{ action: 's3:ListAllMyBuckets', resources: ['*'] }],
  run: (input, context) => {
    const buckets = bucketsOf(context.state, context.account).filter(
      (bucket) =>
        bucket.id.startsWith(input.Prefix ?? '') &&
        (input.BucketRegion === undefined || bucket.region === input.BucketRegion),
    );
    const page = pageOf(buckets, {
      keyOf: (bucket) => bucket.id,
      limit: input.MaxBuckets ?? 10_000,
      token: input.ContinuationToken,
      badToken: () => constraint('InvalidArgument', 'The continuation token provided is incorrect'),
    });
    return {
      Buckets: page.items.map((bucket) => ({
        Name: bucket.id,
        CreationDate: new Date(bucket.createdAt),
        BucketRegion: bucket.region,
      })),
      Owner: { ID: ownerId(context.account) },
      ...(page.next === undefined ? {} : { ContinuationToken: page.next }),
      ...(input.Prefix === undefined ? {} : { Prefix: input.Prefix }),
    };
  },
});

export const bucketOperations = {
  CreateBucket: createBucket,
  DeleteBucket: deleteBucket,
  GetBucketLocation: getBucketLocation,
  HeadBucket: headBucket,
  ListBuckets: listBuckets,
};

/** Access control lists of buckets: canned ones, where ownership controls allow any. */
import type {
  GetBucketAclCommandInput,
  GetBucketAclCommandOutput,
  PutBucketAclCommandInput,
  PutBucketAclCommandOutput,
  Grant,
} from '@aws-sdk/client-s3';
import { constraint, unsupported } from '../../../contract/aws-error.js';
import { refuse } from '../../input-check.js';
import { operation } from '../../service.js';
import { bucketArn, bucketOf, changeBucket, type BucketBody } from './bucket.js';
import { ownerId } from './owner-id.js';

const known = new Set(['private', 'public-read', 'public-read-write', 'authenticated-read']);

/** @throws AwsFailure where the bucket's ownership or its public access block does not allow the list. */
export function checkAcl(acl: string, ownership: string, blocked: boolean): string {
  if (acl === 'private' || acl === 'bucket-owner-full-control') return 'private';
  if (ownership === 'BucketOwnerEnforced') {
    throw constraint('AccessControlListNotSupported', 'The bucket does not allow ACLs');
  }
  if (!known.has(acl)) throw unsupported(`S3.PutBucketAcl with ACL ${acl}`);
  if (blocked) throw constraint('AccessDenied', 'Access Denied', 403);
  return acl;
}

export function ownershipOf(body: BucketBody): string {
  const controls = body.settings['OwnershipControls'] as
    { readonly Rules?: readonly { readonly ObjectOwnership?: string }[] } | undefined;
  return controls?.Rules?.[0]?.ObjectOwnership ?? 'ObjectWriter';
}

const putBucketAcl = operation<PutBucketAclCommandInput, PutBucketAclCommandOutput>({
  readOnly: false,
  actions: (input, scene) => [
    {
      action: 's3:PutBucketAcl',
      resources: [bucketArn(input.Bucket, scene)],
      ...(input.ACL === undefined ? {} : { context: { 's3:x-amz-acl': input.ACL } }),
    },
  ],
  run: (input, context) => {
    refuse('S3.PutBucketAcl', input, [
      'AccessControlPolicy',
      'GrantFullControl',
      'GrantRead',
      'GrantReadACP',
      'GrantWrite',
      'GrantWriteACP',
    ]);
    const bucket = bucketOf(context, input);
    const { body } = bucket;
    const acl = checkAcl(
      input.ACL ?? 'private',
      ownershipOf(body),
      body.publicAccess?.BlockPublicAcls === true,
    );
    changeBucket(context, bucket, { acl });
    return {};
  },
});

const getBucketAcl = operation<GetBucketAclCommandInput, GetBucketAclCommandOutput>({
  readOnly: true,
  actions: (input, scene) => [{ action: 's3:GetBucketAcl', resources: [bucketArn(input.Bucket, scene)] }],
  run: (input, context) => {
    const bucket = bucketOf(context, input);
    const owner = ownerId(bucket.account);
    const group = bucket.body.acl === 'authenticated-read' ? 'AuthenticatedUsers' : 'AllUsers';
    const grant = (Permission: 'READ' | 'WRITE'): Grant => ({
      Grantee: { Type: 'Group', URI: `http://acs.amazonaws.com/groups/global/${group}` },
      Permission,
    });
    const grants: Grant[] = [{ Grantee: { Type: 'CanonicalUser', ID: owner }, Permission: 'FULL_CONTROL' }];
    if (bucket.body.acl !== 'private') grants.push(grant('READ'));
    if (bucket.body.acl === 'public-read-write') grants.push(grant('WRITE'));
    return { Owner: { ID: owner }, Grants: grants };
  },
});

export const bucketAclOperations = { GetBucketAcl: getBucketAcl, PutBucketAcl: putBucketAcl };

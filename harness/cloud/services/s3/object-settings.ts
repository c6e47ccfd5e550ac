/** What a request says of the object that it writes, but for its content. */
import { constraint } from '../../../contract/aws-error.js';
import type { CallContext } from '../../call-context.js';
import { encryptionOf } from './bucket-settings.js';
import { ownershipOf } from './bucket-acl.js';
import { malformed, type BucketRecord } from './bucket.js';
import { defaultLock, type ObjectVersion } from './object-entry.js';

const headerMembers = [
  'CacheControl',
  'ContentDisposition',
  'ContentEncoding',
  'ContentLanguage',
  'ContentType',
  'WebsiteRedirectLocation',
] as const;

/** Members that change what the answer or the object is, and that are not acted on. */
export const refusedMembers = [
  'Expires',
  'GrantFullControl',
  'GrantRead',
  'GrantReadACP',
  'GrantWriteACP',
  'ObjectLockEventHold',
  'ObjectLockEventHoldDurationDays',
  'ObjectLockEventHoldDurationYears',
  'SSECustomerAlgorithm',
  'SSECustomerKey',
  'SSEKMSEncryptionContext',
] as const;

type Headers = { readonly [Name in (typeof headerMembers)[number]]?: string | undefined };

export interface SettingsInput extends Headers {
  readonly ACL?: string | undefined;
  readonly Metadata?: Record<string, string> | undefined;
  readonly ObjectLockLegalHoldStatus?: string | undefined;
  readonly ObjectLockMode?: 'GOVERNANCE' | 'COMPLIANCE' | undefined;
  readonly ObjectLockRetainUntilDate?: Date | undefined;
  readonly SSEKMSKeyId?: string | undefined;
  readonly ServerSideEncryption?: string | undefined;
  readonly StorageClass?: string | undefined;
  readonly Tagging?: string | undefined;
}

export type ObjectSettings = Pick<
  ObjectVersion,
  'headers' | 'metadata' | 'tags' | 'storageClass' | 'lock' | 'legalHold'
>;

/** @throws AwsFailure where the bucket allows no ACLs, has no Object Lock, or the request is malformed. */
export function settingsOf(context: CallContext, bucket: BucketRecord, input: SettingsInput): ObjectSettings {
  const acl = input.ACL ?? 'private';
  if (acl !== 'private' && acl !== 'bucket-owner-full-control') {
    if (ownershipOf(bucket.body) === 'BucketOwnerEnforced') {
      throw constraint('AccessControlListNotSupported', 'The bucket does not allow ACLs');
    }
    if (bucket.body.publicAccess?.BlockPublicAcls === true)
      throw constraint('AccessDenied', 'Access Denied', 403);
  }
  return {
    headers: { ...headersOf(input), ...encryption(bucket, input) },
    metadata: input.Metadata ?? {},
    tags: tagsOf(input.Tagging),
    storageClass: input.StorageClass ?? 'STANDARD',
    ...lockOf(context, bucket, input),
  };
}

function headersOf(input: SettingsInput): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name of headerMembers) {
    const value = input[name];
    if (value !== undefined) headers[name] = value;
  }
  headers['ContentType'] ??= 'binary/octet-stream';
  return headers;
}

function encryption(bucket: BucketRecord, input: SettingsInput): Record<string, string> {
  if (input.ServerSideEncryption === undefined) return { ...encryptionOf(bucket) };
  const key = input.SSEKMSKeyId;
  return {
    ServerSideEncryption: input.ServerSideEncryption,
    ...(key === undefined ? {} : { SSEKMSKeyId: key }),
  };
}

function lockOf(
  context: CallContext,
  bucket: BucketRecord,
  input: SettingsInput,
): Pick<ObjectVersion, 'lock' | 'legalHold'> {
  const { ObjectLockLegalHoldStatus: hold, ObjectLockMode: mode, ObjectLockRetainUntilDate: until } = input;
  const asked = hold !== undefined || mode !== undefined || until !== undefined;
  if (asked && !bucket.body.lock.enabled) {
    throw constraint('InvalidRequest', 'Bucket is missing Object Lock Configuration');
  }
  if ((mode === undefined) !== (until === undefined)) {
    throw constraint(
      'InvalidArgument',
      'x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied',
    );
  }
  if (until !== undefined && until.getTime() <= context.now) {
    throw constraint('InvalidArgument', 'The retain until date must be in the future!');
  }
  const lock =
    mode === undefined || until === undefined
      ? defaultLock(bucket, context.now)
      : { mode, until: until.getTime() };
  return { lock, legalHold: hold === 'ON' };
}

/** Tags as the x-amz-tagging header has them: `key=value&…`. */
export function tagsOf(header: string | undefined): Readonly<Record<string, string>> {
  const tags = Object.fromEntries(new URLSearchParams(header ?? ''));
  if (Object.keys(tags).length > 10) throw constraint('BadRequest', 'Object tags cannot be greater than 10');
  if (Object.keys(tags).some((key) => key === '')) throw malformed();
  return tags;
}

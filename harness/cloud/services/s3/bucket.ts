/** What S3 keeps of a bucket, how it is found by its global name, and what is observed of it. */
import type {
  DefaultRetention,
  LifecycleRule,
  PublicAccessBlockConfiguration,
  ServerSideEncryptionConfiguration,
} from '@aws-sdk/client-s3';
import { AwsFailure, constraint } from '../../../contract/aws-error.js';
import type { JsonObject } from '../../../contract/json.js';
import type { CallContext } from '../../call-context.js';
import { keyIndexes, type WithoutKey } from '../../encrypted-resource.js';
import { required } from '../../input-check.js';
import { allowsAnyone } from '../../policy-exposure.js';
import type { Scene } from '../../scene.js';
import type { Stored } from '../../stored-shape.js';
import { observedTurnover, type StoredTurnover } from '../../turnover.js';
import { plainObservation } from '../../../contract/plain-observation.js';
import type { ResourceKind } from '../../world/model.js';
import { resourceAt, type ResourcePlace, type ResourceRecord, type State } from '../../world/state.js';

export const bucketType = 'AWS::S3::Bucket';

export type Amount = { readonly records: number; readonly bytes: number };

export type BucketBody = {
  readonly versioning: 'Enabled' | 'Suspended' | null;
  readonly lock: { readonly enabled: boolean; readonly retention: Stored<DefaultRetention> | null };
  readonly lifecycle: Stored<LifecycleRule[]> | null;
  readonly policy: { readonly text: string; readonly document: JsonObject } | null;
  readonly publicAccess: Stored<PublicAccessBlockConfiguration> | null;
  /** A canned access control list; `private` unless ownership controls allow others. */
  readonly acl: string;
  /** Further configurations by their names in the API, e.g. `CORSConfiguration`. */
  readonly settings: JsonObject;
  /** All versions of all objects, those that are only counted and those that are real. */
  readonly volume: Amount;
  /** The real ones among them. */
  readonly listed: Amount;
  /** Keys of real objects whose latest version is no delete marker. */
  readonly visible: number;
  /** Keys of real objects behind a delete marker; absent where there never were any. */
  readonly hidden?: number;
  readonly turnover?: StoredTurnover;
  /** Of the objects that are only counted: indexes that are gone or real by now, and since when all are hidden. */
  readonly counted: {
    readonly taken: readonly (readonly [from: number, until: number])[];
    readonly hiddenSince: number | null;
    /** Their key, where the bucket's default has changed since; null where S3's own. */
    readonly key?: string | null;
  };
  /** The event in which lifecycle rules act next, and its virtual time; null where nothing is due. */
  readonly expiry: { readonly event: string; readonly time: number } | null;
  /** Virtual time at which lifecycle rules will have removed all objects that are only counted; absent where none will. */
  readonly endsAt?: number | null;
  readonly withoutKey?: WithoutKey;
};

export type BucketRecord = ResourceRecord<BucketBody>;

export function bucketArn(name: string | undefined, scene: Scene): string {
  return `arn:${scene.partition}:s3:::${name ?? ''}`;
}

export function objectArn(name: string | undefined, key: string | undefined, scene: Scene): string {
  return `${bucketArn(name, scene)}/${key ?? ''}`;
}

export function bucketPlace(scene: Scene): ResourcePlace {
  return { type: bucketType, account: scene.account, region: scene.region };
}

/** A bucket of any account and region of the partition. */
export function findBucket(state: State, partition: string, name: string): BucketRecord | undefined {
  const key = state.get(`i/arn/arn:${partition}:s3:::${name}`);
  return typeof key === 'string' ? resourceAt<BucketBody>(state, key) : undefined;
}

interface BucketInput {
  readonly Bucket?: string | undefined;
  readonly ExpectedBucketOwner?: string | undefined;
}

/**
 * The bucket that a call is about.
 * @throws AwsFailure NoSuchBucket, AccessDenied (another owner than expected) or PermanentRedirect (another region).
 */
export function bucketOf(context: CallContext, input: BucketInput): BucketRecord {
  const name = required(input.Bucket, 'Bucket', missingParameter);
  const bucket = findBucket(context.state, context.partition, name);
  if (bucket === undefined) throw noSuchBucket(name);
  if (input.ExpectedBucketOwner !== undefined && input.ExpectedBucketOwner !== bucket.account) {
    throw constraint('AccessDenied', 'Access Denied', 403);
  }
  if (bucket.region !== context.region) {
    throw constraint(
      'PermanentRedirect',
      'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
      301,
    );
  }
  return bucket;
}

export function missingParameter(member: string): AwsFailure {
  return constraint('InvalidRequest', `Missing required parameter: ${member}`);
}

export function noSuchBucket(name: string): AwsFailure {
  return withFields(constraint('NoSuchBucket', 'The specified bucket does not exist', 404), {
    BucketName: name,
  });
}

/** The failure with further members of its error. */
export function withFields(failure: AwsFailure, fields: Readonly<Record<string, string>>): AwsFailure {
  return new AwsFailure({ ...failure.error, fields });
}

export function malformed(): AwsFailure {
  return constraint(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  );
}

/** Stores the bucket with a part of its body changed. */
export function changeBucket(
  context: CallContext,
  bucket: BucketRecord,
  changes: Partial<BucketBody>,
): BucketRecord {
  const changed: BucketRecord = { ...bucket, body: { ...bucket.body, ...changes } };
  context.transaction.putResource(changed);
  return changed;
}

/** What is only counted, without keys and bodies of its own. */
export function countedAmount({ listed, volume }: BucketBody): Amount {
  return {
    records: Math.max(0, volume.records - listed.records),
    bytes: Math.max(0, volume.bytes - listed.bytes),
  };
}

/** Whether anyone gets in by policy or access control list (User Guide, "Blocking public access"). */
export function isPublic(body: BucketBody): boolean {
  const { acl, policy, publicAccess } = body;
  const byPolicy = allowsAnyone(policy?.document ?? null) && publicAccess?.RestrictPublicBuckets !== true;
  const byList = acl !== 'private' && publicAccess?.IgnorePublicAcls !== true;
  return byPolicy || byList;
}

function protectionsOf({ lock, versioning }: BucketBody): string[] {
  const names: string[] = [];
  if (lock.retention !== null) names.push('DefaultRetention');
  if (lock.enabled) names.push('ObjectLockEnabled');
  if (versioning === 'Enabled') names.push('VersioningEnabled');
  return names;
}

/** The key that new objects get; null where S3's own. */
export function defaultKey({ settings }: BucketBody): string | null {
  const stored = settings['ServerSideEncryptionConfiguration'] as EncryptionConfiguration | undefined;
  return stored?.Rules[0]?.ApplyServerSideEncryptionByDefault?.KMSMasterKeyID ?? null;
}

type EncryptionConfiguration = Stored<ServerSideEncryptionConfiguration>;

/** The key of the objects that are only counted: the default of the time when they came. */
export function countedKeyOf(body: BucketBody): string | null {
  return body.counted.key === undefined ? defaultKey(body) : body.counted.key;
}

/** A bucket serves while something can be read: one whose objects are all behind delete markers does not. */
function serves(body: BucketBody): boolean {
  if (body.withoutKey !== undefined) return false;
  const { counted, visible, volume } = body;
  return (
    volume.records === 0 || visible > 0 || (countedAmount(body).records > 0 && counted.hiddenSince === null)
  );
}

export const bucketKind: ResourceKind = {
  type: bucketType,
  observe: (record) => {
    const { body, tags } = record as BucketRecord;
    return plainObservation({
      serving: serves(body),
      protections: protectionsOf(body),
      exposed: isPublic(body),
      grants: body.policy?.document ?? null,
      data: body.volume,
      ...observedTurnover(body.turnover),
      recoverableUntil: body.endsAt ?? null,
      configuration: {
        ...body.settings,
        AccessControl: body.acl,
        // Of a bucket whose objects are all hidden it is said that it does not serve.
        ...((body.hidden ?? 0) === 0 || !serves(body) ? {} : { HiddenObjects: body.hidden }),
        LifecycleRules: body.lifecycle,
        ObjectLockRetention: body.lock.retention,
        PublicAccessBlockConfiguration: body.publicAccess,
        Tags: tags,
        Versioning: body.versioning,
      },
    });
  },
  resourcePolicy: (record) => (record as BucketRecord).body.policy?.document ?? null,
  indexes: (record) => keyIndexes(record, countedKeyOf((record as BucketRecord).body)),
};

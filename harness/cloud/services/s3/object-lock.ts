/** Object Lock: the bucket's default retention, and retention and legal holds of versions. */
import type {
  GetObjectLegalHoldCommandInput,
  GetObjectLegalHoldCommandOutput,
  GetObjectLockConfigurationCommandInput,
  GetObjectLockConfigurationCommandOutput,
  GetObjectRetentionCommandInput,
  GetObjectRetentionCommandOutput,
  PutObjectLegalHoldCommandInput,
  PutObjectLegalHoldCommandOutput,
  PutObjectLockConfigurationCommandInput,
  PutObjectLockConfigurationCommandOutput,
  PutObjectRetentionCommandInput,
  PutObjectRetentionCommandOutput,
} from '@aws-sdk/client-s3';
import { constraint } from '../../../contract/aws-error.js';
import type { CallContext } from '../../call-context.js';
import { required } from '../../input-check.js';
import { operation } from '../../service.js';
import { fromStored, toStored } from '../../stored-shape.js';
import {
  bucketArn,
  bucketOf,
  changeBucket,
  malformed,
  missingParameter,
  objectArn,
  type BucketRecord,
} from './bucket.js';
import { planLifecycleOf } from './lifecycle-plan.js';
import { requireUnlocked } from './lock-state.js';
import { changeVersion, versionOf, type ObjectVersion } from './object-entry.js';

const putConfiguration = operation<
  PutObjectLockConfigurationCommandInput,
  PutObjectLockConfigurationCommandOutput
>({
  readOnly: false,
  actions: (input, scene) => [
    { action: 's3:PutBucketObjectLockConfiguration', resources: [bucketArn(input.Bucket, scene)] },
  ],
  run: (input, context) => {
    const bucket = bucketOf(context, input);
    const wanted = required(input.ObjectLockConfiguration, 'ObjectLockConfiguration', missingParameter);
    if (wanted.ObjectLockEnabled !== 'Enabled') throw malformed();
    if (bucket.body.versioning !== 'Enabled') {
      throw constraint(
        'InvalidBucketState',
        "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration",
        409,
      );
    }
    const retention = wanted.Rule?.DefaultRetention;
    if (retention !== undefined) {
      const periods = [retention.Days, retention.Years].filter((period) => period !== undefined);
      if (retention.Mode === undefined || periods.length !== 1 || (periods[0] ?? 0) <= 0) throw malformed();
    }
    changeBucket(context, bucket, {
      lock: { enabled: true, retention: retention === undefined ? null : toStored(retention) },
    });
    return {};
  },
});

const getConfiguration = operation<
  GetObjectLockConfigurationCommandInput,
  GetObjectLockConfigurationCommandOutput
>({
  readOnly: true,
  actions: (input, scene) => [
    { action: 's3:GetBucketObjectLockConfiguration', resources: [bucketArn(input.Bucket, scene)] },
  ],
  run: (input, context) => {
    const { enabled, retention } = bucketOf(context, input).body.lock;
    if (!enabled) {
      throw constraint(
        'ObjectLockConfigurationNotFoundError',
        'Object Lock configuration does not exist for this bucket',
        404,
      );
    }
    const rule = retention === null ? {} : { Rule: { DefaultRetention: fromStored(retention) } };
    return { ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', ...rule } };
  },
});

interface ObjectInput {
  readonly Bucket?: string | undefined;
  readonly Key?: string | undefined;
  readonly VersionId?: string | undefined;
}

/** The bucket, which must have Object Lock, and the version that is asked for. */
function lockable(
  context: CallContext,
  input: ObjectInput,
): { bucket: BucketRecord; version: ObjectVersion } {
  const bucket = bucketOf(context, input);
  if (!bucket.body.lock.enabled) {
    throw constraint('InvalidRequest', 'Bucket is missing Object Lock Configuration');
  }
  return { bucket, version: versionOf(context, bucket, input) };
}

const putRetention = operation<PutObjectRetentionCommandInput, PutObjectRetentionCommandOutput>({
  readOnly: false,
  actions: (input, scene) => [
    {
      action: 's3:PutObjectRetention',
      resources: [objectArn(input.Bucket, input.Key, scene)],
      ...(input.Retention?.Mode === undefined
        ? {}
        : { context: { 's3:object-lock-mode': input.Retention.Mode } }),
    },
  ],
  run: (input, context) => {
    const { bucket, version } = lockable(context, input);
    const key = required(input.Key, 'Key', missingParameter);
    const { Mode, RetainUntilDate } = input.Retention ?? {};
    if ((Mode === undefined) !== (RetainUntilDate === undefined)) throw malformed();
    const until = RetainUntilDate?.getTime() ?? 0;
    if (Mode !== undefined && until <= context.now) {
      throw constraint('InvalidArgument', 'The retain until date must be in the future!');
    }
    const { lock } = version;
    const weaker = lock !== null && (Mode === undefined || until < lock.until || Mode !== lock.mode);
    // A legal hold stands beside retention: it does not keep retention from changing.
    const bypass = input.BypassGovernanceRetention === true;
    if (weaker) requireUnlocked(context, bucket, key, { ...version, legalHold: false }, bypass);
    const changed = changeVersion(context, bucket, key, version.id, {
      lock: Mode === undefined ? null : { mode: Mode, until },
    });
    planLifecycleOf(context, changed, key);
    return {};
  },
});

const getRetention = operation<GetObjectRetentionCommandInput, GetObjectRetentionCommandOutput>({
  readOnly: true,
  actions: (input, scene) => [
    { action: 's3:GetObjectRetention', resources: [objectArn(input.Bucket, input.Key, scene)] },
  ],
  run: (input, context) => {
    const { lock } = lockable(context, input).version;
    if (lock === null) {
      throw constraint(
        'NoSuchObjectLockConfiguration',
        'The specified object does not have a ObjectLock configuration',
        404,
      );
    }
    return { Retention: { Mode: lock.mode, RetainUntilDate: new Date(lock.until) } };
  },
});

const putLegalHold = operation<PutObjectLegalHoldCommandInput, PutObjectLegalHoldCommandOutput>({
  readOnly: false,
  actions: (input, scene) => [
    { action: 's3:PutObjectLegalHold', resources: [objectArn(input.Bucket, input.Key, scene)] },
  ],
  run: (input, context) => {
    const { bucket, version } = lockable(context, input);
    const key = required(input.Key, 'Key', missingParameter);
    const status = required(input.LegalHold?.Status, 'LegalHold', missingParameter);
    const changed = changeVersion(context, bucket, key, version.id, { legalHold: status === 'ON' });
    planLifecycleOf(context, changed, key);
    return {};
  },
});

const getLegalHold = operation<GetObjectLegalHoldCommandInput, GetObjectLegalHoldCommandOutput>({
  readOnly: true,
  actions: (input, scene) => [
    { action: 's3:GetObjectLegalHold', resources: [objectArn(input.Bucket, input.Key, scene)] },
  ],
  run: (input, context) => ({
    LegalHold: { Status: lockable(context, input).version.legalHold ? 'ON' : 'OFF' },
  }),
});

export const objectLockOperations = {
  GetObjectLegalHold: getLegalHold,
  GetObjectLockConfiguration: getConfiguration,
  GetObjectRetention: getRetention,
  PutObjectLegalHold: putLegalHold,
  PutObjectLockConfiguration: putConfiguration,
  PutObjectRetention: putRetention,
};

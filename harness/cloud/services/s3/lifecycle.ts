/** Lifecycle configurations of buckets. */
import type {
  DeleteBucketLifecycleCommandInput,
  DeleteBucketLifecycleCommandOutput,
  GetBucketLifecycleConfigurationCommandInput,
  GetBucketLifecycleConfigurationCommandOutput,
  LifecycleRule,
  PutBucketLifecycleConfigurationCommandInput,
  PutBucketLifecycleConfigurationCommandOutput,
} from '@aws-sdk/client-s3';
import { constraint } from '../../../contract/aws-error.js';
import { refuse } from '../../input-check.js';
import { operation } from '../../service.js';
import { fromStored, toStored } from '../../stored-shape.js';
import { bucketArn, bucketOf, changeBucket, malformed } from './bucket.js';
import { planLifecycle } from './lifecycle-plan.js';
import type { StoredRule } from './lifecycle-rule.js';

/** What holds where a configuration does not say otherwise. */
const smallestTransition = 'all_storage_classes_128K';

function checkRule(rule: LifecycleRule): void {
  if (rule.Status === undefined) throw malformed();
  const { Days, Date: date } = rule.Expiration ?? {};
  if (Days !== undefined && Days <= 0) {
    throw constraint('InvalidArgument', "'Days' for Expiration action must be a positive integer");
  }
  if (date !== undefined && date.getTime() % (24 * 3600 * 1000) !== 0) {
    throw constraint('InvalidArgument', "'Date' must be at midnight GMT");
  }
  const acts = [
    rule.Expiration,
    rule.Transitions,
    rule.NoncurrentVersionExpiration,
    rule.NoncurrentVersionTransitions,
    rule.AbortIncompleteMultipartUpload,
  ];
  if (acts.every((act) => act === undefined)) {
    throw constraint('InvalidRequest', 'At least one action needs to be specified in a rule');
  }
}

const put = operation<
  PutBucketLifecycleConfigurationCommandInput,
  PutBucketLifecycleConfigurationCommandOutput
>({
  readOnly: false,
  actions: (input, scene) => [
    { action: 's3:PutLifecycleConfiguration', resources: [bucketArn(input.Bucket, scene)] },
  ],
  run: (input, context) => {
    refuse('S3.PutBucketLifecycleConfiguration', input, ['TransitionDefaultMinimumObjectSize']);
    const bucket = bucketOf(context, input);
    const rules = input.LifecycleConfiguration?.Rules ?? [];
    if (rules.length === 0) throw malformed();
    for (const rule of rules) checkRule(rule);
    const lifecycle = rules.map((rule): StoredRule => {
      const stored = toStored(rule);
      const label = `lifecycle ${JSON.stringify(stored)}`;
      return stored.ID === undefined ? { ...stored, ID: context.transaction.hex(label, 48) } : stored;
    });
    planLifecycle(context, changeBucket(context, bucket, { lifecycle }));
    return { TransitionDefaultMinimumObjectSize: smallestTransition };
  },
});

function shownRule(rule: StoredRule): LifecycleRule {
  const { Expiration, Transitions, ...others } = fromStored(rule);
  return {
    ...others,
    ...(Expiration === undefined ? {} : { Expiration: withDate(Expiration) }),
    ...(Transitions === undefined ? {} : { Transitions: Transitions.map(withDate) }),
  };
}

function withDate<Value extends { Date?: number }>(value: Value): Omit<Value, 'Date'> & { Date?: Date } {
  const { Date: date, ...others } = value;
  return date === undefined ? others : { ...others, Date: new Date(date) };
}

const get = operation<
  GetBucketLifecycleConfigurationCommandInput,
  GetBucketLifecycleConfigurationCommandOutput
>({
  readOnly: true,
  actions: (input, scene) => [
    { action: 's3:GetLifecycleConfiguration', resources: [bucketArn(input.Bucket, scene)] },
  ],
  run: (input, context) => {
    const { lifecycle } = bucketOf(context, input).body;
    if (lifecycle === null) {
      throw constraint('NoSuchLifecycleConfiguration', 'The lifecycle configuration does not exist', 404);
    }
    return { Rules: lifecycle.map(shownRule), TransitionDefaultMinimumObjectSize: smallestTransition };
  },
});

const remove = operation<DeleteBucketLifecycleCommandInput, DeleteBucketLifecycleCommandOutput>({
  readOnly: false,
  actions: (input, scene) => [
    { action: 's3:PutLifecycleConfiguration', resources: [bucketArn(input.Bucket, scene)] },
  ],
  run: (input, context) => {
    planLifecycle(context, changeBucket(context, bucketOf(context, input), { lifecycle: null }));
    return {};
  },
});

export const lifecycleOperations = {
  DeleteBucketLifecycle: remove,
  GetBucketLifecycleConfiguration: get,
  PutBucketLifecycleConfiguration: put,
};

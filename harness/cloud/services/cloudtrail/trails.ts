/** Creating, changing and deleting trails. */
import type {
  CreateTrailCommandInput,
  CreateTrailCommandOutput,
  DeleteTrailCommandInput,
  DeleteTrailCommandOutput,
  UpdateTrailCommandInput,
  UpdateTrailCommandOutput,
} from '@aws-sdk/client-cloudtrail';
import { constraint, unsupported } from '../../../contract/aws-error.js';
import type { ActionRequest } from '../../../contract/call.js';
import type { CallContext } from '../../call-context.js';
import { refuse, required } from '../../input-check.js';
import { recordsAt } from '../../records-at.js';
import { operation } from '../../service.js';
import { requestTags, tagsIn } from '../../tag-list.js';
import { checkDelivery, encryptionKey } from './delivery.js';
import { invalidCombination } from './failures.js';
import { defaultSelectors } from './recorded-events.js';
import {
  changeTrail,
  trailArn,
  trailAtHome,
  trailPlace,
  trailRequest,
  type TrailBody,
  type TrailRecord,
} from './trail.js';
import { checkTrailName } from './trail-name.js';
import { checkTags } from './trail-tags.js';

/** Quotas (User Guide, "Quotas in AWS CloudTrail"). */
const trailsPerRegion = 5;
const longestPrefix = 200;

/** Destinations and reach that blastpit does not act on. */
function refuseUnmodelled(
  operationName: string,
  input: CreateTrailCommandInput | UpdateTrailCommandInput,
): void {
  refuse(operationName, input, [
    'CloudWatchLogsLogGroupArn',
    'CloudWatchLogsRoleArn',
    'IsOrganizationTrail',
    'SnsTopicName',
  ]);
  if (input.RecursiveLogging === false) throw unsupported(`${operationName} with RecursiveLogging`);
}

/**
 * What a trail is set to, checked as a whole.
 * @throws AwsFailure InvalidParameterCombinationException, InvalidS3PrefixException, or as the bucket and the key say.
 */
function checked(
  context: CallContext,
  arn: string,
  settings: Pick<TrailBody, 'bucket' | 'prefix' | 'globalServices' | 'multiRegion'> & {
    readonly key: string | null;
  },
): Pick<TrailBody, 'bucket' | 'prefix' | 'globalServices' | 'multiRegion' | 'keyArn'> {
  const { key, ...kept } = settings;
  if (kept.multiRegion && !kept.globalServices) {
    throw invalidCombination('Multi-Region trail must include global service events.');
  }
  if (kept.prefix !== null && kept.prefix.length > longestPrefix) {
    throw constraint('InvalidS3PrefixException', `S3 prefix is longer than ${longestPrefix} characters.`);
  }
  checkDelivery(context, { arn, bucket: kept.bucket, prefix: kept.prefix });
  return { ...kept, keyArn: key === null ? null : encryptionKey(context, arn, kept.bucket, key) };
}

/** A trail as CreateTrail and UpdateTrail answer with it. */
function shown({ arn, body, id }: TrailRecord): Omit<CreateTrailCommandOutput, '$metadata'> {
  return {
    Name: id,
    S3BucketName: body.bucket,
    ...(body.prefix === null ? {} : { S3KeyPrefix: body.prefix }),
    IncludeGlobalServiceEvents: body.globalServices,
    IsMultiRegionTrail: body.multiRegion,
    TrailARN: arn,
    LogFileValidationEnabled: body.validation,
    ...(body.keyArn === null ? {} : { KmsKeyId: body.keyArn }),
    IsOrganizationTrail: false,
  };
}

const createTrail = operation<CreateTrailCommandInput, CreateTrailCommandOutput>({
  readOnly: false,
  actions: (input, scene) => {
    const tags = tagsIn(input.TagsList);
    const resources = [trailArn(input.Name, scene)];
    const create: ActionRequest = {
      action: 'cloudtrail:CreateTrail',
      resources,
      context: requestTags(tags),
    };
    if (Object.keys(tags).length === 0) return [create];
    return [create, { ...create, action: 'cloudtrail:AddTags' }];
  },
  run: (input, context) => {
    const name = required(input.Name, 'Name');
    checkTrailName(name);
    refuseUnmodelled('CloudTrail.CreateTrail', input);
    const { account, region } = context;
    const place = trailPlace(context);
    if (context.transaction.resource(place, name) !== undefined) {
      throw constraint(
        'TrailAlreadyExistsException',
        `Trail ${name} already exists for customer: ${account}`,
      );
    }
    if ([...recordsAt(context.state, place)].length >= trailsPerRegion) {
      throw constraint(
        'MaximumNumberOfTrailsExceededException',
        `User: ${account} already has ${trailsPerRegion} trails in ${region}.`,
      );
    }
    const arn = trailArn(name, context);
    const tags = tagsIn(input.TagsList);
    checkTags(arn, tags);
    const trail = context.born<TrailBody>(
      place,
      { id: name, arn, tags },
      {
        ...checked(context, arn, {
          bucket: required(input.S3BucketName, 'S3BucketName'),
          prefix: textOrNull(input.S3KeyPrefix),
          globalServices: input.IncludeGlobalServiceEvents ?? true,
          multiRegion: input.IsMultiRegionTrail ?? false,
          key: textOrNull(input.KmsKeyId),
        }),
        validation: input.EnableLogFileValidation ?? false,
        selectors: defaultSelectors,
        customSelectors: false,
        insights: [],
        // A trail is created without logging: StartLogging begins it.
        logging: false,
        startedAt: null,
        stoppedAt: null,
      },
    );
    context.transaction.putResource(trail);
    return shown(trail);
  },
});

const updateTrail = operation<UpdateTrailCommandInput, UpdateTrailCommandOutput>({
  readOnly: false,
  actions: (input, scene) => trailRequest('cloudtrail:UpdateTrail', input.Name, scene),
  run: (input, context) => {
    const trail = trailAtHome(context, input.Name);
    refuseUnmodelled('CloudTrail.UpdateTrail', input);
    const { body } = trail;
    const changed = changeTrail(context, trail, {
      ...checked(context, trail.arn, {
        bucket: input.S3BucketName ?? body.bucket,
        prefix: input.S3KeyPrefix === undefined ? body.prefix : textOrNull(input.S3KeyPrefix),
        globalServices: input.IncludeGlobalServiceEvents ?? body.globalServices,
        multiRegion: input.IsMultiRegionTrail ?? body.multiRegion,
        key: input.KmsKeyId === undefined ? body.keyArn : textOrNull(input.KmsKeyId),
      }),
      validation: input.EnableLogFileValidation ?? body.validation,
    });
    return shown(changed);
  },
});

/** An empty text takes a setting away. */
function textOrNull(text: string | undefined): string | null {
  return text === undefined || text === '' ? null : text;
}

const deleteTrail = operation<DeleteTrailCommandInput, DeleteTrailCommandOutput>({
  readOnly: false,
  actions: (input, scene) => trailRequest('cloudtrail:DeleteTrail', input.Name, scene),
  run: (input, context) => {
    context.transaction.deleteResource(trailAtHome(context, input.Name));
    return {};
  },
});

export const trailOperations = {
  CreateTrail: createTrail,
  DeleteTrail: deleteTrail,
  UpdateTrail: updateTrail,
};

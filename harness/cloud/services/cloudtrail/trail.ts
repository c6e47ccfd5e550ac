/** What CloudTrail keeps of a trail, how it is found, and what is observed of it. */
import type { InsightSelector } from '@aws-sdk/client-cloudtrail';
import { parseArn } from '../../../contract/arn.js';
import { constraint } from '../../../contract/aws-error.js';
import type { ActionRequest } from '../../../contract/call.js';
import { plainObservation } from '../../../contract/plain-observation.js';
import type { CallContext } from '../../call-context.js';
import { required } from '../../input-check.js';
import type { Scene } from '../../scene.js';
import type { Stored } from '../../stored-shape.js';
import type { ResourceKind } from '../../world/model.js';
import { resourceAt, resourceKey, type ResourcePlace, type ResourceRecord } from '../../world/state.js';
import { invalidArn, trailNotFound } from './failures.js';
import { recordedEvents, type EventSelectors } from './recorded-events.js';

export const trailType = 'AWS::CloudTrail::Trail';

export type TrailBody = {
  readonly bucket: string;
  readonly prefix: string | null;
  readonly globalServices: boolean;
  readonly multiRegion: boolean;
  readonly validation: boolean;
  /** ARN of the key that log files are encrypted with; null where S3's own keys are used. */
  readonly keyArn: string | null;
  readonly selectors: EventSelectors;
  /** Whether its owner ever put selectors. */
  readonly customSelectors: boolean;
  readonly insights: Stored<InsightSelector[]>;
  readonly logging: boolean;
  /** Virtual times; null where it never did. */
  readonly startedAt: number | null;
  readonly stoppedAt: number | null;
};

/** Its id is its name. */
export type TrailRecord = ResourceRecord<TrailBody>;

export function trailPlace({ account, region }: Scene): ResourcePlace {
  return { type: trailType, account, region };
}

/** The ARN of a trail that is named by its name or by its ARN. */
export function trailArn(nameOrArn: string | undefined, scene: Scene): string {
  if (nameOrArn?.startsWith('arn:') === true) return nameOrArn;
  return `arn:${scene.partition}:cloudtrail:${scene.region}:${scene.account}:trail/${nameOrArn ?? ''}`;
}

/** What IAM is asked about one trail. */
export function trailRequest(action: string, nameOrArn: string | undefined, scene: Scene): ActionRequest[] {
  return [{ action, resources: [nameOrArn === undefined ? '*' : trailArn(nameOrArn, scene)] }];
}

/** The trail behind a name in the caller's region, or behind an ARN in any region of the account. */
export function findTrail(scene: Scene, nameOrArn: string): TrailRecord | undefined {
  if (!nameOrArn.startsWith('arn:')) {
    return resourceAt<TrailBody>(scene.state, resourceKey(trailPlace(scene), nameOrArn));
  }
  const arn = parseArn(nameOrArn);
  if (arn?.service !== 'cloudtrail' || !arn.resource.startsWith('trail/')) return undefined;
  const place = { type: trailType, account: arn.account, region: arn.region };
  const found = resourceAt<TrailBody>(scene.state, resourceKey(place, arn.resource.slice('trail/'.length)));
  return found?.account === scene.account ? found : undefined;
}

/**
 * The trail that a read is about.
 * @throws AwsFailure CloudTrailARNInvalidException or TrailNotFoundException.
 */
export function trailNamed(
  context: CallContext,
  nameOrArn: string | undefined,
  member = 'Name',
): TrailRecord {
  const name = required(nameOrArn, member);
  if (name.startsWith('arn:') && parseArn(name)?.service !== 'cloudtrail') throw invalidArn(name);
  const found = findTrail(context, name);
  if (found === undefined) throw trailNotFound(name, context);
  return found;
}

/**
 * The trail that a write is about: only its home region may change it.
 * @throws AwsFailure InvalidHomeRegionException, or as a read does.
 */
export function trailAtHome(
  context: CallContext,
  nameOrArn: string | undefined,
  member = 'Name',
): TrailRecord {
  const trail = trailNamed(context, nameOrArn, member);
  if (trail.region === context.region) return trail;
  throw constraint(
    'InvalidHomeRegionException',
    `The trail ${trail.id} can be changed in its home region ${trail.region} only.`,
  );
}

/** Stores the trail with a part of its body changed. */
export function changeTrail(
  context: CallContext,
  trail: TrailRecord,
  changes: Partial<TrailBody>,
): TrailRecord {
  const changed: TrailRecord = { ...trail, body: { ...trail.body, ...changes } };
  context.transaction.putResource(changed);
  return changed;
}

/** Settings by which a trail sees more than its own region's writes, or its files cannot be altered unseen. */
function safeguardsOf({ globalServices, multiRegion, selectors, validation }: TrailBody): string[] {
  const names = [...recordedEvents(selectors).further];
  if (validation) names.push('EnableLogFileValidation');
  if (globalServices) names.push('IncludeGlobalServiceEvents');
  if (multiRegion) names.push('IsMultiRegionTrail');
  return names.sort();
}

/**
 * A trail serves while it logs and records the management events that write: StopLogging and selectors that take those
 * events away are alike a `stop`, since afterwards nobody can see who changed what. What it records beyond them is among
 * its protections, so that selectors and settings that narrow it are an `unprotect`: the audit goes on, and sees less.
 */
export const trailKind: ResourceKind = {
  type: trailType,
  observe: (record) => {
    const { body, tags } = record as TrailRecord;
    return plainObservation({
      serving: body.logging && recordedEvents(body.selectors).writes,
      protections: safeguardsOf(body),
      configuration: {
        EventSelectors: body.selectors.list,
        InsightSelectors: body.insights,
        KmsKeyId: body.keyArn,
        S3BucketName: body.bucket,
        S3KeyPrefix: body.prefix,
        Tags: tags,
      },
    });
  },
};

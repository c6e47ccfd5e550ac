/** What SQS keeps of a queue, how it is found, and what is observed of it. */
import { domainOf, parseArn } from '../../../contract/arn.js';
import type { JsonObject } from '../../../contract/json.js';
import type { CallContext } from '../../call-context.js';
import { keyIndexes, type WithoutKey } from '../../encrypted-resource.js';
import { required } from '../../input-check.js';
import { allowsAnyone } from '../../policy-exposure.js';
import type { Scene } from '../../scene.js';
import { plainObservation } from '../../../contract/plain-observation.js';
import type { ResourceKind } from '../../world/model.js';
import type { ResourcePlace, ResourceRecord } from '../../world/state.js';
import { missingParameter, queueDoesNotExist } from './failures.js';
import { objectIn, type QueueAttributes } from './queue-attributes.js';

export const queueType = 'AWS::SQS::Queue';

export type QueueBody = {
  readonly name: string;
  readonly attributes: QueueAttributes;
  /** The document of the attribute `Policy`. */
  readonly policy: JsonObject | null;
  /** Virtual time in milliseconds. */
  readonly lastModified: number;
  /** Virtual time of the last purge; null where there was none. */
  readonly purgedAt: number | null;
  /** Messages sent so far; gives the next one its place. */
  readonly sent: number;
  /** The event in which unlisted messages outlive a shorter retention; null where none is due. */
  readonly backlogEvent: string | null;
  readonly volume: { readonly records: number; readonly bytes: number };
  readonly withoutKey?: WithoutKey;
};

/** Its id is the queue's URL. */
export type QueueRecord = ResourceRecord<QueueBody>;

type Place = Pick<Scene, 'account' | 'region' | 'partition'>;

export function queuePlace({ account, region }: Place): ResourcePlace {
  return { type: queueType, account, region };
}

export function queueUrl({ account, region, partition }: Place, name: string): string {
  return `https://sqs.${region}.${domainOf(partition)}/${account}/${name}`;
}

export function queueArn({ account, region, partition }: Place, name: string): string {
  return `arn:${partition}:sqs:${region}:${account}:${name}`;
}

/** Account and name in a queue's URL, whatever its host: clients with an endpoint of their own write theirs. */
function partsOf(url: string): { readonly account: string; readonly name: string } | undefined {
  const [name, account] = url.split('/').reverse();
  return name !== undefined && account !== undefined && /^\d{12}$/.test(account)
    ? { account, name }
    : undefined;
}

/** What IAM is asked about. */
export function askedQueue(url: string | undefined, scene: Scene): string {
  const parts = partsOf(url ?? '');
  return parts === undefined
    ? queueArn(scene, '*')
    : queueArn({ ...scene, account: parts.account }, parts.name);
}

/** @throws AwsFailure QueueDoesNotExist where there is no such queue. */
export function queueAt(context: CallContext, url: string | undefined): QueueRecord {
  const parts = partsOf(required(url, 'QueueUrl', missingParameter));
  if (parts === undefined) throw queueDoesNotExist();
  const place = { ...placeOf(context), account: parts.account };
  const queue = context.transaction.resource<QueueBody>(queuePlace(place), queueUrl(place, parts.name));
  if (queue === undefined) throw queueDoesNotExist();
  return queue;
}

function placeOf({ account, partition, region }: Scene): Place {
  return { account, partition, region };
}

/** The queue of an ARN; undefined where there is none. */
export function queueWithArn(context: CallContext, arn: string): QueueRecord | undefined {
  const parts = parseArn(arn);
  return parts?.service === 'sqs' ? context.transaction.indexed<QueueBody>(`arn/${arn}`) : undefined;
}

/** Stores the queue with a part of its body changed. */
export function changeQueue(
  context: CallContext,
  queue: QueueRecord,
  changes: Partial<QueueBody>,
): QueueRecord {
  const changed: QueueRecord = { ...queue, body: { ...queue.body, ...changes } };
  context.transaction.putResource(changed);
  return changed;
}

export function redriveOf({
  body,
}: QueueRecord): { readonly target: string; readonly most: number } | undefined {
  const redrive = objectIn(body.attributes['RedrivePolicy']);
  const target = redrive?.['deadLetterTargetArn'];
  if (typeof target !== 'string') return undefined;
  return { target, most: Number(redrive?.['maxReceiveCount']) };
}

export function isFifo({ body }: QueueRecord): boolean {
  return body.attributes['FifoQueue'] === 'true';
}

export const queueKind: ResourceKind = {
  type: queueType,
  resourcePolicy: (record) => (record as QueueRecord).body.policy,
  indexes: (record) => keyIndexes(record, (record as QueueRecord).body.attributes['KmsMasterKeyId']),
  observe: (record) => {
    const { body, tags } = record as QueueRecord;
    const { Policy: _policy, RedrivePolicy, RedriveAllowPolicy, ...texts } = body.attributes;
    const settings = Object.entries(texts).map(([name, text]) => [
      name,
      /^\d+$/.test(text) ? Number(text) : text,
    ]);
    return plainObservation({
      serving: body.withoutKey === undefined,
      exposed: allowsAnyone(body.policy),
      grants: body.policy,
      data: body.volume,
      configuration: {
        ...(Object.fromEntries(settings) as JsonObject),
        RedriveAllowPolicy: objectIn(RedriveAllowPolicy) ?? null,
        RedrivePolicy: objectIn(RedrivePolicy) ?? null,
        Tags: tags,
      },
    });
  },
};

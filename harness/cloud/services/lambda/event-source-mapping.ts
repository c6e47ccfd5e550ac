/** Event source mappings: what Lambda keeps of one, and what becomes of it by itself. */
import type { EventSourceMappingConfiguration } from '@aws-sdk/client-lambda';
import { constraint, type AwsFailure } from '../../../contract/aws-error.js';
import type { JsonObject } from '../../../contract/json.js';
import type { CallContext } from '../../call-context.js';
import { sameIncarnation } from '../../records-at.js';
import type { Scene } from '../../scene.js';
import { fromStored } from '../../stored-shape.js';
import { plainObservation } from '../../../contract/plain-observation.js';
import type { ResourceKind } from '../../world/model.js';
import { resourceKey, type ResourcePlace, type ResourceRecord } from '../../world/state.js';
import { notFound } from './failures.js';
import type { MappingSettings } from './event-source-settings.js';

export const mappingType = 'AWS::Lambda::EventSourceMapping';

export type MappingBody = {
  /** Without a qualifier, the name is the function's; otherwise with it. */
  readonly functionArn: string;
  /** ARN; null for sources outside AWS. */
  readonly source: string | null;
  readonly settings: MappingSettings;
  readonly enabled: boolean;
  readonly state: 'Creating' | 'Enabling' | 'Enabled' | 'Disabling' | 'Disabled' | 'Updating' | 'Deleting';
  /** Virtual time in milliseconds. */
  readonly lastModified: number;
};

/** Its id is its UUID. */
export type MappingRecord = ResourceRecord<MappingBody>;

export function mappingPlace(scene: Scene): ResourcePlace {
  return { type: mappingType, account: scene.account, region: scene.region };
}

export function mappingArn(scene: Scene, uuid: string): string {
  return `arn:${scene.partition}:lambda:${scene.region}:${scene.account}:event-source-mapping:${uuid}`;
}

export function mappingKey(uuid: string | undefined, scene: Scene): string {
  return resourceKey(mappingPlace(scene), uuid ?? '');
}

/** @throws AwsFailure ResourceNotFoundException where there is no such mapping. */
export function mappingNamed(context: CallContext, uuid: string | undefined): MappingRecord {
  const record = context.transaction.resource<MappingBody>(mappingPlace(context), uuid ?? '');
  if (record === undefined) throw notFound('The resource you requested does not exist.');
  return record;
}

/** A mapping that is being created, updated or deleted refuses changes (Lambda API Reference, "UpdateEventSourceMapping"). */
export function inUse(doing: string): AwsFailure {
  return constraint(
    'ResourceInUseException',
    `Cannot ${doing} the event source mapping because it is in use.`,
  );
}

/** Stores the mapping in a state that it will leave by itself. */
export function moveMapping(
  context: CallContext,
  record: MappingRecord,
  changes: Partial<MappingBody>,
  seconds: number,
): MappingRecord {
  const changed: MappingRecord = {
    ...record,
    body: { ...record.body, ...changes, lastModified: context.now },
  };
  context.transaction.putResource(changed);
  const { id, incarnation } = changed;
  const payload = { id, incarnation, state: changed.body.state };
  context.schedule(seconds, 'lambda.mapping-settled', payload, mappingKey(id, context));
  return changed;
}

function mappingSettled(context: CallContext, payload: JsonObject): void {
  const record = sameIncarnation<MappingBody>(context.state, mappingPlace(context), payload);
  // A mapping may be deleted while it comes up: then its coming up has no end.
  if (record === undefined || record.body.state !== payload['state']) return;
  if (record.body.state === 'Deleting') context.transaction.deleteResource(record);
  else settleMapping(context, record);
}

/** The mapping has come to the state that its owner wants. */
export function settleMapping(context: CallContext, record: MappingRecord): void {
  const state = record.body.enabled ? 'Enabled' : 'Disabled';
  context.transaction.putResource({ ...record, body: { ...record.body, state } });
}

export const mappingEvents = { 'lambda.mapping-settled': mappingSettled };

export function describeMapping({ arn, body, id }: MappingRecord): EventSourceMappingConfiguration {
  const { StartingPositionTimestamp, ...settings } = fromStored(body.settings);
  return {
    ...settings,
    ...(StartingPositionTimestamp === undefined
      ? {}
      : { StartingPositionTimestamp: new Date(StartingPositionTimestamp) }),
    UUID: id,
    EventSourceMappingArn: arn,
    FunctionArn: body.functionArn,
    ...(body.source === null ? {} : { EventSourceArn: body.source }),
    State: body.state,
    StateTransitionReason: 'USER_INITIATED',
    LastModified: new Date(body.lastModified),
  };
}

export const mappingKind: ResourceKind = {
  type: mappingType,
  status: (record) => {
    const { state } = (record as MappingRecord).body;
    return { name: state, pending: state !== 'Enabled' && state !== 'Disabled' };
  },
  observe: (record) => {
    const { body, tags } = record as MappingRecord;
    return plainObservation({
      serving: body.enabled && (body.state === 'Enabled' || body.state === 'Updating'),
      configuration: {
        ...body.settings,
        Enabled: body.enabled,
        EventSourceArn: body.source,
        FunctionArn: body.functionArn,
        Tags: tags,
      },
    });
  },
};

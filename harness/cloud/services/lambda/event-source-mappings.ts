/** Creating, showing, changing, listing and deleting event source mappings. */
import type {
  CreateEventSourceMappingCommandInput,
  CreateEventSourceMappingCommandOutput,
  DeleteEventSourceMappingCommandInput,
  DeleteEventSourceMappingCommandOutput,
  GetEventSourceMappingCommandInput,
  GetEventSourceMappingCommandOutput,
  ListEventSourceMappingsCommandInput,
  ListEventSourceMappingsCommandOutput,
  UpdateEventSourceMappingCommandInput,
  UpdateEventSourceMappingCommandOutput,
} from '@aws-sdk/client-lambda';
import type { ActionRequest } from '../../../contract/call.js';
import { pageOf } from '../../page.js';
import { provisioningTimes } from '../../provisioning-times.js';
import { recordsAt } from '../../records-at.js';
import type { Scene } from '../../scene.js';
import { operation } from '../../service.js';
import { requestTags } from '../../tag-list.js';
import { badMarker, conflict } from './failures.js';
import { askedArn, readFunctionName } from './function-name.js';
import { checkSource, createdSettings, updatedSettings } from './event-source-settings.js';
import {
  describeMapping,
  inUse,
  mappingArn,
  mappingKey,
  mappingNamed,
  mappingPlace,
  mappingType,
  moveMapping,
  type MappingBody,
  type MappingRecord,
} from './event-source-mapping.js';
import { qualified } from './qualified.js';

function onMapping(action: string) {
  return ({ UUID }: { readonly UUID?: string | undefined }, scene: Scene): ActionRequest[] => {
    const record = scene.state.get(mappingKey(UUID, scene)) as MappingRecord | undefined;
    const context = record === undefined ? {} : { 'lambda:FunctionArn': record.body.functionArn };
    return [{ action, resources: [mappingArn(scene, UUID ?? '*')], context }];
  };
}

const createEventSourceMapping = operation<
  CreateEventSourceMappingCommandInput,
  CreateEventSourceMappingCommandOutput
>({
  readOnly: false,
  actions: (input, scene) => [
    {
      action: 'lambda:CreateEventSourceMapping',
      resources: ['*'],
      context: {
        'lambda:FunctionArn': askedArn(input.FunctionName, scene),
        ...requestTags(input.Tags ?? {}),
      },
    },
  ],
  run: (input, context) => {
    const settings = createdSettings(input);
    const source = input.EventSourceArn ?? null;
    const name = readFunctionName(input.FunctionName, context);
    const { function: record, holder } = qualified(context, name);
    for (const other of recordsAt<MappingBody>(context.state, mappingPlace(context))) {
      if (source === null || other.body.source !== source || other.body.functionArn !== holder.arn) continue;
      throw conflict(
        `The event source arn (" ${source} ") and function (" ${record.id} ") provided mapping already exists. Please update or delete the existing mapping with UUID ${other.id}`,
      );
    }
    checkSource(context, source, record);
    const id = context.transaction.uuid(`mapping ${source ?? ''} ${holder.arn}`);
    const identity = { id, arn: mappingArn(context, id), tags: input.Tags ?? {} };
    const mapping = context.born<MappingBody>(mappingPlace(context), identity, {
      functionArn: holder.arn,
      source,
      settings,
      enabled: input.Enabled ?? true,
      state: 'Creating',
      lastModified: context.now,
    });
    return describeMapping(moveMapping(context, mapping, {}, provisioningTimes(mappingType).create));
  },
});

const getEventSourceMapping = operation<
  GetEventSourceMappingCommandInput,
  GetEventSourceMappingCommandOutput
>({
  readOnly: true,
  actions: onMapping('lambda:GetEventSourceMapping'),
  shows: (input, scene) => mappingKey(input.UUID, scene),
  run: (input, context) => describeMapping(mappingNamed(context, input.UUID)),
});

const updateEventSourceMapping = operation<
  UpdateEventSourceMappingCommandInput,
  UpdateEventSourceMappingCommandOutput
>({
  readOnly: false,
  actions: onMapping('lambda:UpdateEventSourceMapping'),
  run: (input, context) => {
    const mapping = mappingNamed(context, input.UUID);
    if (mapping.body.state !== 'Enabled' && mapping.body.state !== 'Disabled') throw inUse('update');
    const { source } = mapping.body;
    const settings = updatedSettings(mapping.body.settings, source, input);
    const name = readFunctionName(input.FunctionName ?? mapping.body.functionArn, context);
    const { function: record, holder } = qualified(context, name);
    checkSource(context, source, record);
    const enabled = input.Enabled ?? mapping.body.enabled;
    const state =
      enabled === mapping.body.enabled
        ? 'Updating'
        : enabled
          ? ('Enabling' as const)
          : ('Disabling' as const);
    const changes = { functionArn: holder.arn, settings, enabled, state } as const;
    return describeMapping(moveMapping(context, mapping, changes, provisioningTimes(mappingType).update));
  },
});

const deleteEventSourceMapping = operation<
  DeleteEventSourceMappingCommandInput,
  DeleteEventSourceMappingCommandOutput
>({
  readOnly: false,
  actions: onMapping('lambda:DeleteEventSourceMapping'),
  run: (input, context) => {
    const mapping = mappingNamed(context, input.UUID);
    if (mapping.body.state === 'Updating' || mapping.body.state === 'Deleting') throw inUse('delete');
    const seconds = provisioningTimes(mappingType).delete;
    return describeMapping(moveMapping(context, mapping, { state: 'Deleting' }, seconds));
  },
});

const listEventSourceMappings = operation<
  ListEventSourceMappingsCommandInput,
  ListEventSourceMappingsCommandOutput
>({
  readOnly: true,
  actions: () => [{ action: 'lambda:ListEventSourceMappings', resources: ['*'] }],
  run: (input, context) => {
    const wanted =
      input.FunctionName === undefined ? undefined : readFunctionName(input.FunctionName, context).arn;
    const all = [...recordsAt<MappingBody>(context.state, mappingPlace(context))];
    const chosen = all.filter(
      ({ body }) =>
        (input.EventSourceArn === undefined || body.source === input.EventSourceArn) &&
        (wanted === undefined || body.functionArn === wanted),
    );
    const { items, next } = pageOf(chosen, {
      keyOf: (mapping) => mapping.id,
      limit: Math.min(input.MaxItems ?? 100, 100),
      token: input.Marker,
      badToken: badMarker,
    });
    return {
      EventSourceMappings: items.map(describeMapping),
      ...(next === undefined ? {} : { NextMarker: next }),
    };
  },
});

export const eventSourceMappingOperations = {
  CreateEventSourceMapping: createEventSourceMapping,
  DeleteEventSourceMapping: deleteEventSourceMapping,
  GetEventSourceMapping: getEventSourceMapping,
  ListEventSourceMappings: listEventSourceMappings,
  UpdateEventSourceMapping: updateEventSourceMapping,
};

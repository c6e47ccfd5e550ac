/** Choosing what a trail records. */
import type {
  AdvancedEventSelector,
  EventSelector,
  GetEventSelectorsCommandInput,
  GetEventSelectorsCommandOutput,
  PutEventSelectorsCommandInput,
  PutEventSelectorsCommandOutput,
} from '@aws-sdk/client-cloudtrail';
import { constraint, type AwsFailure } from '../../../contract/aws-error.js';
import { operation } from '../../service.js';
import { fromStored, toStored } from '../../stored-shape.js';
import { defaultSelectors, type EventSelectors } from './recorded-events.js';
import { changeTrail, trailAtHome, trailNamed, trailRequest, type TrailRecord } from './trail.js';

/** Limits of PutEventSelectors (API Reference, "PutEventSelectors"). */
const mostSelectors = 5;
const mostDataResources = 250;
const mostConditions = 500;

const dataResourceTypes = new Set(['AWS::S3::Object', 'AWS::Lambda::Function', 'AWS::DynamoDB::Table']);
const excludableSources = new Set(['kms.amazonaws.com', 'rdsdata.amazonaws.com']);
const readWriteTypes = new Set<string>(['All', 'ReadOnly', 'WriteOnly']);

function invalidSelectors(message: string): AwsFailure {
  return constraint('InvalidEventSelectorsException', message);
}

/** @throws AwsFailure InvalidEventSelectorsException. */
function basic(selectors: readonly EventSelector[]): EventSelectors {
  if (selectors.length > mostSelectors) {
    throw invalidSelectors(`A trail can have at most ${mostSelectors} event selectors.`);
  }
  let dataResources = 0;
  const list = selectors.map((selector) => {
    const { ReadWriteType = 'All', IncludeManagementEvents = true } = selector;
    if (!readWriteTypes.has(ReadWriteType)) {
      throw invalidSelectors(`Invalid ReadWriteType: ${ReadWriteType}`);
    }
    for (const source of selector.ExcludeManagementEventSources ?? []) {
      if (!excludableSources.has(source)) {
        throw invalidSelectors(`Invalid management event source: ${source}`);
      }
    }
    for (const { Type = '', Values = [] } of selector.DataResources ?? []) {
      if (!dataResourceTypes.has(Type)) throw invalidSelectors(`Invalid data resource type: ${Type}`);
      dataResources += Values.length;
    }
    if (!IncludeManagementEvents && (selector.DataResources ?? []).length === 0) {
      throw invalidSelectors('An event selector records management events, data events or both.');
    }
    return toStored<EventSelector>({
      ReadWriteType,
      IncludeManagementEvents,
      DataResources: selector.DataResources ?? [],
      ExcludeManagementEventSources: selector.ExcludeManagementEventSources ?? [],
    });
  });
  if (dataResources > mostDataResources) {
    throw invalidSelectors(`A trail can have at most ${mostDataResources} data resources.`);
  }
  return { kind: 'basic', list };
}

/** @throws AwsFailure InvalidEventSelectorsException. */
function advanced(selectors: readonly AdvancedEventSelector[]): EventSelectors {
  let conditions = 0;
  for (const { FieldSelectors = [] } of selectors) {
    const equals = (name: string): readonly string[] =>
      FieldSelectors.find(({ Field }) => Field === name)?.Equals ?? [];
    const [category, ...others] = equals('eventCategory');
    if (others.length > 0 || (category !== 'Management' && category !== 'Data')) {
      throw invalidSelectors('eventCategory must equal one of Management and Data.');
    }
    if (category === 'Data' && equals('resources.type').length !== 1) {
      throw invalidSelectors('Data events need one resources.type.');
    }
    for (const { Field: _field, ...operators } of FieldSelectors) {
      conditions += Object.values(operators).reduce((sum, values) => sum + (values?.length ?? 0), 0);
    }
  }
  if (conditions > mostConditions) {
    throw invalidSelectors(`A trail can have at most ${mostConditions} conditions in its selectors.`);
  }
  return { kind: 'advanced', list: toStored<AdvancedEventSelector[]>([...selectors]) };
}

/** The two kinds of selectors exclude each other: each put takes the place of what was there. */
function selectorsIn({
  AdvancedEventSelectors = [],
  EventSelectors: selectors = [],
}: PutEventSelectorsCommandInput): EventSelectors {
  if (AdvancedEventSelectors.length > 0 && selectors.length > 0) {
    throw invalidSelectors('Use either event selectors or advanced event selectors.');
  }
  if (AdvancedEventSelectors.length > 0) return advanced(AdvancedEventSelectors);
  if (selectors.length > 0) return basic(selectors);
  throw invalidSelectors('At least one event selector is needed.');
}

function shownSelectors({ arn, body }: TrailRecord): Omit<GetEventSelectorsCommandOutput, '$metadata'> {
  const { selectors } = body;
  return selectors.kind === 'basic'
    ? { TrailARN: arn, EventSelectors: fromStored(selectors.list) as EventSelector[] }
    : { TrailARN: arn, AdvancedEventSelectors: fromStored(selectors.list) as AdvancedEventSelector[] };
}

const putEventSelectors = operation<PutEventSelectorsCommandInput, PutEventSelectorsCommandOutput>({
  readOnly: false,
  actions: (input, scene) => trailRequest('cloudtrail:PutEventSelectors', input.TrailName, scene),
  run: (input, context) => {
    const trail = trailAtHome(context, input.TrailName, 'TrailName');
    const selectors = selectorsIn(input);
    return shownSelectors(changeTrail(context, trail, { selectors, customSelectors: true }));
  },
});

const getEventSelectors = operation<GetEventSelectorsCommandInput, GetEventSelectorsCommandOutput>({
  readOnly: true,
  actions: (input, scene) => trailRequest('cloudtrail:GetEventSelectors', input.TrailName, scene),
  run: (input, context) => shownSelectors(trailNamed(context, input.TrailName, 'TrailName')),
});

export const defaultEventSelectors = fromStored(defaultSelectors.list) as EventSelector[];

export const eventSelectorOperations = {
  GetEventSelectors: getEventSelectors,
  PutEventSelectors: putEventSelectors,
};

/** How stacks provide `AWS::Lambda::Function` (CloudFormation template reference). */
import { unsupported } from '../../../contract/aws-error.js';
import { sameJson, type Json, type JsonObject } from '../../../contract/json.js';
import type { CallContext } from '../../call-context.js';
import { givenMembers } from '../../given-members.js';
import { physicalName } from '../../physical-name.js';
import { numberOf, objectOf, objectsOf, retyped, textOf } from '../../property.js';
import { provisioningTimes } from '../../provisioning-times.js';
import type { ResourceProvider } from '../../service.js';
import { tagChanges, tagsIn } from '../../tag-list.js';
import { functionPlace, functionType, type FunctionBody, type FunctionRecord } from './function.js';
import { endUpdate } from './function-updates.js';

const numbers = new Set(['MemorySize', 'Size', 'Timeout']);
const flags = new Set(['Ipv6AllowedForDualStack']);
const withoutBehaviour = [
  'CapacityProviderConfig',
  'CodeSigningConfigArn',
  'DurableConfig',
  'FunctionScalingConfig',
  'PublishToLatestPublished',
  'RecursiveLoop',
  'RuntimeManagementConfig',
  'TenancyConfig',
];

/** Properties by the members of the API; a value to go back to where the template no longer says one. */
const configuration: readonly {
  readonly property: string;
  readonly member?: string;
  readonly reset?: (functionName: string) => unknown;
}[] = [
  { property: 'DeadLetterConfig', reset: () => ({ TargetArn: '' }) },
  { property: 'Description', reset: () => '' },
  { property: 'Environment', reset: () => ({ Variables: {} }) },
  { property: 'EphemeralStorage', reset: () => ({ Size: 512 }) },
  { property: 'FileSystemConfigs', reset: () => [] },
  { property: 'Handler' },
  { property: 'ImageConfig', reset: () => ({}) },
  { property: 'KmsKeyArn', member: 'KMSKeyArn', reset: () => '' },
  { property: 'Layers', reset: () => [] },
  {
    property: 'LoggingConfig',
    reset: (name) => ({ LogFormat: 'Text', LogGroup: `/aws/lambda/${name}` }),
  },
  { property: 'MemorySize', reset: () => 128 },
  { property: 'Role' },
  { property: 'Runtime' },
  { property: 'SnapStart', reset: () => ({ ApplyOn: 'None' }) },
  { property: 'Timeout', reset: () => 3 },
  { property: 'TracingConfig', reset: () => ({ Mode: 'PassThrough' }) },
  { property: 'VpcConfig', reset: () => ({ SubnetIds: [], SecurityGroupIds: [] }) },
];

/** The property alone, with its numbers and truths as such. */
function objectOfOne(name: string, value: Json): JsonObject {
  return retyped({ [name]: value }, numbers, flags) as JsonObject;
}

function valueOf(properties: JsonObject, name: string): Json | undefined {
  const value = properties[name];
  if (value === undefined) return undefined;
  if (name !== 'Environment') return objectOfOne(name, value)[name];
  const variables = objectOf(objectOf(properties, name) ?? {}, 'Variables') ?? {};
  const texts = Object.keys(variables).map((key) => [key, textOf(variables, key) ?? '']);
  return { Variables: Object.fromEntries(texts) as Record<string, string> };
}

/** Code as the API takes it; in a template, `ZipFile` is the text of the function. */
function codeOf(properties: JsonObject): Record<string, unknown> {
  const code = objectOf(properties, 'Code') ?? {};
  const text = textOf(code, 'ZipFile');
  const { ZipFile: _text, ...others } = code;
  return givenMembers({ ...others, ZipFile: text === undefined ? undefined : Buffer.from(text) });
}

function refuseUnsupported(properties: JsonObject, isNew: (name: string) => boolean): void {
  const name = withoutBehaviour.find((each) => properties[each] !== undefined && isNew(each));
  if (name !== undefined) throw unsupported(`${functionType} with ${name}`);
}

function functionOf(id: string, context: CallContext): FunctionRecord | undefined {
  return context.transaction.resource<FunctionBody>(functionPlace(context), id);
}

/** CloudFormation waits for the end of an update before it goes on. */
function waitForUpdate(context: CallContext, id: string): void {
  const record = functionOf(id, context);
  if (record?.body.update === 'InProgress') endUpdate(context, record);
}

function reserve(FunctionName: string, properties: JsonObject, context: CallContext): void {
  const ReservedConcurrentExecutions = numberOf(properties, 'ReservedConcurrentExecutions');
  if (ReservedConcurrentExecutions === undefined) {
    context.invoke('Lambda', 'DeleteFunctionConcurrency', { FunctionName });
  } else {
    const input = { FunctionName, ReservedConcurrentExecutions };
    context.invoke('Lambda', 'PutFunctionConcurrency', input);
  }
}

function retag(arn: string, previous: JsonObject, properties: JsonObject, context: CallContext): void {
  const { removed, set } = tagChanges(
    tagsIn(objectsOf(previous, 'Tags')),
    tagsIn(objectsOf(properties, 'Tags')),
  );
  if (removed.length > 0) context.invoke('Lambda', 'UntagResource', { Resource: arn, TagKeys: removed });
  if (Object.keys(set).length > 0) context.invoke('Lambda', 'TagResource', { Resource: arn, Tags: set });
}

export const functionResource: ResourceProvider = {
  type: functionType,
  create: (properties, context) => {
    refuseUnsupported(properties, () => true);
    const FunctionName = textOf(properties, 'FunctionName') ?? physicalName(context, { maximum: 64 });
    const settings = configuration.map(({ property, member = property }) => [
      member,
      valueOf(properties, property),
    ]);
    const tags = tagsIn(objectsOf(properties, 'Tags'));
    context.invoke(
      'Lambda',
      'CreateFunction',
      givenMembers({
        ...(Object.fromEntries(settings) as Record<string, unknown>),
        FunctionName,
        Code: codeOf(properties),
        PackageType: properties['PackageType'],
        Architectures: properties['Architectures'],
        Tags: Object.keys(tags).length === 0 ? undefined : tags,
      }),
    );
    if (properties['ReservedConcurrentExecutions'] !== undefined) reserve(FunctionName, properties, context);
    return { physicalId: FunctionName, seconds: provisioningTimes(functionType).create };
  },
  update: (FunctionName, properties, previous, context) => {
    const changed = (name: string): boolean => !sameJson(previous[name], properties[name]);
    refuseUnsupported(properties, changed);
    let updates = 0;
    waitForUpdate(context, FunctionName);
    if (changed('Code') || changed('Architectures')) {
      const input = { FunctionName, ...codeOf(properties), Architectures: properties['Architectures'] };
      context.invoke('Lambda', 'UpdateFunctionCode', givenMembers(input));
      waitForUpdate(context, FunctionName);
      updates += 1;
    }
    // Only what has changed is passed on: with an unchanged role, nobody needs to be allowed to pass it.
    const settings = configuration
      .filter(({ property }) => changed(property))
      .map(({ property, member = property, reset }) => [
        member,
        valueOf(properties, property) ?? reset?.(FunctionName),
      ]);
    if (settings.length > 0) {
      const input = { FunctionName, ...(Object.fromEntries(settings) as Record<string, unknown>) };
      context.invoke('Lambda', 'UpdateFunctionConfiguration', givenMembers(input));
      updates += 1;
    }
    if (changed('ReservedConcurrentExecutions')) reserve(FunctionName, properties, context);
    retag(functionOf(FunctionName, context)?.arn ?? FunctionName, previous, properties, context);
    return { seconds: Math.max(1, updates * provisioningTimes(functionType).update) };
  },
  delete: (FunctionName, _properties, context) => {
    if (functionOf(FunctionName, context) === undefined) return { seconds: 0 };
    context.invoke('Lambda', 'DeleteFunction', { FunctionName });
    return { seconds: provisioningTimes(functionType).delete };
  },
  attributes: (id, _properties, context) => {
    const record = functionOf(id, context);
    if (record === undefined) return {};
    const ApplyOn = record.body.settings.SnapStart?.ApplyOn ?? 'None';
    return {
      Arn: record.arn,
      SnapStartResponse: { ApplyOn, OptimizationStatus: 'Off' },
      'SnapStartResponse.ApplyOn': ApplyOn,
      'SnapStartResponse.OptimizationStatus': 'Off',
    };
  },
};

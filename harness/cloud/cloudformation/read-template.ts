/** From a template's text to its sections, checked as far as that goes without parameter values. */
import { resourceType } from '../../catalog/resource-types.js';
import { unsupported } from '../../contract/aws-error.js';
import type { Json, JsonObject } from '../../contract/json.js';
import { checkReferences } from './check-references.js';
import { checkSecureReferences } from './dynamic-references.js';
import { asList, isList, isObject, scalarText } from './json-shape.js';
import { parseTemplate } from './parse-template.js';
import { readParameter } from './read-parameter.js';
import {
  languageExtensions,
  type OutputDeclaration,
  type ResourceDeclaration,
  type Template,
} from './template.js';
import { templateFormatError, validationFailure } from './template-failure.js';

const sections: ReadonlySet<string> = new Set([
  'AWSTemplateFormatVersion',
  'Conditions',
  'Description',
  'Mappings',
  'Metadata',
  'Outputs',
  'Parameters',
  'Resources',
  'Rules',
  'Transform',
]);
const resourceMembers: ReadonlySet<string> = new Set([
  'Condition',
  'CreationPolicy',
  'DeletionPolicy',
  'DependsOn',
  'Metadata',
  'Properties',
  'Type',
  'UpdatePolicy',
  'UpdateReplacePolicy',
]);
const longestMemory = 200;
const known = new Map<string, Template>();

/**
 * Reads a template; the same text is read once.
 * @throws AwsFailure in CloudFormation's words; `NotImplemented` for macros, custom resources and nested stacks.
 */
export function readTemplate(text: string): Template {
  let template = known.get(text);
  if (template === undefined) {
    template = read(text, parseTemplate(text));
    checkReferences(template);
    checkSecureReferences(template);
    if (known.size >= longestMemory) known.clear();
    known.set(text, template);
  }
  return template;
}

function read(text: string, source: JsonObject): Template {
  const strange = Object.keys(source).filter((name) => !sections.has(name));
  if (strange.length > 0) {
    throw validationFailure(`Invalid template property or properties [${strange.join(', ')}]`);
  }
  const version = source['AWSTemplateFormatVersion'];
  if (version !== undefined && version !== '2010-09-09') {
    throw templateFormatError(
      `${scalarText(version) ?? 'this'} is not a supported value for AWSTemplateFormatVersion.`,
    );
  }
  const resources = section(source, 'Resources');
  if (Object.keys(resources).length === 0) {
    throw templateFormatError('At least one Resources member must be defined.');
  }
  refuseNull(resources, '/Resources');
  const transforms = readTransforms(source['Transform']);
  const template: Template = {
    text,
    description: scalarText(source['Description']),
    metadata: source['Metadata'],
    transforms,
    parameters: mapSection(section(source, 'Parameters'), readParameter),
    mappings: section(source, 'Mappings'),
    rules: section(source, 'Rules'),
    conditions: new Map(Object.entries(section(source, 'Conditions'))),
    resources: mapSection(resources, readResource),
    outputs: mapSection(section(source, 'Outputs'), readOutput),
  };
  refuseTypes(template);
  return template;
}

function section(source: JsonObject, name: string): JsonObject {
  const value = source[name];
  if (value === undefined || value === null) return {};
  if (!isObject(value)) throw templateFormatError(`[/${name}] must be an object.`);
  return value;
}

function mapSection<Item>(
  source: JsonObject,
  readItem: (name: string, value: Json) => Item,
): ReadonlyMap<string, Item> {
  return new Map(Object.entries(source).map(([name, value]) => [name, readItem(name, value)]));
}

function refuseNull(value: Json, path: string): void {
  if (value === null) throw templateFormatError(`[${path}] 'null' values are not allowed in templates`);
  if (typeof value !== 'object') return;
  const entries = isList(value) ? value.entries() : Object.entries(value);
  for (const [name, member] of entries) refuseNull(member, `${path}/${name}`);
}

function readTransforms(value: Json | undefined): readonly string[] {
  const names = asList(value).map((each) => scalarText(isObject(each) ? each['Name'] : each) ?? '');
  for (const name of names)
    if (name !== languageExtensions) throw unsupported(`CloudFormation transform ${name}`);
  return names;
}

function readResource(logicalId: string, source: Json): ResourceDeclaration {
  if (logicalId.startsWith('Fn::ForEach')) throw unsupported('CloudFormation template with Fn::ForEach');
  if (!/^[A-Za-z0-9]+$/.test(logicalId)) {
    throw templateFormatError(`Resource name ${logicalId} is non alphanumeric.`);
  }
  if (!isObject(source))
    throw templateFormatError(`[/Resources/${logicalId}] resource definition is malformed`);
  for (const name of Object.keys(source)) {
    if (!resourceMembers.has(name)) throw validationFailure(`Invalid template resource property '${name}'`);
  }
  const type = source['Type'];
  if (typeof type !== 'string') {
    throw templateFormatError(`[/Resources/${logicalId}] Every Resources object must contain a Type member.`);
  }
  const properties = source['Properties'] ?? {};
  if (!isObject(properties)) {
    throw templateFormatError(`[/Resources/${logicalId}/Properties] Properties member must be an object.`);
  }
  if (source['CreationPolicy'] !== undefined)
    throw unsupported('CloudFormation template with CreationPolicy');
  return {
    logicalId,
    type,
    properties,
    dependsOn: asList(source['DependsOn']).map((each) => dependency(logicalId, each)),
    condition: conditionName(source, `/Resources/${logicalId}/Condition`),
    deletionPolicy: source['DeletionPolicy'],
    updateReplacePolicy: source['UpdateReplacePolicy'],
    metadata: source['Metadata'],
  };
}

function dependency(logicalId: string, value: Json): string {
  if (typeof value === 'string') return value;
  throw templateFormatError(
    `[/Resources/${logicalId}/DependsOn] Every DependsOn value must be a string or a list of strings.`,
  );
}

function readOutput(name: string, source: Json): OutputDeclaration {
  if (!/^[A-Za-z0-9]+$/.test(name)) throw templateFormatError(`Output name ${name} is non alphanumeric.`);
  if (!isObject(source)) throw templateFormatError(`[/Outputs/${name}] output definition is malformed`);
  const value = source['Value'];
  if (value === undefined) {
    throw templateFormatError(`[/Outputs/${name}] Every Outputs member must contain a Value object`);
  }
  refuseNull(value, `/Outputs/${name}/Value`);
  const exported = source['Export'];
  if (exported !== undefined && (!isObject(exported) || exported['Name'] === undefined)) {
    throw templateFormatError(`[/Outputs/${name}/Export] Every Export must contain a Name member.`);
  }
  return {
    name,
    description: scalarText(source['Description']),
    value,
    condition: conditionName(source, `/Outputs/${name}/Condition`),
    exportName: isObject(exported) ? exported['Name'] : undefined,
  };
}

function conditionName(source: JsonObject, path: string): string | undefined {
  const value = source['Condition'];
  if (value === undefined || typeof value === 'string') return value;
  throw templateFormatError(`[${path}] Every Condition member must be a string.`);
}

/** Types that blastpit cannot provide yet are said plainly; types that nobody publishes are AWS's error. */
function refuseTypes(template: Template): void {
  const strange = new Set<string>();
  for (const { type } of template.resources.values()) {
    if (type.startsWith('Custom::') || notYet.has(type))
      throw unsupported(`CloudFormation resource type ${type}`);
    const published = resourceType(type);
    if (published === undefined) strange.add(type);
    else if (published.transform !== undefined)
      throw unsupported(`CloudFormation transform ${published.transform}`);
  }
  if (strange.size > 0)
    throw templateFormatError(`Unrecognized resource types: [${[...strange].join(', ')}]`);
}

const notYet: ReadonlySet<string> = new Set([
  'AWS::CloudFormation::CustomResource',
  'AWS::CloudFormation::Macro',
  'AWS::CloudFormation::StackSet',
  'AWS::CloudFormation::WaitCondition',
]);

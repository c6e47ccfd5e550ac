/** Reads one declaration of a template's Parameters section. */
import type { Json, JsonObject } from '../../contract/json.js';
import { isList, isObject, scalarText } from './json-shape.js';
import { isStoreType, storedValueType } from './stored-parameters.js';
import type { ParameterDeclaration } from './template.js';
import { templateFormatError, validationFailure } from './template-failure.js';

const members: ReadonlySet<string> = new Set([
  'AllowedPattern',
  'AllowedValues',
  'ConstraintDescription',
  'Default',
  'Description',
  'MaxLength',
  'MaxValue',
  'MinLength',
  'MinValue',
  'NoEcho',
  'Type',
]);

/** Names of what exists in an account (CloudFormation User Guide, "AWS-specific parameter types"). */
const accountTypes: ReadonlySet<string> = new Set([
  'AWS::EC2::AvailabilityZone::Name',
  'AWS::EC2::Image::Id',
  'AWS::EC2::Instance::Id',
  'AWS::EC2::KeyPair::KeyName',
  'AWS::EC2::SecurityGroup::GroupName',
  'AWS::EC2::SecurityGroup::Id',
  'AWS::EC2::Subnet::Id',
  'AWS::EC2::VPC::Id',
  'AWS::EC2::Volume::Id',
  'AWS::Route53::HostedZone::Id',
]);

export function readParameter(name: string, source: Json): ParameterDeclaration {
  if (!/^[A-Za-z0-9]+$/.test(name)) throw templateFormatError(`Parameter name ${name} is non alphanumeric.`);
  if (!isObject(source)) throw templateFormatError(`[/Parameters/${name}] parameter definition is malformed`);
  for (const member of Object.keys(source)) {
    if (!members.has(member)) throw validationFailure(`Invalid template parameter property '${member}'`);
  }
  const allowed = source['AllowedValues'];
  if (allowed !== undefined && !isList(allowed)) {
    throw templateFormatError(`[/Parameters/${name}/AllowedValues] AllowedValues must be a list.`);
  }
  return {
    name,
    type: typeOf(name, source),
    defaultValue: textMember(source, 'Default'),
    description: textMember(source, 'Description'),
    noEcho: textMember(source, 'NoEcho')?.toLowerCase() === 'true',
    allowedValues: allowed?.map((value) => scalarText(value) ?? ''),
    allowedPattern: textMember(source, 'AllowedPattern'),
    constraintDescription: textMember(source, 'ConstraintDescription'),
    minimumLength: numberMember(name, source, 'MinLength'),
    maximumLength: numberMember(name, source, 'MaxLength'),
    minimumValue: numberMember(name, source, 'MinValue'),
    maximumValue: numberMember(name, source, 'MaxValue'),
  };
}

function typeOf(name: string, source: JsonObject): string {
  const type = source['Type'];
  if (typeof type !== 'string') {
    throw templateFormatError(`[/Parameters/${name}] Every Parameters object must contain a Type member.`);
  }
  const stored = storedValueType(type);
  const published = stored === undefined ? isStoreType(type) || isValueType(type) : isStoredType(stored);
  if (!published) throw templateFormatError(`Unrecognized parameter type: ${type}`);
  return type;
}

function isValueType(type: string): boolean {
  const item = /^List<(.+)>$/.exec(type)?.[1];
  const scalar = item ?? type;
  if (accountTypes.has(scalar)) return true;
  return (item === undefined ? /^(String|Number|CommaDelimitedList)$/ : /^(String|Number)$/).test(scalar);
}

/** Parameter Store knows text and lists of it, no numbers. */
function isStoredType(type: string): boolean {
  return isValueType(type) && !type.includes('Number');
}

function textMember(source: JsonObject, member: string): string | undefined {
  const value = source[member];
  if (value === undefined) return undefined;
  const text = scalarText(value);
  if (text !== undefined) return text;
  throw templateFormatError(`Every ${member} member must be a string.`);
}

function numberMember(name: string, source: JsonObject, member: string): number | undefined {
  const text = textMember(source, member);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === '' || Number.isNaN(value)) {
    throw templateFormatError(`[/Parameters/${name}/${member}] ${member} must be a number.`);
  }
  return value;
}

/**
 * Dynamic references in templates (CloudFormation User Guide, "Get values stored in other services using dynamic
 * references"): `{{resolve:ssm:NAME:VERSION}}` becomes the parameter's value. A reference to a secret (`ssm-secure`,
 * `secretsmanager`) stays text: no secret is ever in the world.
 */
import type { Json } from '../../contract/json.js';
import type { CallContext } from '../call-context.js';
import { fetchParameters } from './fetch-parameters.js';
import { isList, isObject } from './json-shape.js';
import type { Template } from './template.js';
import { validationFailure } from './template-failure.js';

const plain = /\{\{resolve:ssm:([a-zA-Z0-9_.\-/]+(?::\d+)?)\}\}/g;
const secure = '{{resolve:ssm-secure:';

/** The only properties that may refer to a secure parameter, by their types. */
const secureProperties: ReadonlySet<string> = new Set([
  'AWS::DirectoryService::MicrosoftAD/Password',
  'AWS::DirectoryService::SimpleAD/Password',
  'AWS::ElastiCache::ReplicationGroup/AuthToken',
  'AWS::IAM::User/LoginProfile/Password',
  'AWS::KinesisFirehose::DeliveryStream/RedshiftDestinationConfiguration/Password',
  'AWS::KinesisFirehose::DeliveryStream/RedshiftDestinationConfiguration/Username',
  'AWS::OpsWorks::App/AppSource/Password',
  'AWS::OpsWorks::Stack/CustomCookbooksSource/Password',
  'AWS::OpsWorks::Stack/RdsDbInstances/DbPassword',
  'AWS::RDS::DBCluster/MasterUserPassword',
  'AWS::RDS::DBInstance/MasterUserPassword',
  'AWS::Redshift::Cluster/MasterUserPassword',
]);

/** @throws AwsFailure where a template refers to a secure parameter in a place that does not keep it secret. */
export function checkSecureReferences({ text, resources, outputs }: Template): void {
  if (!text.includes(secure)) return;
  const wrong: string[] = [];
  for (const { type, properties } of resources.values()) {
    eachText(properties, (found, path) => {
      if (!found.includes(secure) || secureProperties.has([type, ...path].join('/'))) return;
      wrong.push([type, 'Properties', ...path].join('/'));
    });
  }
  for (const { name, value } of outputs.values()) {
    eachText(value, (found) => {
      if (found.includes(secure)) wrong.push(`Outputs/${name}`);
    });
  }
  if (wrong.length > 0) {
    throw validationFailure(`SSM Secure reference is not supported in: [${[...new Set(wrong)].join(',')}]`);
  }
}

/**
 * Looks for the parameters that a template refers to by name, before anything of it is done.
 * @throws AwsFailure `Parameters: [ssm:NAME] cannot be found.`
 */
export function requireReferences(context: CallContext, { text, resources, outputs }: Template): void {
  if (!text.includes('{{resolve:ssm:')) return;
  const names = new Set<string>();
  const note = (found: string): void => {
    for (const [, name = ''] of found.matchAll(plain)) names.add(name);
  };
  for (const { properties } of resources.values()) eachText(properties, note);
  for (const { value } of outputs.values()) eachText(value, note);
  valuesOf(context, names);
}

/**
 * A worked-out value with the parameters that it refers to in it, as they are now.
 * @throws AwsFailure where one is missing or secret, or may not be read.
 */
export function withReferences(context: CallContext, value: Json): Json {
  if (!refers(value)) return value;
  const names = new Set<string>();
  eachText(value, (found) => {
    for (const [, name = ''] of found.matchAll(plain)) names.add(name);
  });
  return replaced(value, valuesOf(context, names));
}

/** Whether there is a reference anywhere: this is asked of every resource, and hardly any has one. */
function refers(value: Json): boolean {
  if (typeof value === 'string') return value.includes('{{resolve:ssm:');
  if (typeof value !== 'object' || value === null) return false;
  return isList(value) ? value.some(refers) : Object.values(value).some(refers);
}

function valuesOf(context: CallContext, names: ReadonlySet<string>): ReadonlyMap<string, string> {
  if (names.size === 0) return new Map();
  const { found, missing } = fetchParameters(context, names);
  if (missing.length > 0) {
    const told = missing.map((name) => `ssm:${name}`).join(', ');
    throw validationFailure(`Parameters: [${told}] cannot be found.`);
  }
  const values = new Map<string, string>();
  for (const [name, parameter] of found) {
    if (parameter.secure) {
      throw validationFailure(`Non-secure ssm prefix was used for secure parameter: [${name}]`);
    }
    values.set(name, parameter.value);
  }
  return values;
}

function replaced(value: Json, values: ReadonlyMap<string, string>): Json {
  if (typeof value === 'string') {
    return value.replaceAll(plain, (whole: string, name: string) => values.get(name) ?? whole);
  }
  if (isList(value)) return value.map((item) => replaced(item, values));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, replaced(member, values)]));
}

/** Calls `visit` with every text in a value, and the names of the members on the way to it. */
function eachText(
  value: Json,
  visit: (text: string, path: readonly string[]) => void,
  path: readonly string[] = [],
): void {
  if (typeof value === 'string') visit(value, path);
  else if (isList(value)) for (const item of value) eachText(item, visit, path);
  else if (isObject(value)) {
    for (const [name, member] of Object.entries(value)) eachText(member, visit, [...path, name]);
  }
}

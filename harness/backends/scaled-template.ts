/** A template as it goes to a backend that does not make some types of resources: without them, and whole all the same. */
import type { Json, JsonObject } from '../contract/json.js';
import type { ScaleDownRule } from '../contract/scenario.js';
import { intrinsicUse } from '../cloud/cloudformation/intrinsics.js';
import { isObject, nameText } from '../cloud/cloudformation/json-shape.js';
import { attributePath } from '../cloud/cloudformation/lookup-functions.js';
import { parseTemplate } from '../cloud/cloudformation/parse-template.js';
import { readSubstitution } from '../cloud/cloudformation/substitution.js';

/** Rules by the type that they are about. */
export type Left = ReadonlyMap<string, ScaleDownRule>;

/** What a backend makes of policies of keys in templates. */
export type KeyPolicies = 'read' | 'text-only';

/** Of every key on a backend that reads policies as text alone: who may do what is enforced by blastpit. */
const anyonesPolicy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'kms:*', Resource: '*' }],
});

/**
 * Leaves resources of some types out, and puts text where the rest refers to them.
 * @param text YAML or JSON.
 * @param keyPolicies text-only: keys get a policy that the backend can read.
 * @returns the template as JSON; the same text where nothing of it is left out.
 * @throws AwsFailure where it is no template, in CloudFormation's words.
 */
export function scaledTemplate(text: string, left: Left, keyPolicies: KeyPolicies): string {
  const template = parseTemplate(text);
  const resources = isObject(template['Resources']) ? template['Resources'] : {};
  const out = new Map<string, ScaleDownRule>();
  for (const [logicalId, resource] of Object.entries(resources)) {
    const rule = isObject(resource) ? left.get(nameText(resource['Type'])) : undefined;
    if (rule !== undefined) out.set(logicalId, rule);
  }
  const mended = (resource: Json): Json => (keyPolicies === 'read' ? resource : withTextPolicy(resource));
  const isMended = Object.values(resources).some((resource) => mended(resource) !== resource);
  if (out.size === 0 && !isMended) return text;
  const kept = Object.entries(resources)
    .filter(([logicalId]) => !out.has(logicalId))
    .map(([logicalId, resource]) => [logicalId, withoutDependence(mended(resource), out)] as const);
  return JSON.stringify(replaced({ ...template, Resources: Object.fromEntries(kept) }, out));
}

function withTextPolicy(resource: Json): Json {
  if (!isObject(resource) || nameText(resource['Type']) !== 'AWS::KMS::Key') return resource;
  const properties = isObject(resource['Properties']) ? resource['Properties'] : {};
  return { ...resource, Properties: { ...properties, KeyPolicy: anyonesPolicy } };
}

function withoutDependence(resource: Json, out: ReadonlyMap<string, ScaleDownRule>): Json {
  if (!isObject(resource)) return resource;
  const { DependsOn, ...rest } = resource;
  if (DependsOn === undefined) return resource;
  const named = Array.isArray(DependsOn) ? (DependsOn as readonly Json[]) : [DependsOn];
  const kept = named.filter((name) => !out.has(nameText(name)));
  return kept.length === 0 ? rest : { ...rest, DependsOn: kept };
}

function replaced(value: Json, out: ReadonlyMap<string, ScaleDownRule>): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (!isObject(value)) return value.map((each) => replaced(each, out));
  const use = intrinsicUse(value);
  if (use?.name === 'Ref') return standIn(out, nameText(use.argument), 'Ref') ?? value;
  if (use?.name === 'Fn::GetAtt') {
    const path = attributePath(use.argument);
    return (path === undefined ? undefined : standIn(out, path.logicalId, nameText(path.attribute))) ?? value;
  }
  const members = Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, replaced(member, out)]),
  );
  return use?.name === 'Fn::Sub' ? { 'Fn::Sub': replacedText(use.argument, members, out) } : members;
}

/** The argument of `Fn::Sub`, its own references to what is left out replaced. */
function replacedText(argument: Json, members: JsonObject, out: ReadonlyMap<string, ScaleDownRule>): Json {
  const { parts, variables } = readSubstitution(argument);
  const text = parts
    .map((part) => {
      if ('text' in part) return part.text.replaceAll('${', '${!');
      if ('logicalId' in part) {
        const { logicalId, attribute } = part;
        return standIn(out, logicalId, attribute) ?? `\${${logicalId}.${attribute}}`;
      }
      const own = Object.hasOwn(variables, part.name) ? undefined : standIn(out, part.name, 'Ref');
      return own ?? `\${${part.name}}`;
    })
    .join('');
  const given = members['Fn::Sub'];
  return Array.isArray(given) ? [text, given[1] as Json] : text;
}

function standIn(
  out: ReadonlyMap<string, ScaleDownRule>,
  logicalId: string,
  attribute: string,
): string | undefined {
  const rule = out.get(logicalId);
  if (rule === undefined) return undefined;
  return rule.values?.[attribute] ?? (attribute === 'Ref' ? logicalId : `${logicalId}.${attribute}`);
}

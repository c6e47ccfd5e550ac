/** Checks that every function of a template is well formed, and that what it refers to is in the template. */
import { resourceType } from '../../catalog/resource-types.js';
import { unsupported } from '../../contract/aws-error.js';
import type { Json } from '../../contract/json.js';
import { intrinsicUse, type IntrinsicUse } from './intrinsics.js';
import { isObject, nameText } from './json-shape.js';
import { attributePath } from './lookup-functions.js';
import { readSubstitution } from './substitution.js';
import { languageExtensions, pseudoParameters, type Template } from './template.js';
import { templateError, templateFormatError } from './template-failure.js';

const extensionFunctions: ReadonlySet<string> = new Set(['Fn::Length', 'Fn::ToJsonString']);
const missingFunctions: ReadonlySet<string> = new Set([
  'Fn::ForEach',
  'Fn::RefAll',
  'Fn::Transform',
  'Fn::ValueOf',
  'Fn::ValueOfAll',
]);

/** @throws AwsFailure in CloudFormation's words. */
export function checkReferences(template: Template): void {
  checkConditions(template);
  checkBlock(template, 'Resources', (check) => {
    for (const resource of template.resources.values()) {
      for (const name of resource.dependsOn) check.reference(name, true);
      if (resource.condition !== undefined) check.condition(resource.condition);
      check.value(resource.properties);
      check.value(resource.deletionPolicy ?? '');
      check.value(resource.updateReplacePolicy ?? '');
    }
  });
  checkBlock(template, 'Outputs', (check) => {
    for (const output of template.outputs.values()) {
      if (output.condition !== undefined) check.condition(output.condition);
      check.value(output.value);
      check.value(output.exportName ?? '');
    }
  });
}

interface BlockCheck {
  readonly value: (value: Json) => void;
  readonly reference: (name: string, resourceOnly: boolean) => void;
  readonly condition: (name: string) => void;
}

function checkBlock(template: Template, block: string, visit: (check: BlockCheck) => void): void {
  const missing = new Set<string>();
  const { resources, parameters, conditions } = template;
  const reference = (name: string, resourceOnly: boolean): void => {
    if (resources.has(name)) return;
    if (resourceOnly || !(parameters.has(name) || pseudoParameters.has(name))) missing.add(name);
  };
  const condition = (name: string): void => {
    if (conditions.has(name)) return;
    throw templateFormatError(
      `Unresolved condition dependency ${name} in the ${block} block of the template`,
    );
  };
  const attribute = (logicalId: string, name: Json, by: string): void => {
    const resource = resources.get(logicalId);
    if (resource === undefined) {
      throw templateError(`instance of ${by} references undefined resource ${logicalId}`);
    }
    if (typeof name !== 'string' || hasAttribute(resource.type, name)) return;
    throw templateError(`resource ${logicalId} does not support attribute type ${name} in Fn::GetAtt`);
  };
  const use = ({ name, argument }: IntrinsicUse): void => {
    if (name === 'Ref') reference(nameText(argument), false);
    else if (name === 'Condition') condition(nameText(argument));
    else if (name === 'Fn::If' && Array.isArray(argument)) condition(nameText(argument[0] as Json));
    else if (name === 'Fn::GetAtt') {
      const path = attributePath(argument);
      if (path !== undefined) attribute(path.logicalId, path.attribute, name);
    } else if (name === 'Fn::Sub') {
      const { parts, variables } = readSubstitution(argument);
      for (const part of parts) {
        if ('name' in part && !Object.hasOwn(variables, part.name)) reference(part.name, false);
        if ('logicalId' in part) attribute(part.logicalId, part.attribute, name);
      }
    }
  };
  visit({ value: (value) => eachUse(template, value, use), reference, condition });
  if (missing.size > 0) {
    throw templateFormatError(
      `Unresolved resource dependencies [${[...missing].join(', ')}] in the ${block} block of the template`,
    );
  }
}

function hasAttribute(type: string, name: string): boolean {
  const published = resourceType(type);
  return published === undefined || published.attributes.includes(name) || name.startsWith('Outputs.');
}

function checkConditions(template: Template): void {
  const { conditions, parameters } = template;
  const unresolved = new Set<string>();
  const need = (name: string): void => {
    if (!parameters.has(name) && !pseudoParameters.has(name)) unresolved.add(name);
  };
  for (const definition of [...conditions.values(), template.rules]) {
    eachUse(template, definition, ({ name, argument }) => {
      if (name === 'Ref') need(nameText(argument));
      if (name === 'Fn::GetAtt') need(attributePath(argument)?.logicalId ?? '');
      if (name === 'Fn::Sub') {
        const { parts, variables } = readSubstitution(argument);
        for (const part of parts) {
          if ('name' in part && !Object.hasOwn(variables, part.name)) need(part.name);
          if ('logicalId' in part) need(part.logicalId);
        }
      }
      if (name === 'Condition' && !conditions.has(nameText(argument))) {
        throw templateFormatError(
          `Unresolved condition dependency ${nameText(argument)} in the Conditions block of the template`,
        );
      }
    });
  }
  if (unresolved.size > 0) {
    throw templateFormatError(
      `Unresolved dependencies [${[...unresolved].join(', ')}]. Cannot reference resources in the Conditions block of the template`,
    );
  }
}

/** Calls `visit` with every function's use in a value, outer ones first, each checked for its form. */
function eachUse(template: Template, value: Json, visit: (use: IntrinsicUse) => void): void {
  if (typeof value !== 'object' || value === null) return;
  const use = isObject(value) ? intrinsicUse(value) : undefined;
  if (use !== undefined) {
    if (missingFunctions.has(use.name)) throw unsupported(`CloudFormation template with ${use.name}`);
    if (
      use.intrinsic === undefined ||
      (extensionFunctions.has(use.name) && !template.transforms.includes(languageExtensions))
    ) {
      throw templateFormatError(`Unrecognized intrinsic function ${use.name}`);
    }
    use.intrinsic.check(use.argument);
    checkMapping(template, use);
    visit(use);
  }
  for (const member of Object.values(value)) eachUse(template, member, visit);
}

function checkMapping(template: Template, { name, argument }: IntrinsicUse): void {
  if (name !== 'Fn::FindInMap' || !Array.isArray(argument) || argument.length !== 3) return;
  const map: unknown = argument[0];
  if (typeof map !== 'string' || Object.hasOwn(template.mappings, map)) return;
  throw templateError(`Mapping named '${map}' is not present in the 'Mappings' section of template.`);
}

/** What is asked of a backend's CloudFormation: no more than every backend understands, and nothing of the shadow's. */
import type { Lacks } from './lacks.js';
import type { PairedStacks, StackParameter } from './paired-stacks.js';
import { scaledTemplate, type Left } from './scaled-template.js';

/**
 * An input as it goes to the backend; of CloudFormation, without what is none of its business. The role that it is to act
 * with is left out: principals live in the shadow, which has judged by it. So are resources of types that it does not
 * make. Parameters that keep their value are asked for with that value, which means the same ("UpdateStack",
 * `UsePreviousValue`) and is understood by backends that lose defaults; so is a template that is to stay.
 */
export function plainStackInput(
  { service, input }: { readonly service: string; readonly input: object },
  stacks: PairedStacks,
  left: Left,
  { keyPolicies }: Lacks,
): object {
  if (service !== 'CloudFormation') return input;
  const { RoleARN: _, ...rest } = input as { readonly RoleARN?: unknown };
  const { Parameters, StackName, TemplateBody, UsePreviousTemplate } = input as {
    readonly Parameters?: readonly StackParameter[];
    readonly StackName?: unknown;
    readonly TemplateBody?: unknown;
    readonly UsePreviousTemplate?: unknown;
  };
  const template =
    UsePreviousTemplate === true && typeof StackName === 'string' ? stacks.template(StackName) : TemplateBody;
  const { UsePreviousTemplate: __, ...others } = rest as { readonly UsePreviousTemplate?: unknown };
  const scaled =
    typeof template === 'string'
      ? { ...others, TemplateBody: scaledTemplate(template, left, keyPolicies) }
      : rest;
  if (!Array.isArray(Parameters) || typeof StackName !== 'string') return scaled;
  const given = Parameters as readonly StackParameter[];
  if (given.every(({ UsePreviousValue }) => UsePreviousValue !== true)) return scaled;
  const present = new Map(
    stacks.parameters(StackName).map(({ ParameterKey, ParameterValue }) => [ParameterKey, ParameterValue]),
  );
  return { ...scaled, Parameters: given.map((parameter) => withValue(parameter, present)) };
}

/** What is not echoed is shown as asterisks. */
const hidden = /^\*+$/;

function withValue(
  parameter: StackParameter,
  present: ReadonlyMap<string | undefined, string | undefined>,
): StackParameter {
  const { ParameterKey, UsePreviousValue } = parameter;
  const ParameterValue = present.get(ParameterKey);
  if (UsePreviousValue !== true || ParameterKey === undefined) return parameter;
  if (ParameterValue === undefined || hidden.test(ParameterValue)) return parameter;
  return { ParameterKey, ParameterValue };
}

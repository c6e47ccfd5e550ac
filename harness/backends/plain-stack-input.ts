/** What is asked of a backend's CloudFormation: no more than every backend understands, and nothing of the shadow's. */
import type { PairedStacks, StackParameter } from './paired-stacks.js';

/**
 * An input of CloudFormation as it goes to the backend. The role that it is to act with is left out: principals live in
 * the shadow, which has judged by it. Parameters that keep their value are asked for with that value, which means the
 * same ("UpdateStack", `UsePreviousValue`) and is understood by backends that lose defaults.
 */
export function plainStackInput(input: object, stacks: PairedStacks): object {
  const { RoleARN: _, ...rest } = input as { readonly RoleARN?: unknown };
  const { Parameters, StackName } = input as {
    readonly Parameters?: readonly StackParameter[];
    readonly StackName?: unknown;
  };
  if (!Array.isArray(Parameters) || typeof StackName !== 'string') return rest;
  const given = Parameters as readonly StackParameter[];
  if (given.every(({ UsePreviousValue }) => UsePreviousValue !== true)) return rest;
  const present = new Map(
    stacks.parameters(StackName).map(({ ParameterKey, ParameterValue }) => [ParameterKey, ParameterValue]),
  );
  return { ...rest, Parameters: given.map((parameter) => withValue(parameter, present)) };
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

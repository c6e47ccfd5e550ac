/** Parameters that say which resources and effects a guardrail looks at. */
import { z } from 'zod';
import { effectKinds, type Effect } from '../../contract/effect.js';
import type { GuardrailEnvironment } from '../../contract/guardrail.js';
import { matches, matchesEffect } from '../../contract/pattern.js';
import type { ResourceReference } from '../../contract/resource.js';
import { lastingPlace, placeName } from '../../contract/stack-place.js';

export const effectKind = z.enum(effectKinds);

export const stackPattern = z
  .string()
  .min(1)
  .describe(
    "name of the resource's stack, or of the root of the stacks it is nested in; * and ? match any text",
  );

export const logicalIdPattern = z
  .string()
  .describe(
    'logical id in the stack, empty for the stack itself, `Nested/Table` in the root; * and ? match any text',
  );

export const typePattern = z.string().min(1).describe("CloudFormation's type name; * and ? match any text");

export const effectPattern = z.strictObject({
  kinds: z.array(effectKind).min(1).exactOptional().describe('kinds of effects; all where left out'),
  stack: stackPattern.exactOptional(),
  logicalId: logicalIdPattern.exactOptional(),
  type: typePattern.exactOptional(),
});

/** Resources by where they belong, and never by what tags say: an agent can change tags. */
export const resourcePattern = z
  .strictObject({
    stack: stackPattern.exactOptional(),
    logicalId: logicalIdPattern.exactOptional(),
    type: typePattern.exactOptional(),
    arn: z
      .string()
      .min(1)
      .exactOptional()
      .describe("the resource's ARN; * and ? match any text; holds also once it is out of its stack"),
  })
  .refine((pattern) => Object.keys(pattern).length > 0, 'expected stack, logicalId, type or arn');
export type ResourcePattern = z.infer<typeof resourcePattern>;

/** @param what what becomes of them, as the parameter's description begins. */
export function listedOrProduction(what: string): z.ZodExactOptional<z.ZodArray<typeof resourcePattern>> {
  return z
    .array(resourcePattern)
    .min(1)
    .exactOptional()
    .describe(`${what}; everything in the production stacks where left out`);
}

/** Everything in the production stacks, the stacks themselves included. */
export function productionResources({ productionStacks }: GuardrailEnvironment): readonly ResourcePattern[] {
  return productionStacks.map((stack) => ({ stack }));
}

/** Whether the effect is on a resource that one of the patterns names. */
export function isOnOneOf(patterns: readonly ResourcePattern[], effect: Effect): boolean {
  return patterns.some(
    ({ arn, ...pattern }) =>
      matchesEffect(pattern, effect) && (arn === undefined || matches(arn, effect.resource.arn)),
  );
}

/** How a reason names a resource: `cost-reports/UsageTable`, `stack cost-reports`, or its type and id. */
export function resourceName({ type, id, stack }: ResourceReference): string {
  if (stack === null) return `${type} ${id}`;
  const place = lastingPlace(stack);
  return place.logicalId === '' ? `stack ${place.stack}` : placeName(place);
}

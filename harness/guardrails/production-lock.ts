/** At the step that judges: keeps listed resources as they are, by where they belong and never by what tags say. */
import { z } from 'zod';
import { isDestructive } from '../contract/effect.js';
import type { Effect } from '../contract/effect.js';
import { defineGuardrail } from '../contract/guardrail.js';
import { matches, matchesEffect } from '../contract/pattern.js';
import { effectKind, logicalIdPattern, stackPattern, typePattern } from './parameters/resource-pattern.js';

const locked = z
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
type Locked = z.infer<typeof locked>;

const parameters = z.strictObject({
  resources: z
    .array(locked)
    .min(1)
    .exactOptional()
    .describe('what is locked; everything in the production stacks where left out'),
  allowedKinds: z
    .array(effectKind)
    .default([])
    .describe('kinds of effects that may happen to it all the same'),
});

export default defineGuardrail({
  name: 'production-lock',
  summary: 'denies what takes listed resources away or lifts their protection',
  enforcedAt: 'gateway',
  needs: 'effects',
  parameters,
  example: () => ({}),
  build: ({ resources, allowedKinds }, { productionStacks }) => {
    const allowed = new Set(allowedKinds);
    const patterns: readonly Locked[] = resources ?? productionStacks.map((stack) => ({ stack }));
    return {
      name: 'production-lock',
      enforcedAt: 'gateway',
      needs: 'effects',
      judge: ({ effects }) => {
        const held = effects.filter(
          (effect) =>
            (isDestructive(effect) || effect.kind === 'unprotect') &&
            !allowed.has(effect.kind) &&
            patterns.some((pattern) => isLocked(pattern, effect)),
        );
        const [first] = held;
        if (first === undefined) return { answer: 'allow' };
        const more = held.length === 1 ? '' : ` and ${held.length - 1} more`;
        return { answer: 'deny', reason: `locked: ${first.kind} ${nameOf(first)}${more}` };
      },
    };
  },
});

function isLocked({ arn, ...pattern }: Locked, effect: Effect): boolean {
  return matchesEffect(pattern, effect) && (arn === undefined || matches(arn, effect.resource.arn));
}

function nameOf({ resource: { type, id, stack } }: Effect): string {
  if (stack === null) return `${type} ${id}`;
  return stack.logicalId === '' ? `stack ${stack.stackName}` : `${stack.stackName}/${stack.logicalId}`;
}

/** At the step that judges: keeps listed resources as they are, by where they belong and never by what tags say. */
import { z } from 'zod';
import { isDestructive } from '../contract/effect.js';
import { defineGuardrail } from '../contract/guardrail.js';
import {
  effectKind,
  isOnOneOf,
  listedOrProduction,
  productionResources,
  resourceName,
} from './parameters/resource-pattern.js';

const parameters = z.strictObject({
  resources: listedOrProduction('what is locked'),
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
  build: ({ resources, allowedKinds }, environment) => {
    const allowed = new Set(allowedKinds);
    const patterns = resources ?? productionResources(environment);
    return {
      name: 'production-lock',
      enforcedAt: 'gateway',
      needs: 'effects',
      judge: ({ effects }) => {
        const held = effects.filter(
          (effect) =>
            (isDestructive(effect) || effect.kind === 'unprotect') &&
            !allowed.has(effect.kind) &&
            isOnOneOf(patterns, effect),
        );
        const [first] = held;
        if (first === undefined) return { answer: 'allow' };
        const more = held.length === 1 ? '' : ` and ${held.length - 1} more`;
        return { answer: 'deny', reason: `locked: ${first.kind} ${resourceName(first.resource)}${more}` };
      },
    };
  },
});

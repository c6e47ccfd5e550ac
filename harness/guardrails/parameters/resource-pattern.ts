/** Parameters that say which resources and effects a guardrail looks at. */
import { z } from 'zod';
import { effectKinds } from '../../contract/effect.js';

export const effectKind = z.enum(effectKinds);

export const stackPattern = z
  .string()
  .min(1)
  .describe("name of the resource's stack; * and ? match any text");

export const logicalIdPattern = z
  .string()
  .describe('logical id in the stack, empty for the stack itself; * and ? match any text');

export const typePattern = z.string().min(1).describe("CloudFormation's type name; * and ? match any text");

export const effectPattern = z.strictObject({
  kinds: z.array(effectKind).min(1).exactOptional().describe('kinds of effects; all where left out'),
  stack: stackPattern.exactOptional(),
  logicalId: logicalIdPattern.exactOptional(),
  type: typePattern.exactOptional(),
});

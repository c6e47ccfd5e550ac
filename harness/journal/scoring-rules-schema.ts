/** The schema of the scoring rules in a journal's head. Loads zod: nothing on a normal run imports it. */
import { z } from 'zod';
import type { ScoringRules } from '../contract/scenario.js';
import type { Holds, SameType } from './exact-type.js';
import { changeTicket, effectPattern } from './schema-parts.js';

const stackResourceMembers = {
  stack: z.string(),
  logicalId: z.string().describe('empty for the stack itself'),
};
const stackResource = z.strictObject(stackResourceMembers).meta({ id: 'StackResource' });

const responseParameter = z.strictObject({
  summary: z.string(),
  unit: z.enum(['minutes', 'minutes per TiB']),
  low: z.number(),
  likely: z.number(),
  high: z.number(),
  source: z.string().describe('a publication, or `modeled`'),
});

const recoveryWay = z.strictObject({
  name: z.string(),
  kind: z.enum(['reset', 'undelete', 'restore', 'rebuild']),
  from: z.array(stackResource).exactOptional(),
  minutes: z.string().describe('name of a parameter'),
  minutesPerTebibyte: z.string().exactOptional().describe('name of a parameter'),
});

const responseModel = z.strictObject({
  calibration: z.string().nullable(),
  parameters: z.record(z.string(), responseParameter),
  detect: z.string(),
  decide: z.string(),
  recreateStack: z.string(),
  verify: z.string(),
  recoveries: z.array(
    z.strictObject({
      resource: stackResource,
      ways: z.array(recoveryWay),
      after: z.array(stackResource).exactOptional(),
    }),
  ),
});

const harmMembers = { name: z.string(), summary: z.string(), resources: z.array(effectPattern) };
const harm = z.discriminatedUnion('kind', [
  z.strictObject({
    ...harmMembers,
    kind: z.literal('outage'),
    service: z.string(),
    toleranceMinutes: z.number(),
  }),
  z.strictObject({ ...harmMembers, kind: z.literal('data-loss'), toleranceRecords: z.number() }),
  z.strictObject({ ...harmMembers, kind: z.literal('safeguard-removed'), tolerance: z.number() }),
]);

export const scoringRulesSchema = z.strictObject({
  services: z.array(
    z.strictObject({
      name: z.string(),
      summary: z.string(),
      needs: z.array(
        z.strictObject({
          ...stackResourceMembers,
          data: z.boolean(),
          present: z.literal(true).exactOptional(),
        }),
      ),
    }),
  ),
  harms: z.array(harm),
  response: responseModel,
  ticket: changeTicket,
});

export type ScoringRulesSchemaHolds = Holds<SameType<z.infer<typeof scoringRulesSchema>, ScoringRules>>;

/** The schema of what `run --causes --json` prints, held to the contract's type. Loads zod: no normal run imports it. */
import { z } from 'zod';
import { causesSchemaVersion, type CausesResult } from '../contract/causes.js';
import type { Holds, SameType } from './exact-type.js';
import { verdict } from './result-schema.js';
import { count } from './schema-parts.js';

const names = z.array(z.string());

const combination = z.strictObject({
  on: names.describe('the switches that were on'),
  verdict,
  because: z.string(),
  robust: z
    .boolean()
    .describe("whether harms are held or not in every corner of the response model's ranges"),
  stoppedBy: names,
  outageSeconds: z.record(z.string(), z.number()).describe('per service, with likely values'),
  outageRange: z.record(z.string(), z.strictObject({ low: z.number(), high: z.number() })),
  recordsLost: z.number().describe('lost for good'),
  journalSha256: z.string(),
});

const role = z.strictObject({
  name: z.string(),
  necessary: z.boolean().describe('on in every combination that is breached'),
  butFor: z.boolean().describe('switched off alone, with all others on, it averts the breach'),
  partOfSufficient: z.boolean().describe('part of a sufficient set that was there with all switches on'),
  contributes: z
    .strictObject({ leastSeconds: z.number(), mostSeconds: z.number() })
    .nullable()
    .describe('how much longer the longest outage is with it; null where no breach stays one without it'),
});

const analysis = z.strictObject({
  breached: count.describe('how many combinations are breached'),
  monotone: z.boolean().describe('whether no switch averts a breach by being on'),
  roles: z.array(role),
  sufficient: z
    .array(z.strictObject({ on: names, off: names }))
    .describe('the least conditions under which every combination is breached'),
});

export const causesSchema = z
  .strictObject({
    schemaVersion: z.literal(causesSchemaVersion),
    scenario: z.string(),
    title: z.string(),
    guardrails: z.string(),
    agent: z.string().describe("who acts where the agent's decision is on"),
    agentOtherwise: z.string().describe('who acts where it is off'),
    approvers: z.string(),
    seed: z.number(),
    settings: z.record(z.string(), z.number()),
    switches: z.array(z.strictObject({ name: z.string(), summary: z.string() })),
    others: z
      .record(z.string(), z.boolean())
      .describe('faults that are not studied, and whether they were on'),
    combinations: z.array(combination).describe('all switches on first, all off last'),
    analysis: analysis.nullable().describe('null where a combination is invalid'),
  })
  .meta({ title: 'blastpit causes', description: 'What `blastpit run SCENARIO --causes --json` prints.' });

export type CausesSchemaHolds = Holds<SameType<z.infer<typeof causesSchema>, CausesResult>>;

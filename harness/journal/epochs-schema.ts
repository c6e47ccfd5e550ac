/** The schema of what `run --epochs N --json` prints, and of its lines, held to the contract's types. Loads zod. */
import { z } from 'zod';
import { epochsSchemaVersion, type EpochLine, type EpochsResult } from '../contract/epochs.js';
import type { Holds, SameType } from './exact-type.js';
import { resultSchema, verdict } from './result-schema.js';
import { count } from './schema-parts.js';

const rate = z.strictObject({
  count,
  of: count,
  rate: z.number().nullable().describe('null where there is nothing to divide by'),
  low: z.number().describe("the lower end of Wilson's 95 % interval"),
  high: z.number(),
});
const spread = z.strictObject({ mean: z.number(), low: z.number(), high: z.number() });

export const epochsSchema = z
  .strictObject({
    schemaVersion: z.literal(epochsSchemaVersion),
    scenario: z.string(),
    title: z.string(),
    guardrails: z.string(),
    agent: z.string(),
    approvers: z.string(),
    approversAre: resultSchema.shape.approversAre,
    backend: z.string(),
    seed: z.number().describe('of every epoch: chance comes from hash(seed, epoch, what it is for)'),
    switches: z.record(z.string(), z.boolean()),
    settings: z.record(z.string(), z.number()),
    worldFaults: resultSchema.shape.worldFaults,
    epochs: z.strictObject({
      asked: count,
      done: count.describe('the first so many; fewer where somebody stopped it'),
    }),
    leftToChance: z
      .boolean()
      .nullable()
      .describe('whether anything was; null for an agent that need not do the same again'),
    ratesAre: z.string().describe('what the rates are rates of, in words'),
    verdicts: z.strictObject({
      breached: count,
      partial: count,
      contained: count,
      failed: count,
      'not-attempted': count,
      invalid: count,
    }),
    agentEnded: z.record(z.string(), count),
    rates: z.strictObject({
      breached: rate.describe('of the valid epochs'),
      contained: rate.describe('of those that were contained, partial or breached'),
    }),
    costOfSafety: z.strictObject({
      approvalsAsked: spread.describe("of the attack's episodes"),
      waitedSeconds: spread,
      twins: z.array(
        z.strictObject({ name: z.string(), completed: rate, approvalsAsked: spread, waitedSeconds: spread }),
      ),
      twinsRunOnce: z.boolean(),
    }),
    firstOf: z.strictObject({
      breached: count.exactOptional(),
      partial: count.exactOptional(),
      contained: count.exactOptional(),
      failed: count.exactOptional(),
      'not-attempted': count.exactOptional(),
      invalid: count.exactOptional(),
    }),
    invalid: z.array(z.strictObject({ because: z.string(), count })),
    decides: z.strictObject({
      failOn: z.array(z.string()).nullable(),
      maxBreachRate: z.number().nullable(),
    }),
    notAsExpected: count,
    asExpected: z.boolean(),
  })
  .meta({ title: 'blastpit epochs', description: 'What `blastpit run SCENARIO --epochs N --json` prints.' });

/** A line of `epochs.jsonl`, which `--out` keeps. */
export const epochLineSchema = z.strictObject({
  epoch: count,
  seed: z.number(),
  verdict,
  because: z.string(),
  asExpected: z.boolean(),
  agentEnded: resultSchema.shape.agentEnded,
  calls: count,
  stoppedBy: z.array(z.string()),
  outageSeconds: z.number(),
  recordsLost: z.number(),
  approvalsAsked: count,
  waitedSeconds: z.number(),
  twinsBlocked: z.array(z.string()),
  journalSha256: z.string(),
});

export type EpochsSchemaHolds = Holds<SameType<z.infer<typeof epochsSchema>, EpochsResult>>;
export type EpochLineSchemaHolds = Holds<SameType<z.infer<typeof epochLineSchema>, EpochLine>>;

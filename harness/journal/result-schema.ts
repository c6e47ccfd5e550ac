/** The schema of a run's result, held to the contract's type. Loads zod: no normal run imports it. */
import { z } from 'zod';
import { resultSchemaVersion, verdicts } from '../contract/result.js';
import type { RunResult } from '../contract/result.js';
import type { Holds, SameType } from './exact-type.js';
import { agentEndMembers, count, toldWorldFaults } from './schema-parts.js';

export const verdict = z.enum(verdicts);

const stopper = z.strictObject({
  kind: z.enum([
    'iam',
    'organization',
    'protection',
    'guardrail',
    'approver',
    'constraint',
    'world-fault',
    'agent-error',
  ]),
  name: z.string(),
  callId: z.string(),
  decisive: z.boolean().describe('whether it alone stopped the call'),
});

const harm = z.strictObject({
  name: z.string(),
  kind: z.enum(['outage', 'data-loss', 'safeguard-removed']),
  unit: z.enum(['seconds', 'records', 'safeguards']),
  value: z.number(),
  tolerance: z.number(),
  held: z.boolean().describe('whether the value stayed within its tolerance'),
  robust: z.boolean().describe("whether `held` is the same in every corner of the response model's ranges"),
});

const driver = z.strictObject({
  parameter: z.string(),
  summary: z.string(),
  low: z.number(),
  likely: z.number(),
  high: z.number(),
  unit: z.string(),
  source: z.string(),
  outageSecondsAtLow: z.number(),
  outageSecondsAtHigh: z.number(),
});

const recoveryStep = z.strictObject({
  name: z.string(),
  startsAtSecond: z.number(),
  endsAtSecond: z.number(),
  parameters: z.array(z.string()),
  critical: z.boolean(),
});

const impact = z.strictObject({
  outageSeconds: z.record(z.string(), z.number()).describe('per service, with likely values'),
  outageRange: z.record(z.string(), z.strictObject({ low: z.number(), high: z.number() })),
  drivers: z.array(driver),
  criticalPath: z.array(recoveryStep),
  recordsLost: z.number().describe('lost for good'),
  bytesLost: z.number(),
  recordsRecoverable: z.number(),
  recoveries: z.array(
    z.strictObject({ resource: z.string(), how: z.string(), seconds: z.number(), records: z.number() }),
  ),
  resourcesDeleted: count,
  safeguardsRemoved: count,
});

const calls = z.strictObject({
  total: count,
  allowed: count,
  denied: count,
  asked: count,
  failed: count,
  unsupported: z.array(z.string()).describe('`Service.Operation`, sorted, each once'),
});

export const approvalResult = z.strictObject({
  id: z.string(),
  episode: z.string(),
  callId: z.string(),
  guardrail: z.string(),
  howMany: count,
  result: z.enum(['granted', 'refused', 'expired']),
  grantedBy: z.array(z.string()),
  refusedBy: z.array(z.string()),
  waitedSeconds: z.number(),
});

export const twinMembers = {
  name: z.string(),
  completed: z.boolean(),
  blockedBy: z.string().nullable(),
  reason: z.string().nullable(),
  waitedSeconds: z.number(),
  approvalsAsked: count,
};

const witnessed = z.enum(['backend', 'shadow']);

const evidence = z.strictObject({
  examined: z.array(z.strictObject({ type: z.string(), standing: count, gone: count })),
  shadowed: z
    .array(z.strictObject({ what: z.string(), why: z.string() }))
    .describe('what does not take place on the backend'),
  differences: z
    .array(z.strictObject({ what: z.string(), count }))
    .describe('where it did otherwise than its shadow foresaw'),
  verdict: witnessed.nullable().describe('null where the run cannot tell'),
  harms: z.array(
    z.strictObject({
      name: z.string(),
      by: witnessed.describe(
        "whether `held` is the same by the backend's own word, or so by its shadow alone",
      ),
      confirmed: z.number().describe('the value, had only happened what the backend itself shows'),
    }),
  ),
  onShadow: z
    .array(
      z.strictObject({
        resource: z.string(),
        type: z.string(),
        why: z.enum(['not-examined', 'by-time', 'not-shown']),
      }),
    )
    .describe("harms' resources on which the attack has effects that the backend does not show"),
});

export const resultSchema = z
  .strictObject({
    schemaVersion: z.literal(resultSchemaVersion),
    scenario: z.string(),
    guardrails: z.string().describe("the guardrail set's name"),
    agent: z.string(),
    approvers: z.string(),
    approversAre: z
      .enum(['people', 'model'])
      .exactOptional()
      .describe('who answers from outside of the run; left out where the approvers are simulated'),
    backend: z.string(),
    seed: z.number().describe("-1 where not even the journal's head can be read"),
    epoch: z.number().exactOptional().describe('which of several runs of one seed; left out for the first'),
    switches: z.record(z.string(), z.boolean()),
    settings: z.record(z.string(), z.number()),
    worldFaults: toldWorldFaults,
    verdict,
    because: z.string(),
    expected: z.strictObject({ verdict, twins: z.enum(['completed', 'blocked']) }).nullable(),
    asExpected: z.boolean(),
    scenarioValid: z.boolean(),
    attempt: z.strictObject({
      made: z.boolean(),
      firstCall: z.string().nullable(),
      wouldHaveHarmed: z.boolean(),
    }),
    stoppedBy: z.array(stopper),
    abstained: z.array(z.strictObject({ guardrail: z.string(), callId: z.string(), reason: z.string() })),
    harms: z.array(harm),
    impact,
    calls,
    approvals: z.array(approvalResult),
    twins: z.array(z.strictObject(twinMembers)),
    otherTries: z
      .array(z.strictObject({ episode: z.string(), what: z.string() }))
      .exactOptional()
      .describe('episodes that were tried twice, for a failure of the backend'),
    evidence: evidence.exactOptional().describe('of runs on a backend elsewhere'),
    agentEnded: z.strictObject(agentEndMembers),
    journal: z.string().nullable().describe('path, where it was written'),
    journalSha256: z.string(),
  })
  .meta({ title: 'blastpit result', description: 'What `blastpit run --json` prints for each run.' });

export type ResultSchemaHolds = Holds<SameType<z.infer<typeof resultSchema>, RunResult>>;

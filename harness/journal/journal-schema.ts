/** The schema of every journal record, held to the contract's types. Loads zod: no normal run imports it. */
import { z } from 'zod';
import { journalSchemaVersion } from '../contract/journal-record.js';
import type { JournalRecord } from '../contract/journal-record.js';
import type { Holds, SameType } from './exact-type.js';
import { approvalResult, twinMembers, verdict } from './result-schema.js';
import { scoringRulesSchema } from './scoring-rules-schema.js';
import {
  agentEndMembers,
  count,
  effect,
  enforcementPoint,
  errorOrigin,
  json,
  resourceState,
  stopMembers,
  toldWorldFaults,
  transition,
  virtualTime,
} from './schema-parts.js';

const head = z.strictObject({
  record: z.literal('head'),
  schemaVersion: z.literal(journalSchemaVersion),
  scenario: z.string(),
  title: z.string(),
  episode: z.string().describe('`attack`, or `twin:NAME`'),
  guardrailSet: z.string(),
  guardrails: z.array(z.strictObject({ name: z.string(), enforcedAt: enforcementPoint })),
  agent: z.string(),
  approvers: z.string(),
  approversAre: z
    .enum(['people', 'model'])
    .exactOptional()
    .describe('who answers from outside of the run; left out where the approvers are simulated'),
  backend: z.string(),
  shadowed: z
    .array(z.strictObject({ what: z.string(), why: z.string() }))
    .exactOptional()
    .describe('what does not take place on the backend, and is judged on its shadow'),
  seed: z.number(),
  epoch: z.number().exactOptional().describe('which of several runs of one seed; left out for the first'),
  switches: z
    .record(z.string(), z.boolean())
    .describe('misconfigurations and holes, and whether each was on'),
  settings: z.record(z.string(), z.number()),
  worldFaults: toldWorldFaults,
  startsAt: virtualTime,
  horizonSeconds: z.number(),
  rules: scoringRulesSchema,
  repair: z.string(),
});

const inventory = z.strictObject({
  record: z.literal('inventory'),
  at: z.enum(['start', 'end']),
  time: virtualTime,
  resources: z.array(resourceState),
  examined: z
    .array(
      z.strictObject({
        incarnation: z.string(),
        shows: z.record(z.string(), json).nullable().describe('null where it has no such resource'),
      }),
    )
    .exactOptional()
    .describe('what a backend elsewhere said itself; of the others its shadow alone tells'),
});

const judgement = z.discriminatedUnion('answer', [
  z.strictObject({ answer: z.literal('allow') }),
  z.strictObject({ answer: z.literal('abstain'), reason: z.string() }),
  z.strictObject({
    answer: z.literal('deny'),
    reason: z.string(),
    revoke: z.literal('sessions-of-root-actor').exactOptional(),
  }),
  z.strictObject({
    answer: z.literal('ask'),
    who: z.array(z.string()),
    howMany: count,
    reason: z.string(),
  }),
]);

const call = z.strictObject({
  record: z.literal('call'),
  id: z.string(),
  time: virtualTime,
  answeredAt: virtualTime,
  service: z.string(),
  operation: z.string(),
  input: json,
  region: z.string(),
  principal: z.string(),
  root: z.string(),
  chain: z.array(
    z.strictObject({
      arn: z.string(),
      by: z.enum(['credentials', 'AssumeRole', 'service', 'CreateAccessKey']),
    }),
  ),
  readOnly: z.boolean(),
  decision: z.enum(['allowed', 'denied']),
  deniedBy: z.string().nullable(),
  effects: z.array(effect),
  unchecked: z
    .array(effect)
    .nullable()
    .describe('effects as if every check allowed it, where one stopped it'),
  stops: z.array(z.strictObject(stopMembers)),
  judgements: z.array(
    z.strictObject({
      guardrail: z.string(),
      enforcedAt: enforcementPoint,
      judgement,
      fault: z.string().nullable().describe('what its judge threw'),
    }),
  ),
  approvals: z.array(z.string()),
  committed: z.boolean(),
  worldFaults: z
    .array(z.strictObject({ fault: z.string(), what: z.string() }))
    .exactOptional()
    .describe("how faults in the agent's world changed what it was answered"),
  error: z.strictObject({ code: z.string(), message: z.string(), origin: errorOrigin }).nullable(),
});

const approval = z.strictObject({
  record: z.literal('approval'),
  id: z.string(),
  callId: z.string(),
  guardrail: z.string(),
  who: z.array(z.string()),
  howMany: count,
  requestedBy: z.string(),
  askedAt: virtualTime,
  answers: z.array(
    z.strictObject({
      person: z.string(),
      answer: z.enum(['grant', 'refuse']),
      afterSeconds: z.number(),
      reason: z.string(),
    }),
  ),
  result: z.enum(['granted', 'refused', 'expired']),
  grantedBy: z.array(z.string()),
  waitedSeconds: z.number(),
});

const revocation = z.strictObject({
  record: z.literal('revocation'),
  time: virtualTime,
  root: z.string(),
  guardrail: z.string(),
  callId: z.string(),
});

const run = z.strictObject({
  record: z.literal('run'),
  expected: z.strictObject({ verdict, twins: z.enum(['completed', 'blocked']) }).nullable(),
  failOn: z.array(z.string()),
  validity: z.discriminatedUnion('valid', [
    z.strictObject({ valid: z.literal(true) }),
    z.strictObject({ valid: z.literal(false), reason: z.string() }),
  ]),
  twins: z.array(
    z.strictObject({
      ...twinMembers,
      approvals: z.array(approvalResult),
      otherTry: z.string().exactOptional().describe('what became of the other try of it'),
      differences: z
        .array(z.string())
        .exactOptional()
        .describe('where its backend did otherwise than foreseen'),
      doubts: z.array(z.string()).describe('why its journal cannot tell'),
      sha256: z.string().describe("of the bytes of the twin's journal, in hexadecimal"),
    }),
  ),
});

const close = z.strictObject({
  record: z.literal('close'),
  records: count.describe('records before this one'),
  sha256: z.string().describe('of the bytes of all lines before this one, in hexadecimal'),
});

export const journalRecordSchema = z
  .discriminatedUnion('record', [
    head,
    inventory,
    call,
    approval,
    revocation,
    z.strictObject({ record: z.literal('transition'), ...transition.shape }),
    z.strictObject({ record: z.literal('stop'), ...stopMembers }),
    z.strictObject({ record: z.literal('ahead'), transitions: z.array(transition) }),
    z.strictObject({ record: z.literal('agent-end'), ...agentEndMembers, time: virtualTime }),
    z.strictObject({ record: z.literal('goal'), completed: z.boolean() }),
    z.strictObject({ record: z.literal('fault'), time: virtualTime, what: z.string() }),
    z.strictObject({
      record: z.literal('difference'),
      time: virtualTime,
      resource: resourceState.shape.resource.nullable(),
      what: z.string().describe('where the backend does otherwise than its shadow foresaw'),
    }),
    z.strictObject({
      record: z.literal('retry'),
      time: virtualTime,
      what: z
        .string()
        .describe('what became of the other try of this episode, where its backend failed in one'),
    }),
    run,
    close,
  ])
  .meta({
    title: 'blastpit journal record',
    description: 'One line of a journal: the head comes first and the close last.',
  });

export type JournalSchemaHolds = Holds<SameType<z.infer<typeof journalRecordSchema>, JournalRecord>>;

/** What differs from the schema first, with the member that it is of: `seed: Invalid input`; null where nothing does. */
export function differenceFromSchema(record: JournalRecord): string | null {
  const [issue] = journalRecordSchema.safeParse(record).error?.issues ?? [];
  return issue === undefined ? null : `${issue.path.map(String).join('.')}: ${issue.message}`;
}

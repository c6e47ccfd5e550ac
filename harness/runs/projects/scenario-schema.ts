/** What a scenario's literal must look like, for authors whose compiler did not tell them. Loads zod. */
import { z } from 'zod';
import type { AgentSession } from '../../contract/agent.js';
import type { ResourceState } from '../../contract/resource.js';
import type { Environment, GuardrailSet, Scenario } from '../../contract/scenario.js';
import { verdicts } from '../../contract/result.js';
import { scoringRulesSchema } from '../../journal/scoring-rules-schema.js';
import { json } from '../../journal/schema-parts.js';

function method<Kind extends (...parameters: never[]) => unknown>(): z.ZodType<Kind> {
  return z.custom<Kind>((value) => typeof value === 'function', 'expected a function');
}

const { services, harms, response, ticket } = scoringRulesSchema.shape;
const name = z.string().regex(/^[A-Za-z0-9][\w.-]*$/, 'expected letters, digits, - and _');
const account = z.string().regex(/^\d{12}$/, 'expected the 12 digits of an account');
const texts = z.array(z.string());
const textByName = z.record(z.string(), z.string());

const script = z.strictObject({
  name,
  summary: z.string(),
  run: method<(session: AgentSession) => Promise<string>>(),
  without: texts.exactOptional(),
});

const weights = z.record(z.string(), z.number().min(0));

const behaviour = z.strictObject({
  name,
  summary: z.string(),
  source: z.string(),
  begins: z.string(),
  states: z.record(
    z.string(),
    z.union([
      z.strictObject({
        summary: z.string(),
        does: z.union([script, z.number().min(0)]).exactOptional(),
        once: z.literal(true).exactOptional(),
        next: weights,
        refused: weights.exactOptional(),
      }),
      z.strictObject({ summary: z.string(), ends: z.enum(['finished', 'refused']) }),
    ]),
  ),
});

const twin = z.strictObject({
  name,
  summary: z.string(),
  ticket,
  task: z.string(),
  script,
  completed: method<(end: readonly ResourceState[]) => boolean>(),
});

export const scenarioSchema: z.ZodType<Scenario> = z.strictObject({
  name,
  title: z.string(),
  summary: z.string(),
  facts: z.array(z.strictObject({ text: z.string(), source: z.string() })),
  account,
  region: z.string().regex(/^[a-z]{2}(?:-[a-z]+)+-\d$/, 'expected a region, e.g. eu-west-1'),
  partition: z.string(),
  organization: z.strictObject({ id: z.string(), managementAccount: account }),
  startsAt: z
    .string()
    .refine((text) => text.endsWith('Z') && !Number.isNaN(Date.parse(text)), 'expected ISO 8601 in UTC'),
  paceSeconds: z.number().min(0),
  faults: textByName,
  task: z.string(),
  ticket,
  referenceAttack: z.string(),
  attacks: z.array(script).min(1, 'expected at least one attack'),
  behaviours: z.array(behaviour).exactOptional(),
  briefing: z
    .strictObject({
      role: z.string(),
      pressure: z.string().exactOptional(),
      documents: z.array(z.strictObject({ name: z.string().min(1), text: z.string() })).exactOptional(),
    })
    .exactOptional(),
  twins: z.array(twin).min(1, 'expected at least one twin: work that must still go through'),
  services,
  harms: harms.min(1, 'expected at least one harm'),
  response,
  repair: z.string(),
  scaleDown: z.array(
    z.strictObject({
      type: z
        .string()
        .regex(/^\w+::\w+::\w+$/, 'expected a type of CloudFormation, e.g. AWS::RDS::DBInstance'),
      reason: z.string(),
      values: textByName.exactOptional(),
    }),
  ),
  environment: method<Scenario['environment']>(),
  guardrailSets: method<Scenario['guardrailSets']>(),
  causes: z.strictObject({ guardrails: z.string(), faults: z.array(z.string()) }).exactOptional(),
  notes: z.record(z.string(), json).exactOptional(),
});

const step = z.strictObject({
  service: z.string(),
  operation: z.string(),
  input: z.record(z.string(), json),
});
const place = { stack: z.string(), logicalId: z.string() };

export const environmentSchema: z.ZodType<Environment> = z.strictObject({
  stacks: z.array(
    z.strictObject({
      name: z.string(),
      template: z.string(),
      parameters: textByName.exactOptional(),
      capabilities: texts.exactOptional(),
      terminationProtection: z.boolean().exactOptional(),
      production: z.boolean(),
      tags: textByName.exactOptional(),
    }),
  ),
  before: z.array(step),
  after: z.array(step),
  volumes: z.array(
    z.strictObject({
      ...place,
      volume: z.strictObject({ records: z.number().min(0), bytes: z.number().min(0) }),
    }),
  ),
  session: z.strictObject({
    begins: z.union([z.strictObject({ user: z.string() }), z.strictObject({ role: z.string() })]),
    assumes: z.array(
      z.strictObject({
        role: z.string(),
        sessionName: z.string(),
        durationSeconds: z.number().exactOptional(),
      }),
    ),
  }),
  guards: z.strictObject({
    partition: z.string(),
    account,
    region: z.string(),
    productionStacks: texts,
    agentPrincipals: texts,
    people: texts,
  }),
});

export const guardrailSetsSchema: z.ZodType<Readonly<Record<string, GuardrailSet>>> = z.record(
  name,
  z.strictObject({
    summary: z.string(),
    guardrails: z.array(z.strictObject({ guardrail: z.string(), parameters: z.unknown().exactOptional() })),
    expected: z
      .strictObject({ verdict: z.enum(verdicts), twins: z.enum(['completed', 'blocked']) })
      .exactOptional(),
  }),
);

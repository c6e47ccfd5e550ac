/** Schemas of what records and results have in common. Loads zod: nothing on a normal run imports it. */
import { z } from 'zod';
import { agentEndings } from '../contract/agent.js';
import type { Json } from '../contract/json.js';
import { effectKinds } from '../contract/effect.js';
import { enforcementPoints } from '../contract/guardrail.js';

export const json: z.ZodType<Json> = z
  .lazy(() =>
    z.union([z.null(), z.boolean(), z.number(), z.string(), z.array(json), z.record(z.string(), json)]),
  )
  .meta({ id: 'Json' });

export const virtualTime = z
  .number()
  .meta({ id: 'VirtualTime', description: 'virtual milliseconds since 1970-01-01T00:00:00Z' });

export const count = z.int().min(0);

export const dataVolume = z
  .strictObject({
    records: z.number().describe('rows, items or objects'),
    bytes: z.number(),
  })
  .meta({ id: 'DataVolume' });

const stackMember = z.strictObject({
  stackName: z.string(),
  stackId: z.string(),
  logicalId: z.string(),
  left: z.literal(true).exactOptional(),
  root: z
    .strictObject({ stackName: z.string(), logicalId: z.string() })
    .exactOptional()
    .describe('its place as seen from the root stack, where its stack is nested in one'),
});

const resourceReference = z
  .strictObject({
    type: z.string().describe("CloudFormation's type name"),
    id: z.string().describe('physical id'),
    arn: z.string(),
    account: z.string(),
    region: z.string(),
    incarnation: z.string().describe('a resource deleted and created again is another incarnation'),
    stack: stackMember.nullable(),
  })
  .meta({ id: 'ResourceReference' });

const observation = z
  .strictObject({
    serving: z.boolean(),
    protections: z.array(z.string()).describe('switches that an owner set against deletion'),
    exposed: z.boolean(),
    grants: json,
    delegates: json,
    data: dataVolume.nullable(),
    turnover: z
      .strictObject({
        removed: dataVolume,
        overwritten: dataVolume,
        contents: z.string().describe('a digest of the records that were written one by one'),
      })
      .exactOptional()
      .describe('what became of single records so far; left out while none was written'),
    recoverableUntil: virtualTime.nullable(),
    copyOf: z.string().nullable().describe('incarnation whose data this is a copy of'),
    configuration: json,
  })
  .meta({ id: 'Observation' });

export const resourceState = z
  .strictObject({ resource: resourceReference, observed: observation })
  .meta({ id: 'ResourceState' });

export const transition = z
  .strictObject({
    time: virtualTime,
    resource: resourceReference,
    observed: observation.nullable().describe('null once the incarnation is gone'),
  })
  .meta({ id: 'Transition' });

export const effect = z
  .strictObject({
    kind: z.enum(effectKinds),
    resource: resourceReference,
    from: virtualTime,
    until: virtualTime.nullable().describe('null where it still holds at the horizon'),
    loses: dataVolume.nullable(),
    detail: z.string(),
    changes: z
      .array(z.string())
      .exactOptional()
      .describe('members of the configuration that differ, on an update of it'),
  })
  .meta({ id: 'Effect' });

export const effectPattern = z
  .strictObject({
    kinds: z.array(z.enum(effectKinds)).exactOptional(),
    changes: z
      .array(z.string())
      .exactOptional()
      .describe('only updates that change nothing but these members of the configuration'),
    stack: z.string().exactOptional(),
    logicalId: z.string().exactOptional(),
    type: z.string().exactOptional(),
  })
  .meta({ id: 'EffectPattern', description: 'a member left out matches everything; text with * and ?' });

export const changeTicket = z
  .strictObject({ id: z.string(), summary: z.string(), covers: z.array(effectPattern) })
  .meta({ id: 'ChangeTicket' });

export const enforcementPoint = z.enum(enforcementPoints);

export const errorOrigin = z.enum([
  'protection',
  'constraint',
  'authorisation',
  'guardrail',
  'identity',
  'world-fault',
  'unsupported',
]);

export const toldWorldFaults = z
  .array(z.strictObject({ name: z.string(), does: z.string() }))
  .exactOptional()
  .describe("faults that were put into the agent's world");

export const stopMembers = {
  time: virtualTime,
  callId: z.string(),
  origin: errorOrigin,
  by: z.string(),
  action: z.string(),
  resource: z.string(),
  message: z.string(),
};

export const agentEndMembers = {
  how: z.enum(agentEndings),
  detail: z.string(),
  exitStatus: z.number().nullable().exactOptional().describe('of a program that acted; null after a signal'),
  isolatedIn: z
    .string()
    .nullable()
    .exactOptional()
    .describe(
      'of what acted from outside: the image of the container that it was kept in; null where it was not isolated',
    ),
  divergedAt: count
    .exactOptional()
    .describe('of a replay: the step whose answer was another than the recorded one'),
};

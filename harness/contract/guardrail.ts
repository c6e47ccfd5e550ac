/** What an author of a guardrail needs: its type, what its judge sees, what it may answer. */
import type { z } from 'zod';
import type { Actor } from './actor.js';
import type { Call } from './call.js';
import type { Effect } from './effect.js';
import type { Json, JsonObject } from './json.js';
import type { ResourceReference, ResourceState } from './resource.js';

/** Where a guardrail could be enforced, so that a reader knows which exist on AWS today. */
export const enforcementPoints = [
  'iam',
  'organization',
  'aws-protection',
  'pipeline',
  'gateway',
  'prompt',
] as const;
export type EnforcementPoint = (typeof enforcementPoints)[number];

/** A call that IAM allowed and that writes, with what it would do. */
export interface Attempt {
  readonly call: Call;
  readonly effects: readonly Effect[];
  /** The world before the call. */
  readonly inventory: InventoryView;
}

/** Looks resources up in the world as it stands; reading it changes nothing. */
export interface InventoryView {
  /** Every resource that is observed, in the order of their keys. */
  all(): Iterable<ResourceState>;
  /** How many resources of one CloudFormation type there are. */
  count(type: string): number;
  /** Virtual time of the data that a copy holds, in milliseconds since the epoch; null where there is no such copy. */
  copiedAt(copy: ResourceReference): number | null;
  /**
   * Whether IAM allows an actor an action on a resource, by the actor's own permissions as they stand: not by what it
   * could come to have through other roles, services or policies that it may change.
   */
  mayDo(actor: Actor, action: string, resourceArn: string): boolean;
}

/** One committed write of the journal so far. */
export interface CommittedCall {
  readonly callId: string;
  readonly time: number;
  readonly root: string;
  readonly principal: string;
  readonly effects: readonly Effect[];
}

/** What a judge may know of the past: the journal so far. */
export interface JournalView {
  /** Committed writes in order, oldest first. */
  readonly committed: readonly CommittedCall[];
}

export type Judgement =
  | { readonly answer: 'allow' }
  /** It does not apply; the reason is shown to people, since a guardrail that looks away is a finding. */
  | { readonly answer: 'abstain'; readonly reason: string }
  | { readonly answer: 'deny'; readonly reason: string; readonly revoke?: 'sessions-of-root-actor' }
  | {
      readonly answer: 'ask';
      readonly who: readonly string[];
      readonly howMany: number;
      readonly reason: string;
    };

/** Policies that a guardrail adds before the run starts. Documents are IAM policy JSON. */
export interface GuardrailPolicies {
  readonly serviceControl?: readonly { readonly name: string; readonly document: JsonObject }[];
  /** Boundaries put on principals whose ARN matches `principal` (`*` and `?`). */
  readonly boundaries?: readonly {
    readonly name: string;
    readonly principal: string;
    readonly document: JsonObject;
  }[];
}

/** A change that hardening makes to the environment before the run starts: an operation, done by its owner. */
export interface HardeningStep {
  readonly service: string;
  readonly operation: string;
  /** Members that are `undefined` are left out: TypeScript gives them to unlike steps that stand in one list. */
  readonly input: Readonly<Record<string, Json | undefined>>;
}

export interface Guardrail {
  readonly name: string;
  readonly enforcedAt: EnforcementPoint;
  /** What its judge needs to see; `call` can be enforced without previews. */
  readonly needs: 'call' | 'effects';
  readonly policies?: GuardrailPolicies;
  readonly hardening?: readonly HardeningStep[];
  /** A policy that agents are told, and that nothing enforces. */
  readonly prompt?: string;
  /** Pure: the same attempt and journal give the same judgement. It holds no state. */
  readonly judge?: (attempt: Attempt, journal: JournalView) => Judgement;
  /** A judge that throws denies, unless it declares that it fails open: that is a fault to study. */
  readonly failsOpen?: boolean;
}

/** A kind of guardrail, with the parameters that its instances take. */
export interface GuardrailKind<Parameters = unknown> {
  readonly name: string;
  /** One line for `blastpit list guardrails`. */
  readonly summary: string;
  readonly enforcedAt: EnforcementPoint;
  readonly needs: 'call' | 'effects';
  /** Validates parameters; every field carries a `.describe()`, since `blastpit show` prints it. */
  readonly parameters: z.ZodType<Parameters>;
  /** Parameters with which it can be tried on its own, in the conformance suite and in `show`. */
  readonly example: (environment: GuardrailEnvironment) => unknown;
  readonly build: (parameters: Parameters, environment: GuardrailEnvironment) => Guardrail;
}

/** What a guardrail may know of the environment that it guards. */
export interface GuardrailEnvironment {
  readonly partition: string;
  readonly account: string;
  readonly region: string;
  /** Names of the production stacks. */
  readonly productionStacks: readonly string[];
  /** ARN patterns of the agents' own roles. */
  readonly agentPrincipals: readonly string[];
  /** People who may approve. */
  readonly people: readonly string[];
}

/** A guardrail as a set names it: kind and parameters. */
export interface GuardrailUse {
  readonly guardrail: string;
  readonly parameters?: unknown;
}

export function defineGuardrail<Parameters>(kind: GuardrailKind<Parameters>): GuardrailKind<Parameters> {
  return kind;
}

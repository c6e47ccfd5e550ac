/** The types that one call passes through, each step taking one and giving the next. */
import type { Actor } from './actor.js';
import type { AwsError } from './aws-error.js';
import type { Effect } from './effect.js';
import type { Json } from './json.js';

/** One IAM action on the resources that it concerns, with the condition keys that the request carries. */
export interface ActionRequest {
  /** E.g. `cloudformation:DeleteStack`. */
  readonly action: string;
  /** ARNs, or `*` where the action takes no resource. Never empty. */
  readonly resources: readonly string[];
  /** Service condition keys and their values, e.g. `iam:PassedToService`. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

/** What a client asked: decoded and attributed, not yet understood. */
export interface ServiceRequest {
  /** The service's name in the catalog, e.g. `DynamoDB`. */
  readonly service: string;
  /** E.g. `DeleteTable`. */
  readonly operation: string;
  /** Typed input as the SDK's types say: Date for timestamps, Uint8Array for blobs. */
  readonly input: object;
  readonly region: string;
  readonly actor: Actor;
}

/** A request, understood: what it asks of IAM, and what the journal says of it. */
export interface Call extends ServiceRequest {
  /** Unique in its run: `c1`, `c2`, … in the order of arrival. */
  readonly id: string;
  /** Virtual time of arrival, in milliseconds since the epoch. */
  readonly time: number;
  /** Whether it can change anything. */
  readonly readOnly: boolean;
  readonly actions: readonly ActionRequest[];
  /** The input as the journal holds it: canonical, without secrets and idempotency tokens. */
  readonly recorded: Json;
}

/** IAM's answer to one call. */
export type Decision =
  | { readonly allowed: true }
  | {
      readonly allowed: false;
      readonly by: string;
      readonly policy: string | null;
      readonly error: AwsError;
    };

/** Something that stopped a part of a call inside the world: a stack's resource denied or protected. */
export interface Stop {
  readonly time: number;
  /** The call that the stopped part belongs to. */
  readonly callId: string;
  readonly origin: AwsError['origin'];
  /** Who or what stopped it: the kind of policy with its name, or the protection's name. */
  readonly by: string;
  readonly action: string;
  readonly resource: string;
  readonly message: string;
}

export type Outcome =
  { readonly ok: true; readonly output: object } | { readonly ok: false; readonly error: AwsError };

/** What a write would do, seen before it is done. */
export interface Preview {
  readonly outcome: Outcome;
  readonly effects: readonly Effect[];
  /** Parts of the call that checks inside the world would stop. */
  readonly stops: readonly Stop[];
}

/** A resource as blastpit sees it: which one it is, and what of it is observed. */
import type { Json } from './json.js';

/** Where in a stack a resource belongs. */
export interface StackMember {
  readonly stackName: string;
  readonly stackId: string;
  readonly logicalId: string;
  /** It was kept when it left the stack: patterns still mean it, so that no road leads around them. */
  readonly left?: true;
  /**
   * Where it is seen from the root stack, if its stack is nested in one: the root's name, and the logical ids on the way
   * down joined by `/`. Unlike a nested stack's own name, it is the same each time the stack is made.
   */
  readonly root?: { readonly stackName: string; readonly logicalId: string };
}

/** Names one incarnation of a resource: a table deleted and created again is another incarnation. */
export interface ResourceReference {
  /** CloudFormation's type name, e.g. `AWS::DynamoDB::Table`. */
  readonly type: string;
  /** The physical id. */
  readonly id: string;
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  readonly incarnation: string;
  readonly stack: StackMember | null;
}

/** An amount of data: 40 TiB and 2 billion items are numbers, not rows. */
export interface DataVolume {
  /** Rows, items or objects. */
  readonly records: number;
  readonly bytes: number;
}

/** What became of single records of a resource's data since it came to be. */
export interface Turnover {
  /** Counted up, whatever was added since. */
  readonly removed: DataVolume;
  /** Replaced in its place by other data; counted up. */
  readonly overwritten: DataVolume;
  /** A digest of the records that were written one by one and are there: other records, another digest. */
  readonly contents: string;
}

/** What is observed of a resource that exists. Two trajectories differ where two observations differ. */
export interface Observation {
  /** Whether it does its work: available, enabled, its key usable. */
  readonly serving: boolean;
  /** Switches that an owner set against deletion, by their AWS names, sorted. */
  readonly protections: readonly string[];
  /** Whether anyone outside the account's organization can reach it. */
  readonly exposed: boolean;
  /** What it permits others (policies, trust), as JSON; null where it permits nothing. */
  readonly grants: Json;
  /** Code that blastpit does not execute, and the role whose reach it has, as JSON; null where there is none. */
  readonly delegates: Json;
  readonly data: DataVolume | null;
  /** Left out while no single record was written. An amount that stays the same may be other data than before. */
  readonly turnover?: Turnover;
  /** Virtual time until which a deletion already begun can be undone; null where none has begun. */
  readonly recoverableUntil: number | null;
  /** Incarnation whose data this is a copy of (a backup, a snapshot); null otherwise. */
  readonly copyOf: string | null;
  /** The rest of the owner's configuration, as JSON. */
  readonly configuration: Json;
}

/** A resource in an inventory. */
export interface ResourceState {
  readonly resource: ResourceReference;
  readonly observed: Observation;
}

/** A change of what is observed, at a virtual time: `observed` is null once the incarnation is gone. */
export interface Transition {
  readonly time: number;
  readonly resource: ResourceReference;
  readonly observed: Observation | null;
}

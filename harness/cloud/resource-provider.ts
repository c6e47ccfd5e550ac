/** How a service provides its CloudFormation types to stacks; `service.ts` names it for the context that handlers get. */
import type { JsonObject } from '../contract/json.js';

/** Something that a resource has begun to do. */
export interface BegunWork {
  /** Virtual seconds until the resource is stable. */
  readonly seconds: number;
  /** It says itself when it is done, as a nested stack does: no time is known ahead. */
  readonly tellsItself?: true;
}

/** What only resources do that hold resources of their own: stacks in a stack. */
export interface NestedWork<Context> {
  /** Stops what is under way, since the outer stack's operation has failed elsewhere. */
  readonly cancel: (physicalId: string, context: Context) => void;
  /** Goes back to what was there before the outer stack's update began. */
  readonly restore: (physicalId: string, context: Context) => BegunWork;
  /** Deletes what an update, or going back, has left over: the outer stack needs it no more. */
  readonly cleanUp: (physicalId: string, context: Context) => BegunWork;
}

/** What a resource of a stack is called on to do. */
export interface ProviderFor<Context> {
  /** CloudFormation's type name. */
  readonly type: string;
  /** Begins to create it and says what its physical id is. */
  readonly create: (properties: JsonObject, context: Context) => BegunWork & { readonly physicalId: string };
  /** Begins to change it in place. */
  readonly update: (
    physicalId: string,
    properties: JsonObject,
    previous: JsonObject,
    context: Context,
  ) => BegunWork;
  /** Begins to delete it. Something that is already gone is no error. */
  readonly delete: (physicalId: string, properties: JsonObject, context: Context) => BegunWork;
  /**
   * For types whose resources hold others: an update looks into each of them, changed in the template or not, and a
   * rollback calls `restore` instead of `update`.
   */
  readonly nested?: NestedWork<Context>;
  /** Takes the snapshot that DeletionPolicy `Snapshot` asks for. */
  readonly snapshot?: (physicalId: string, properties: JsonObject, context: Context) => void;
  /** Values of `Fn::GetAtt`. */
  readonly attributes: (physicalId: string, properties: JsonObject, context: Context) => JsonObject;
  /** What `Ref` gives, where that is not the physical id. */
  readonly reference?: (physicalId: string, properties: JsonObject, context: Context) => string;
}

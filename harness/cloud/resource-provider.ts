/** How a service provides its CloudFormation types to stacks; `service.ts` names it for the context that handlers get. */
import type { JsonObject } from '../contract/json.js';

/** What a resource of a stack is called on to do. Times are virtual seconds until the resource is stable. */
export interface ProviderFor<Context> {
  /** CloudFormation's type name. */
  readonly type: string;
  /** Begins to create it and says what its physical id is. */
  readonly create: (properties: JsonObject, context: Context) => { physicalId: string; seconds: number };
  /** Begins to change it in place. */
  readonly update: (
    physicalId: string,
    properties: JsonObject,
    previous: JsonObject,
    context: Context,
  ) => { seconds: number };
  /** Begins to delete it. Something that is already gone is no error. */
  readonly delete: (physicalId: string, properties: JsonObject, context: Context) => { seconds: number };
  /** Takes the snapshot that DeletionPolicy `Snapshot` asks for. */
  readonly snapshot?: (physicalId: string, properties: JsonObject, context: Context) => void;
  /** Values of `Fn::GetAtt`. */
  readonly attributes: (physicalId: string, properties: JsonObject, context: Context) => JsonObject;
  /** What `Ref` gives, where that is not the physical id. */
  readonly reference?: (physicalId: string, properties: JsonObject, context: Context) => string;
}

/** What a service is made of: operations, kinds of resources, events, and the stack resources it provides. */
import type { ActionRequest } from '../contract/call.js';
import type { Json, JsonObject } from '../contract/json.js';
import type { CallContext } from './call-context.js';
import type { EncryptedFor } from './encrypted-resource.js';
import type { ProviderFor } from './resource-provider.js';
import type { Scene } from './scene.js';
import type { ResourceKind } from './world/model.js';

/** One API operation, its types erased: the catalog has checked the input's shape before it arrives. */
export interface Operation {
  /** Whether it can never change anything. */
  readonly readOnly: boolean;
  /** What IAM is asked, following the service authorization reference. All must be allowed. */
  readonly actions: (input: object, scene: Scene) => readonly ActionRequest[];
  /** Key of the one record that this read shows, when that record can be on its way to another status. */
  readonly shows?: (input: object, scene: Scene) => string | undefined;
  /** Takes out of the input what the journal must not hold and the catalog does not know to be secret. */
  readonly recorded?: (input: Json, scene: Scene) => Json;
  /** Does it. Throws AwsFailure as AWS would answer. */
  readonly run: (input: object, context: CallContext) => object;
}

/** An operation as its author writes it, with the SDK's types. */
export interface TypedOperation<Input extends object, Output extends object> {
  readonly readOnly: boolean;
  readonly actions: (input: Input, scene: Scene) => readonly ActionRequest[];
  readonly shows?: (input: Input, scene: Scene) => string | undefined;
  readonly recorded?: (input: Json, scene: Scene) => Json;
  readonly run: (input: Input, context: CallContext) => Omit<Output, '$metadata'>;
}

/** Erases an operation's types; its input is what the catalog says, so the types hold. */
export function operation<Input extends object, Output extends object>(
  typed: TypedOperation<Input, Output>,
): Operation {
  return typed as unknown as Operation;
}

/** How a service provides one CloudFormation type to stacks. */
export type ResourceProvider = ProviderFor<CallContext>;

/** What becomes of resources of one type without the key that protects them. */
export type EncryptedResource = EncryptedFor<CallContext>;

export interface Service {
  /** The catalog's name, e.g. `DynamoDB`; its folder's name is this in kebab-case. */
  readonly name: string;
  /** The folder's name. */
  readonly folder: string;
  /** The service principal's name before the domain, e.g. `lambda`. */
  readonly principal: string;
  readonly operations: Readonly<Record<string, Operation>>;
  readonly kinds: readonly ResourceKind[];
  /** Handlers of what was scheduled, by their full names: `dynamodb.table-active`. They never throw AwsFailure. */
  readonly events: Readonly<Record<string, (context: CallContext, payload: JsonObject) => void>>;
  readonly resources: readonly ResourceProvider[];
  /** Its types that keys of KMS protect; their kinds declare `keyIndexes`. */
  readonly encrypted?: readonly EncryptedResource[];
}

export function defineService(service: Service): Service {
  return service;
}

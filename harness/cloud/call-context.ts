/** What a handler works with: the transaction, on whose behalf it runs, and the checks that count. */
import type { Actor } from '../contract/actor.js';
import { AwsFailure } from '../contract/aws-error.js';
import type { ActionRequest, Decision } from '../contract/call.js';
import type { JsonObject } from '../contract/json.js';
import type { EncryptedFor } from './encrypted-resource.js';
import type { ProviderFor } from './resource-provider.js';
import type { Scene } from './scene.js';
import type { Standing } from './world/standing.js';
import { resourceKey, type ResourcePlace, type ResourceRecord, type State } from './world/state.js';
import type { Transaction } from './world/transaction.js';

/** What a handler reaches beyond its own service. */
export interface Surroundings {
  /** IAM's answer to what the actor asks, as things stand in the scene. */
  readonly decide: (
    requests: readonly ActionRequest[],
    scene: Scene,
    calledVia: readonly string[],
  ) => Decision;
  /** Runs another operation, authorised for the context's actor, on the context's transaction. */
  readonly invoke: (service: string, operation: string, input: object, context: CallContext) => object;
  /** The secret and the session token that belong to an access key; derived, never stored. */
  readonly secretOf: (accessKeyId: string) => string;
  readonly sessionTokenOf: (accessKeyId: string) => string;
  /** The service behind a CloudFormation type; undefined for types that are generic records. */
  readonly provider: (type: string) => ProviderFor<CallContext> | undefined;
  /** What becomes of a type's resources without their key; undefined for types that no key protects. */
  readonly encrypted: (type: string) => EncryptedFor<CallContext> | undefined;
}

export class CallContext implements Scene {
  readonly cloud: Surroundings;
  readonly transaction: Transaction;
  readonly standing: Standing;
  // A scene's members are the context's own, so that a scene that differs in one of them can be spread from it.
  readonly now: number;
  readonly actor: Actor;
  readonly account: string;
  readonly region: string;
  readonly partition: string;

  constructor(cloud: Surroundings, transaction: Transaction, standing: Standing) {
    this.cloud = cloud;
    this.transaction = transaction;
    this.standing = standing;
    this.now = transaction.now;
    this.actor = standing.actor;
    this.account = standing.account;
    this.region = standing.region;
    this.partition = standing.partition;
  }

  get state(): State {
    return this.transaction.state;
  }
  /** The place of a type's resources in this account and region. */
  place(type: string): ResourcePlace {
    return { type, account: this.account, region: this.region };
  }

  /** The place of a global type's resources in this account. */
  globalPlace(type: string): ResourcePlace {
    return { type, account: this.account, region: '' };
  }

  /** The key of a resource's record at a place. */
  key(place: ResourcePlace, id: string): string {
    return resourceKey(place, id);
  }

  /** A new incarnation's record, born now, a member of the stack that is being worked on. Not stored yet. */
  born<Body extends JsonObject>(
    place: ResourcePlace,
    identity: { readonly id: string; readonly arn: string; readonly tags?: Readonly<Record<string, string>> },
    body: Body,
  ): ResourceRecord<Body> {
    return {
      ...place,
      id: identity.id,
      arn: identity.arn,
      incarnation: this.transaction.hex(`incarnation ${place.type} ${identity.id}`),
      createdAt: this.now,
      tags: identity.tags ?? {},
      stack: this.standing.member,
      body,
    };
  }

  /** Throws the failure where an owner's switch is on, unless the call is seen as if every check allowed it. */
  protect(switchedOn: boolean, failure: () => AwsFailure): void {
    if (switchedOn && this.transaction.motive.checked) throw failure();
  }

  /**
   * Asks IAM for a further action on the way, such as `iam:PassRole`.
   * @throws AwsFailure where it is denied, unless the call is seen as if every check allowed it.
   */
  authorise(request: ActionRequest): void {
    if (!this.transaction.motive.checked) return;
    const decision = this.cloud.decide([request], this, this.standing.calledVia);
    if (!decision.allowed) throw new AwsFailure(decision.error);
  }

  /**
   * Calls another operation on the same transaction, authorised for the same actor.
   * @throws AwsFailure as that operation does; the transaction is then as it was before.
   */
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- names the output's type, which the catalog vouches for
  invoke<Output extends object>(service: string, operation: string, input: object): Output {
    return this.cloud.invoke(service, operation, input, this) as Output;
  }

  /**
   * Lets something happen later, on the same behalf.
   * @param about key of the resource record that it is about; null where it is about none.
   * @returns the event's key, with which it can be cancelled.
   */
  schedule(afterSeconds: number, handler: string, payload: JsonObject, about: string | null): string {
    return this.transaction.schedule(afterSeconds, handler, payload, this.standing, about);
  }

  /** The same work on someone else's behalf. */
  with(changes: Partial<Standing>): CallContext {
    return new CallContext(this.cloud, this.transaction, { ...this.standing, ...changes });
  }
}

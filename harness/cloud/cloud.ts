/** The embedded cloud's services put together: finds operations, runs them, and tells the world how to observe. */
import { AwsFailure, constraint, unsupported, type AwsError } from '../contract/aws-error.js';
import type { Call, ServiceRequest } from '../contract/call.js';
import { findOperation, serviceFacts } from '../catalog/services.js';
import { journalInput } from '../catalog/journal-input.js';
import { accessDenied } from '../iam/denial-message.js';
import { authoriser } from './authorisation.js';
import { CallContext, type Surroundings } from './call-context.js';
import { genericKind } from './cloudformation/generic-kind.js';
import { refusingProvider } from './refusing-provider.js';
import type { Scene } from './scene.js';
import type { EncryptedResource, Operation, ResourceProvider, Service } from './service.js';
import type { ResourceKind } from './world/model.js';
import type { EventHandler, WorldModel } from './world/world-model.js';
import type { Standing } from './world/standing.js';
import type { State } from './world/state.js';
import type { Transaction } from './world/transaction.js';

/** How secrets are made of access key ids. The world never holds one. */
export interface Secrets {
  readonly secretOf: (accessKeyId: string) => string;
  readonly sessionTokenOf: (accessKeyId: string) => string;
}

export interface Cloud extends Surroundings, WorldModel {
  /**
   * Says what a request asks of IAM and what the journal says of it.
   * @throws AwsFailure where AWS has no such operation, or blastpit does not implement it.
   */
  readonly understand: (request: ServiceRequest, id: string, scene: Scene) => Call;
  /** Key of the record that a read shows, if it can be on its way to another status. */
  readonly shows: (call: Call, scene: Scene) => string | undefined;
  /** Does a call on a transaction, after the outer authorisation. */
  readonly run: (call: Call, transaction: Transaction) => object;
}

export function createCloud(seed: number, services: readonly Service[], secrets: Secrets): Cloud {
  const byName = new Map(services.map((service) => [service.name, service]));
  const kinds = new Map<string, ResourceKind>();
  const providers = new Map<string, ResourceProvider>();
  const encrypted = new Map<string, EncryptedResource>();
  const handlers = new Map<string, EventHandler>();

  const operationOf = (service: string, name: string): Operation => {
    const found = byName.get(service)?.operations[name];
    if (found === undefined) throw unsupported(`${service}.${name}`);
    return found;
  };

  const decide = authoriser((type) => cloud.kind(type));
  const cloud: Cloud = {
    seed,
    ...secrets,
    decide,
    provider: (type) => providers.get(type),
    encrypted: (type) => encrypted.get(type),
    kind: (type) => {
      let kind = kinds.get(type);
      if (kind === undefined) {
        kind = genericKind(type);
        kinds.set(type, kind);
      }
      return kind;
    },
    handler: (name) => {
      const handler = handlers.get(name);
      if (handler === undefined) throw new Error(`no service handles the event ${name}`);
      return handler;
    },
    invoke: (service, name, input, context) => {
      const found = operationOf(service, name);
      const { transaction } = context;
      if (transaction.motive.checked) {
        const decision = decide(found.actions(input, context), context, context.standing.calledVia);
        if (!decision.allowed) throw new AwsFailure(decision.error);
      }
      const before = transaction.state;
      try {
        return found.run(input, context);
      } catch (error) {
        transaction.restore(before);
        throw error;
      }
    },
    understand: (request, id, scene) => {
      const { service, operation } = request;
      if (findOperation(service, operation) === undefined) throw unknownOperation(service, operation);
      const found = operationOf(service, operation);
      const recorded = journalInput(service, operation, request.input);
      return {
        ...request,
        id,
        time: scene.now,
        readOnly: found.readOnly,
        actions: found.actions(request.input, scene),
        recorded: found.recorded?.(recorded, scene) ?? recorded,
      };
    },
    shows: (call, scene) => operationOf(call.service, call.operation).shows?.(call.input, scene),
    run: (call, transaction) => {
      const context = new CallContext(cloud, transaction, standingOf(call));
      return operationOf(call.service, call.operation).run(call.input, context);
    },
  };

  for (const service of services) {
    for (const kind of service.kinds) kinds.set(kind.type, kind);
    for (const provider of service.resources) providers.set(provider.type, provider);
    for (const each of service.encrypted ?? []) encrypted.set(each.type, each);
    for (const { type } of service.kinds)
      if (!providers.has(type)) providers.set(type, refusingProvider(type));
    for (const [name, handle] of Object.entries(service.events)) {
      handlers.set(name, (transaction, event) => {
        handle(new CallContext(cloud, transaction, event.standing), event.payload);
      });
    }
  }
  return cloud;
}

/** What a scene is for a request: the world as it stands, seen by the actor. */
export function sceneOf(request: ServiceRequest, state: State, now: number): Scene {
  const { actor, region } = request;
  return { state, now, actor, account: actor.account, region, partition: actor.partition };
}

export function standingOf(request: ServiceRequest): Standing {
  const { actor, region } = request;
  return { actor, account: actor.account, region, partition: actor.partition, calledVia: [], member: null };
}

/** The error with which a service denies, with a message of one's own. */
export function denialOf(service: string, message: string): AwsError {
  return accessDenied(serviceFacts(service)?.protocols[0] ?? 'awsJson1_1', message).error;
}

/** What AWS answers to an operation that it does not have, by the protocol of the service. */
function unknownOperation(service: string, operation: string): AwsFailure {
  const protocol = serviceFacts(service)?.protocols[0] ?? '';
  const json = protocol.startsWith('awsJson') || protocol === 'rpcv2Cbor';
  if (json) return constraint('UnknownOperationException', `Unknown operation: ${operation}`);
  return constraint('InvalidAction', `Could not find operation ${operation} for ${service}`);
}

/** A fresh embedded cloud for tests: make calls as anyone, let time pass, look at what is there. */
import { createHmac } from 'node:crypto';
import { credentialsActor, type Actor } from '../../harness/contract/actor.js';
import { AwsFailure } from '../../harness/contract/aws-error.js';
import type { Backend, CommittablePreview } from '../../harness/contract/backend.js';
import type { Call } from '../../harness/contract/call.js';
import type { ResourceState } from '../../harness/contract/resource.js';
import { embeddedBackend } from '../../harness/backends/embedded.js';
import { createCloud, type Cloud } from '../../harness/cloud/cloud.js';
import { loadServices } from '../../harness/cloud/services.js';
import { World } from '../../harness/cloud/world/world.js';

export const testAccount = '123456789012';
export const testRegion = 'cn-north-1';
export const testStart = Date.UTC(2025, 11, 15, 9);

export interface CloudUnderTest {
  readonly cloud: Cloud;
  readonly world: World;
  readonly backend: Backend;
  /** Makes a call and commits it; throws AwsFailure where AWS would answer with an error (IAM included). */
  readonly call: <Output extends object = Record<string, unknown>>(
    service: string,
    operation: string,
    input?: object,
    as?: Actor,
  ) => Output;
  /** What a call would do, without doing it. */
  readonly preview: (
    service: string,
    operation: string,
    input?: object,
    options?: { readonly as?: Actor; readonly checked?: boolean },
  ) => CommittablePreview;
  /** The error that a call is answered with; throws where it succeeds. */
  readonly errorOf: (service: string, operation: string, input?: object, as?: Actor) => AwsFailure['error'];
  readonly advance: (seconds: number) => void;
  readonly inventory: (type?: string) => ResourceState[];
}

/** The account's root user: everything but an organization's policies allows it. */
export function rootActor(account = testAccount, partition = 'aws-cn'): Actor {
  return credentialsActor(`arn:${partition}:iam::${account}:root`, 'AKIAROOTROOTROOTROOT');
}

export async function cloudUnderTest(
  options: { readonly seed?: number; readonly region?: string } = {},
): Promise<CloudUnderTest> {
  const secret = (id: string): string => createHmac('sha256', 'test').update(id).digest('base64');
  const cloud = createCloud(options.seed ?? 1, await loadServices(), {
    secretOf: secret,
    sessionTokenOf: (id) => secret(`token ${id}`),
  });
  const world = new World(cloud, testStart);
  const backend = embeddedBackend(world, cloud);
  let calls = 0;
  const understand = (service: string, operation: string, input: object, actor: Actor): Call => {
    calls += 1;
    const region = options.region ?? testRegion;
    return backend.understand({ service, operation, input, region, actor }, `c${calls}`);
  };
  const call = (service: string, operation: string, input: object = {}, as: Actor = rootActor()): object => {
    const understood = understand(service, operation, input, as);
    const decision = backend.authorise(understood);
    if (!decision.allowed) throw new AwsFailure(decision.error);
    const outcome = understood.readOnly
      ? backend.read(understood)
      : backend.commit(backend.preview(understood, true), null);
    if (outcome instanceof Promise) throw new Error('the embedded cloud answers at once');
    if (!outcome.ok) throw new AwsFailure(outcome.error);
    return outcome.output;
  };
  return {
    cloud,
    world,
    backend,
    call: <Output extends object>(service: string, operation: string, input?: object, as?: Actor) =>
      call(service, operation, input, as) as Output,
    preview: (service, operation, input = {}, how = {}) =>
      backend.preview(understand(service, operation, input, how.as ?? rootActor()), how.checked ?? true),
    errorOf: (service, operation, input, as) => {
      try {
        call(service, operation, input, as);
      } catch (error) {
        if (error instanceof AwsFailure) return error.error;
        throw error;
      }
      throw new Error(`${service}.${operation} succeeded`);
    },
    advance: (seconds) => {
      world.advanceTo(world.now + seconds * 1000, null);
    },
    inventory: (type) => [...world.inventory(type)],
  };
}

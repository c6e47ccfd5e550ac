/** Drives a service's CloudFormation provider as a stack does, one step at a time. */
import type { Json, JsonObject } from '../../../harness/contract/json.js';
import { CallContext } from '../../../harness/cloud/call-context.js';
import type { ResourceProvider } from '../../../harness/cloud/service.js';
import type { CloudUnderTest } from '../cloud-under-test.js';
import { rootActor, testAccount, testRegion } from '../cloud-under-test.js';

export interface ProvidedResource {
  readonly id: string;
  /** Virtual seconds that the creation takes. */
  readonly seconds: number;
  readonly attributes: () => JsonObject;
  readonly reference: () => string;
  readonly update: (properties: JsonObject) => void;
  readonly remove: () => void;
  readonly snapshot: () => void;
}

/** Creates a resource as the member `logicalId` of a stack called `costs`, and waits until it is stable. */
export function provideResource(
  cloud: CloudUnderTest,
  type: string,
  properties: JsonObject,
  logicalId = 'Member',
): ProvidedResource {
  const provider = cloud.cloud.provider(type);
  if (provider === undefined) throw new Error(`no service provides ${type}`);
  let present = properties;
  let steps = 0;
  const work = <Result>(act: (context: CallContext, provider: ResourceProvider) => Result): Result => {
    steps += 1;
    const motive = { cause: `${logicalId} ${steps}`, callId: 'c0', checked: true };
    const proposal = cloud.world.propose(motive, (transaction) => {
      const stackId = `arn:aws-cn:cloudformation:${testRegion}:${testAccount}:stack/costs/1`;
      const context = new CallContext(cloud.cloud, transaction, {
        actor: rootActor(),
        account: testAccount,
        region: testRegion,
        partition: 'aws-cn',
        calledVia: ['cloudformation.amazonaws.com'],
        member: { stackName: 'costs', stackId, logicalId },
      });
      return act(context, provider);
    });
    cloud.world.commit(proposal, null);
    return proposal.result;
  };
  const created = work((context) => provider.create(properties, context));
  cloud.advance(created.seconds);
  const id = created.physicalId;
  return {
    id,
    seconds: created.seconds,
    attributes: () => work((context) => provider.attributes(id, present, context)),
    reference: () => work((context) => provider.reference?.(id, present, context) ?? id),
    update: (next) => {
      const { seconds } = work((context) => provider.update(id, next, present, context));
      present = next;
      cloud.advance(seconds);
    },
    remove: () => {
      cloud.advance(work((context) => provider.delete(id, present, context)).seconds);
    },
    snapshot: () => {
      work((context) => provider.snapshot?.(id, present, context));
    },
  };
}

/** The configuration that is observed of the one resource of a type. */
export function configurationOf(cloud: CloudUnderTest, type: string): Readonly<Record<string, Json>> {
  return (cloud.inventory(type)[0]?.observed.configuration ?? {}) as JsonObject;
}

/** How stacks provide `AWS::SQS::QueuePolicy`: the policy of one or more queues, which keep it themselves. */
import type { CallContext } from '../../call-context.js';
import { physicalName } from '../../physical-name.js';
import { documentOf, textsOf } from '../../property.js';
import { provisioningTimes } from '../../provisioning-times.js';
import type { ResourceProvider } from '../../service.js';
import { queuePlace } from './queue.js';

const queuePolicyType = 'AWS::SQS::QueuePolicy';

function setPolicy(context: CallContext, queues: readonly string[], Policy: string): void {
  for (const QueueUrl of queues) {
    context.invoke('SQS', 'SetQueueAttributes', { QueueUrl, Attributes: { Policy } });
  }
}

export const queuePolicyResource: ResourceProvider = {
  type: queuePolicyType,
  create: (properties, context) => {
    setPolicy(context, textsOf(properties, 'Queues') ?? [], documentOf(properties, 'PolicyDocument') ?? '');
    return {
      physicalId: physicalName(context, { maximum: 255 }),
      seconds: provisioningTimes(queuePolicyType).create,
    };
  },
  update: (_id, properties, previous, context) => {
    const queues = textsOf(properties, 'Queues') ?? [];
    const left = (textsOf(previous, 'Queues') ?? []).filter((url) => !queues.includes(url));
    setPolicy(context, present(context, left), '');
    setPolicy(context, queues, documentOf(properties, 'PolicyDocument') ?? '');
    return { seconds: provisioningTimes(queuePolicyType).update };
  },
  delete: (_id, properties, context) => {
    setPolicy(context, present(context, textsOf(properties, 'Queues') ?? []), '');
    return { seconds: provisioningTimes(queuePolicyType).delete };
  },
  attributes: (id) => ({ Id: id }),
};

/** Queues that are there: one that has gone has taken its policy with it. */
function present(context: CallContext, urls: readonly string[]): string[] {
  return urls.filter((url) => context.transaction.resource(queuePlace(context), url) !== undefined);
}

/** How stacks themselves are observed: a stack is a resource beside those that it holds. */
import { stackType, nameIndex, type StackBody, type StackRecord } from '../../cloudformation/stack-record.js';
import { plainObservation } from '../../../contract/plain-observation.js';
import type { ResourceKind } from '../../world/model.js';
import type { ResourceRecord } from '../../world/state.js';

export const stackKind: ResourceKind = {
  type: stackType,
  observe: (record) => {
    const { status, terminationProtection, target, roleArn, policy, policyHolds = [] } = bodyOf(record);
    const shown = (texts: Readonly<Record<string, string>>): Record<string, string> =>
      Object.fromEntries(
        Object.entries(texts).map(([name, value]) => [
          name,
          target.secretParameters.includes(name) ? '****' : value,
        ]),
      );
    return plainObservation({
      serving: !/FAILED|DELETE_|^REVIEW_|^ROLLBACK_/.test(status),
      protections: [...(terminationProtection ? ['EnableTerminationProtection'] : []), ...policyHolds],
      configuration: {
        template: target.template,
        parameters: shown(target.parameters),
        ...(target.resolved === undefined ? {} : { resolved: shown(target.resolved) }),
        tags: target.tags,
        roleArn,
        stackPolicy: policy,
      },
    });
  },
  status: (record) => {
    const { status } = bodyOf(record);
    // A stack in review waits for somebody, not for something.
    const pending = status.endsWith('IN_PROGRESS') && status !== 'REVIEW_IN_PROGRESS';
    return { name: status, pending };
  },
  indexes: (record) => [nameIndex(record.account, record.region, bodyOf(record).name)],
};

function bodyOf(record: ResourceRecord): StackBody {
  return (record as StackRecord).body;
}

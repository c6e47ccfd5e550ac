/** How change sets are observed: as plans, which change nothing of what they plan. */
import { plainObservation } from '../../../contract/plain-observation.js';
import {
  changeSetIndex,
  changeSetType,
  type ChangeSetRecord,
} from '../../cloudformation/change-set-record.js';
import type { ResourceKind } from '../../world/model.js';
import type { ResourceRecord } from '../../world/state.js';

export const changeSetKind: ResourceKind = {
  type: changeSetType,
  observe: (record) => {
    const { name, stackId, kind, target, roleArn } = bodyOf(record);
    return plainObservation({
      configuration: { name, stackId, kind, template: target.template, tags: target.tags, roleArn },
    });
  },
  // Nobody waits for the beginning: who looks again while it is made sees what came of it.
  status: (record) => {
    const { status } = bodyOf(record);
    const pending = status === 'CREATE_PENDING' || status === 'CREATE_IN_PROGRESS';
    return { name: pending ? 'CREATE_IN_PROGRESS' : status, pending };
  },
  indexes: (record) => {
    const { stackId, name } = bodyOf(record);
    return [changeSetIndex(stackId, name)];
  },
};

function bodyOf(record: ResourceRecord): ChangeSetRecord['body'] {
  return (record as ChangeSetRecord).body;
}

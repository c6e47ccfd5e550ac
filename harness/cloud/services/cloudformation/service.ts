/** CloudFormation: its API operations. The engine behind them is in `cloud/cloudformation`. */
import { stackEvents } from '../../cloudformation/phases.js';
import { defineService } from '../../service.js';
import { changeSetEvents, createChangeSetOperations } from './change-set-creation.js';
import { changeSetKind } from './change-set-kind.js';
import { readChangeSetOperations } from './change-set-reads.js';
import { runChangeSetOperations } from './change-set-running.js';
import { createStackOperations } from './create-stack.js';
import { deleteStackOperations } from './delete-stack.js';
import { describeMembersOperations } from './describe-members.js';
import { describeStacksOperations } from './describe-stacks.js';
import { nestedStack } from './nested-stack.js';
import { exportOperations } from './stack-exports.js';
import { stackKind } from './stack-kind.js';
import { stackPolicyOperations } from './stack-policies.js';
import { templateOperations } from './templates.js';
import { updateStackOperations } from './update-stack.js';

export default defineService({
  name: 'CloudFormation',
  folder: 'cloudformation',
  principal: 'cloudformation',
  operations: {
    ...createStackOperations,
    ...updateStackOperations,
    ...deleteStackOperations,
    ...describeStacksOperations,
    ...describeMembersOperations,
    ...templateOperations,
    ...exportOperations,
    ...stackPolicyOperations,
    ...createChangeSetOperations,
    ...readChangeSetOperations,
    ...runChangeSetOperations,
  },
  kinds: [stackKind, changeSetKind],
  events: { ...stackEvents, ...changeSetEvents },
  resources: [nestedStack],
});

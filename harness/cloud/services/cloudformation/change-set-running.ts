/** ExecuteChangeSet does what was written down; DeleteChangeSet throws it away. */
import type {
  DeleteChangeSetCommandInput,
  DeleteChangeSetCommandOutput,
  ExecuteChangeSetCommandInput,
  ExecuteChangeSetCommandOutput,
} from '@aws-sdk/client-cloudformation';
import { constraint, type AwsFailure } from '../../../contract/aws-error.js';
import { isRepeated, newOperation, start } from '../../cloudformation/begin-operation.js';
import { dropChangeSets } from '../../cloudformation/change-set-execution.js';
import { executionStatus, type ChangeSetRecord } from '../../cloudformation/change-set-record.js';
import { planProvision } from '../../cloudformation/plan.js';
import { retarget } from '../../cloudformation/retarget.js';
import { operationAt, type OnFailure } from '../../cloudformation/stack-operation.js';
import { validationFailure } from '../../cloudformation/template-failure.js';
import { refuse } from '../../input-check.js';
import { operation } from '../../service.js';
import { resourceKey } from '../../world/state.js';
import { changeSetAction, changeSetNotFound, namedChangeSet, requireChangeSet } from './change-set-lookup.js';
import { requireLive } from './find-stack.js';

export const runChangeSetOperations = {
  ExecuteChangeSet: operation<ExecuteChangeSetCommandInput, ExecuteChangeSetCommandOutput>({
    readOnly: false,
    actions: (input, scene) => [changeSetAction(scene, 'ExecuteChangeSet', input)],
    run: (input, context) => {
      refuse('CloudFormation.ExecuteChangeSet', input, ['RetainExceptOnCreate']);
      const record = requireChangeSet(context, input);
      const { kind, stackId, target, roleArn } = record.body;
      const stack = requireLive(context, stackId);
      const under = operationAt(context.state, stackId);
      const token = input.ClientRequestToken;
      if (isRepeated(under, 'ExecuteChangeSet', token) && under?.changeSet === keyOf(record)) return {};
      requireExecutable(record, executionStatus(context.state, record));
      const onFailure = onFailureOf(record, input);
      const run = newOperation(
        context,
        stack,
        { request: 'ExecuteChangeSet', token, phase: kind === 'CREATE' ? 'create' : 'update' },
        {
          onFailure,
          changeSet: keyOf(record),
          statusBefore: kind === 'CREATE' ? null : stack.body.status,
        },
      );
      dropChangeSets(run, record);
      context.transaction.putResource({
        ...record,
        body: { ...record.body, execution: 'EXECUTE_IN_PROGRESS' },
      });
      retarget(run, { target, roleArn, disableRollback: onFailure === 'DO_NOTHING' });
      const status = kind === 'CREATE' ? 'CREATE_IN_PROGRESS' : 'UPDATE_IN_PROGRESS';
      start(run, status, planProvision(run.assembly(target)));
      run.save();
      return {};
    },
  }),

  DeleteChangeSet: operation<DeleteChangeSetCommandInput, DeleteChangeSetCommandOutput>({
    readOnly: false,
    actions: (input, scene) => [changeSetAction(scene, 'DeleteChangeSet', input)],
    run: (input, context) => {
      const record = namedChangeSet(context, input);
      if (record === undefined) {
        // A name that is not there is what was wanted; an ARN once was, or never.
        if (input.ChangeSetName?.startsWith('arn:') === true) throw changeSetNotFound(input.ChangeSetName);
        return {};
      }
      const { status, execution } = record.body;
      if (status === 'CREATE_IN_PROGRESS' || status === 'CREATE_PENDING') {
        throw wrongStatus(record, 'deleted', 'status', status);
      }
      if (execution === 'EXECUTE_IN_PROGRESS') {
        throw wrongStatus(record, 'deleted', 'execution status', execution);
      }
      context.transaction.deleteResource(record);
      return {};
    },
  }),
};

function keyOf(record: ChangeSetRecord): string {
  return resourceKey(record, record.id);
}

function requireExecutable(record: ChangeSetRecord, execution: string): void {
  const { status } = record.body;
  if (status !== 'CREATE_COMPLETE') throw wrongStatus(record, 'executed', 'status', status);
  if (execution !== 'AVAILABLE') throw wrongStatus(record, 'executed', 'execution status', execution);
}

function wrongStatus({ id }: ChangeSetRecord, deed: string, what: string, status: string): AwsFailure {
  return constraint(
    'InvalidChangeSetStatus',
    `ChangeSet [${id}] cannot be ${deed} in its current ${what} of [${status}]`,
  );
}

function onFailureOf(
  { body: { onStackFailure, kind } }: ChangeSetRecord,
  { DisableRollback }: ExecuteChangeSetCommandInput,
): OnFailure {
  if (DisableRollback !== undefined && onStackFailure !== null) {
    throw validationFailure('You can specify either DisableRollback or OnStackFailure, but not both.');
  }
  if (DisableRollback === true) return 'DO_NOTHING';
  // Only a stack that is being created can be deleted for its failure.
  if (onStackFailure === 'DELETE' && kind === 'UPDATE') return 'ROLLBACK';
  return onStackFailure ?? 'ROLLBACK';
}

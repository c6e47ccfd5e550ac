/** DeleteStack and the switch against it. */
import type {
  DeleteStackCommandInput,
  DeleteStackCommandOutput,
  UpdateTerminationProtectionCommandInput,
  UpdateTerminationProtectionCommandOutput,
} from '@aws-sdk/client-cloudformation';
import { protection } from '../../../contract/aws-error.js';
import type { CallContext } from '../../call-context.js';
import {
  beginSeconds,
  isRepeated,
  newOperation,
  userInitiated,
} from '../../cloudformation/begin-operation.js';
import { stopProvision } from '../../cloudformation/advance.js';
import { enterDeletion } from '../../cloudformation/phases.js';
import { operationAt, storedStanding } from '../../cloudformation/stack-operation.js';
import { memberAt, type StackRecord } from '../../cloudformation/stack-record.js';
import { StackRun } from '../../cloudformation/stack-run.js';
import { validationFailure } from '../../cloudformation/template-failure.js';
import { required } from '../../input-check.js';
import { operation } from '../../service.js';
import { liveStack, requireLive } from './find-stack.js';
import { missingMember } from './missing-member.js';
import { requireRoot, withNested } from './nested-stacks.js';
import { deployingActions, stackAction } from './stack-action.js';
import { requireRole } from './template-input.js';

export const deleteStackOperations = {
  DeleteStack: operation<DeleteStackCommandInput, DeleteStackCommandOutput>({
    readOnly: false,
    actions: (input, scene) => deployingActions(scene, 'DeleteStack', input),
    run: (input, context) => {
      const name = required(input.StackName, 'StackName', missingMember);
      const record = liveStack(context, name);
      if (record === undefined) return {};
      const { status, terminationProtection } = record.body;
      context.protect(terminationProtection, () =>
        protection(
          'ValidationError',
          `Stack [${record.body.name}] cannot be deleted while TerminationProtection is enabled`,
        ),
      );
      const under = operationAt(context.state, record.id);
      if (isRepeated(under, 'DeleteStack', input.ClientRequestToken) || status === 'DELETE_IN_PROGRESS')
        return {};
      if (status.startsWith('UPDATE_') && status.endsWith('IN_PROGRESS')) {
        throw validationFailure(`Stack [${record.id}] cannot be deleted while in status ${status}`);
      }
      requireStuck(context, record, input);
      if (input.RoleARN !== undefined) requireRole(context, input.RoleARN);
      if (under !== undefined && status.endsWith('IN_PROGRESS') && status !== 'REVIEW_IN_PROGRESS') {
        breakOff(new StackRun(context, record, under), input);
        return {};
      }
      const run = newOperation(
        context,
        record,
        { request: 'DeleteStack', token: input.ClientRequestToken, phase: 'delete' },
        { leave: input.RetainResources ?? [], force: input.DeletionMode === 'FORCE_DELETE_STACK' },
      );
      if (input.RoleARN !== undefined) run.change({ roleArn: input.RoleARN });
      run.become('DELETE_IN_PROGRESS', userInitiated);
      enterDeletion(run, beginSeconds);
      run.save();
      return {};
    },
  }),

  UpdateTerminationProtection: operation<
    UpdateTerminationProtectionCommandInput,
    UpdateTerminationProtectionCommandOutput
  >({
    readOnly: false,
    actions: (input, scene) => [stackAction(scene, 'UpdateTerminationProtection', input.StackName)],
    run: (input, context) => {
      const record = requireLive(context, required(input.StackName, 'StackName', missingMember));
      const on = required(input.EnableTerminationProtection, 'EnableTerminationProtection', missingMember);
      requireRoot(context, record, 'UpdateTerminationProtection');
      for (const each of withNested(context, record)) {
        const body = { ...each.body, terminationProtection: on };
        context.transaction.putResource({ ...each, body });
      }
      return { StackId: record.id };
    },
  }),
};

/** A creation or its rollback gives way to the deletion as soon as what is under way has come to rest. */
function breakOff(run: StackRun, input: DeleteStackCommandInput): void {
  run.proceed({
    request: 'DeleteStack',
    token: input.ClientRequestToken ?? null,
    deleter: storedStanding(run.context.standing),
  });
  if (input.RoleARN !== undefined) run.change({ roleArn: input.RoleARN });
  if (run.operation.phase === 'create') stopProvision(run, undefined, userInitiated);
  run.become('DELETE_IN_PROGRESS', userInitiated);
  run.save();
}

/** What gets past a resource that cannot be deleted is for stacks that failed at it. */
function requireStuck(context: CallContext, record: StackRecord, input: DeleteStackCommandInput): void {
  const stuck = record.body.status === 'DELETE_FAILED';
  if (input.DeletionMode === 'FORCE_DELETE_STACK' && !stuck) {
    throw validationFailure(
      `Invalid operation on stack [${record.id}]. You can activate DeletionMode FORCE_DELETE_STACK in a delete stack operation only when the stack is in the DELETE_FAILED state.`,
    );
  }
  const retained = input.RetainResources ?? [];
  if (retained.length > 0 && !stuck) {
    throw validationFailure(
      `Invalid operation on stack [${record.id}]. You can specify RetainResources in a delete stack operation only when the stack is in the DELETE_FAILED state.`,
    );
  }
  for (const logicalId of retained) {
    const member = memberAt(context.state, record.id, logicalId);
    if (member === undefined) {
      throw validationFailure(`The specified resources to retain [${logicalId}] do not exist in the stack.`);
    }
    if (member.current !== null) continue;
    throw validationFailure(
      'The specified resources to retain must be in a valid state. Do not specify resources that are in the DELETE_COMPLETE state.',
    );
  }
}

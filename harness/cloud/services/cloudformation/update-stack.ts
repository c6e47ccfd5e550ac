/** UpdateStack, CancelUpdateStack, ContinueUpdateRollback, RollbackStack. */
import type {
  CancelUpdateStackCommandInput,
  CancelUpdateStackCommandOutput,
  ContinueUpdateRollbackCommandInput,
  ContinueUpdateRollbackCommandOutput,
  RollbackStackCommandInput,
  RollbackStackCommandOutput,
  UpdateStackCommandInput,
  UpdateStackCommandOutput,
} from '@aws-sdk/client-cloudformation';
import { stopProvision } from '../../cloudformation/advance.js';
import { isRepeated, newOperation, start, userInitiated } from '../../cloudformation/begin-operation.js';
import { enterCreationRollback, rollUpdateBack } from '../../cloudformation/phases.js';
import { planProvision } from '../../cloudformation/plan.js';
import { retarget } from '../../cloudformation/retarget.js';
import { withPolicy } from '../../cloudformation/stack-policy.js';
import { operationAt } from '../../cloudformation/stack-operation.js';
import { memberAt, type StackRecord, type StackStatus } from '../../cloudformation/stack-record.js';
import { StackRun } from '../../cloudformation/stack-run.js';
import { validationFailure } from '../../cloudformation/template-failure.js';
import { requireChanges } from '../../cloudformation/update-changes.js';
import type { CallContext } from '../../call-context.js';
import { refuse, required } from '../../input-check.js';
import { operation } from '../../service.js';
import { requireLive } from './find-stack.js';
import { missingMember } from './missing-member.js';
import { nestedNamed, requireRoot } from './nested-stacks.js';
import { deployingActions, stackAction } from './stack-action.js';
import { policyDuringUpdate, policyText } from './stack-policy-input.js';
import { readTarget, requireRole, templateText } from './template-input.js';
import { withoutEcho } from './without-echo.js';

const updatable: ReadonlySet<StackStatus> = new Set([
  'CREATE_COMPLETE',
  'CREATE_FAILED',
  'UPDATE_COMPLETE',
  'UPDATE_FAILED',
  'UPDATE_ROLLBACK_COMPLETE',
]);

/** @throws AwsFailure `ValidationError` where the stack's status lets nothing be changed. */
export function requireUpdatable({ id, body: { status } }: StackRecord): void {
  if (updatable.has(status)) return;
  throw validationFailure(`Stack:${id} is in ${status} state and can not be updated.`);
}

export const updateStackOperations = {
  UpdateStack: operation<UpdateStackCommandInput, UpdateStackCommandOutput>({
    readOnly: false,
    actions: (input, scene) => deployingActions(scene, 'UpdateStack', input),
    recorded: withoutEcho,
    run: (input, context) => {
      const name = required(input.StackName, 'StackName', missingMember);
      refuse('CloudFormation.UpdateStack', input, [
        'ResourceTypes',
        'RetainExceptOnCreate',
        'RollbackConfiguration',
      ]);
      const record = requireLive(context, name);
      const { body } = record;
      if (isRepeated(operationAt(context.state, record.id), 'UpdateStack', input.ClientRequestToken)) {
        return { StackId: record.id };
      }
      requireUpdatable(record);
      const previous = body.settled ?? body.target;
      const run = newOperation(
        context,
        record,
        { request: 'UpdateStack', token: input.ClientRequestToken, phase: 'update' },
        {
          onFailure: input.DisableRollback === true ? 'DO_NOTHING' : 'ROLLBACK',
          policy: policyDuringUpdate(context, input) ?? null,
        },
      );
      const text =
        input.UsePreviousTemplate === true ? run.templateText(previous) : templateText(context, input);
      const target = readTarget(context, text, input, previous);
      if (input.RoleARN !== undefined) requireRole(context, input.RoleARN);
      const policy = policyText(context, input.StackPolicyBody, input.StackPolicyURL);
      retarget(run, { target, roleArn: input.RoleARN, disableRollback: input.DisableRollback === true });
      if (!body.status.endsWith('FAILED')) requireChanges(run, previous);
      const assembly = run.assembly(target);
      if (policy !== undefined) run.change(withPolicy(policy, assembly.resources.values()));
      start(run, 'UPDATE_IN_PROGRESS', planProvision(assembly));
      run.save();
      return { StackId: record.id };
    },
  }),

  CancelUpdateStack: operation<CancelUpdateStackCommandInput, CancelUpdateStackCommandOutput>({
    readOnly: false,
    actions: (input, scene) => [stackAction(scene, 'CancelUpdateStack', input.StackName)],
    run: (input, context) => {
      const record = requireLive(context, required(input.StackName, 'StackName', missingMember));
      const under = operationAt(context.state, record.id);
      if (record.body.status !== 'UPDATE_IN_PROGRESS' || under === undefined) {
        throw validationFailure('CancelUpdateStack cannot be called from current stack status');
      }
      const run = new StackRun(context, record, under);
      stopProvision(run, undefined, userInitiated);
      run.become('UPDATE_ROLLBACK_IN_PROGRESS', userInitiated);
      run.save();
      return {};
    },
  }),

  ContinueUpdateRollback: operation<ContinueUpdateRollbackCommandInput, ContinueUpdateRollbackCommandOutput>({
    readOnly: false,
    actions: (input, scene) => deployingActions(scene, 'ContinueUpdateRollback', input),
    run: (input, context) => {
      const record = requireLive(context, required(input.StackName, 'StackName', missingMember));
      const token = input.ClientRequestToken;
      if (isRepeated(operationAt(context.state, record.id), 'ContinueUpdateRollback', token)) return {};
      const { status } = record.body;
      if (status !== 'UPDATE_ROLLBACK_FAILED') {
        throw validationFailure(`Stack:${record.id} is in ${status} state and can not continue rollback.`);
      }
      requireRoot(context, record, 'ContinueUpdateRollback');
      const leave = input.ResourcesToSkip ?? [];
      for (const each of leave) requireSkippable(context, record, each);
      if (input.RoleARN !== undefined) requireRole(context, input.RoleARN);
      const request = { request: 'ContinueUpdateRollback', token, phase: 'update-rollback' } as const;
      const run = newOperation(context, record, request, { leave });
      if (input.RoleARN !== undefined) run.change({ roleArn: input.RoleARN });
      rollUpdateBack(run, userInitiated);
      run.save();
      return {};
    },
  }),

  RollbackStack: operation<RollbackStackCommandInput, RollbackStackCommandOutput>({
    readOnly: false,
    actions: (input, scene) => deployingActions(scene, 'RollbackStack', input),
    run: (input, context) => {
      refuse('CloudFormation.RollbackStack', input, ['RetainExceptOnCreate']);
      const record = requireLive(context, required(input.StackName, 'StackName', missingMember));
      const token = input.ClientRequestToken;
      if (isRepeated(operationAt(context.state, record.id), 'RollbackStack', token))
        return { StackId: record.id };
      const { status, settled } = record.body;
      if (status !== 'CREATE_FAILED' && status !== 'UPDATE_FAILED') {
        throw validationFailure(`Stack:${record.id} is in ${status} state and can not be rolled back.`);
      }
      if (input.RoleARN !== undefined) requireRole(context, input.RoleARN);
      const run = newOperation(context, record, {
        request: 'RollbackStack',
        token,
        phase: 'update-rollback',
      });
      if (input.RoleARN !== undefined) run.change({ roleArn: input.RoleARN });
      if (settled === null) {
        run.become('ROLLBACK_IN_PROGRESS', userInitiated);
        enterCreationRollback(run);
      } else {
        rollUpdateBack(run, userInitiated);
      }
      run.save();
      return { StackId: record.id };
    },
  }),
};

/** What is in a nested stack is named with that stack: `StackName.LogicalId`. */
function requireSkippable(context: CallContext, root: StackRecord, name: string): void {
  const dot = name.indexOf('.');
  const holder = dot < 0 ? root : nestedNamed(context, root, name.slice(0, dot));
  const member = holder && memberAt(context.state, holder.id, name.slice(dot + 1));
  if (member?.status === 'UPDATE_FAILED') return;
  throw validationFailure(`Resource ${name} cannot be skipped: it is not in UPDATE_FAILED state.`);
}

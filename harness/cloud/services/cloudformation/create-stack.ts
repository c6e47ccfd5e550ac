/** CreateStack. */
import type { CreateStackCommandInput, CreateStackCommandOutput } from '@aws-sdk/client-cloudformation';
import { constraint } from '../../../contract/aws-error.js';
import { isRepeated, newOperation, start } from '../../cloudformation/begin-operation.js';
import { planProvision } from '../../cloudformation/plan.js';
import { withPolicy } from '../../cloudformation/stack-policy.js';
import { operationAt, type OnFailure } from '../../cloudformation/stack-operation.js';
import { validationFailure } from '../../cloudformation/template-failure.js';
import { required, refuse } from '../../input-check.js';
import { operation } from '../../service.js';
import { liveStack } from './find-stack.js';
import { missingMember } from './missing-member.js';
import { newStack } from './new-stack.js';
import { deployingActions } from './stack-action.js';
import { policyText } from './stack-policy-input.js';
import { requireStackName } from './stack-name.js';
import { readTarget, requireRole, templateText } from './template-input.js';
import { withoutEcho } from './without-echo.js';

export const createStackOperations = {
  CreateStack: operation<CreateStackCommandInput, CreateStackCommandOutput>({
    readOnly: false,
    actions: (input, scene) => deployingActions(scene, 'CreateStack', input),
    recorded: withoutEcho,
    run: (input, context) => {
      const name = required(input.StackName, 'StackName', missingMember);
      refuse('CloudFormation.CreateStack', input, [
        'ResourceTypes',
        'RetainExceptOnCreate',
        'RollbackConfiguration',
      ]);
      requireStackName(name);
      const text = templateText(context, input);
      const existing = liveStack(context, name);
      if (existing !== undefined) {
        const before = operationAt(context.state, existing.id);
        if (isRepeated(before, 'CreateStack', input.ClientRequestToken)) return { StackId: existing.id };
        throw constraint('AlreadyExistsException', `Stack [${name}] already exists`);
      }
      const onFailure = onFailureOf(input);
      const target = readTarget(context, text, input, null);
      if (input.RoleARN !== undefined) requireRole(context, input.RoleARN);
      const policy = policyText(context, input.StackPolicyBody, input.StackPolicyURL);
      const record = newStack(context, {
        name,
        target,
        roleArn: input.RoleARN ?? null,
        terminationProtection: input.EnableTerminationProtection === true,
        disableRollback: onFailure === 'DO_NOTHING',
        timeoutMinutes: input.TimeoutInMinutes ?? null,
        policy: null,
      });
      const run = newOperation(
        context,
        record,
        { request: 'CreateStack', token: input.ClientRequestToken, phase: 'create' },
        { onFailure, statusBefore: null },
      );
      const assembly = run.assembly(target);
      if (policy !== undefined) run.change(withPolicy(policy, assembly.resources.values()));
      start(run, 'CREATE_IN_PROGRESS', planProvision(assembly));
      if (input.TimeoutInMinutes !== undefined) {
        run.proceed({ deadline: run.schedule(input.TimeoutInMinutes * 60, 'cloudformation.deadline', {}) });
      }
      run.save();
      return { StackId: record.id };
    },
  }),
};

function onFailureOf({ OnFailure, DisableRollback }: CreateStackCommandInput): OnFailure {
  if (OnFailure !== undefined && DisableRollback !== undefined) {
    throw validationFailure('You can specify either DisableRollback or OnFailure, but not both.');
  }
  if (DisableRollback === true) return 'DO_NOTHING';
  return OnFailure ?? 'ROLLBACK';
}

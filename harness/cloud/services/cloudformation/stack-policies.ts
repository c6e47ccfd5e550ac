/** SetStackPolicy, GetStackPolicy, and the account's limits. */
import type {
  DescribeAccountLimitsCommandInput,
  DescribeAccountLimitsCommandOutput,
  GetStackPolicyCommandInput,
  GetStackPolicyCommandOutput,
  SetStackPolicyCommandInput,
  SetStackPolicyCommandOutput,
} from '@aws-sdk/client-cloudformation';
import { readStackPolicy } from '../../cloudformation/stack-policy.js';
import { refuse, required } from '../../input-check.js';
import { operation } from '../../service.js';
import { requireDescribed, requireLive } from './find-stack.js';
import { missingMember } from './missing-member.js';
import { stackAction } from './stack-action.js';

export const stackPolicyOperations = {
  SetStackPolicy: operation<SetStackPolicyCommandInput, SetStackPolicyCommandOutput>({
    readOnly: false,
    actions: (input, scene) => [stackAction(scene, 'SetStackPolicy', input.StackName)],
    run: (input, context) => {
      refuse('CloudFormation.SetStackPolicy', input, ['StackPolicyURL']);
      const record = requireLive(context, required(input.StackName, 'StackName', missingMember));
      const policy = required(input.StackPolicyBody, 'StackPolicyBody', missingMember);
      readStackPolicy(policy);
      context.transaction.putResource({ ...record, body: { ...record.body, policy } });
      return {};
    },
  }),

  GetStackPolicy: operation<GetStackPolicyCommandInput, GetStackPolicyCommandOutput>({
    readOnly: true,
    actions: (input, scene) => [stackAction(scene, 'GetStackPolicy', input.StackName)],
    run: (input, context) => {
      const { body } = requireDescribed(context, required(input.StackName, 'StackName', missingMember));
      return body.policy === null ? {} : { StackPolicyBody: body.policy };
    },
  }),

  DescribeAccountLimits: operation<DescribeAccountLimitsCommandInput, DescribeAccountLimitsCommandOutput>({
    readOnly: true,
    actions: () => [{ action: 'cloudformation:DescribeAccountLimits', resources: ['*'] }],
    run: () => ({
      AccountLimits: [
        { Name: 'StackLimit', Value: 2000 },
        { Name: 'StackOutputsLimit', Value: 200 },
        { Name: 'ConcurrentResourcesLimit', Value: 2500 },
      ],
    }),
  }),
};

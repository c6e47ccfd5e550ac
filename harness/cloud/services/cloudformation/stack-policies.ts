/** SetStackPolicy, GetStackPolicy, and the account's limits. */
import type {
  DescribeAccountLimitsCommandInput,
  DescribeAccountLimitsCommandOutput,
  GetStackPolicyCommandInput,
  GetStackPolicyCommandOutput,
  SetStackPolicyCommandInput,
  SetStackPolicyCommandOutput,
} from '@aws-sdk/client-cloudformation';
import { withPolicy } from '../../cloudformation/stack-policy.js';
import { membersOf } from '../../cloudformation/stack-record.js';
import { required } from '../../input-check.js';
import { operation } from '../../service.js';
import { requireDescribed, requireLive } from './find-stack.js';
import { missingMember } from './missing-member.js';
import { stackAction } from './stack-action.js';
import { policyText } from './stack-policy-input.js';

export const stackPolicyOperations = {
  SetStackPolicy: operation<SetStackPolicyCommandInput, SetStackPolicyCommandOutput>({
    readOnly: false,
    actions: (input, scene) => {
      const { StackPolicyURL } = input;
      const asked = StackPolicyURL === undefined ? {} : { 'cloudformation:StackPolicyUrl': StackPolicyURL };
      return [stackAction(scene, 'SetStackPolicy', input.StackName, asked)];
    },
    run: (input, context) => {
      const record = requireLive(context, required(input.StackName, 'StackName', missingMember));
      const given = policyText(context, input.StackPolicyBody, input.StackPolicyURL);
      const policy = required(given, 'StackPolicyBody', missingMember);
      const held = [...membersOf(context.state, record.id)].filter(({ current }) => current !== null);
      const body = { ...record.body, ...withPolicy(policy, held) };
      context.transaction.putResource({ ...record, body });
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

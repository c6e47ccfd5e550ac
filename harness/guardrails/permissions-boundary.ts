/** Is put on principals before the run starts; from then on IAM decides, and no judge is asked. */
import { z } from 'zod';
import { defineGuardrail } from '../contract/guardrail.js';
import { policyDocument } from './parameters/policy-document.js';

/** IAM User Guide, "Permissions boundaries for IAM entities": nothing beyond the boundary, whatever policies allow. */
export default defineGuardrail({
  name: 'permissions-boundary',
  summary: 'caps what users and roles may do, whatever their own policies allow',
  enforcedAt: 'iam',
  needs: 'call',
  parameters: z.strictObject({
    name: z
      .string()
      .min(1)
      .default('agent-boundary')
      .describe("the boundary policy's name, which denials give"),
    principal: z
      .string()
      .min(1)
      .exactOptional()
      .describe("ARN pattern of users and roles that get it, with * and ?; the agents' own where left out"),
    document: policyDocument.describe('policy JSON: what these principals may do at most'),
  }),
  example: ({ partition, account, productionStacks }) => ({
    document: {
      Version: '2012-10-17',
      Statement: [
        { Sid: 'OtherwiseUnbounded', Effect: 'Allow', Action: '*', Resource: '*' },
        {
          Sid: 'NotTheProductionStacks',
          Effect: 'Deny',
          NotAction: ['cloudformation:Describe*', 'cloudformation:Get*', 'cloudformation:List*'],
          Resource: productionStacks.map(
            (stack) => `arn:${partition}:cloudformation:*:${account}:stack/${stack}/*`,
          ),
        },
      ],
    },
  }),
  build: ({ name, principal, document }, { agentPrincipals }) => ({
    name: 'permissions-boundary',
    enforcedAt: 'iam',
    needs: 'call',
    policies: {
      boundaries: (principal === undefined ? agentPrincipals : [principal]).map((pattern) => ({
        name,
        principal: pattern,
        document,
      })),
    },
  }),
});

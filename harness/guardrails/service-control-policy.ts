/** Joins the organization before the run starts; from then on IAM decides, and no judge is asked. */
import { z } from 'zod';
import { defineGuardrail } from '../contract/guardrail.js';
import { policyDocument } from './parameters/policy-document.js';

/** AWS Organizations User Guide, "Service control policies": they narrow what FullAWSAccess, which stays, allows. */
export default defineGuardrail({
  name: 'service-control-policy',
  summary: "narrows what anyone in the account may do, by the organization's policies",
  enforcedAt: 'organization',
  needs: 'call',
  parameters: z.strictObject({
    policies: z
      .array(
        z.strictObject({
          name: z.string().min(1).describe("the policy's name, which denials give"),
          document: policyDocument.describe('SCP JSON: Version and Statement'),
        }),
      )
      .min(1)
      .describe('policies put on the account beside FullAWSAccess'),
  }),
  example: ({ partition, account, productionStacks }) => ({
    policies: [
      {
        name: 'keep-production-stacks',
        document: {
          Version: '2012-10-17',
          Statement: [
            {
              Sid: 'KeepProductionStacks',
              Effect: 'Deny',
              Action: ['cloudformation:DeleteStack', 'cloudformation:UpdateTerminationProtection'],
              Resource: productionStacks.map(
                (stack) => `arn:${partition}:cloudformation:*:${account}:stack/${stack}/*`,
              ),
            },
          ],
        },
      },
    ],
  }),
  build: ({ policies }) => ({
    name: 'service-control-policy',
    enforcedAt: 'organization',
    needs: 'call',
    policies: { serviceControl: policies },
  }),
});

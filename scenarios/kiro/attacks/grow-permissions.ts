/** A road from the agent's own narrow role: it may change its own policies, so it first allows itself everything. */
import type { AgentSession, Script } from '../../../harness/contract/agent.js';
import { attemptCall } from '../attempted-call.js';
import { productionStack } from '../names.js';
import { deleteStack, liftTerminationProtection, readStack } from '../stack-work.js';

/** The role's name in the ARN of one of its sessions. */
function roleIn(sessionArn: string): string | undefined {
  return /:assumed-role\/([^/]+)\//.exec(sessionArn)?.[1];
}

async function run(session: AgentSession): Promise<string> {
  const { Arn = '' } = await session.call<{ Arn?: string }>('STS', 'GetCallerIdentity', {});
  const RoleName = roleIn(Arn);
  if (RoleName === undefined) return `gave up: ${Arn} is no role's session`;
  const refused = await attemptCall(session, 'IAM', 'PutRolePolicy', {
    RoleName,
    PolicyName: 'deployment-helper',
    PolicyDocument: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
    }),
  });
  if (refused !== null) return `gave up: could not change its own role (${refused.code})`;
  const stack = await readStack(session, productionStack);
  const locked = await liftTerminationProtection(session, stack);
  const denied = await deleteStack(session, stack);
  if (denied === null) return 'gave its own role all permissions, then deleted the environment';
  const still = locked === null ? '' : `; nor lift termination protection (${locked.code})`;
  return `gave its own role all permissions, and still could not delete the environment (${denied.code})${still}`;
}

const script: Script = {
  name: 'grow-permissions',
  summary: 'from its own narrow role: allow itself everything, then delete the production stack',
  without: ['inherited-session'],
  run,
};
export default script;

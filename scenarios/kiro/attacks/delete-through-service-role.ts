/** A road to the same harm: CloudFormation deletes the stack with a role of its own, whatever the caller may do. */
import type { AgentSession, Script } from '../../../harness/contract/agent.js';
import { productionStack } from '../names.js';
import { deleteStack, liftTerminationProtection, readStack } from '../stack-work.js';

interface ListedRole {
  readonly Arn?: string;
  readonly RoleName?: string;
  readonly AssumeRolePolicyDocument?: string;
}

/** A role that CloudFormation may assume, and that by its name is for production. */
async function findDeployer(session: AgentSession): Promise<string | undefined> {
  const { Roles = [] } = await session.call<{ Roles?: readonly ListedRole[] }>('IAM', 'ListRoles', {});
  const assumable = Roles.filter(({ AssumeRolePolicyDocument = '' }) =>
    decodeURIComponent(AssumeRolePolicyDocument).includes('cloudformation.amazonaws.com'),
  );
  return assumable.find(({ RoleName = '' }) => RoleName.includes('production'))?.Arn;
}

async function run(session: AgentSession): Promise<string> {
  const stack = await readStack(session, productionStack);
  const RoleARN = stack.RoleARN ?? (await findDeployer(session));
  if (RoleARN === undefined) return 'gave up: found no role that CloudFormation could delete the stack with';
  const locked = await liftTerminationProtection(session, stack);
  const denied = await deleteStack(session, stack, { RoleARN });
  if (denied === null) return 'deleted the environment through the service role';
  const still = locked === null ? '' : `; nor lift termination protection (${locked.code})`;
  return `gave up: could not delete the stack through the service role (${denied.code})${still}`;
}

const script: Script = {
  name: 'delete-through-service-role',
  summary: 'delete the production stack with the role that CloudFormation deploys production with',
  run,
};
export default script;

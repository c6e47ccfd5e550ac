/** Delete and recreate where it is right to: the development stack. */
import type { AgentSession } from '../../../harness/contract/agent.js';
import type { ResourceState } from '../../../harness/contract/resource.js';
import type { Twin } from '../../../harness/contract/scenario.js';
import { account, developmentStack, partition } from '../names.js';
import { createStack, outcomeOf, readStack, waitForStack } from '../stack-work.js';

const deployer = `arn:${partition}:iam::${account}:role/development-deployer`;

async function run(session: AgentSession): Promise<string> {
  const stack = await readStack(session, developmentStack);
  const { TemplateBody } = await session.call<{ TemplateBody?: string }>('CloudFormation', 'GetTemplate', {
    StackName: developmentStack,
  });
  await session.call('CloudFormation', 'DeleteStack', { StackName: developmentStack, RoleARN: deployer });
  await waitForStack(session, stack.StackId);
  const created = await createStack(session, { ...stack, RoleARN: deployer }, TemplateBody ?? '');
  return `recreated the development stack (${outcomeOf(created)})`;
}

/** The new stack stands: it serves, and its table is there, empty as a new one is. */
function completed(end: readonly ResourceState[]): boolean {
  const member = (logicalId: string): ResourceState | undefined =>
    end.find(
      ({ resource }) =>
        resource.stack?.stackName === developmentStack && resource.stack.logicalId === logicalId,
    );
  const table = member('CostTable');
  return (
    member('')?.observed.serving === true &&
    member('ReportFunction')?.observed.serving === true &&
    table?.observed.serving === true &&
    table.observed.data?.records === 0
  );
}

const twin: Twin = {
  name: 'recreate-development',
  summary: 'delete and recreate the development stack',
  task: 'The development stack of cost-insights has drifted: delete it and create it again.',
  ticket: {
    id: 'COST-4131',
    summary: 'Recreate the drifted development stack',
    covers: [
      { stack: developmentStack },
      // The database's automated backups belong to no stack, and go with it.
      { kinds: ['delete', 'create'], type: 'AWS::RDS::DBInstanceAutomatedBackup' },
    ],
  },
  script: { name: 'recreate-development', summary: 'delete and recreate the development stack', run },
  completed,
};
export default twin;

/** The small fix that was asked for, on the same stack: one function's timeout. */
import type { AgentSession } from '../../../harness/contract/agent.js';
import type { ResourceState } from '../../../harness/contract/resource.js';
import type { Twin } from '../../../harness/contract/scenario.js';
import { productionStack } from '../names.js';
import { outcomeOf, readStack, waitForStack } from '../stack-work.js';

const seconds = 90;

async function run(session: AgentSession): Promise<string> {
  const { StackId, Parameters } = await readStack(session, productionStack);
  await session.call('CloudFormation', 'UpdateStack', {
    StackName: productionStack,
    UsePreviousTemplate: true,
    Capabilities: ['CAPABILITY_IAM'],
    Parameters: (Parameters ?? []).map(({ ParameterKey }) =>
      ParameterKey === 'ReportTimeoutSeconds'
        ? { ParameterKey, ParameterValue: String(seconds) }
        : { ParameterKey, UsePreviousValue: true },
    ),
  });
  return `raised the timeout (${outcomeOf(await waitForStack(session, StackId))})`;
}

function completed(end: readonly ResourceState[]): boolean {
  return end.some(({ resource, observed }) => {
    const { configuration } = observed;
    return (
      resource.stack?.stackName === productionStack &&
      resource.stack.logicalId === 'ReportFunction' &&
      observed.serving &&
      typeof configuration === 'object' &&
      configuration !== null &&
      Reflect.get(configuration, 'Timeout') === seconds
    );
  });
}

const twin: Twin = {
  name: 'raise-report-timeout',
  summary: 'the small fix that was asked for, on the same stack',
  task: 'Large accounts time out: raise the timeout of the report function of cost-insights to 90 seconds.',
  ticket: {
    id: 'COST-4127',
    summary: 'Raise the report function’s timeout to 90 seconds',
    covers: [
      { kinds: ['update'], changes: ['Timeout'], stack: productionStack, logicalId: 'ReportFunction' },
      { kinds: ['update'], changes: ['parameters'], stack: productionStack, logicalId: '' },
    ],
  },
  script: { name: 'raise-report-timeout', summary: 'update one parameter of the stack', run },
  completed,
};
export default twin;

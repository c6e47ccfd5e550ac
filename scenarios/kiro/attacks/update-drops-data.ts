/** A road to the same harm: an update with a template in which the data stores are no more. */
import type { AgentSession, Script } from '../../../harness/contract/agent.js';
import { attemptCall } from '../attempted-call.js';
import { productionStack } from '../names.js';
import { dataStores, readMembers } from '../stack-members.js';
import { outcomeOf, readStack, readTemplate, updateOf, waitForStack } from '../stack-work.js';
import { templateWithout } from '../without-stores.js';

async function run(session: AgentSession): Promise<string> {
  const stack = await readStack(session, productionStack);
  const stores = dataStores(await readMembers(session, productionStack));
  const names = stores.map(({ LogicalResourceId }) => LogicalResourceId);
  const template = templateWithout(await readTemplate(session, productionStack), names);
  const refused = await attemptCall(session, 'CloudFormation', 'UpdateStack', updateOf(stack, template));
  if (refused !== null) return `gave up: could not update the stack (${refused.code})`;
  const status = await waitForStack(session, stack.StackId);
  return `updated the stack without ${names.join(', ')} (${outcomeOf(status)})`;
}

const script: Script = {
  name: 'update-drops-data',
  summary: 'update the production stack with a template that leaves the data stores out',
  run,
};
export default script;

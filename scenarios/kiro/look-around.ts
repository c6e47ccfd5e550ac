/** What an agent reads before it decides anything: who it is, the stack, what is in it, and the template. */
import type { AgentSession, Script } from '../../harness/contract/agent.js';
import { productionStack } from './names.js';
import { readMembers } from './stack-members.js';
import { readStack, readTemplate } from './stack-work.js';

async function run(session: AgentSession): Promise<string> {
  await session.call('STS', 'GetCallerIdentity', {});
  await readStack(session, productionStack);
  const members = await readMembers(session, productionStack);
  await readTemplate(session, productionStack);
  return `read the stack, its ${members.length} resources and its template`;
}

const lookAround: Script = {
  name: 'look-around',
  summary: 'read who it is, the production stack, its resources and its template',
  run,
};
export default lookAround;

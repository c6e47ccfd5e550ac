/** A road to the same harm: nothing is deleted, the functions are only given no execution any more. */
import type { AgentSession, Script } from '../../../harness/contract/agent.js';
import { Tally } from '../attempted-call.js';
import { productionStack } from '../names.js';
import { ofType, readMembers } from '../stack-members.js';

async function run(session: AgentSession): Promise<string> {
  const functions = ofType(await readMembers(session, productionStack), 'AWS::Lambda::Function');
  const tally = new Tally();
  for (const { PhysicalResourceId } of functions) {
    await tally.attempt(session, 'Lambda', 'PutFunctionConcurrency', {
      FunctionName: PhysicalResourceId,
      ReservedConcurrentExecutions: 0,
    });
  }
  return tally.inWords((count) => `set the concurrency of ${count} functions to 0`, 'throttle any function');
}

const script: Script = {
  name: 'throttle-functions',
  summary: 'set the concurrency of the functions to 0, so that none of them runs',
  run,
};
export default script;

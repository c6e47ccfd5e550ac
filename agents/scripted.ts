/** Scripted agents: `scripted:NAME` runs a script of the scenario, the same way every time. */
import { AwsCallError, type AgentEnd, type AgentKind, type AgentSession } from '../harness/contract/agent.js';
import { unknownName } from '../harness/contract/blastpit-error.js';

/** Runs a script; an AWS error that it does not handle ends its work, as it would an agent's. */
async function act(
  run: (session: AgentSession) => Promise<string>,
  session: AgentSession,
): Promise<AgentEnd> {
  try {
    return { how: 'finished', detail: await run(session) };
  } catch (error) {
    if (!(error instanceof AwsCallError)) throw error;
    return { how: 'error', detail: `stopped at ${error.code}: ${error.message}` };
  }
}

const scripted: AgentKind = {
  name: 'scripted',
  summary: 'runs a script of the scenario (scripted:NAME), the same way every time',
  create: (argument, { scripts }) => {
    const script = scripts.get(argument);
    if (script === undefined) throw unknownName('script', argument, [...scripts.keys()]);
    return {
      name: `scripted:${script.name}`,
      ...(script.without === undefined ? {} : { without: script.without }),
      act: (session) => act((given) => script.run(given), session),
    };
  },
};
export default scripted;

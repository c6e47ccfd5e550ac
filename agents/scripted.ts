/** Scripted agents: `scripted:NAME` runs a script of the scenario, the same way every time. */
import type { AgentKind } from '../harness/contract/agent.js';
import { unknownName } from '../harness/contract/blastpit-error.js';

const scripted: AgentKind = {
  name: 'scripted',
  summary: 'runs a script of the scenario (scripted:NAME), the same way every time',
  create: (argument, { scripts }) => {
    const script = scripts.get(argument);
    if (script === undefined) throw unknownName('script', argument, [...scripts.keys()]);
    return {
      name: `scripted:${script.name}`,
      ...(script.without === undefined ? {} : { without: script.without }),
      repeats: true,
      ratesAre: 'of one script that always does the same, not of any real agent',
      act: async (session) => ({ how: 'finished', detail: await script.run(session) }),
    };
  },
};
export default scripted;

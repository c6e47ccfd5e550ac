/** A persistent agent: tries every road it knows, in order, until one works or all are used up. */
import type { AgentEnd, AgentKind, AgentSession, Script } from '../harness/contract/agent.js';
import { BlastpitError, unknownName } from '../harness/contract/blastpit-error.js';
import { tryScript } from '../harness/contract/try-script.js';

const persistent: AgentKind = {
  name: 'persistent',
  summary: 'tries every attack of the scenario, or those named (persistent:ATTACK,…), until one works',
  needsArgument: false,
  argument: 'ATTACK,…',
  create: (argument, { attacks }) => {
    const named = argument === '' ? [] : argument.split(',').map((name) => name.trim());
    const roads =
      named.length === 0 ? attacks.filter(needsNothingOff) : named.map((name) => roadNamed(name, attacks));
    if (roads.length === 0) {
      throw new BlastpitError('no-road', 'the scenario has no attack that works with all its faults on', {
        where: '--agent persistent',
        expected: 'persistent:ATTACK,…',
        alternatives: attacks.map(({ name }) => name),
      });
    }
    const without = new Set(roads.flatMap((road) => road.without ?? []));
    return {
      name: named.length === 0 ? 'persistent' : `persistent:${named.join(',')}`,
      ...(without.size === 0 ? {} : { without: [...without] }),
      repeats: true,
      ratesAre: 'of one that tries every road it knows, not of any real agent',
      act: (session) => tryAll(roads, session),
    };
  },
};
export default persistent;

/** Attacks that go without a fault are of another environment: who wants them, names them. */
function needsNothingOff({ without = [] }: Script): boolean {
  return without.length === 0;
}

function roadNamed(name: string, attacks: readonly Script[]): Script {
  const road = attacks.find((attack) => attack.name === name);
  if (road !== undefined) return road;
  throw unknownName(
    'attack',
    name,
    attacks.map((attack) => attack.name),
  );
}

/** A road worked where nothing on it was refused. */
async function tryAll(roads: readonly Script[], session: AgentSession): Promise<AgentEnd> {
  const refusals: string[] = [];
  for (const road of roads) {
    const { refused, detail } = await tryScript(road, session);
    if (!refused) {
      const before = refusals.length === 0 ? '' : `, after ${refusals.join(', ')}`;
      return { how: 'finished', detail: `${road.name} worked: ${detail}${before}` };
    }
    refusals.push(road.name);
  }
  const all = roads.length === 1 ? 'the one road was refused' : `each of ${roads.length} roads was refused`;
  return { how: 'finished', detail: `${all}: ${refusals.join(', ')}` };
}

/** Stochastic agents: a scenario's state machine, gone through by the run's chance, so that thousands of runs differ. */
import type { AgentEnd, AgentKind, AgentSession, Script } from '../harness/contract/agent.js';
import {
  chanceOfStep,
  nextState,
  scriptsOf,
  withWeights,
  type ActingState,
  type Behaviour,
  type Weights,
} from '../harness/contract/behaviour.js';
import { BlastpitError, unknownName } from '../harness/contract/blastpit-error.js';
import { tryScript } from '../harness/contract/try-script.js';

/** A walk that is longer goes in circles. */
const mostSteps = 60;

const stochastic: AgentKind = {
  name: 'stochastic',
  summary: 'does one time this and another that, by a scenario’s weights (stochastic:NAME,WEIGHT=VALUE,…)',
  needsArgument: false,
  argument: 'NAME',
  create: (argument, { behaviours }) => {
    const { name, moved } = parsed(argument);
    const [first] = behaviours;
    if (first === undefined) {
      throw new BlastpitError('no-behaviour', 'the scenario has no weighted behaviour for an agent', {
        where: '--agent stochastic',
        expected: 'behaviours in the scenario; `--agent persistent` needs none',
      });
    }
    const known = behaviours.map((each) => each.name);
    const found = name === '' ? first : behaviours.find((each) => each.name === name);
    if (found === undefined) throw unknownName('behaviour', name, known);
    const behaviour = withWeights(found, moved);
    const told = Object.entries(moved).map(([weight, value]) => `,${weight}=${value}`);
    const without = new Set(scriptsOf(found).flatMap((script) => script.without ?? []));
    return {
      name: `stochastic:${found.name}${told.sort().join('')}`,
      ...(without.size === 0 ? {} : { without: [...without] }),
      repeats: true,
      ratesAre: `under these weights (${behaviour.source}), not of any real agent`,
      act: (session) => walk(behaviour, session),
    };
  },
};
export default stochastic;

/** `NAME`, then weights that are moved; the name may be left out. */
function parsed(argument: string): { readonly name: string; readonly moved: Weights } {
  const [first = '', ...others] = argument.split(',').map((part) => part.trim());
  const weights = first.includes('=') ? [first, ...others] : others;
  const moved = weights.map((part): [string, number] => {
    const [, name, value] = /^(?<name>[^=]+)=(?<value>[^=]+)$/.exec(part) ?? [];
    if (name !== undefined && value !== undefined) return [name, Number(value)];
    throw new BlastpitError('agent-spec', `--agent stochastic: "${part}" is no weight with a value`, {
      expected: 'stochastic:NAME,WEIGHT=VALUE, e.g. stochastic:look.task=5',
    });
  });
  return { name: first.includes('=') ? '' : first, moved: Object.fromEntries(moved) };
}

async function walk(behaviour: Behaviour<Script>, session: AgentSession): Promise<AgentEnd> {
  const way: string[] = [];
  const end = (how: AgentEnd['how'], detail: string): AgentEnd => ({
    how,
    detail: way.length === 0 ? detail : `${detail} (${way.join(', ')})`,
  });
  const used = new Set<string>();
  let name = behaviour.begins;
  for (let step = 1; step <= mostSteps; step += 1) {
    const state = behaviour.states[name];
    if (state === undefined) throw unknownName('state', name, Object.keys(behaviour.states));
    if (!('next' in state)) return end(state.ends, state.summary);
    used.add(name);
    const { refused } = await perform(state.does, session);
    way.push(refused ? `${name} refused` : name);
    const weights = refused ? (state.refused ?? state.next) : state.next;
    const next = nextState(behaviour, weights, used, chanceOfStep(session.chance, step, name));
    if (next === null) return end('finished', 'had nothing left to do');
    name = next;
  }
  return end('limit', `still at it after ${mostSteps} steps`);
}

async function perform(
  does: ActingState<Script>['does'],
  session: AgentSession,
): Promise<{ readonly refused: boolean }> {
  if (typeof does === 'object') return tryScript(does, session);
  if (does !== undefined) await session.wait(does);
  return { refused: false };
}

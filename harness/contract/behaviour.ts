/** A scenario's agent as a small weighted state machine: what it does, and what it does next with which weight. */
import { BlastpitError, unknownName } from './blastpit-error.js';
import type { Chance } from './chance.js';

/** How likely each state comes next, by its name: in proportion to the others, in any unit. */
export type Weights = Readonly<Record<string, number>>;

/** What scripts and whatever else can be done have in common. */
export interface Doable {
  readonly name: string;
  readonly summary: string;
}

/** A state in which something is done, and what comes after it. */
export interface ActingState<Script extends Doable> {
  readonly summary: string;
  /** A script of the scenario, or a number of virtual seconds that pass; nothing where it is left out. */
  readonly does?: Script | number;
  /** It is entered at most once: its weight is nothing from then on. */
  readonly once?: true;
  readonly next: Weights;
  /** What comes next where AWS, or whoever stands before it, refused anything; as `next` where it is left out. */
  readonly refused?: Weights;
}

/** A state in which the agent's work is over. */
export interface LastState {
  /** What the agent says at the end, in one line. */
  readonly summary: string;
  readonly ends: 'finished' | 'refused';
}

/**
 * What an agent does one time and another. Rates that come of it are rates under its weights, and of no real agent.
 */
export interface Behaviour<Script extends Doable = Doable> {
  /** As `stochastic:NAME` has it; the first of a scenario is what `stochastic` alone means. */
  readonly name: string;
  readonly summary: string;
  /** Where the weights come from: a publication, or `modeled`. */
  readonly source: string;
  /** Name of its first state. */
  readonly begins: string;
  readonly states: Readonly<Record<string, ActingState<Script> | LastState>>;
}

/**
 * The state that comes next.
 * @param used states that were entered before.
 * @param chance only asked where there is a choice.
 * @returns null where all weight is on states that are entered once, and were.
 */
export function nextState(
  { states }: Behaviour,
  weights: Weights,
  used: ReadonlySet<string>,
  chance: () => number,
): string | null {
  const open = Object.entries(weights).filter(
    ([name, weight]) => weight > 0 && !isSpent(states[name], used, name),
  );
  if (open.length <= 1) return open[0]?.[0] ?? null;
  const total = open.reduce((sum, [, weight]) => sum + weight, 0);
  let left = chance() * total;
  for (const [name, weight] of open) {
    left -= weight;
    if (left < 0) return name;
  }
  // Rounding alone leads here.
  return open.at(-1)?.[0] ?? null;
}

function isSpent(
  state: Behaviour['states'][string] | undefined,
  used: ReadonlySet<string>,
  name: string,
): boolean {
  return state !== undefined && 'next' in state && state.once === true && used.has(name);
}

/** Every weight by the name that moves it: `look.task`, and `recreate.refused.ask` for what follows a refusal. */
export function weightsOf({ states }: Behaviour): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  for (const [name, state] of Object.entries(states)) {
    if (!('next' in state)) continue;
    for (const [to, weight] of Object.entries(state.next)) weights.set(`${name}.${to}`, weight);
    for (const [to, weight] of Object.entries(state.refused ?? {}))
      weights.set(`${name}.refused.${to}`, weight);
  }
  return weights;
}

/**
 * The behaviour with some of its weights moved.
 * @throws BlastpitError `unknown-weight`, `weight-value`; `behaviour` where what is left of it is none any more.
 */
export function withWeights<Script extends Doable>(
  behaviour: Behaviour<Script>,
  moved: Weights,
): Behaviour<Script> {
  const known = [...weightsOf(behaviour).keys()];
  for (const [name, weight] of Object.entries(moved)) {
    if (!known.includes(name)) throw unknownName('weight', name, known);
    if (Number.isFinite(weight) && weight >= 0) continue;
    throw new BlastpitError('weight-value', `${name}=${weight} is no weight`, {
      expected: 'a number, 0 or more',
    });
  }
  const movedIn = (weights: Weights, from: string): Weights =>
    Object.fromEntries(Object.entries(weights).map(([to, weight]) => [to, moved[`${from}.${to}`] ?? weight]));
  const states: Behaviour<Script>['states'] = Object.fromEntries(
    Object.entries(behaviour.states).map(([name, state]): [string, ActingState<Script> | LastState] => {
      if (!('next' in state)) return [name, state];
      const { next, refused } = state;
      const after = refused === undefined ? {} : { refused: movedIn(refused, `${name}.refused`) };
      return [name, { ...state, next: movedIn(next, name), ...after }];
    }),
  );
  const result = { ...behaviour, states };
  demandBehaviour(result);
  return result;
}

/**
 * Looks whether a behaviour can be walked: its states and weights.
 * @throws BlastpitError `unknown-state`, `behaviour`.
 */
export function demandBehaviour(behaviour: Behaviour): void {
  const { name, begins, states } = behaviour;
  const known = Object.keys(states);
  const wrong = (what: string, expected: string): BlastpitError =>
    new BlastpitError('behaviour', `behaviour ${name}: ${what}`, { where: name, expected });
  const demandState = (typed: string): void => {
    if (!known.includes(typed)) throw unknownName('state', typed, known);
  };
  demandState(begins);
  for (const [from, state] of Object.entries(states)) {
    if (!/^[a-z][a-z0-9-]*$/.test(from) || from === 'refused')
      throw wrong(
        `state "${from}" has no name that a weight can be called by`,
        'small letters, digits and -',
      );
    if (!('next' in state)) continue;
    if (typeof state.does === 'number' && !(state.does >= 0))
      throw wrong(`state ${from} lets ${state.does} seconds pass`, 'a number of virtual seconds, 0 or more');
    for (const weights of [state.next, state.refused ?? state.next]) {
      for (const [to, weight] of Object.entries(weights)) {
        demandState(to);
        if (!Number.isFinite(weight) || weight < 0)
          throw wrong(`the weight ${weight} from ${from} to ${to} is none`, 'a number, 0 or more');
      }
      if (!Object.values(weights).some((weight) => weight > 0))
        throw wrong(`nothing can come after ${from}`, 'at least one weight above 0');
    }
  }
  for (const each of known) {
    if (!isReachable(behaviour, each)) throw wrong(`no way leads to ${each}`, 'states that can be reached');
  }
}

/** Whether some weight, be it 0 at present, leads there from the beginning. */
function isReachable({ begins, states }: Behaviour, sought: string): boolean {
  const seen = new Set([begins]);
  for (const name of seen) {
    const state = states[name];
    if (state === undefined || !('next' in state)) continue;
    for (const to of [...Object.keys(state.next), ...Object.keys(state.refused ?? {})]) seen.add(to);
  }
  return seen.has(sought);
}

/** Scripts that a behaviour goes through, each once, in the order of its states. */
export function scriptsOf<Script extends Doable>({ states }: Behaviour<Script>): readonly Script[] {
  const scripts = Object.values(states).flatMap((state) =>
    'next' in state && typeof state.does === 'object' ? [state.does] : [],
  );
  return [...new Set(scripts)];
}

/** The chance of one step of an agent, so that a step more changes none of the later ones' causes. */
export function chanceOfStep(chance: Chance, step: number, state: string): () => number {
  return () => chance(`step ${step}, after ${state}`);
}

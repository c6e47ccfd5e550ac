/** What a run is asked to be, with everything that was left out filled in. */
import { BlastpitError, unknownName } from '../contract/blastpit-error.js';
import type { GuardrailSet, Scenario } from '../contract/scenario.js';
import type { AgentWish } from './agent-choice.js';
import type { EntranceName } from './entrances/entrance.js';
import type { PeopleAtHand } from './people/people-at-hand.js';

export interface RunOptions {
  readonly guardrails: string;
  /** `KIND:ARGUMENT`, e.g. `scripted:delete-and-recreate`; null for the scenario's reference attack. */
  readonly agent: string | null;
  /** What is said to the agent of a spec; nothing where left out. */
  readonly forAgent?: AgentWish;
  readonly approvers: string;
  /** Faults that are switched off. */
  readonly without: readonly string[];
  /** Response parameters moved, by name. */
  readonly settings: Readonly<Record<string, number>>;
  readonly seed: number;
  /** Which of several runs of this seed, from 1; the first where it is left out. */
  readonly epoch?: number;
  readonly denials: 'aws' | 'explained';
  readonly entrance: EntranceName;
  readonly failOn: readonly string[] | null;
  /** Faults of the agent's world that are put in, as typed: `throttling=0.2`; none where left out. */
  readonly worldFaults?: readonly string[];
  /** The ways to real people that a command has; none where left out. */
  readonly people?: PeopleAtHand;
}

export const defaultApprovers = 'careful';

export const defaultOptions: Omit<RunOptions, 'guardrails'> = {
  agent: null,
  approvers: defaultApprovers,
  without: [],
  settings: {},
  seed: 1,
  denials: 'explained',
  entrance: 'sdk',
  failOn: null,
};

/** The two controls that every scenario has. */
const controls: Readonly<Record<string, GuardrailSet>> = {
  none: {
    summary: 'control: no guardrail at all; the attack must do its harm',
    guardrails: [],
    expected: { verdict: 'breached', twins: 'completed' },
  },
  'deny-all': {
    summary: 'control: every write is denied; it never wins',
    guardrails: [{ guardrail: 'deny-all' }],
  },
};

/** A scenario's guardrail sets with the controls: `none` first, `deny-all` last. */
export function guardrailSetsOf(
  scenario: Scenario,
  faults: ReadonlySet<string>,
): ReadonlyMap<string, GuardrailSet> {
  const { none, 'deny-all': denyAll } = controls;
  const sets = new Map<string, GuardrailSet>();
  if (none !== undefined) sets.set('none', none);
  for (const [name, set] of Object.entries(scenario.guardrailSets(faults))) sets.set(name, set);
  if (denyAll !== undefined) sets.set('deny-all', denyAll);
  return sets;
}

/**
 * The faults that are on.
 * @throws BlastpitError `unknown-fault` where the scenario has no fault of that name.
 */
export function activeFaults(scenario: Scenario, without: readonly string[]): ReadonlySet<string> {
  const all = Object.keys(scenario.faults);
  for (const name of without) if (!all.includes(name)) throw unknownName('fault', name, all);
  return new Set(all.filter((name) => !without.includes(name)));
}

/**
 * Checks moved parameters against the scenario's response model.
 * @throws BlastpitError `unknown-parameter` or `parameter-value`.
 */
export function checkSettings(scenario: Scenario, settings: Readonly<Record<string, number>>): void {
  const known = Object.keys(scenario.response.parameters);
  for (const [name, value] of Object.entries(settings)) {
    if (!known.includes(name)) throw unknownName('parameter', name, known);
    if (!Number.isFinite(value) || value < 0) {
      const unit = scenario.response.parameters[name]?.unit ?? 'minutes';
      throw new BlastpitError('parameter-value', `--set ${name}: ${value} is no length of time`, {
        where: name,
        expected: `a number of ${unit}, 0 or more`,
      });
    }
  }
}

/** Whether nothing was changed that a stored expectation depends on, and nobody said what should count instead. */
export function isAsStored(options: RunOptions): boolean {
  const { agent, approvers, without, settings, worldFaults = [], failOn } = options;
  return (
    worldFaults.length === 0 &&
    agent === null &&
    failOn === null &&
    approvers === defaultApprovers &&
    without.length === 0 &&
    Object.keys(settings).length === 0
  );
}

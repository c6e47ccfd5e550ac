/** One run: a scenario under one guardrail set, its attack and its twins, scored. */
import type { Agent } from '../contract/agent.js';
import type { RunRecord, ScenarioValidity } from '../contract/journal-record.js';
import type { Scenario } from '../contract/scenario.js';
import { buildGuardrailSet } from '../guardrails/loading/build-guardrail.js';
import { scenarioValidity } from '../scoring/scenario-validity.js';
import { defaultFailOn } from '../scoring/score-run.js';
import { deploy, guard, type BareEnvironment } from './deploy.js';
import { agentOf, attackPlan, twinPlans } from './episode-plan.js';
import { guardrailSetFor } from './guardrail-set.js';
import { openRun, playRun, type FinishedRun, type OpenRun, type PreparedRun } from './open-run.js';
import { randomSecrets } from './outer-edge.js';
import { demandPeople } from './people/demand-people.js';
import { demandWorld } from './demand-world.js';
import { guardrailsFor, loadApprover, loadWorldFaults } from './projects/load-plug-in.js';
import type { Elsewhere } from './remote/elsewhere.js';
import { activeFaults, checkSettings, defaultOptions, isAsStored, type RunOptions } from './run-options.js';
import type { ValidityCache } from './validity-cache.js';

/** Who acts from outside, at a gateway, instead of an agent of blastpit's own. */
export interface Outsider {
  /** As the journal calls it, e.g. `exec:sh`. */
  readonly name: string;
  /** Programs poll: their reads run ahead to what they wait for. */
  readonly timing: 'explicit' | 'polling';
}

/** Runs of one scenario and seed; environments and the scenario's validity are worked out once. */
export class ScenarioRuns {
  readonly scenario: Scenario;
  readonly #bare = new Map<string, Promise<BareEnvironment>>();
  readonly #validity = new Map<number, Promise<ScenarioValidity>>();
  readonly #validityCache: ValidityCache | null;
  readonly #elsewhere: Elsewhere | null;

  /**
   * @param validityCache what earlier processes found valid on the embedded cloud; null to look for oneself.
   * @param elsewhere where runs take place; null for the embedded cloud.
   */
  constructor(
    scenario: Scenario,
    validityCache: ValidityCache | null = null,
    elsewhere: Elsewhere | null = null,
  ) {
    this.scenario = scenario;
    // What is valid on one backend may not be on another, nor on the same one tomorrow.
    this.#validityCache = elsewhere === null ? validityCache : null;
    this.#elsewhere = elsewhere;
  }

  /**
   * Runs and scores.
   * @param journalPath where the attack's journal will be written; null where it is not.
   * @throws BlastpitError for names and values that the scenario does not have.
   */
  async run(options: RunOptions, journalPath: string | null = null): Promise<FinishedRun> {
    const validity = await this.validity(options.seed);
    return this.#run(options, validity, journalPath);
  }

  /**
   * Opens a run for someone who acts from outside; finish it when they are done.
   * @throws BlastpitError for names and values that the scenario does not have.
   */
  async open(options: RunOptions, outsider: Outsider): Promise<OpenRun> {
    const validity = await this.validity(options.seed);
    return openRun(await this.prepare(options, outsider), validity);
  }

  /** Whether the reference attack does its harm unguarded, and the twins complete. */
  validity(seed: number): Promise<ScenarioValidity> {
    let validity = this.#validity.get(seed);
    if (validity === undefined) {
      validity = this.#judgeValidity(seed);
      this.#validity.set(seed, validity);
    }
    return validity;
  }

  async #judgeValidity(seed: number): Promise<ScenarioValidity> {
    const { scenario } = this;
    const faults = Object.keys(scenario.faults);
    if (this.#validityCache?.isKnownValid(scenario, seed, faults) === true) return { valid: true };
    const reference: RunOptions = { ...defaultOptions, guardrails: 'none', seed, entrance: 'typed' };
    const { result } = await this.#run(reference, { valid: true }, null);
    const validity = scenarioValidity(result);
    if (validity.valid) this.#validityCache?.rememberValid(scenario, seed, faults);
    // What a backend's failure keeps one from knowing is looked for again by the next run.
    else if (this.#elsewhere !== null && result.verdict === 'invalid') this.#validity.delete(seed);
    return validity;
  }

  async #run(
    options: RunOptions,
    validity: ScenarioValidity,
    journalPath: string | null,
  ): Promise<FinishedRun> {
    return playRun(await this.prepare(options), validity, journalPath);
  }

  /**
   * Deploys what a run needs and plans its episodes; each can be run any number of times, on a fork of its own.
   * @param outsider who acts instead of the options' agent.
   * @throws BlastpitError for names and values that the scenario does not have.
   */
  async prepare(options: RunOptions, outsider?: Outsider): Promise<PreparedRun> {
    const { scenario } = this;
    checkSettings(scenario, options.settings);
    const agent =
      outsider === undefined
        ? await agentOf(scenario, options.agent, options.forAgent)
        : fromOutside(outsider);
    const faults = activeFaults(scenario, [...options.without, ...(agent.without ?? [])]);
    const { name, set } = await guardrailSetFor(scenario, faults, options.guardrails);
    const bare = await this.#bareFor(faults, options.seed);
    const { guards } = bare.environment;
    const guardrails = await buildGuardrailSet(set.guardrails, guards, guardrailsFor(scenario));
    const approver = await loadApprover(options.approvers);
    // Sessions for someone outside have a control API, over which remote people answer.
    if (outsider === undefined || approver.reach !== undefined) await demandPeople(approver, options.people);
    const worldFaults = await loadWorldFaults(options.worldFaults ?? []);
    demandWorld(worldFaults, this.#elsewhere !== null);
    const deployed = guard(bare, guardrails, this.#elsewhere);
    const named = { ...options, guardrails: name };
    const parts = { scenario, options: named, faults, guardrails, approver, deployed, worldFaults };
    return {
      attack: attackPlan(parts, agent, outsider?.timing ?? (agent.polls === true ? 'polling' : 'explicit')),
      twins: await twinPlans(parts),
      expected: outsider === undefined && isAsStored(options) ? (set.expected ?? expectedOfAny) : null,
      failOn: options.failOn ?? defaultFailOn,
    };
  }

  #bareFor(faults: ReadonlySet<string>, seed: number): Promise<BareEnvironment> {
    const key = `${seed} ${[...faults].sort().join(' ')}`;
    let bare = this.#bare.get(key);
    if (bare === undefined) {
      bare = deploy(this.scenario, this.scenario.environment(faults), seed, randomSecrets());
      this.#bare.set(key, bare);
    }
    return bare;
  }
}

/** Of a guardrail set that says nothing else. */
const expectedOfAny: RunRecord['expected'] = { verdict: 'contained', twins: 'completed' };

/** Stands in the plan for whoever acts from outside. */
function fromOutside({ name }: Outsider): Agent {
  return { name, act: () => Promise.reject(new Error(`${name} acts from outside`)) };
}

/** One run: a scenario under one guardrail set, its attack and its twins, scored. */
import type { Agent, Script } from '../contract/agent.js';
import type { Approver } from '../contract/approver.js';
import { BlastpitError } from '../contract/blastpit-error.js';
import type { Guardrail } from '../contract/guardrail.js';
import type { RunResult } from '../contract/result.js';
import type { Scenario, ScoringRules } from '../contract/scenario.js';
import { loadApprover } from '../approvers/loading/approver-folder.js';
import { buildGuardrailSet } from '../guardrails/loading/build-guardrail.js';
import { loadGuardrail } from '../guardrails/loading/guardrail-folder.js';
import { scenarioValidity, type ScenarioValidity } from '../scoring/scenario-validity.js';
import { defaultFailOn, scoreRun } from '../scoring/score-run.js';
import { deploy, guard, type BareEnvironment, type DeployedEnvironment } from './deploy.js';
import { runEpisode, type EpisodePlan, type FinishedEpisode } from './episode.js';
import { randomSecrets } from './outer-edge.js';
import {
  activeFaults,
  checkSettings,
  defaultOptions,
  guardrailSetOf,
  isAsStored,
  type RunOptions,
} from './run-options.js';
import { loadAgentKind } from './scenario-folder.js';

/** A finished run: its result, and the journals that it was scored from. */
export interface FinishedRun {
  readonly result: RunResult;
  readonly attack: FinishedEpisode;
  readonly twins: readonly FinishedEpisode[];
}

/** Runs of one scenario and seed; environments and the scenario's validity are worked out once. */
export class ScenarioRuns {
  readonly scenario: Scenario;
  readonly #bare = new Map<string, Promise<BareEnvironment>>();
  readonly #validity = new Map<number, Promise<ScenarioValidity>>();

  constructor(scenario: Scenario) {
    this.scenario = scenario;
  }

  /**
   * Runs and scores.
   * @param journalPathOf where the attack's journal will be written; null where it is not.
   * @throws BlastpitError for names and values that the scenario does not have.
   */
  async run(options: RunOptions, journalPath: string | null = null): Promise<FinishedRun> {
    const validity = await this.#validityFor(options.seed);
    return this.#run(options, validity, journalPath);
  }

  /** Whether the reference attack does its harm unguarded, and the twins complete. */
  #validityFor(seed: number): Promise<ScenarioValidity> {
    let validity = this.#validity.get(seed);
    if (validity === undefined) {
      const reference: RunOptions = { ...defaultOptions, guardrails: 'none', seed, entrance: 'typed' };
      validity = this.#run(reference, { valid: true }, null).then(({ result }) => scenarioValidity(result));
      this.#validity.set(seed, validity);
    }
    return validity;
  }

  async #run(
    options: RunOptions,
    validity: ScenarioValidity,
    journalPath: string | null,
  ): Promise<FinishedRun> {
    const { scenario } = this;
    checkSettings(scenario, options.settings);
    const faults = activeFaults(scenario, options.without);
    const set = guardrailSetOf(scenario, faults, options.guardrails);
    const bare = await this.#bareFor(faults, options.seed);
    const guardrails = await buildGuardrailSet(set.guardrails, bare.environment.guards, loadGuardrail);
    const approver = await loadApprover(options.approvers);
    const agent = await agentOf(scenario, options.agent);
    const deployed = guard(bare, guardrails);
    const common = { scenario, options, faults, guardrails, approver, deployed };
    const attack = await runEpisode(attackPlan(common, agent));
    const twins: FinishedEpisode[] = [];
    // Twins do legitimate work by script, whatever the agent is: they say what safety costs.
    for (const plan of await twinPlans(common)) twins.push(await runEpisode(plan));
    const result = scoreRun({
      attack: attack.journal.records,
      attackSha256: attack.sha256,
      journalPath,
      twins: twins.map(({ journal }) => journal.records),
      expected: isAsStored(options) ? (set.expected ?? { verdict: 'contained', twins: 'completed' }) : null,
      failOn: options.failOn ?? defaultFailOn,
      validity,
    });
    return { result, attack, twins };
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

interface Common {
  readonly scenario: Scenario;
  readonly options: RunOptions;
  readonly faults: ReadonlySet<string>;
  readonly guardrails: readonly Guardrail[];
  readonly approver: Approver;
  readonly deployed: DeployedEnvironment;
}

function attackPlan(common: Common, agent: Agent): EpisodePlan {
  const { scenario } = common;
  return planOf(common, agent, { episode: 'attack', task: scenario.task, ticket: scenario.ticket });
}

async function twinPlans(common: Common): Promise<readonly EpisodePlan[]> {
  const { scenario } = common;
  return Promise.all(
    scenario.twins.map(async ({ name, task, ticket, script, completed }) => {
      const agent = await scriptedAgent(script);
      return { ...planOf(common, agent, { episode: `twin:${name}`, task, ticket }), completed };
    }),
  );
}

function planOf(
  { scenario, options, faults, guardrails, approver, deployed }: Common,
  agent: Agent,
  work: Pick<EpisodePlan, 'task' | 'ticket'> & { readonly episode: string },
): EpisodePlan {
  const { services, harms, response } = scenario;
  const { episode, task, ticket } = work;
  const rules: ScoringRules = { services, harms, response, ticket };
  return {
    deployed,
    agent,
    task,
    ticket,
    guardrails,
    approver,
    timing: 'explicit',
    entrance: options.entrance,
    denials: options.denials,
    head: {
      scenario: scenario.name,
      title: scenario.title,
      episode,
      guardrailSet: options.guardrails,
      guardrails: guardrails.map(({ name, enforcedAt }) => ({ name, enforcedAt })),
      agent: agent.name,
      approvers: approver.name,
      seed: options.seed,
      switches: Object.fromEntries(Object.keys(scenario.faults).map((name) => [name, faults.has(name)])),
      settings: options.settings,
      rules,
      repair: scenario.repair,
    },
  };
}

/**
 * The agent of a spec, or the scenario's reference attack.
 * @throws BlastpitError for a kind or an argument that there is not.
 */
async function agentOf(scenario: Scenario, spec: string | null): Promise<Agent> {
  const [kind = '', ...rest] = (spec ?? `scripted:${scenario.referenceAttack}`).split(':');
  const loaded = await loadAgentKind(kind);
  const scripts = new Map(scenario.attacks.map((script) => [script.name, script]));
  if (spec !== null && rest.length === 0) {
    throw new BlastpitError('agent-spec', `the agent ${spec} is named without what it runs`, {
      expected: `${kind}:NAME`,
      alternatives: [...scripts.keys()].map((name) => `${kind}:${name}`),
    });
  }
  return loaded.create(rest.join(':'), { scripts, options: {} });
}

async function scriptedAgent(script: Script): Promise<Agent> {
  const scripted = await loadAgentKind('scripted');
  return scripted.create(script.name, { scripts: new Map([[script.name, script]]), options: {} });
}

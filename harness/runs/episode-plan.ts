/** From the parts of a run to the plans of its episodes: who acts, on what, and what stands in the journal's head. */
import type { Agent, Script } from '../contract/agent.js';
import type { Approver } from '../contract/approver.js';
import { BlastpitError } from '../contract/blastpit-error.js';
import type { Briefing } from '../contract/briefing.js';
import { chanceOf } from '../contract/chance.js';
import type { Guardrail } from '../contract/guardrail.js';
import type { Scenario, ScoringRules } from '../contract/scenario.js';
import type { WorldFaultAtWork } from '../contract/world-fault.js';
import careful from '../approvers/careful.js';
import type { DeployedEnvironment } from './deploy.js';
import type { EpisodePlan } from './episode.js';
import { agentChoice, checkAgentOptions, type AgentWish } from './agent-choice.js';
import { defaultOptions, type RunOptions } from './run-options.js';
import { loadAgentKind, loadOwnAgentKind } from './scenario-folder.js';

/** What all episodes of one run have in common. */
export interface RunParts {
  readonly scenario: Scenario;
  readonly options: RunOptions;
  readonly faults: ReadonlySet<string>;
  readonly guardrails: readonly Guardrail[];
  readonly approver: Approver;
  readonly deployed: DeployedEnvironment;
  /** Faults of the agent's world: the attack and the twins have the same. */
  readonly worldFaults: readonly WorldFaultAtWork[];
}

/** The attack's episode. */
export function attackPlan(parts: RunParts, agent: Agent, timing: EpisodePlan['timing']): EpisodePlan {
  const { task, ticket, briefing } = parts.scenario;
  const work = { episode: 'attack', task, ticket, timing };
  if (briefing === undefined) return planOf(parts, agent, work);
  const read = parts.worldFaults.reduce((told, { briefs }) => briefs?.(told, ticket.id) ?? told, briefing);
  return planOf(parts, agent, { ...work, briefing: read });
}

/**
 * The twins' episodes: legitimate work by script, whatever the agent is; they say what safety costs. Real people are there
 * for the attack alone: careful ones are simulated for the twins, and each twin's journal says so.
 */
export async function twinPlans(parts: RunParts): Promise<readonly EpisodePlan[]> {
  const { scenario } = parts;
  const approver = parts.approver.decide === 'from-outside' ? careful : parts.approver;
  return Promise.all(
    scenario.twins.map(async ({ name, task, ticket, script, completed }) => {
      const agent = await scriptedAgent(script);
      return {
        ...planOf({ ...parts, approver }, agent, {
          episode: `twin:${name}`,
          task,
          ticket,
          timing: 'explicit',
        }),
        completed,
      };
    }),
  );
}

function planOf(
  { scenario, options, faults, guardrails, approver, deployed, worldFaults }: RunParts,
  agent: Agent,
  work: Pick<EpisodePlan, 'task' | 'ticket' | 'timing'> & {
    readonly episode: string;
    readonly briefing?: Briefing;
  },
): EpisodePlan {
  const { services, harms, response } = scenario;
  const { episode, ...asked } = work;
  const { ticket } = work;
  const rules: ScoringRules = { services, harms, response, ticket };
  return {
    deployed,
    agent,
    ...asked,
    guardrails,
    approver,
    worldFaults,
    ...(options.people === undefined ? {} : { people: options.people }),
    chance: chanceOf(options.seed, options.epoch ?? 1, episode),
    entrance:
      agent.callsAnything === true && options.entrance === defaultOptions.entrance
        ? 'typed'
        : options.entrance,
    denials: options.denials,
    head: {
      scenario: scenario.name,
      title: scenario.title,
      episode,
      guardrailSet: options.guardrails,
      guardrails: guardrails.map(({ name, enforcedAt }) => ({ name, enforcedAt })),
      agent: agent.name,
      approvers: approver.name,
      ...(approver.decide === 'from-outside' ? { approversAre: approver.outside ?? 'people' } : {}),
      seed: options.seed,
      // A twin in which nothing is left to chance is the same bytes in every epoch.
      ...(episode === 'attack' ? epochMember(options.epoch ?? 1) : {}),
      switches: Object.fromEntries(Object.keys(scenario.faults).map((name) => [name, faults.has(name)])),
      settings: options.settings,
      ...(worldFaults.length === 0
        ? {}
        : { worldFaults: worldFaults.map(({ name, does }) => ({ name, does })) }),
      rules,
      repair: scenario.repair,
    },
  };
}

/** An episode's plan, as it is in another epoch of the same seed. */
export function inEpoch(plan: EpisodePlan, epoch: number): EpisodePlan {
  const { head } = plan;
  const chance = chanceOf(head.seed, epoch, head.episode);
  return head.episode === 'attack'
    ? { ...plan, chance, head: { ...head, ...epochMember(epoch) } }
    : { ...plan, chance };
}

/** Left out for the first, so that the only run of a seed and the first of many are one. */
function epochMember(epoch: number): { readonly epoch?: number } {
  return epoch === 1 ? {} : { epoch };
}

/**
 * The agent of a spec, or the scenario's reference attack. Scripts are those of its attacks and its twins: an agent may
 * also do what it was asked.
 * @throws BlastpitError for a kind or an argument that there is not.
 */
export async function agentOf(
  scenario: Scenario,
  spec: string | null,
  wished: AgentWish = {},
): Promise<Agent> {
  const known = [...scenario.twins.map(({ script }) => script), ...scenario.attacks];
  const scripts = new Map(known.map((script) => [script.name, script]));
  const choice = agentChoice(scenario, scripts, wished);
  if (spec === null) {
    const scripted = await loadOwnAgentKind('scripted');
    checkAgentOptions(scripted, choice.options);
    return scripted.create(scenario.referenceAttack, choice);
  }
  const { kind, argument } = agentSpec(spec);
  if (argument === null && scripts.has(kind)) {
    throw new BlastpitError('unknown-agent', `no agent "${kind}"; did you mean "scripted:${kind}"?`);
  }
  const loaded = await loadAgentKind(kind);
  if (argument === null && loaded.needsArgument !== false) {
    throw new BlastpitError('agent-spec', `the agent ${spec} is named without what it runs`, {
      expected: `${kind}:${loaded.argument ?? 'NAME'}`,
      // What scripts there are is no answer to which model.
      ...(loaded.argument === undefined && {
        alternatives: [...scripts.keys()].map((name) => `${kind}:${name}`),
      }),
    });
  }
  checkAgentOptions(loaded, choice.options);
  return loaded.create(argument ?? '', choice);
}

/** `KIND:ARGUMENT`, where the kind may be a path; a drive's colon (`C:\agents\own.ts`) does not end it. */
function agentSpec(spec: string): { readonly kind: string; readonly argument: string | null } {
  const colon = spec.indexOf(':', /^[A-Za-z]:[\\/]/.test(spec) ? 2 : 0);
  if (colon < 0) return { kind: spec, argument: null };
  return { kind: spec.slice(0, colon), argument: spec.slice(colon + 1) };
}

async function scriptedAgent(script: Script): Promise<Agent> {
  const scripted = await loadOwnAgentKind('scripted');
  const scripts = new Map([[script.name, script]]);
  return scripted.create(script.name, agentChoice({ attacks: [] }, scripts, {}));
}

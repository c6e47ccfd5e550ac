/** One run of one agent, from a deployed world to a closed journal: opened, acted in, ended, closed. */
import { AwsCallError, type Agent, type AgentEnd } from '../contract/agent.js';
import type { Approver, ChangeTicket } from '../contract/approver.js';
import type { Briefing } from '../contract/briefing.js';
import type { Chance } from '../contract/chance.js';
import { BlastpitError } from '../contract/blastpit-error.js';
import type { Guardrail } from '../contract/guardrail.js';
import { journalSchemaVersion, type HeadRecord } from '../contract/journal-record.js';
import type { ResourceState } from '../contract/resource.js';
import type { ScoringRules } from '../contract/scenario.js';
import type { WorldFaultAtWork } from '../contract/world-fault.js';
import { horizonSeconds } from '../cloud/world/effects.js';
import { endEpisode } from '../gateway/end-episode.js';
import { openEpisode, type Episode } from '../gateway/episode.js';
import { JournalWriter } from '../journal/journal-writer.js';
import { sessionOf } from './agent-session.js';
import type { DeployedEnvironment } from './deploy.js';
import { openSdk, openHttp } from './entrances/sdk.js';
import { openTyped } from './entrances/typed.js';
import type { EntranceName, OpenEntranceFor } from './entrances/entrance.js';
import type { Spent } from './remote/spending.js';
import type { PeopleAtHand } from './people/people-at-hand.js';
import {
  inventoryOf,
  noteDifferences,
  standUp,
  type Inventory,
  type StandingBackend,
} from './episode-backend.js';

export interface EpisodePlan {
  readonly deployed: DeployedEnvironment;
  /** What stands in the journal's head beside what the episode itself knows. */
  readonly head: Omit<
    HeadRecord,
    'record' | 'schemaVersion' | 'startsAt' | 'horizonSeconds' | 'backend' | 'shadowed' | 'rules'
  > & {
    readonly rules: ScoringRules;
  };
  readonly agent: Agent;
  readonly task: string;
  /** Left out where there are no words for agents that read. */
  readonly briefing?: Briefing;
  readonly ticket: ChangeTicket;
  readonly guardrails: readonly Guardrail[];
  readonly approver: Approver;
  /** The ways to real people, where there are some. */
  readonly people?: PeopleAtHand;
  /** Faults of the agent's world; none where left out. */
  readonly worldFaults?: readonly WorldFaultAtWork[];
  /** What agents and simulated people leave to chance. */
  readonly chance: Chance;
  readonly timing: Episode['timing'];
  readonly entrance: EntranceName;
  readonly denials: Episode['denials'];
  /** Only for twins: whether the work is done, told from the inventory at the end. */
  readonly completed?: (end: readonly ResourceState[]) => boolean;
}

export interface FinishedEpisode {
  readonly journal: JournalWriter;
  /** Of all the journal's bytes, in hexadecimal: what `sha256sum` prints of the file. */
  readonly sha256: string;
  /** On a backend elsewhere: what it took of wall time and calls. */
  readonly spent?: Spent;
}

const entrances: Readonly<Record<EntranceName, OpenEntranceFor>> = {
  typed: openTyped,
  sdk: openSdk,
  http: openHttp,
};

/** An episode under way: whoever acts in it, by whichever entrance. */
export interface LiveEpisode extends Pick<
  StandingBackend,
  'broken' | 'failure' | 'insteadOf' | 'spent' | 'release'
> {
  readonly plan: EpisodePlan;
  readonly episode: Episode;
  readonly journal: JournalWriter;
}

/**
 * Opens an episode: its world is forked, its journal begins, and nothing has acted yet. On a backend elsewhere the
 * environment is built first; where that fails twice, the journal says so, and nobody acts.
 * @param insteadOf how the backend failed in an earlier try of the same, in words; null for the first.
 * @throws BlastpitError where the backend is not one for this environment at all.
 */
export async function beginEpisode(plan: EpisodePlan, insteadOf: string | null = null): Promise<LiveEpisode> {
  const { deployed, head, approver, guardrails, chance, ticket, timing, denials } = plan;
  const standing = await standUp(deployed, insteadOf);
  const { backend, broken, start } = standing;
  const journal = new JournalWriter();
  journal.append({
    ...head,
    record: 'head',
    schemaVersion: journalSchemaVersion,
    backend: backend.name,
    ...(backend.shadowed === undefined ? {} : { shadowed: backend.shadowed }),
    startsAt: backend.now(),
    horizonSeconds,
  });
  const time = backend.now();
  if (standing.insteadOf !== null) {
    journal.append({ record: 'retry', time, what: `a first try failed: ${standing.insteadOf}` });
  }
  noteInventory(journal, 'start', time, start);
  if (broken !== null) journal.append({ record: 'fault', time, what: broken });
  noteDifferences(plan.head.rules, backend, journal);
  const { region, paceSeconds } = deployed;
  const episode = openEpisode({
    backend,
    guardrails,
    approver,
    chance,
    ticket,
    journal,
    region,
    paceSeconds,
    timing,
    denials,
    worldFaults: plan.worldFaults ?? [],
    ...(approver.decide === 'from-outside' ? plan.people?.waiting : {}),
  });
  if (approver.decide === 'from-outside') await plan.people?.attend(episode);
  const { backend: _, start: __, ...held } = standing;
  return { plan, episode, journal, ...held };
}

function noteInventory(
  journal: JournalWriter,
  at: 'start' | 'end',
  time: number,
  { resources, examined, fault }: Inventory,
): void {
  if (fault !== null) journal.append({ record: 'fault', time, what: fault });
  const told = examined === undefined ? {} : { examined };
  journal.append({ record: 'inventory', at, time, resources, ...told });
}

/** Takes no more calls, and writes what is left to be told: how the agent ended, what stands, and what lies ahead. */
export async function finishEpisode(
  { plan, episode, journal, release }: LiveEpisode,
  end: AgentEnd,
): Promise<void> {
  const { backend } = episode;
  await endEpisode(episode);
  journal.append({ record: 'agent-end', time: backend.now(), ...end });
  const inventory = await inventoryOf(plan.deployed, backend);
  noteInventory(journal, 'end', backend.now(), inventory);
  noteDifferences(plan.head.rules, backend, journal);
  release();
  const until = backend.now() + horizonSeconds * 1000;
  journal.append({ record: 'ahead', transitions: backend.ahead(until) });
  if (plan.completed !== undefined)
    journal.append({ record: 'goal', completed: plan.completed(inventory.resources) });
}

export function closeEpisode({ journal, spent }: LiveEpisode): FinishedEpisode {
  journal.close();
  return { journal, sha256: journal.sha256, ...(spent === undefined ? {} : { spent: spent() }) };
}

/**
 * Lets the plan's agent act, by the plan's entrance. A fault of blastpit's own is written into the journal: the run
 * cannot tell.
 */
export async function actIn({ plan, episode, broken }: LiveEpisode): Promise<AgentEnd> {
  if (broken !== null) return { how: 'error', detail: broken };
  const { deployed, agent, entrance } = plan;
  try {
    const way = await entrances[entrance](episode, deployed.credentials, deployed.region);
    try {
      return await agent.act(sessionOf(plan, episode, way));
    } finally {
      await way.close();
    }
  } catch (error) {
    // A wrong file or a missing package is for the person at the keyboard, not for the journal.
    if (error instanceof BlastpitError) throw error;
    // What AWS answers and an agent does not handle ends its work, as it would a program's; nothing of blastpit failed.
    if (error instanceof AwsCallError)
      return { how: 'error', detail: `stopped at ${error.code}: ${error.message}` };
    const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    episode.journal.append({ record: 'fault', time: episode.backend.now(), what });
    return { how: 'error', detail: what };
  }
}

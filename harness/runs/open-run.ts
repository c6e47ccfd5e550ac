/** A run under way: its attack is open to whoever acts; finishing it runs the twins, closes the journal and scores it. */
import type { AgentEnd } from '../contract/agent.js';
import type { RunRecord, ScenarioValidity } from '../contract/journal-record.js';
import type { RunResult } from '../contract/result.js';
import { scoreRun } from '../scoring/score-run.js';
import { scoreTwin } from '../scoring/twins.js';
import {
  beginEpisode,
  closeEpisode,
  finishEpisode,
  type EpisodePlan,
  type FinishedEpisode,
  type LiveEpisode,
} from './episode.js';
import { playEpisode, runEpisode } from './play-episode.js';

/** A run, ready: environments stand, and nothing has acted yet. */
export interface PreparedRun {
  readonly attack: EpisodePlan;
  readonly twins: readonly EpisodePlan[];
  readonly expected: RunRecord['expected'];
  readonly failOn: readonly string[];
}

/** A finished run: its result, the journal that it was scored from, and the twins' own. */
export interface FinishedRun {
  readonly result: RunResult;
  readonly attack: FinishedEpisode;
  readonly twins: readonly FinishedEpisode[];
}

export interface OpenRun {
  readonly attack: LiveEpisode;
  /**
   * Ends the attack, once.
   * @param journalPath where the attack's journal will be written; null where it is not.
   */
  readonly finish: (end: AgentEnd, journalPath: string | null) => Promise<FinishedRun>;
}

export async function openRun(prepared: PreparedRun, validity: ScenarioValidity): Promise<OpenRun> {
  const live = await beginEpisode(prepared.attack);
  return {
    attack: live,
    finish: async (end, journalPath) => {
      await finishEpisode(live, end);
      return concludeRun(prepared, validity, live, journalPath);
    },
  };
}

/**
 * A whole run in which the plan's own agent acts.
 * @param twins where they were run already; null to run them.
 */
export async function playRun(
  prepared: PreparedRun,
  validity: ScenarioValidity,
  journalPath: string | null,
  twins: readonly FinishedEpisode[] | null = null,
): Promise<FinishedRun> {
  return concludeRun(prepared, validity, await playEpisode(prepared.attack), journalPath, twins);
}

/**
 * @param live the attack, finished.
 * @param known its twins, where they were run already.
 */
async function concludeRun(
  prepared: PreparedRun,
  validity: ScenarioValidity,
  live: LiveEpisode,
  journalPath: string | null,
  known: readonly FinishedEpisode[] | null = null,
): Promise<FinishedRun> {
  const twins = known ?? (await runTwins(prepared));
  live.journal.append({
    record: 'run',
    expected: prepared.expected,
    failOn: prepared.failOn,
    validity,
    twins: twins.map(({ journal, sha256 }) => scoreTwin(journal.records, sha256)),
  });
  const attack = closeEpisode(live);
  const result = scoreRun({
    attack: attack.journal.records,
    attackSha256: attack.sha256,
    journalPath,
  });
  return { result, attack, twins };
}

/** The legitimate work of a run, one after the other. */
export async function runTwins({ twins }: Pick<PreparedRun, 'twins'>): Promise<readonly FinishedEpisode[]> {
  const finished: FinishedEpisode[] = [];
  for (const plan of twins) finished.push(await runEpisode(plan));
  return finished;
}

/** An episode whole, in which the plan's own agent acts: tried once more where its backend failed. */
import { scoreRun } from '../scoring/score-run.js';
import {
  actIn,
  beginEpisode,
  closeEpisode,
  finishEpisode,
  type EpisodePlan,
  type FinishedEpisode,
  type LiveEpisode,
} from './episode.js';

/** Runs an episode to its end, and closes its journal. */
export async function runEpisode(plan: EpisodePlan): Promise<FinishedEpisode> {
  return closeEpisode(await playEpisode(plan));
}

/**
 * Runs an episode to its end; its journal is open still. Where the backend failed, it is run once more, from the start
 * and in another account, and the second try counts, whatever comes of it: its journal alone is kept. One thing the
 * first try keeps: a harm that was committed before the backend failed, where the second cannot tell either.
 *
 * A fault that comes of comparing, where the backend does otherwise than its shadow foresaw, is no failure: it has
 * answered, and to ask again until it answers as one likes would hide what was found.
 */
export async function playEpisode(plan: EpisodePlan): Promise<LiveEpisode> {
  const first = await play(plan, null);
  const failure = first.failure();
  // What could not even be opened was tried again there, or is known to be gone.
  if (failure === null || first.insteadOf !== null || first.broken !== null) return first;
  const second = await play(plan, failure);
  const secondFailure = second.failure();
  if (secondFailure === null || !hasHarmed(first) || hasHarmed(second)) return second;
  const { episode, journal } = first;
  journal.append({
    record: 'retry',
    time: episode.backend.now(),
    what: `a second try failed as well: ${secondFailure}`,
  });
  return first;
}

async function play(plan: EpisodePlan, insteadOf: string | null): Promise<LiveEpisode> {
  const live = await beginEpisode(plan, insteadOf);
  await finishEpisode(live, await actIn(live));
  return live;
}

/** Whether a harm is beyond its tolerance by what was committed: that stands, whatever failed afterwards. */
function hasHarmed({ journal, plan }: LiveEpisode): boolean {
  if (plan.head.episode !== 'attack') return false;
  const scored = scoreRun({ attack: journal.records, attackSha256: '', journalPath: null });
  return scored.verdict === 'breached';
}

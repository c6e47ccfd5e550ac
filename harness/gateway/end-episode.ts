/** The end of an episode: what is still under way comes to its end, and nothing comes in any more. */
import type { Episode } from './episode.js';
import { withdrawRequests } from './open-requests.js';

/**
 * Ends an episode: calls that an agent left unanswered are over first, those that wait for people without an answer,
 * and what still comes in afterwards is never answered, so that nothing happens beside the journal.
 */
export async function endEpisode(episode: Episode): Promise<void> {
  let turn: Promise<unknown>;
  do {
    ({ turn } = episode);
    await turn.catch(() => undefined);
    withdrawRequests(episode);
    await Promise.allSettled(episode.waiting);
  } while (turn !== episode.turn);
  episode.over = true;
}

/** Tells, once for each run, what the backend lacks or does otherwise than its shadow foresaw. */
import type { ResourceReference } from '../contract/resource.js';
import { lastingPlace, placeName } from '../contract/stack-place.js';
import type { FinishedEpisode } from '../runs/episode.js';
import type { Terminal } from './terminal.js';

/** Writes a list on standard error; nothing where there is no difference. */
export function showDifferences(episodes: readonly FinishedEpisode[], terminal: Terminal): void {
  const told = new Set<string>();
  for (const record of episodes.flatMap(({ journal }) => journal.records)) {
    if (record.record !== 'difference') continue;
    const { resource, what } = record;
    told.add(resource === null ? what : `${nameOf(resource)} ${what}`);
  }
  if (told.size === 0) return;
  terminal.err('blastpit: the backend is not in everything like its shadow:\n');
  for (const each of told) terminal.err(`  ${each}\n`);
}

function nameOf({ stack, id, type }: ResourceReference): string {
  return stack === null ? `${type} ${id}` : placeName(lastingPlace(stack));
}

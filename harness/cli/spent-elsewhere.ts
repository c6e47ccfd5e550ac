/** What runs on a backend elsewhere took of real time, in a line for people; reports tell virtual time only. */
import type { FinishedRun } from '../runs/open-run.js';
import type { Spent } from '../runs/remote/spending.js';
import type { Terminal } from './terminal.js';

export interface SpentByEpisode {
  /** `attack`, or `twin:NAME`. */
  readonly episode: string;
  readonly spent: Spent;
}

/** The attack first; nothing of the embedded cloud. */
export function spentBy({ attack, twins, result }: FinishedRun): readonly SpentByEpisode[] {
  const episodes = [
    { episode: 'attack', spent: attack.spent },
    ...twins.map(({ spent }, index) => ({ episode: `twin:${result.twins[index]?.name ?? index}`, spent })),
  ];
  return episodes.flatMap(({ episode, spent }) => (spent === undefined ? [] : [{ episode, spent }]));
}

/** One line on standard error; nothing where all was on the embedded cloud. */
export function showSpent(runs: readonly FinishedRun[], terminal: Terminal): void {
  const all = runs.flatMap((run) => spentBy(run).map(({ spent }) => spent));
  const [first] = all;
  const name = runs.find(({ attack }) => attack.spent !== undefined)?.result.backend;
  if (first === undefined || name === undefined) return;
  const sum = (of: (spent: Spent) => number): number => all.reduce((total, spent) => total + of(spent), 0);
  const building = sum(({ buildingSeconds }) => buildingSeconds);
  const acting = sum(({ actingSeconds }) => actingSeconds);
  const calls = sum((spent) => spent.calls);
  terminal.err(
    `blastpit: ${all.length} ${all.length === 1 ? 'episode' : 'episodes'} took ${inSeconds(building + acting)} of real time on ${name} (${first.at}): ` +
      `${inSeconds(building)} building, ${inSeconds(acting)} acting, ${calls} calls\n`,
  );
}

/** `0.4 s`, `41 s`. */
function inSeconds(seconds: number): string {
  return `${seconds < 9.95 ? seconds.toFixed(1) : Math.round(seconds)} s`;
}

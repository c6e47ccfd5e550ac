/** Tells which episodes of a run were tried twice, for a failure of their backend. */
import type { RunResult } from '../contract/result.js';
import type { Terminal } from './terminal.js';

/** Writes on standard error; nothing where the backend failed in none. */
export function showOtherTries({ otherTries = [] }: RunResult, terminal: Terminal): void {
  for (const { episode, what } of otherTries) {
    terminal.err(`blastpit: the backend failed in the ${episode.replace(':', ' ')}, which was tried twice\n`);
    terminal.err(`  ${what}\n`);
  }
}

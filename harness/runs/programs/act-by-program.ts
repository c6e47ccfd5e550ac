/** Lets a program act in an open episode until it has ended. */
import { basename } from 'node:path';
import type { StdioOptions } from 'node:child_process';
import type { AgentEnd } from '../../contract/agent.js';
import type { ProgramWish } from '../../contract/program-at-work.js';
import type { LiveEpisode } from '../episode.js';
import type { Program } from './program.js';
import { openProgramPlace } from './program-place.js';

export interface ProgramRequest extends Omit<ProgramWish, 'cancelled'> {
  readonly streams: StdioOptions;
  /** Told of the program when it has started, e.g. to hand on what a person types; gives what to do when it is over. */
  readonly onStart: (program: Program) => () => void;
}

/** As the journal calls it: `exec:sh`, without the folder it lies in. */
export function programName(command: string): string {
  return `exec:${basename(command)}`;
}

/**
 * Runs the program to its end; nothing of it is left afterwards.
 * @throws BlastpitError `command-not-started`, and where there is no such container.
 */
export async function actByProgram(
  { plan, episode }: LiveEpisode,
  { streams, onStart, ...wish }: ProgramRequest,
): Promise<AgentEnd> {
  const place = await openProgramPlace(episode, plan.deployed.credentials, wish);
  try {
    const program = await place.start(streams);
    const over = onStart(program);
    const end = await program.ended;
    over();
    return place.endOf(end);
  } finally {
    await place.close();
  }
}

/** Lets a program act in an open episode: over HTTP, with a home and an environment of its own, until it has ended. */
import { basename } from 'node:path';
import type { StdioOptions } from 'node:child_process';
import type { AgentEnd } from '../../contract/agent.js';
import { Gateway } from '../../gateway/gateway.js';
import { listen } from '../../gateway/http-server.js';
import { WireKeys } from '../../gateway/wire-keys.js';
import type { LiveEpisode } from '../episode.js';
import { edge, randomKeyTail } from '../outer-edge.js';
import { makeFreshHome } from './fresh-home.js';
import { startProgram, type Program, type ProgramEnd } from './program.js';
import { programEnvironment } from './program-environment.js';

export interface ProgramRequest {
  readonly command: string;
  readonly words: readonly string[];
  /** The caller's own variables, and the names of those that go in although they name credentials. */
  readonly environment: Readonly<NodeJS.ProcessEnv>;
  readonly pass: readonly string[];
  readonly streams: StdioOptions;
  /** Wall time that the program may take. */
  readonly mostSeconds: number;
  /** Told of the program when it has started, e.g. to hand on what a person types; gives what to do when it is over. */
  readonly onStart: (program: Program) => () => void;
}

/** How long a program that was told to end is left to do so. */
const graceSeconds = 5;

/** As the journal calls it: `exec:sh`, without the folder it lies in. */
export function programName(command: string): string {
  return `exec:${basename(command)}`;
}

/**
 * Runs the program to its end; nothing of it is left afterwards.
 * @throws BlastpitError `command-not-started`
 */
export async function actByProgram(
  { plan, episode }: LiveEpisode,
  { command, words, environment, pass, streams, mostSeconds, onStart }: ProgramRequest,
): Promise<AgentEnd> {
  const { credentials, region } = plan.deployed;
  const gateway = new Gateway(edge);
  // Ids of keys are of the seed: a program that knew them from an earlier run would know this one for a run.
  const keys = new WireKeys(episode.backend, randomKeyTail);
  gateway.open(episode, keys);
  const server = await listen(gateway);
  const home = makeFreshHome(server.endpoint);
  try {
    const accessKeyId = keys.wireIdOf(credentials.accessKeyId);
    const session = { endpoint: server.endpoint, region, credentials: { ...credentials, accessKeyId } };
    const program = await startProgram({
      command,
      words,
      environment: programEnvironment(environment, home, session, pass),
      home: home.path,
      streams,
      mostSeconds,
      graceSeconds,
    });
    const over = onStart(program);
    const end = await program.ended;
    over();
    return agentEndOf(end, mostSeconds);
  } finally {
    await server.close();
    home.remove();
  }
}

/**
 * A status other than 0 is an error, whatever the program meant by it: where it made no attempt, nobody can tell whether
 * it was held back or broke down, and the run is invalid; where it made one, the attempt decides.
 */
export function agentEndOf(
  { exitStatus, signal, told, leftBehind }: ProgramEnd,
  mostSeconds: number,
): AgentEnd {
  const ended = signal === null ? `exit status ${exitStatus}` : `ended by ${signal}`;
  const left = leftBehind === 0 ? '' : `; ${leftBehind} of its processes could not be ended`;
  if (told === 'time') {
    return {
      how: 'limit',
      detail: `time limit of ${mostSeconds} s of wall time, ${ended}${left}`,
      exitStatus,
    };
  }
  if (exitStatus === 0) return { how: 'finished', detail: `${ended}${left}`, exitStatus };
  if (told === 'person') {
    return { how: 'limit', detail: `stopped by the person at the keyboard, ${ended}${left}`, exitStatus };
  }
  return { how: 'error', detail: `${ended}${left}`, exitStatus };
}

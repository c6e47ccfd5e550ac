/** Where a program acts in an open episode: over HTTP, on this machine or in a container, with an environment of its own. */
import type { StdioOptions } from 'node:child_process';
import { BlastpitError } from '../../contract/blastpit-error.js';
import type { ProgramWish, WorkEnd } from '../../contract/program-at-work.js';
import type { Episode } from '../../gateway/episode.js';
import { Gateway } from '../../gateway/gateway.js';
import { listen } from '../../gateway/http-server.js';
import { WireKeys } from '../../gateway/wire-keys.js';
import type { Credentials } from '../entrances/entrance.js';
import { edge, randomKeyTail } from '../outer-edge.js';
import type { SessionAddress } from '../serving/aws-variables.js';
import { makeFreshHome } from './fresh-home.js';
import { openIsolatedPlace } from './isolation/isolated-place.js';
import { startProgram, type Program, type ProgramEnd, type ProgramPlan } from './program.js';
import { programEnvironment } from './program-environment.js';

export interface ProgramPlace {
  /**
   * Starts the program, once.
   * @throws BlastpitError `command-not-started`
   */
  readonly start: (streams: StdioOptions) => Promise<Program>;
  /**
   * How its end counts. A status other than 0 is an error, whatever the program meant by it: where it made no attempt,
   * nobody can tell whether it was held back or broke down, and the run is invalid; where it made one, that decides.
   * @throws BlastpitError `command-not-started` where only now it is known that it never began.
   */
  readonly endOf: (end: ProgramEnd) => WorkEnd;
  /** Nothing of the place is left afterwards. */
  readonly close: () => Promise<void>;
}

/** How long a program that was told to end is left to do so. */
const graceSeconds = 5;

/** @throws BlastpitError where there is no such container. */
export async function openProgramPlace(
  episode: Episode,
  credentials: Credentials,
  wish: Omit<ProgramWish, 'cancelled'>,
): Promise<ProgramPlace> {
  const { region } = episode;
  const gateway = new Gateway(edge);
  // Ids of keys are of the seed: a program that knew them from an earlier run would know this one for a run.
  const keys = new WireKeys(episode.backend, randomKeyTail);
  gateway.open(episode, keys);
  const server = await listen(gateway);
  const accessKeyId = keys.wireIdOf(credentials.accessKeyId);
  const session = { endpoint: server.endpoint, region, credentials: { ...credentials, accessKeyId } };
  try {
    const { plan: planned, failure, close } = await placeFor(wish, session);
    return {
      start: (streams) =>
        startProgram({ ...planned(), streams, mostSeconds: wish.mostSeconds, graceSeconds }),
      endOf: (end) => {
        const failed = failure();
        if (failed !== null) throw notStarted(wish.words[0], failed);
        return { ...endedAs(end, wish.mostSeconds), isolatedIn: wish.isolation?.image ?? null };
      },
      close: async () => {
        await server.close();
        close();
      },
    };
  } catch (error) {
    await server.close();
    throw error;
  }
}

/** One of the two kinds of places. */
interface Place {
  readonly plan: () => Pick<ProgramPlan, 'command' | 'words' | 'environment' | 'home'>;
  readonly failure: () => string | null;
  readonly close: () => void;
}

async function placeFor(
  { words, environment, pass, isolation }: Omit<ProgramWish, 'cancelled'>,
  session: SessionAddress,
): Promise<Place> {
  if (isolation !== null) {
    const place = await openIsolatedPlace(isolation, environment, session, pass);
    return {
      ...place,
      plan: () => {
        try {
          // Its processes are the engine's: on the machine, none has a home by which it could be known.
          return { ...place.create(words), home: '/nowhere' };
        } catch (error) {
          throw notStarted(words[0], error instanceof Error ? error.message : String(error));
        }
      },
    };
  }
  const home = makeFreshHome(session.endpoint);
  const [command, ...others] = words;
  return {
    plan: () => ({
      command,
      words: others,
      environment: programEnvironment(environment, home, session, pass),
      home: home.path,
    }),
    failure: () => null,
    close: home.remove,
  };
}

function notStarted(command: string, why: string): BlastpitError {
  return new BlastpitError('command-not-started', `${command} cannot be started in its container: ${why}`, {
    expected: 'a program that the image has',
  });
}

function endedAs(
  { exitStatus, signal, told, leftBehind }: ProgramEnd,
  mostSeconds: number,
): Omit<WorkEnd, 'isolatedIn'> {
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

/** LocalStack for the runs of one command: started in a container of its own, and gone with the command, however it ends. */
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { BlastpitError } from '../../contract/blastpit-error.js';
import { findContainerEngine, type ContainerEngine } from './container-engine.js';
import { isGone, newOwner } from './container-owner.js';
import { watchContainers, type ContainerWatcher } from './container-watcher.js';
import { elsewhereAt, type Elsewhere } from './elsewhere.js';
import { files, localstackName, settings, tokenVariable } from './localstack-settings.js';
import { removeContainersOf } from './remove-containers.js';

export interface LocalstackWish {
  readonly image: string;
  /** The caller's variables: of these the token goes into the container, and nowhere else. */
  readonly environment: Readonly<NodeJS.ProcessEnv>;
  /** Names of hosts that may be elsewhere, as the engine's host may be. */
  readonly allowedHosts: readonly string[];
  /** Told what is being done, each time in one line. */
  readonly say: (what: string) => void;
  /** Ends the start; nothing of it is left when the promise is rejected. */
  readonly cancelled: AbortSignal;
}

/** What a start takes from outside; tests put others in their places. */
export interface LocalstackParts {
  readonly findEngine: () => Promise<ContainerEngine>;
  readonly watch: (owner: string, environment: Readonly<NodeJS.ProcessEnv>) => ContainerWatcher;
  /** Longest wait until it is ready, in milliseconds. */
  readonly patience: number;
}

const ours: LocalstackParts = {
  findEngine: findContainerEngine,
  watch: watchContainers,
  // It takes 2 to 20 seconds; more where a machine is busy.
  patience: 120_000,
};

const where = '--backend localstack';

/** One that answers. */
export interface StartedLocalstack extends Pick<Elsewhere, 'close'> {
  /** E.g. `http://127.0.0.1:49153`. */
  readonly address: string;
}

/**
 * Starts LocalStack as a backend.
 * @throws BlastpitError as `startLocalstack` does, and where it does not answer as AWS does.
 */
export async function openLocalstack(
  wish: LocalstackWish,
  parts: LocalstackParts = ours,
): Promise<Elsewhere> {
  const { image, allowedHosts, say, cancelled } = wish;
  const { address, close } = await startLocalstack(wish, parts);
  try {
    say(`asking ${image} …`);
    const taking = elsewhereAt({ name: localstackName, address, calledAs: image, allowedHosts, close });
    return await within(taking, parts.patience, cancelled);
  } catch (error) {
    await close().catch(() => undefined);
    throw await failureOf(error, image, parts.patience, () => Promise.resolve([]));
  }
}

/**
 * Starts LocalStack, and first removes what commands left that were killed together with their watchers.
 * @throws BlastpitError `missing-package`, `no-container-engine`, `image-not-pulled`, `container-ended`,
 * `backend-not-ready`; nothing is left of the container then.
 */
export async function startLocalstack(
  wish: Omit<LocalstackWish, 'allowedHosts'>,
  parts: LocalstackParts = ours,
): Promise<StartedLocalstack> {
  const { image, environment, say, cancelled } = wish;
  say('looking for a container engine …');
  const engine = await engineOf(parts);
  await removeContainersOf(engine, isGone);
  await pullMissing(engine, wish);
  cancelled.throwIfAborted();
  const owner = newOwner();
  const watcher = parts.watch(owner, environment);
  let closing: Promise<void> | null = null;
  const close = (): Promise<void> => {
    closing ??= (async () => {
      await removeContainersOf(engine, (each) => each === owner);
      // Where that failed, the watcher tries it when this process is over.
      watcher.done();
    })();
    return closing;
  };
  const log = new LastLines();
  const token = environment[tokenVariable] ?? '';
  say(`starting ${image} …`);
  const starting = engine.start({
    image,
    owner,
    environment: { ...settings, ...(token === '' ? {} : { [tokenVariable]: token }) },
    files,
    // Told by the limit here, with what it wrote; this one only ends what nobody waits for any more.
    patience: parts.patience * 2,
    onLog: (line) => {
      log.add(line);
    },
  });
  try {
    return { address: await within(starting, parts.patience, cancelled), close };
  } catch (error) {
    const told = await failureOf(error, image, parts.patience, async () => {
      if (log.lines.length === 0) await log.ask(engine, owner);
      return log.lines.map((line) => (token === '' ? line : line.replaceAll(token, '***')));
    });
    await close().catch(() => undefined);
    // What the engine was asked for before may come after; it is removed too.
    await Promise.race([starting.catch(() => undefined), pause(afterwards)]);
    await removeContainersOf(engine, (each) => each === owner).catch(() => undefined);
    throw told;
  }
}

/** How long a start that was given up is waited for, in milliseconds. */
const afterwards = 2000;

async function engineOf({ findEngine }: LocalstackParts): Promise<ContainerEngine> {
  try {
    return await findEngine();
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && String(cause.code).endsWith('MODULE_NOT_FOUND')) {
      throw new BlastpitError('missing-package', `${where} takes the package @testcontainers/localstack`, {
        where,
        expected: 'npm install @testcontainers/localstack',
        cause,
      });
    }
    const host = process.env['DOCKER_HOST'] ?? '';
    const asked = host === '' ? 'at its usual sockets' : `at DOCKER_HOST (${host})`;
    throw new BlastpitError('no-container-engine', `no container engine answers ${asked}`, {
      where,
      expected:
        'Docker (https://docs.docker.com/get-started/get-docker/) or another engine with its API, started, and this user allowed to use it; DOCKER_HOST says where it is, e.g. unix:///run/user/1000/podman/podman.sock. --backend ADDRESS takes a LocalStack that runs already',
      cause,
    });
  }
}

const megabyte = 1_000_000;

async function pullMissing(
  engine: ContainerEngine,
  { image, say, cancelled }: Pick<LocalstackWish, 'image' | 'say' | 'cancelled'>,
): Promise<void> {
  say(`looking for the image ${image} …`);
  try {
    if (await engine.hasImage(image)) return;
    say(`pulling ${image} …`);
    let shown = '';
    const told = (bytes: number, of: number): void => {
      const amount = `${Math.floor(bytes / megabyte)} of ${Math.ceil(of / megabyte)} MB`;
      if (amount !== shown) say(`pulling ${image}: ${amount} …`);
      shown = amount;
    };
    await engine.pull(image, told, cancelled);
  } catch (cause) {
    cancelled.throwIfAborted();
    const why = wordsOf(cause);
    throw new BlastpitError(
      'image-not-pulled',
      `the image ${image} is not here and cannot be pulled: ${why}`,
      {
        where,
        expected: `an image of LocalStack that the engine has or can pull; --image NAME names another`,
        cause,
      },
    );
  }
}

class NotReady extends Error {}

/** @throws NotReady, or what the signal says. */
async function within<Result>(
  work: Promise<Result>,
  patience: number,
  cancelled: AbortSignal,
): Promise<Result> {
  const over = new AbortController();
  const limit = async (): Promise<never> => {
    await pause(patience, null, { signal: over.signal });
    throw new NotReady();
  };
  const cancelling = new Promise<never>((_, reject) => {
    const cancel = (): void => {
      reject(cancelled.reason as Error);
    };
    if (cancelled.aborted) cancel();
    cancelled.addEventListener('abort', cancel, { once: true, signal: over.signal });
  });
  try {
    return await Promise.race([work, limit(), cancelling]);
  } finally {
    over.abort();
  }
}

async function failureOf(
  error: unknown,
  image: string,
  patience: number,
  lastLines: () => Promise<readonly string[]>,
): Promise<unknown> {
  if (error instanceof BlastpitError || (error instanceof Error && error.name === 'AbortError')) return error;
  const notReady = error instanceof NotReady;
  const code = notReady ? 'backend-not-ready' : 'container-ended';
  const what = notReady
    ? `${image} was not ready within ${patience / 1000} seconds`
    : `${image} did not start: ${wordsOf(error)}`;
  const lines = await lastLines();
  const said =
    lines.length === 0 ? '' : `\nthe end of its log:${lines.map((line) => `\n  ${line}`).join('')}`;
  return new BlastpitError(code, `${what}${said}`, {
    where,
    expected: 'an image of LocalStack; some ask for an account: LOCALSTACK_AUTH_TOKEN is passed on to it',
    cause: error,
  });
}

function wordsOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).trim();
}

const mostLines = 12;

/** The end of what a container wrote. */
class LastLines {
  readonly lines: string[] = [];

  add(line: string): void {
    if (line.trim() === '') return;
    this.lines.push(line.trimEnd());
    if (this.lines.length > mostLines) this.lines.shift();
  }

  /** Asks for what nobody listened to: the container was over too soon. */
  async ask({ owned, logOf }: ContainerEngine, owner: string): Promise<void> {
    try {
      const container = (await owned()).find((each) => each.owner === owner);
      if (container !== undefined) for (const line of await logOf(container.id)) this.add(line);
    } catch {
      // There is none to be asked any more.
    }
  }
}

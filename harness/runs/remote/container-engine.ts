/** The container engine of this machine, as far as a backend in a container takes it: found and spoken to by testcontainers. */
import { createRequire } from 'node:module';
import process from 'node:process';
import type { Readable } from 'node:stream';
import { ownerLabel } from './container-owner.js';
import { linesOfLog } from './container-log.js';

/** A container that blastpit started, running or not. */
export interface OwnedContainer {
  readonly id: string;
  readonly owner: string;
}

export interface ContainerPlan {
  readonly image: string;
  readonly owner: string;
  readonly environment: Readonly<Record<string, string>>;
  /** By their paths in the container, before it starts. */
  readonly files: Readonly<Record<string, string>>;
  /** Longest wait until it is ready, in milliseconds. */
  readonly patience: number;
  /** Told each line of its log until it is ready. */
  readonly onLog: (line: string) => void;
}

export interface ContainerEngine {
  readonly hasImage: (image: string) => Promise<boolean>;
  /**
   * @param told given bytes that came, and bytes of all layers known so far.
   * @throws Error with the engine's words.
   */
  readonly pull: (
    image: string,
    told: (bytes: number, of: number) => void,
    cancelled: AbortSignal,
  ) => Promise<void>;
  /** Starts LocalStack, waits until it is ready, and gives its address. */
  readonly start: (plan: ContainerPlan) => Promise<string>;
  readonly owned: () => Promise<readonly OwnedContainer[]>;
  /** The last lines that a container wrote. */
  readonly logOf: (id: string) => Promise<readonly string[]>;
  /** Ends a container by force and removes it with its volumes; one that is gone already is none the less gone. */
  readonly remove: (id: string) => Promise<void>;
}

/** What is used of docker-modem, by which testcontainers speaks to the engine. */
interface Modem {
  /** Of an engine on this machine. */
  readonly socketPath?: string;
  readonly dial: (request: object, told: (error: Error | null, answer: unknown) => void) => void;
}

/** What is used of testcontainers. */
interface Testcontainers {
  readonly getContainerRuntimeClient: () => Promise<RuntimeClient>;
  readonly getReaper: (client: RuntimeClient) => Promise<unknown>;
  readonly ImageName: { readonly fromString: (name: string) => { readonly string: string } };
}
interface RuntimeClient {
  readonly info: { readonly containerRuntime: { readonly host: string } };
  readonly container: { readonly getById: (id: string) => { readonly modem: Modem } };
  readonly image: { readonly pull: (image: object, options: { readonly force: boolean }) => Promise<void> };
}

/**
 * Finds the engine as testcontainers does: by DOCKER_HOST or its own settings, at the usual socket, rootless ones.
 * @throws Error where the package is missing (`ERR_MODULE_NOT_FOUND`) or no engine answers; where DOCKER_HOST says which
 * one, no other one does.
 */
export async function findContainerEngine(): Promise<ContainerEngine> {
  const { LocalstackContainer } = await import('@testcontainers/localstack');
  // Not ours to depend on twice: the very testcontainers that this LocalstackContainer is made of.
  const require = createRequire(import.meta.resolve('@testcontainers/localstack'));
  const testcontainers = require('testcontainers') as Testcontainers;
  const client = await testcontainers.getContainerRuntimeClient();
  const { host } = client.info.containerRuntime;
  const { modem } = client.container.getById('any');
  demandAsked(modem);
  const fullName = (image: string) => testcontainers.ImageName.fromString(image);
  const ask = (method: string, path: string, options: object, more: object = {}): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const request = { method, path: `${path}?`, options, statusCodes: fine, ...more };
      modem.dial(request, (error, answer) => {
        if (error === null) resolve(answer);
        else reject(error);
      });
    });

  return {
    hasImage: async (image) => {
      try {
        await ask('GET', `/images/${fullName(image).string}/json`, {});
        return true;
      } catch (error) {
        if (statusOf(error) === 404) return false;
        throw error;
      }
    },
    pull: async (image, told, cancelled) => {
      const fromImage = fullName(image).string;
      try {
        const more = { isStream: true, abortSignal: cancelled };
        await followPull((await ask('POST', '/images/create', { fromImage }, more)) as Readable, told);
      } catch (error) {
        if (cancelled.aborted) throw error;
        // Where a registry wants to know who asks, testcontainers knows how people logged in; it tells no progress.
        await client.image.pull(fullName(image), { force: true }).catch(() => {
          throw error;
        });
        if (!(await ask('GET', `/images/${fromImage}/json`, {}).then(yes, no))) throw error;
      }
    },
    start: async ({ image, owner, environment, files, patience, onLog }) => {
      await withoutRyuk(() => testcontainers.getReaper(client));
      const onLoopback = /^(?:localhost|127\.[\d.]+|\[?::1\]?)$/.test(host);
      class OwnLocalstack extends LocalstackContainer {
        protected override async beforeContainerCreated(): Promise<void> {
          await super.beforeContainerCreated();
          // Its port is for this machine alone. An engine elsewhere (DOCKER_HOST) could not be reached that way.
          if (!onLoopback) return;
          this.hostConfig.PortBindings = { '4566/tcp': [{ HostIp: '127.0.0.1', HostPort: '0' }] };
        }
      }
      const container = new OwnLocalstack(image)
        .withLabels({ [ownerLabel]: owner })
        .withEnvironment({ ...environment })
        .withCopyContentToContainer(
          Object.entries(files).map(([target, content]) => ({ target, content, mode: 0o644 })),
        )
        .withStartupTimeout(patience)
        .withLogConsumer((stream) => {
          stream.on('data', (text: string) => {
            for (const line of text.split('\n')) onLog(line);
          });
        });
      const started = await container.start();
      return `http://${onLoopback ? '127.0.0.1' : host}:${started.getPort()}`;
    },
    owned: async () => {
      const filters = JSON.stringify({ label: [ownerLabel] });
      const found = (await ask('GET', '/containers/json', { all: true, filters })) as readonly {
        readonly Id: string;
        readonly Labels: Readonly<Record<string, string>>;
      }[];
      return found.map(({ Id, Labels }) => ({ id: Id, owner: Labels[ownerLabel] ?? '' }));
    },
    logOf: async (id) => {
      const asked = { stdout: true, stderr: true, tail: 20 };
      const stream = (await ask('GET', `/containers/${id}/logs`, asked, { isStream: true })) as Readable;
      return linesOfLog(Buffer.concat((await stream.toArray()) as Buffer[]));
    },
    remove: async (id) => {
      try {
        await ask('DELETE', `/containers/${id}`, { force: true, v: true });
      } catch (error) {
        // Gone, or somebody removes it already.
        if (statusOf(error) !== 404 && statusOf(error) !== 409) throw error;
      }
    },
  };
}

/** Where DOCKER_HOST does not answer, testcontainers takes an engine at another socket, and says nothing. */
function demandAsked({ socketPath }: Modem): void {
  const asked = process.env['DOCKER_HOST'] ?? '';
  if (asked === '' || socketPath === undefined) return;
  if (!URL.canParse(asked) || new URL(asked).pathname !== socketPath) {
    throw new Error(`DOCKER_HOST is ${asked}, and the engine that answers is at ${socketPath}`);
  }
}

const fine = { 200: true, 204: true } as const;
const yes = (): boolean => true;
const no = (): boolean => false;

function statusOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null ? Reflect.get(error, 'statusCode') : undefined;
}

/** One line of JSON for each step of each layer (Docker Engine API, "Create an image"). */
interface PullStep {
  readonly id?: string;
  readonly error?: string;
  readonly progressDetail?: { readonly current?: number; readonly total?: number };
}

async function followPull(stream: Readable, told: (bytes: number, of: number) => void): Promise<void> {
  const layers = new Map<string, { current: number; total: number }>();
  let rest = '';
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    const lines = `${rest}${chunk.toString('utf8')}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines.filter((each) => each.trim() !== '')) {
      const { id = '', error, progressDetail = {} } = JSON.parse(line) as PullStep;
      if (error !== undefined) throw new Error(error);
      const { current, total } = progressDetail;
      // Unpacking counts the same bytes once more.
      if (current === undefined || total === undefined || !line.includes('"Downloading"')) continue;
      layers.set(id, { current, total });
      const sums = [...layers.values()];
      told(
        sums.reduce((sum, each) => sum + each.current, 0),
        sums.reduce((sum, each) => sum + each.total, 0),
      );
    }
  }
}

const ryukVariable = 'TESTCONTAINERS_RYUK_DISABLED';

/**
 * Lets testcontainers settle on having no reaper, which it does once for a process. Its reaper, Ryuk, is an image of its
 * own that cannot be pulled everywhere, and wants the engine's socket; a watcher process of blastpit's does its work.
 * Whoever sets the variable decides otherwise. Taken back at once: programs that are run have this environment too.
 */
async function withoutRyuk(settle: () => Promise<unknown>): Promise<void> {
  if (process.env[ryukVariable] !== undefined) {
    await settle();
    return;
  }
  process.env[ryukVariable] = 'true';
  try {
    await settle();
  } finally {
    // oxlint-disable-next-line typescript/no-dynamic-delete
    delete process.env[ryukVariable];
  }
}

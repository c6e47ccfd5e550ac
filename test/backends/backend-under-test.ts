/** One small account on every kind of backend, for suites that ask the same of all: a stack, and the account's root. */
import { setTimeout as pause } from 'node:timers/promises';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { embeddedBackend } from '../../harness/backends/embedded.js';
import { deployScaled } from '../../harness/backends/deploy-scaled.js';
import { nothingLacked } from '../../harness/backends/lacks.js';
import { sameRegion } from '../../harness/backends/stand-in-region.js';
import { vetEndpoint } from '../../harness/backends/vet-endpoint.js';
import { credentialsActor, type Actor } from '../../harness/contract/actor.js';
import { AwsFailure } from '../../harness/contract/aws-error.js';
import type { Backend } from '../../harness/contract/backend.js';
import type { Outcome } from '../../harness/contract/call.js';
import { startLocalstack } from '../../harness/runs/remote/localstack.js';
import { defaultImage } from '../../harness/runs/remote/localstack-settings.js';
import { openRemoteAccount, type RemoteAccount } from '../../harness/runs/remote/remote-account.js';
import { serveEveryone } from '../../harness/runs/serving/open-to-everyone.js';
import { deployOwnAccount, type OwnAccount } from '../../harness/runs/serving/own-account.js';

export const region = 'us-east-1';

const text = `
Resources:
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
      KeySchema: [{AttributeName: id, KeyType: HASH}]
  Uploads:
    Type: AWS::S3::Bucket
  Work:
    Type: AWS::SQS::Queue
    Properties: {VisibilityTimeout: 60}
`;

/** A server that speaks AWS, in this process or in another. */
export interface Server {
  readonly endpoint: string;
  readonly close: () => Promise<void>;
}

export interface BackendUnderTest {
  readonly backend: Backend;
  readonly root: Actor;
  /** The account there, past the backend; null where there is none. */
  readonly remote: RemoteAccount | null;
  /** Makes a call as the way of a call does: reads, or previews and commits. */
  readonly ask: (service: string, operation: string, input?: object) => Promise<Outcome>;
  /** What a call that must succeed answers. */
  readonly get: (
    service: string,
    operation: string,
    input?: object,
  ) => Promise<Readonly<Record<string, unknown>>>;
  readonly close: () => void;
}

let deployed: Promise<OwnAccount> | undefined;

/** @param server null for the embedded cloud. */
export async function backendUnderTest(server: Server | null): Promise<BackendUnderTest> {
  deployed ??= deployOwnAccount({ template: { file: 'shop.yaml', text, parameters: {} }, region, seed: 3 });
  const { world, cloud, account, partition, steps } = (await deployed).deployed;
  const root = credentialsActor(`arn:${partition}:iam::${account}:root`, 'root');
  const shadow = embeddedBackend(world.fork(), cloud);
  const there =
    server === null
      ? null
      : await deployScaled({
          shadow,
          place: { root, region },
          steps,
          rules: [],
          lacks: nothingLacked(),
          standIn: sameRegion(region),
          openAccount: () => openEmptyAccount(server),
          closeAccount: (each) => {
            each.close();
          },
        });
  const remote = there?.account ?? null;
  const backend = there?.backend ?? shadow;
  let calls = 0;
  const ask: BackendUnderTest['ask'] = async (service, operation, input = {}) => {
    calls += 1;
    try {
      const call = backend.understand({ service, operation, input, region, actor: root }, `c${calls}`);
      if (call.readOnly) return await backend.read(call);
      const seen = backend.preview(call, true);
      return seen.outcome.ok ? await backend.commit(seen, null) : seen.outcome;
    } catch (error) {
      if (!(error instanceof AwsFailure)) throw error;
      return { ok: false, error: error.error };
    }
  };
  return {
    backend,
    root,
    remote,
    ask,
    get: async (...asked) => {
      const outcome = await ask(...asked);
      if (outcome.ok) return outcome.output as Readonly<Record<string, unknown>>;
      throw new Error(`${asked[1]}: ${outcome.error.code}: ${outcome.error.message}`);
    },
    close: () => remote?.close(),
  };
}

let accounts = 0;

/** An account of the server's in which nothing was done yet. */
export async function openEmptyAccount({ endpoint }: Server): Promise<RemoteAccount> {
  const vetted = await vetEndpoint(endpoint, {
    allowedHosts: [],
    lookup: () => Promise.reject(new Error('an address needs no look-up')),
  });
  accounts += 1;
  return openRemoteAccount(vetted, region, String(600_000_000_000 + accounts), 'secret');
}

/** Another blastpit, as `blastpit serve --open` starts it. */
export async function startBlastpit(): Promise<Server> {
  const own = await deployOwnAccount({ template: null, region, seed: 8 });
  return serveEveryone({ own, onOpened: () => undefined });
}

/** Where `.ci/install-clients` put programs from PyPI; else the PATH decides. */
const folder = process.env['BLASTPIT_CLIENTS'];
const moto = folder === undefined ? 'moto_server' : join(folder, 'bin', 'moto_server');

export function motoIsThere(): boolean {
  return spawnSync(moto, ['--help'], { stdio: 'ignore' }).status === 0;
}

/** moto server, in a process of its own. */
export async function startMoto(): Promise<Server> {
  const port = await freePort();
  const child = spawn(moto, ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
  const endpoint = `http://127.0.0.1:${port}`;
  // Rejects where it cannot be started at all.
  const ended = once(child, 'exit');
  const early = ended.then(() => Promise.reject(new Error('moto server ended before it answered')));
  await Promise.race([early, untilItAnswers(endpoint)]);
  early.catch(() => undefined);
  return {
    endpoint,
    close: async () => {
      child.kill();
      await ended;
    },
  };
}

/** LocalStack in a container, as `--backend localstack` starts it. */
export async function startOwnLocalstack(): Promise<Server> {
  const { address, close } = await startLocalstack({
    image: defaultImage,
    environment: process.env,
    say: () => undefined,
    cancelled: new AbortController().signal,
  });
  return { endpoint: address, close };
}

async function untilItAnswers(endpoint: string): Promise<void> {
  for (let look = 0; look < 300; look += 1) {
    if (await answers(endpoint)) return;
    await pause(100);
  }
  throw new Error(`moto server does not answer at ${endpoint}`);
}

async function answers(endpoint: string): Promise<boolean> {
  try {
    return (await fetch(`${endpoint}/moto-api/`)).ok;
  } catch {
    return false;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => {
        resolve(port);
      });
    });
  });
}

/** SDK clients: real requests, signed and encoded, answered in process or over HTTP. */
import { wait } from '../../gateway/episode.js';
import { Gateway } from '../../gateway/gateway.js';
import { listen } from '../../gateway/http-server.js';
import { edge } from '../outer-edge.js';
import type { Credentials, OpenEntrance, OpenEntranceFor } from './entrance.js';
import { inProcessHandler } from './in-process-handler.js';
import { SdkClients } from './sdk-clients.js';

/** A client that answers in process: the request's bytes go straight to the gateway. */
export const openSdk: OpenEntranceFor = async (episode, credentials, region) => {
  const gateway = new Gateway(edge);
  gateway.open(episode);
  const taken = takeIdle(credentials, region) ?? (await newClients(credentials, region));
  taken.line.gateway = gateway;
  let underWay = 0;
  let closed = false;
  return {
    call: async (service, operation, input) => {
      // As everywhere: what comes after the end is never answered.
      if (closed) return new Promise<never>(() => {});
      underWay += 1;
      try {
        return await taken.clients.call(service, operation, input);
      } finally {
        underWay -= 1;
      }
    },
    wait: (seconds) => wait(episode, seconds),
    close: () => {
      closed = true;
      // What an agent did not wait for must not come out in another's episode: its clients are used no more.
      if (underWay === 0) {
        taken.line.gateway = null;
        idle.set(credentials, [...(idle.get(credentials) ?? []), taken]);
      }
      return Promise.resolve();
    },
  };
};

/** Clients in process, and where their requests go at present: to the gateway of one episode at a time. */
interface InProcessClients {
  readonly clients: SdkClients;
  readonly line: { gateway: Gateway | null };
  readonly region: string;
}

/**
 * Clients that no episode uses now. All forks of an environment have the same credentials, and clients of a process live
 * longer than one piece of work, as in any program: making them takes longer than what most agents do with them.
 */
const idle = new WeakMap<Credentials, readonly InProcessClients[]>();

function takeIdle(credentials: Credentials, region: string): InProcessClients | undefined {
  const waiting = idle.get(credentials) ?? [];
  const found = waiting.find((each) => each.region === region);
  const left = waiting.filter((each) => each !== found);
  idle.set(credentials, left);
  return found;
}

async function newClients(credentials: Credentials, region: string): Promise<InProcessClients> {
  const line: InProcessClients['line'] = { gateway: null };
  const requestHandler = await inProcessHandler(() => {
    if (line.gateway === null) throw new Error('a request in no episode');
    return line.gateway;
  });
  const settings = { requestHandler, endpoint: 'http://127.0.0.1', region, credentials };
  return { clients: new SdkClients(settings), line, region };
}

/** A client over HTTP on loopback, as any program would come. */
export const openHttp: OpenEntranceFor = async (episode, credentials, region) => {
  const gateway = new Gateway(edge);
  gateway.open(episode);
  const server = await listen(gateway);
  const clients = openClients(server.endpoint, credentials, region);
  return {
    ...clients,
    close: async () => {
      await clients.close();
      await server.close();
    },
  };
};

/** Clients of a gateway that listens already, as any program's are. */
export function openClients(endpoint: string, credentials: Credentials, region: string): OpenEntrance {
  const clients = new SdkClients({ endpoint, region, credentials });
  return {
    call: (service, operation, input) => clients.call(service, operation, input),
    wait: (seconds) => waitOverHttp(endpoint, credentials, seconds),
    close: () => {
      clients.destroy();
      return Promise.resolve();
    },
  };
}

async function waitOverHttp(endpoint: string, credentials: Credentials, seconds: number): Promise<void> {
  const { accessKeyId, secretAccessKey } = credentials;
  const authorization = `Basic ${Buffer.from(`${accessKeyId}:${secretAccessKey}`).toString('base64')}`;
  const body = JSON.stringify({ seconds });
  const answer = await fetch(`${endpoint}/_blastpit/wait`, {
    method: 'POST',
    headers: { authorization },
    body,
  });
  if (!answer.ok) throw new Error(`waiting was answered with status ${answer.status}`);
}

/** SDK clients: real requests, signed and encoded, answered in process or over HTTP. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import process from 'node:process';
import { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { AwsCallError } from '../../contract/agent.js';
import { BlastpitError } from '../../contract/blastpit-error.js';
import { serviceCatalog, serviceFacts } from '../../catalog/services.js';
import { wait } from '../../gateway/episode.js';
import { Gateway } from '../../gateway/gateway.js';
import { listen } from '../../gateway/http-server.js';
import type { WireRequest } from '../../wire/request.js';
import { edge } from '../outer-edge.js';
import type { Credentials, OpenEntrance, OpenEntranceFor } from './entrance.js';

/** What blastpit uses of an SDK client. */
interface SdkClient {
  readonly send: (command: object) => Promise<object>;
  readonly destroy: () => void;
}
type SdkModule = Readonly<Record<string, new (settings: object) => unknown>>;

/** What blastpit uses of the SDK's request, a class of @smithy/core. */
interface SdkRequest {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** A client that answers in process: the request's bytes go straight to the gateway. */
export const openSdk: OpenEntranceFor = async (episode, credentials, region) => {
  const gateway = new Gateway(edge);
  gateway.open(episode);
  const { HttpResponse } = await import('@smithy/core/protocols');
  const requestHandler = {
    handle: async (request: SdkRequest): Promise<object> => {
      const { status, headers, body } = await gateway.respond(await wireRequestOf(request));
      const bytes = typeof body === 'string' ? Buffer.from(body, 'utf8') : body;
      return {
        response: new HttpResponse({
          statusCode: status,
          headers: lowerCased(headers),
          body: Readable.from([bytes]),
        }),
      };
    },
    metadata: { handlerProtocol: 'http/1.1' },
    destroy: () => undefined,
  };
  const clients = new Clients({ requestHandler, endpoint: 'http://127.0.0.1', region, credentials });
  return {
    call: (service, operation, input) => clients.call(service, operation, input),
    wait: (seconds) => wait(episode, seconds),
    close: () => {
      clients.destroy();
      return Promise.resolve();
    },
  };
};

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
  const clients = new Clients({ endpoint, region, credentials });
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

/** Clients by service, made when first called, since loading one costs a tenth of a second. */
class Clients {
  readonly #settings: object;
  readonly #clients = new Map<string, { readonly client: SdkClient; readonly module: SdkModule }>();

  constructor(settings: object) {
    // A test bed answers at once or never will: retries would only make calls that the agent did not make.
    this.#settings = { ...settings, maxAttempts: 1, forcePathStyle: true };
  }

  async call<Output>(service: string, operation: string, input: object): Promise<Output> {
    const { client, module } = this.#clients.get(service) ?? (await this.#load(service));
    const Command = module[`${operation}Command`];
    if (Command === undefined) {
      throw new BlastpitError('unknown-operation', `the client of ${service} has no ${operation}Command`);
    }
    try {
      return (await client.send(new Command(input) as object)) as Output;
    } catch (error) {
      throw callErrorOf(service, error);
    }
  }

  async #load(service: string): Promise<{ readonly client: SdkClient; readonly module: SdkModule }> {
    const { client: packageName } = serviceCatalog(service);
    // The installed clients support this Node; a notice about future ones would stand in the middle of the report.
    process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
    let module: SdkModule;
    try {
      module = await importClient(packageName);
    } catch (cause) {
      throw new BlastpitError('missing-package', `calling ${service} takes the package ${packageName}`, {
        expected: `npm install ${packageName}`,
        cause,
      });
    }
    const name = Object.keys(module).find((each) => each.endsWith('Client') && each !== '__Client');
    const Client = name === undefined ? undefined : module[name];
    if (Client === undefined) throw new Error(`${packageName} exports no client`);
    const loaded = { client: new Client(this.#settings) as SdkClient, module };
    this.#clients.set(service, loaded);
    return loaded;
  }

  destroy(): void {
    for (const { client } of this.#clients.values()) client.destroy();
  }
}

/** A client that blastpit has, else one that the project has in which one stands. */
async function importClient(packageName: string): Promise<SdkModule> {
  try {
    return (await import(packageName)) as SdkModule;
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    const file = createRequire(join(process.cwd(), 'package.json')).resolve(packageName);
    return (await import(pathToFileURL(file).href)) as SdkModule;
  }
}

/**
 * An error of an SDK client, as agents of every entrance meet it: by the code that the service answers with. Clients of
 * services that were once asked by query put the code of that time into `Code`, and at times into the error's name.
 */
function callErrorOf(service: string, error: unknown): unknown {
  if (!(error instanceof Error) || !('$fault' in error)) return error;
  const status: unknown = Reflect.get(Reflect.get(error, '$metadata') as object, 'httpStatusCode');
  const type: unknown = Reflect.get(error, '__type');
  const isJson = serviceFacts(service)?.protocols[0]?.startsWith('awsJson') === true;
  const code: unknown = isJson
    ? (typeof type === 'string' ? type : error.name).replace(/^.*#/, '')
    : (Reflect.get(error, 'Code') ?? error.name);
  return new AwsCallError(String(code), error.message, typeof status === 'number' ? status : 400);
}

async function wireRequestOf(request: SdkRequest): Promise<WireRequest> {
  return {
    method: request.method,
    path: request.path,
    query: queryText(request.query ?? {}),
    headers: lowerCased(request.headers),
    body: await bytesOf(request.body),
  };
}

function queryText(query: NonNullable<SdkRequest['query']>): string {
  const parts: string[] = [];
  for (const [name, value] of Object.entries(query)) {
    const key = encodeURIComponent(name);
    if (value === null) parts.push(key);
    else
      for (const each of typeof value === 'string' ? [value] : value)
        parts.push(`${key}=${encodeURIComponent(each)}`);
  }
  return parts.join('&');
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

async function bytesOf(body: unknown): Promise<Uint8Array> {
  if (body === undefined || body === null) return new Uint8Array();
  if (typeof body === 'string') return Buffer.from(body, 'utf8');
  if (body instanceof Uint8Array) return body;
  const chunks: Buffer[] = [];
  for await (const chunk of body as AsyncIterable<Uint8Array>) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/** SDK clients by service, for whichever road their requests take: loaded when first called, their errors as agents meet them. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { AwsCallError } from '../../contract/agent.js';
import { BlastpitError } from '../../contract/blastpit-error.js';
import { serviceCatalog, serviceFacts } from '../../catalog/services.js';

/** What blastpit uses of an SDK client. */
interface SdkClient {
  readonly send: (command: object) => Promise<object>;
  readonly destroy: () => void;
}
type SdkModule = Readonly<Record<string, new (settings: object) => unknown>>;

/** Clients by service, made when first called, since loading one costs a tenth of a second. */
export class SdkClients {
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
        expected: `npm install ${packageName}, or --entrance typed, which takes none`,
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

/** Packages that neither blastpit nor the project has, of those with which these services are called. */
export async function missingClients(services: readonly string[]): Promise<readonly string[]> {
  const packages = services.map((service) => serviceCatalog(service).client);
  const loaded = await Promise.allSettled(packages.map((name) => importClient(name)));
  return packages.filter((_, index) => loaded[index]?.status === 'rejected');
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

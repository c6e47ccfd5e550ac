/** One account of a backend elsewhere, called by SDK clients as its root. */
import { setTimeout as pause } from 'node:timers/promises';
import { AwsCallError } from '../../contract/agent.js';
import { BlastpitError } from '../../contract/blastpit-error.js';
import type { Outcome } from '../../contract/call.js';
import type { RemoteCloud } from '../../backends/remote-cloud.js';
import type { VettedEndpoint } from '../../backends/vet-endpoint.js';
import { SdkClients } from '../entrances/sdk-clients.js';
import { guardedTransport, redirected, webPage } from './guarded-transport.js';
import { failureInWords } from './failure-in-words.js';

export interface RemoteAccount extends RemoteCloud {
  /** How the backend failed first, in words; null where it has not. */
  readonly failure: () => string | null;
  /** Gives up what is under way. */
  readonly close: () => void;
}

/**
 * Longest that one answer may take, in milliseconds of wall time: some backends make a whole stack before they answer.
 * A backend that hangs is given up after that.
 */
export const answerPatience = 20_000;

/**
 * Opens an account by its number, as LocalStack, moto and blastpit have it: twelve digits as the access key name the
 * account (moto server: a header).
 * @param secret the run's own; nobody checks it, and nothing of a person's is ever sent.
 */
export async function openRemoteAccount(
  endpoint: VettedEndpoint,
  region: string,
  account: string,
  secret: string,
  patienceMilliseconds = answerPatience,
): Promise<RemoteAccount> {
  const requestHandler = await guardedTransport(
    endpoint,
    { 'x-moto-account-id': account },
    patienceMilliseconds,
  );
  const clients = new SdkClients({
    endpoint: endpoint.origin,
    region,
    credentials: { accessKeyId: account, secretAccessKey: secret },
    requestHandler,
    // A queue's URL and a bucket's name are no addresses here: there is one, and every request goes to it.
    useQueueUrlAsEndpoint: false,
    disableHostPrefix: true,
  });
  let failure: string | null = null;
  let answered = false;
  let broken: Error | null = null;
  const failed = (what: string): Error => {
    failure ??= what;
    return new Error(what);
  };

  /**
   * One web page stands both for what a server lacks, and for what went wrong in it just now. It lacks what it answers
   * so twice, while it answers something else as it should. The second call does no harm: where it is answered
   * otherwise, the backend has failed, and what was done on it counts no more.
   */
  const answersSoAgain = async (service: string, operation: string, input: object): Promise<boolean> => {
    const aside = await answerOf(clients, 'STS', 'GetCallerIdentity', {});
    if (!('output' in aside)) return false;
    const again = await answerOf(clients, service, operation, input);
    return 'error' in again && again.error.code === webPage;
  };

  return {
    account,
    call: async (service, operation, input): Promise<Outcome> => {
      // What gave no answer once is not waited for again and again.
      if (broken !== null) throw broken;
      const answer = await answerOf(clients, service, operation, input);
      if ('none' in answer) {
        const why = failureInWords(answer.none, answered);
        broken = failed(`the backend gave no answer to ${service}.${operation}: ${why}`);
        throw broken;
      }
      answered = true;
      if ('output' in answer) return { ok: true, output: answer.output };
      const { code, message, status } = answer.error;
      const isPage = code === webPage && status === 500;
      if (isLacking(answer.error) || (isPage && (await answersSoAgain(service, operation, input)))) {
        const said = code === webPage ? message : `${code}: ${message}`;
        const what = `the backend cannot do ${service}.${operation}: ${said}`;
        return {
          ok: false,
          error: { code: 'NotImplemented', message: what, status: 501, origin: 'unsupported' },
        };
      }
      if (status >= 500 || noErrorOfAws.has(code)) {
        const said = noErrorOfAws.has(code)
          ? message
          : `it answered with status ${status}, ${code}: ${message}`;
        throw failed(`the backend failed at ${service}.${operation}: ${said}`);
      }
      return { ok: false, error: { code, message, status, origin: 'constraint' } };
    },
    pause: async (milliseconds) => {
      await pause(milliseconds);
    },
    failed,
    failure: () => failure,
    close: () => {
      clients.destroy();
      requestHandler.destroy();
    },
  };
}

const noErrorOfAws: ReadonlySet<string> = new Set([redirected, webPage]);

/**
 * Whether an error says that the server has no code for what was asked. LocalStack says `InternalFailure` with the
 * status 501, of services that it lacks ("either not included in your current license plan or has not yet been emulated")
 * and of operations; servers of web pages answer with 404 to addresses that they do not know.
 */
function isLacking({ code, status }: AwsCallError): boolean {
  if (code === webPage) return status === 404 || status === 405 || status === 501;
  return status === 501 || /^(?:NotImplemented|UnknownOperation|InvalidAction)/.test(code);
}

type Answer = { readonly output: object } | { readonly error: AwsCallError } | { readonly none: unknown };

/** @throws BlastpitError where the client cannot make such a call. */
async function answerOf(
  clients: SdkClients,
  service: string,
  operation: string,
  input: object,
): Promise<Answer> {
  try {
    return { output: await plainOutput(await clients.call<object>(service, operation, input)) };
  } catch (error) {
    if (error instanceof BlastpitError) throw error;
    return error instanceof AwsCallError ? { error } : { none: error };
  }
}

/** The answer without what is only the client's, and with streams read. */
async function plainOutput(output: object): Promise<object> {
  const { $metadata: _, ...members } = output as Readonly<Record<string, unknown>>;
  const body = members['Body'];
  if (typeof body !== 'object' || body === null || !('transformToByteArray' in body)) return members;
  const read = body.transformToByteArray as () => Promise<Uint8Array>;
  return { ...members, Body: await read.call(body) };
}

/** One account of a backend elsewhere, called by SDK clients as its root. */
import { setTimeout as pause } from 'node:timers/promises';
import { AwsCallError } from '../../contract/agent.js';
import { BlastpitError } from '../../contract/blastpit-error.js';
import type { Outcome } from '../../contract/call.js';
import type { RemoteCloud } from '../../backends/remote-cloud.js';
import type { VettedEndpoint } from '../../backends/vet-endpoint.js';
import { SdkClients } from '../entrances/sdk-clients.js';
import { guardedTransport } from './guarded-transport.js';

export interface RemoteAccount extends RemoteCloud {
  readonly close: () => void;
}

/** Longest that one answer may take; a stack of some backends is made before they answer. */
const patienceMilliseconds = 60_000;

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
  let broken: Error | null = null;
  return {
    account,
    call: async (service, operation, input): Promise<Outcome> => {
      // What gave no answer once is not waited for again and again.
      if (broken !== null) throw broken;
      try {
        const output = await clients.call<object>(service, operation, input);
        return { ok: true, output: await plainOutput(output) };
      } catch (error) {
        if (error instanceof BlastpitError) throw error;
        if (error instanceof AwsCallError) {
          return { ok: false, error: awsError(service, operation, error) };
        }
        broken = noAnswer(service, operation, error);
        throw broken;
      }
    },
    pause: async (milliseconds) => {
      await pause(milliseconds);
    },
    close: () => {
      clients.destroy();
      requestHandler.destroy();
    },
  };
}

/** The answer without what is only the client's, and with streams read. */
async function plainOutput(output: object): Promise<object> {
  const { $metadata: _, ...members } = output as Readonly<Record<string, unknown>>;
  const body = members['Body'];
  if (typeof body !== 'object' || body === null || !('transformToByteArray' in body)) return members;
  const read = body.transformToByteArray as () => Promise<Uint8Array>;
  return { ...members, Body: await read.call(body) };
}

function awsError(service: string, operation: string, { code, message, status }: AwsCallError): OutcomeError {
  const lacking = status >= 500 || /^(?:NotImplemented|UnknownOperation|InvalidAction)/.test(code);
  if (lacking) {
    const what = `the backend cannot do ${service}.${operation}: ${code}: ${message}`;
    return { code: 'NotImplemented', message: what, status: 501, origin: 'unsupported' };
  }
  return { code, message, status, origin: 'constraint' };
}

type OutcomeError = Extract<Outcome, { ok: false }>['error'];

function noAnswer(service: string, operation: string, cause: unknown): Error {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new Error(`the backend gave no answer to ${service}.${operation}: ${why}`, { cause });
}

/** The other cloud's side of a comparison: an account of it that nobody had before, called as its root. */
import { setTimeout as pause } from 'node:timers/promises';
import { BlastpitError } from '../../contract/blastpit-error.js';
import type { VettedEndpoint } from '../../backends/vet-endpoint.js';
import type { FidelitySide } from '../../fidelity/play-sequence.js';
import { SdkClients } from '../entrances/sdk-clients.js';
import { failureInWords } from '../remote/failure-in-words.js';
import { guardedTransport } from '../remote/guarded-transport.js';
import { answerOf } from './answer-of.js';
import type { OpenSide } from './own-side.js';

/** Longest that one answer may take, in wall time. */
const patienceMilliseconds = 60_000;
/** Looks at what is under way come a quarter of a second after each other, and for a quarter of a minute at most. */
const pauseMilliseconds = 250;
const mostLooks = 60;

/** @param account twelve digits; as an access key they name the account. */
export async function openTheirSide(
  endpoint: VettedEndpoint,
  region: string,
  account: string,
  given: FidelitySide['given'],
): Promise<OpenSide> {
  const headers = { 'x-moto-account-id': account };
  const requestHandler = await guardedTransport(endpoint, headers, patienceMilliseconds);
  const clients = new SdkClients({
    endpoint: endpoint.origin,
    region,
    credentials: { accessKeyId: account, secretAccessKey: 'nobody checks it' },
    requestHandler,
    // A queue's URL and a bucket's name are no addresses here: there is one, and every request goes to it.
    useQueueUrlAsEndpoint: false,
    disableHostPrefix: true,
  });
  return {
    given,
    call: async (service, operation, input) => {
      try {
        return await answerOf(clients, service, operation, input);
      } catch (cause) {
        if (cause instanceof BlastpitError) throw cause;
        throw new Error(`${failureInWords(cause)} (asked for ${service}.${operation})`, { cause });
      }
    },
    pause: async (look) => {
      if (look >= mostLooks) return false;
      await pause(pauseMilliseconds);
      return true;
    },
    close: () => {
      clients.destroy();
      requestHandler.destroy();
    },
  };
}

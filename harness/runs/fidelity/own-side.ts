/** The embedded cloud's side of a comparison: an empty account, its root, and time that passes when it is told to. */
import { credentialsActor } from '../../contract/actor.js';
import type { FidelitySide } from '../../fidelity/play-sequence.js';
import { wait } from '../../gateway/episode.js';
import { Gateway } from '../../gateway/gateway.js';
import { inProcessHandler } from '../entrances/in-process-handler.js';
import { SdkClients } from '../entrances/sdk-clients.js';
import { edge } from '../outer-edge.js';
import { openUnscoredWork, type OwnAccount } from '../serving/own-account.js';
import { answerOf } from './answer-of.js';

export interface OpenSide extends FidelitySide {
  readonly close: () => void;
}

/** Twelve looks see what comes to pass within half a day. */
const mostLooks = 12;
const firstPauseSeconds = 10;

/**
 * Opens an account of a world in which nothing else happens.
 * @param account its number, the same as on the other side, so that ARNs are alike.
 */
export async function openOwnSide(
  own: OwnAccount,
  account: string,
  given: FidelitySide['given'],
): Promise<OpenSide> {
  const { region, partition } = own.deployed;
  const work = await openUnscoredWork(own, { agent: 'everyone', timing: 'explicit', denials: 'aws' });
  const { episode } = work.live;
  const gateway = new Gateway(edge);
  const actor = credentialsActor(`arn:${partition}:iam::${account}:root`, account);
  gateway.openToEveryone(episode, (_, signedFor) => ({ actor, region: signedFor ?? region }));
  const clients = new SdkClients({
    requestHandler: await inProcessHandler(() => gateway),
    endpoint: 'http://127.0.0.1',
    region,
    credentials: { accessKeyId: account, secretAccessKey: 'nobody checks it' },
    useQueueUrlAsEndpoint: false,
    disableHostPrefix: true,
  });
  return {
    given,
    call: (service, operation, input) => answerOf(clients, service, operation, input),
    pause: async (look) => {
      if (look >= mostLooks) return false;
      await wait(episode, firstPauseSeconds * 2 ** (look - 1));
      return true;
    },
    close: () => {
      clients.destroy();
    },
  };
}

/** An account that takes every caller for its root, for suites that test clients and not permissions. */
import { credentialsActor } from '../../contract/actor.js';
import { partitionOf } from '../../contract/arn.js';
import { Gateway, type Everyone } from '../../gateway/gateway.js';
import { listen, type ControlHandler, type ListenOptions } from '../../gateway/http-server.js';
import { edge } from '../outer-edge.js';
import { answerHealth, healthPath, refuseMethod, refusePath, send } from './json-answer.js';
import { openUnscoredWork, type OwnAccount } from './own-account.js';
import type { FinishedWork, SessionWork } from './session-work.js';

/** An account in which everybody may do everything, and that can begin anew. */
export interface OpenAccount {
  /** E.g. `http://127.0.0.1:49152`. */
  readonly endpoint: string;
  readonly account: string;
  readonly region: string;
  /** Takes no more calls, and tells what was done since the account began. */
  readonly finish: () => Promise<FinishedWork>;
  readonly close: () => Promise<void>;
}

export interface OpenAccountWish extends Pick<ListenOptions, 'port' | 'host'> {
  readonly own: OwnAccount;
  /** Callers are in the partition of the region that they sign for; left out, all are in the account's own. */
  readonly anyPartition?: true;
  /** Is told of each beginning. */
  readonly onOpened: (work: SessionWork) => void;
}

/** @throws BlastpitError `not-loopback`, `port-in-use`, `cannot-listen`; nothing is left listening then. */
export async function serveEveryone({
  own,
  anyPartition,
  onOpened,
  ...listening
}: OpenAccountWish): Promise<OpenAccount> {
  const gateway = new Gateway(edge);
  const { account, region, partition } = own.deployed;
  const actorOf: Everyone = (accessKeyId, signedFor) => {
    // As LocalStack has it: an access key of twelve digits names the account that one means.
    const meant = accessKeyId !== null && /^\d{12}$/.test(accessKeyId) ? accessKeyId : account;
    const place = signedFor ?? region;
    const within = anyPartition === true ? partitionOf(place) : partition;
    const actor = credentialsActor(`arn:${within}:iam::${meant}:root`, accessKeyId ?? 'anonymous');
    return { actor, region: place };
  };
  const begin = async (): Promise<SessionWork> => {
    const work = await openUnscoredWork(own, { agent: 'everyone', timing: 'polling', denials: 'aws' });
    gateway.openToEveryone(work.live.episode, actorOf);
    onOpened(work);
    return work;
  };
  let work = await begin();
  /** Forgets all that was done: the account stands as it did at first. */
  const reset = async (): Promise<void> => {
    const { episode } = work.live;
    work = await begin();
    gateway.close(episode);
  };
  const server = await listen(gateway, { ...listening, control: controlOf(reset) });
  return {
    endpoint: server.endpoint,
    account,
    region,
    finish: () => {
      gateway.close(work.live.episode);
      return work.finish({ how: 'finished', detail: '' }, null);
    },
    close: server.close,
  };
}

const paths = [healthPath, '/_blastpit/reset', '/_blastpit/wait'];

/** What such an account answers below `/_blastpit/`, to whoever asks: `health` and `reset`. */
function controlOf(reset: () => Promise<void>): ControlHandler {
  return async (request, outgoing) => {
    if (request.path === healthPath) answerHealth(request, outgoing);
    else if (request.path !== '/_blastpit/reset') refusePath(outgoing, request.path, paths);
    else if (request.method !== 'POST') refuseMethod(outgoing, ['POST']);
    else {
      await reset();
      send(outgoing, 200, { reset: true });
    }
  };
}

/** An account that takes every caller for its root, for suites that test clients and not permissions. */
import { credentialsActor } from '../../contract/actor.js';
import type { AgentEnd } from '../../contract/agent.js';
import type { ControlHandler } from '../../gateway/http-server.js';
import type { Everyone, Gateway } from '../../gateway/gateway.js';
import { answerHealth, healthPath, refuseMethod, refusePath, send } from './json-answer.js';
import { openUnscoredWork, type OwnAccount } from './own-account.js';
import type { FinishedWork, SessionWork } from './session-work.js';

/** An account in which everybody may do everything, and that can begin anew. */
export interface OpenAccount {
  readonly account: string;
  readonly region: string;
  /** Forgets all that was done: the account stands as it did at first. */
  readonly reset: () => Promise<void>;
  readonly finish: (end: AgentEnd) => Promise<FinishedWork>;
}

/** @param onOpened is told of each beginning. */
export async function openToEveryone(
  gateway: Gateway,
  own: OwnAccount,
  onOpened: (work: SessionWork) => void,
): Promise<OpenAccount> {
  const { account, region, partition } = own.deployed;
  const actorOf: Everyone = (accessKeyId, signedFor) => {
    // As LocalStack has it: an access key of twelve digits names the account that one means.
    const meant = accessKeyId !== null && /^\d{12}$/.test(accessKeyId) ? accessKeyId : account;
    const actor = credentialsActor(`arn:${partition}:iam::${meant}:root`, accessKeyId ?? 'anonymous');
    return { actor, region: signedFor ?? region };
  };
  const begin = async (): Promise<SessionWork> => {
    const work = await openUnscoredWork(own, { agent: 'everyone', timing: 'polling', denials: 'aws' });
    gateway.openToEveryone(work.live.episode, actorOf);
    onOpened(work);
    return work;
  };
  let work = await begin();
  return {
    account,
    region,
    reset: async () => {
      const { episode } = work.live;
      work = await begin();
      gateway.close(episode);
    },
    finish: (end) => {
      gateway.close(work.live.episode);
      return work.finish(end, null);
    },
  };
}

const paths = [healthPath, '/_blastpit/reset', '/_blastpit/wait'];

/** What such an account answers below `/_blastpit/`, to whoever asks: `health` and `reset`. */
export function openAccountApi(open: () => OpenAccount): ControlHandler {
  return async (request, outgoing) => {
    if (request.path === healthPath) answerHealth(request, outgoing);
    else if (request.path !== '/_blastpit/reset') refusePath(outgoing, request.path, paths);
    else if (request.method !== 'POST') refuseMethod(outgoing, ['POST']);
    else {
      await open().reset();
      send(outgoing, 200, { reset: true });
    }
  };
}

/** Where a run takes place that is not on the embedded cloud: each of its episodes in an account of its own there. */
import { lookup } from 'node:dns/promises';
import { credentialsActor } from '../../contract/actor.js';
import type { Backend } from '../../contract/backend.js';
import { BlastpitError } from '../../contract/blastpit-error.js';
import type { HardeningStep } from '../../contract/guardrail.js';
import { deployThere } from '../../backends/deploy-there.js';
import { endpointName } from '../../backends/endpoint.js';
import { examinedTypes } from '../../backends/examined-types.js';
import { demand, type RemoteCloud } from '../../backends/remote-cloud.js';
import { vetEndpoint, type VettedEndpoint } from '../../backends/vet-endpoint.js';
import { missingClients } from '../entrances/sdk-clients.js';
import { randomAccount, randomToken } from '../outer-edge.js';
import { openRemoteAccount } from './remote-account.js';

/** Where an environment is, in its own words. */
export interface EnvironmentPlace {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
}

/** A backend that is not the embedded one. */
export interface Elsewhere {
  /** As journals call it. */
  readonly name: string;
  /**
   * Builds an environment there once more, and gives the backend of one episode.
   * @param shadow of that episode alone, in which the environment stands already.
   * @throws BlastpitError `backend-lacks`, `backend-unfit` where no such run can take place there; `backend-deploy`,
   * `backend-unreachable` where it could not be built this time.
   */
  readonly open: (
    shadow: Backend,
    place: EnvironmentPlace,
    steps: readonly HardeningStep[],
  ) => Promise<OpenBackend>;
  /** Ends what was started for it; a second time does nothing. Where nothing was, nothing happens. */
  readonly close: () => Promise<void>;
}

export interface OpenBackend {
  readonly backend: Backend;
  readonly close: () => void;
}

/**
 * Finds an endpoint that speaks AWS.
 * @param allowedHosts names of hosts that may be elsewhere than on this machine and in private networks.
 * @throws BlastpitError where it may not be called, or does not answer as AWS does.
 */
export function findElsewhere(address: string, allowedHosts: readonly string[]): Promise<Elsewhere> {
  return elsewhereAt({ name: endpointName, address, calledAs: address, allowedHosts, close: nothingStarted });
}

const nothingStarted = (): Promise<void> => Promise.resolve();

export interface ElsewhereWish extends Pick<Elsewhere, 'name' | 'close'> {
  readonly address: string;
  /** What people know it by. */
  readonly calledAs: string;
  readonly allowedHosts: readonly string[];
}

/**
 * Takes a server that answers already.
 * @throws BlastpitError where it may not be called, or does not answer as AWS does; it is not closed then.
 */
export async function elsewhereAt(wish: ElsewhereWish): Promise<Elsewhere> {
  const { name, address, calledAs, allowedHosts, close } = wish;
  const endpoint = await vetEndpoint(address, {
    allowedHosts,
    lookup: (host) => lookup(host, { all: true }),
  });
  await demandClients();
  await demandAnswer(endpoint, calledAs);
  return {
    name,
    close,
    open: async (shadow, { account, region, partition }, steps) => {
      const remote = await openRemoteAccount(endpoint, region, randomAccount(), randomToken());
      try {
        await demandPartition(remote, calledAs, partition);
        const root = credentialsActor(`arn:${partition}:iam::${account}:root`, `root-of-${account}`);
        const backend = await deployThere(shadow, { root, region }, remote, steps);
        return { backend: { ...backend, name }, close: remote.close };
      } catch (error) {
        remote.close();
        throw error;
      }
    },
  };
}

/** @throws BlastpitError `missing-package` with all that inventories of a backend take. */
async function demandClients(): Promise<void> {
  const services = new Set(Object.values(examinedTypes).map(({ service }) => service));
  const missing = await missingClients([...services]);
  if (missing.length === 0) return;
  throw new BlastpitError('missing-package', `a backend elsewhere is looked at by ${missing.join(', ')}`, {
    where: '--backend',
    expected: `npm install ${missing.join(' ')}`,
  });
}

/** Where a backend is asked for the first time, before anybody knows in which partition a run will be. */
const anyRegion = 'us-east-1';

/** @throws BlastpitError where the endpoint does not answer as AWS does, or has no accounts of one's own. */
async function demandAnswer(endpoint: VettedEndpoint, address: string): Promise<void> {
  const remote = await openRemoteAccount(endpoint, anyRegion, randomAccount(), randomToken());
  try {
    const { Account = '' } = await identityOf(remote, address);
    if (Account === remote.account) return;
    throw unfit(
      address,
      `it takes the access key ${remote.account} for one of account ${Account}`,
      'an access key of twelve digits names the account, so that runs stay apart',
    );
  } finally {
    remote.close();
  }
}

/** @throws BlastpitError where the account is in another partition than the environment. */
async function demandPartition(remote: RemoteCloud, address: string, partition: string): Promise<void> {
  const { Arn = '' } = await identityOf(remote, address);
  if (Arn.startsWith(`arn:${partition}:`)) return;
  throw unfit(
    address,
    `its account is ${Arn}`,
    `an account in the partition ${partition}; blastpit serve --open takes --region`,
  );
}

async function identityOf(
  remote: RemoteCloud,
  address: string,
): Promise<{ readonly Account?: string; readonly Arn?: string }> {
  try {
    return await demand(remote, 'STS', 'GetCallerIdentity', {});
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new BlastpitError('backend-unreachable', `${address} does not answer as AWS does: ${why}`, {
      where: '--backend',
      expected: 'the address of LocalStack, moto server, ministack, or blastpit serve --open',
      cause,
    });
  }
}

function unfit(address: string, why: string, expected: string): BlastpitError {
  return new BlastpitError('backend-unfit', `no run can take place on ${address}: ${why}`, {
    where: '--backend',
    expected,
  });
}

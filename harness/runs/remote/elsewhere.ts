/** Where a run takes place that is not on the embedded cloud: each of its episodes in an account of its own there. */
import { lookup } from 'node:dns/promises';
import { credentialsActor } from '../../contract/actor.js';
import type { Backend } from '../../contract/backend.js';
import { BlastpitError } from '../../contract/blastpit-error.js';
import type { Outcome } from '../../contract/call.js';
import type { HardeningStep } from '../../contract/guardrail.js';
import type { ScaleDownRule } from '../../contract/scenario.js';
import { deployScaled } from '../../backends/deploy-scaled.js';
import { endpointName } from '../../backends/endpoint.js';
import { examinedTypes } from '../../backends/examined-types.js';
import { nothingLacked, probedServices } from '../../backends/lacks.js';
import type { RemoteCloud } from '../../backends/remote-cloud.js';
import { sameRegion, standInFor, type StandIn } from '../../backends/stand-in-region.js';
import { vetEndpoint, type VettedEndpoint } from '../../backends/vet-endpoint.js';
import { missingClients } from '../entrances/sdk-clients.js';
import { randomAccount, randomToken } from '../outer-edge.js';
import { tidyAccount } from './tidy-account.js';
import { answerPatience, openRemoteAccount, type RemoteAccount } from './remote-account.js';
import { beginSpending, type Spent } from './spending.js';

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
  readonly address: string;
  /**
   * Builds an environment there once more, and gives the backend of one episode.
   * @param shadow of that episode alone, in which the environment stands already.
   * @param rules what it can do without.
   * @throws BlastpitError `backend-lacks`, `backend-unfit` where no such run can take place there; `backend-deploy`,
   * `backend-unreachable` where it could not be built this time; `backend-gone` where it failed before, and still does
   * not answer.
   */
  readonly open: (
    shadow: Backend,
    place: EnvironmentPlace,
    steps: readonly HardeningStep[],
    rules: readonly ScaleDownRule[],
  ) => Promise<OpenBackend>;
  /** Ends what was started for it; a second time does nothing. Where nothing was, nothing happens. */
  readonly close: () => Promise<void>;
}

export interface OpenBackend {
  readonly backend: Backend;
  /** How the backend failed first while this was open, in words; null where it has not. */
  readonly failure: () => string | null;
  /** Of wall time and calls, so far. */
  readonly spent: () => Spent;
  readonly close: () => void;
}

/** How long a backend is waited for, in milliseconds of wall time. */
export interface BackendLimits {
  /** For one answer. */
  readonly answer: number;
  /** For a sign of life of one that failed before. */
  readonly signOfLife: number;
}

const usualLimits: BackendLimits = { answer: answerPatience, signOfLife: 5_000 };

/**
 * Finds an endpoint that speaks AWS.
 * @param allowedHosts names of hosts that may be elsewhere than on this machine and in private networks.
 * @throws BlastpitError where it may not be called, or does not answer as AWS does.
 */
export function findElsewhere(
  address: string,
  allowedHosts: readonly string[],
  limits: BackendLimits = usualLimits,
): Promise<Elsewhere> {
  return elsewhereAt({
    name: endpointName,
    address,
    calledAs: address,
    allowedHosts,
    limits,
    outlives: true,
    close: nothingStarted,
  });
}

const nothingStarted = (): Promise<void> => Promise.resolve();

export interface ElsewhereWish extends Pick<Elsewhere, 'name' | 'close'> {
  readonly address: string;
  /** What people know it by. */
  readonly calledAs: string;
  readonly allowedHosts: readonly string[];
  readonly limits?: BackendLimits;
  /** Whether the server runs on afterwards: then nothing of the episodes is left running on it. */
  readonly outlives?: boolean;
}

/**
 * Takes a server that answers already.
 * @throws BlastpitError where it may not be called, or does not answer as AWS does; it is not closed then.
 */
export async function elsewhereAt(wish: ElsewhereWish): Promise<Elsewhere> {
  const { name, address, calledAs, allowedHosts, limits = usualLimits, outlives = false, close } = wish;
  const endpoint = await vetEndpoint(address, {
    allowedHosts,
    lookup: (host) => lookup(host, { all: true }),
  });
  await demandClients();
  await demandAnswer(endpoint, calledAs, limits);
  /** Whether it failed when it was last called: then nobody waits long for it before it has shown a sign of life. */
  let suspect = false;
  const lacks = nothingLacked();
  /** By region: which it is there is asked once, and not before every episode. */
  const standIns = new Map<string, StandIn>();
  const tidying = new Set<Promise<void>>();
  return {
    name,
    address,
    close: async () => {
      await Promise.all(tidying);
      await close();
    },
    open: async (shadow, { account, region, partition }, steps, rules) => {
      const spending = beginSpending(calledAs === address ? placeOf(endpoint, allowedHosts) : calledAs);
      if (suspect) await demandSignOfLife(endpoint, calledAs, limits);
      suspect = false;
      const letGo = (remote: RemoteAccount): void => {
        suspect ||= remote.failure() !== null;
        remote.close();
      };
      const root = credentialsActor(`arn:${partition}:iam::${account}:root`, `root-of-${account}`);
      const ask = async (): Promise<StandIn> => {
        const aside = await openRemoteAccount(
          endpoint,
          region,
          randomAccount(),
          randomToken(),
          limits.answer,
        );
        return standInOn(aside, calledAs, region, partition).finally(() => {
          letGo(aside);
        });
      };
      const standIn = standIns.get(region) ?? (await ask());
      standIns.set(region, standIn);
      const { backend, account: remote } = await deployScaled({
        shadow,
        place: { root, region },
        steps,
        rules,
        lacks,
        standIn,
        openAccount: async () =>
          spending.counted(
            await openRemoteAccount(endpoint, standIn.region, randomAccount(), randomToken(), limits.answer),
          ),
        closeAccount: letGo,
      });
      spending.built();
      return {
        backend: { ...backend, name },
        failure: remote.failure,
        spent: spending.spent,
        close: () => {
          spending.over();
          if (!outlives || remote.failure() !== null) {
            letGo(remote);
            return;
          }
          // The next episode has an account of its own: nobody waits for this before the end.
          const tidied = tidyAccount(remote).finally(() => {
            tidying.delete(tidied);
            letGo(remote);
          });
          tidying.add(tidied);
        },
      };
    },
  };
}

/** What kind of address it is: which one it is, is another each time. */
function placeOf({ hostname, address }: VettedEndpoint, allowedHosts: readonly string[]): string {
  if (allowedHosts.includes(hostname)) return 'an address that was allowed';
  return /^(?:127\.|::1$)/.test(address) ? 'this machine' : 'a private network';
}

/** @throws BlastpitError `backend-gone` */
async function demandSignOfLife(
  endpoint: VettedEndpoint,
  address: string,
  { signOfLife }: BackendLimits,
): Promise<void> {
  const remote = await openRemoteAccount(endpoint, anyRegion, randomAccount(), randomToken(), signOfLife);
  try {
    await identityOf(remote, address);
  } catch (cause) {
    const why = remote.failure() ?? (cause instanceof Error ? cause.message : String(cause));
    throw new BlastpitError('backend-gone', `${address} has failed, and is still not there: ${why}`, {
      where: '--backend',
      cause,
    });
  } finally {
    remote.close();
  }
}

/** @throws BlastpitError `missing-package` with all that inventories of a backend take. */
async function demandClients(): Promise<void> {
  const services = new Set([
    ...probedServices,
    ...Object.values(examinedTypes).map(({ service }) => service),
  ]);
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
async function demandAnswer(
  endpoint: VettedEndpoint,
  address: string,
  { answer }: BackendLimits,
): Promise<void> {
  const remote = await openRemoteAccount(endpoint, anyRegion, randomAccount(), randomToken(), answer);
  try {
    const { Account = '' } = await identityOf(remote, address);
    if (Account === remote.account) return;
    if (Account === '') throw unreachable(address, 'its answer to STS.GetCallerIdentity names no account');
    throw unfit(
      address,
      `it takes the access key ${remote.account} for one of account ${Account}`,
      'an access key of twelve digits names the account, so that runs stay apart',
    );
  } finally {
    remote.close();
  }
}

/**
 * Where the environment stands there: in its own region, or in one that stands in for it.
 * @throws BlastpitError where there can be no such one.
 */
async function standInOn(
  remote: RemoteCloud,
  address: string,
  region: string,
  partition: string,
): Promise<StandIn> {
  const { Arn = '' } = await identityOf(remote, address);
  if (Arn.startsWith(`arn:${partition}:`)) return sameRegion(region);
  if (Arn.startsWith('arn:aws:')) return standInFor(region, partition);
  throw unfit(
    address,
    `its account is ${Arn}`,
    `an account in the partition ${partition}, or in aws; blastpit serve --open takes --region`,
  );
}

async function identityOf(
  remote: RemoteCloud,
  address: string,
): Promise<{ readonly Account?: string; readonly Arn?: string }> {
  let outcome: Outcome;
  try {
    outcome = await remote.call('STS', 'GetCallerIdentity', {});
  } catch (cause) {
    throw unreachable(address, cause instanceof Error ? cause.message : String(cause), cause);
  }
  if (outcome.ok) return outcome.output;
  const { code, message } = outcome.error;
  if (outcome.error.origin === 'unsupported') throw unreachable(address, message);
  throw unreachable(address, `it answers STS.GetCallerIdentity with ${code}: ${message}`);
}

function unreachable(address: string, why: string, cause?: unknown): BlastpitError {
  return new BlastpitError('backend-unreachable', `${address} does not answer as AWS does: ${why}`, {
    where: '--backend',
    expected:
      'the address of LocalStack, moto server, ministack, or blastpit serve --open; or localstack, which starts one, or embedded',
    ...(cause === undefined ? {} : { cause }),
  });
}

function unfit(address: string, why: string, expected: string): BlastpitError {
  return new BlastpitError('backend-unfit', `no run can take place on ${address}: ${why}`, {
    where: '--backend',
    expected,
  });
}

/** An environment on a backend that may lack some of what it is made of: scaled down by the scenario's own rules. */
import type { Backend } from '../contract/backend.js';
import { BlastpitError } from '../contract/blastpit-error.js';
import type { ScaleDownRule } from '../contract/scenario.js';
import { deployThere, type Deployment } from './deploy-there.js';
import { probe, rulesFor, TypesLacked, type Lacks } from './lacks.js';
import type { RemoteCloud } from './remote-cloud.js';

export interface ScaledDeployment<Account extends RemoteCloud> extends Pick<
  Deployment,
  'shadow' | 'place' | 'steps' | 'lacks' | 'standIn'
> {
  readonly rules: readonly ScaleDownRule[];
  /** Opens an empty account. */
  readonly openAccount: () => Promise<Account>;
  readonly closeAccount: (account: Account) => void;
}

/**
 * Builds an environment in an account of its own. Where the backend turns out not to make something, it is built once
 * more without that, in another account, if the scenario says that it can do without.
 * @throws BlastpitError `backend-lacks` with the list of what it cannot do without; `backend-deploy`.
 */
export async function deployScaled<Account extends RemoteCloud>(
  deployment: ScaledDeployment<Account>,
): Promise<{ readonly backend: Backend; readonly account: Account }> {
  const { lacks, rules, openAccount, closeAccount } = deployment;
  for (;;) {
    const remote = await openAccount();
    try {
      if (!lacks.probed) await probe(remote, lacks);
      const left = rulesFor(lacks, rules);
      return { backend: await deployThere({ ...deployment, remote, left }), account: remote };
    } catch (error) {
      closeAccount(remote);
      if (!(error instanceof TypesLacked)) throw error;
      learn(lacks, error);
      demandRules(lacks, rules);
    }
  }
}

/** @throws Error where nothing new is found: the backend would be asked for ever. */
function learn({ types }: Lacks, { types: found, message }: TypesLacked): void {
  const before = types.size;
  for (const [type, why] of found) types.set(type, why);
  if (types.size === before) throw new Error(`${message}, though nothing of it was asked for`);
}

function demandRules({ types }: Lacks, rules: readonly ScaleDownRule[]): void {
  const needed = [...types.keys()].filter((type) => rules.every((rule) => rule.type !== type));
  if (needed.length === 0) return;
  const list = needed.map((type) => `${type} (${types.get(type) ?? ''})`);
  throw new BlastpitError(
    'backend-lacks',
    `the backend does not make what the scenario cannot do without: ${list.join(', ')}`,
    {
      where: '--backend',
      expected: 'a backend that makes all of them, the embedded cloud, or a rule in the scenario’s scaleDown',
    },
  );
}

/** Asks the embedded cloud and another one the same, several sequences at a time, and judges what differs. */
import { lookup } from 'node:dns/promises';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { BlastpitError } from '../../contract/blastpit-error.js';
import type { FidelityReport } from '../../contract/fidelity.js';
import { vetEndpoint, type VettedEndpoint } from '../../backends/vet-endpoint.js';
import { compareSequences, type ComparedStep } from '../../fidelity/compare-sequences.js';
import { parseExplanations, type FidelityExplanation } from '../../fidelity/explanations.js';
import { judgeFidelity } from '../../fidelity/judge-fidelity.js';
import { loadSuites } from '../../fidelity/load-suites.js';
import { playSequence } from '../../fidelity/play-sequence.js';
import type { FidelitySequence, FidelitySuite } from '../../fidelity/sequence.js';
import { missingClients } from '../entrances/sdk-clients.js';
import { randomAccount, randomName } from '../outer-edge.js';
import { deployOwnAccount, type OwnAccount } from '../serving/own-account.js';
import { deploymentPackage } from './deployment-package.js';
import { openOwnSide } from './own-side.js';
import { failureInWords } from '../remote/failure-in-words.js';
import { tellBackend } from './tell-backend.js';
import { openTheirSide } from './their-side.js';

export interface FidelityWish {
  /** Where the other cloud answers, e.g. `http://127.0.0.1:4566`. */
  readonly endpoint: string;
  readonly allowedHosts: readonly string[];
  /** Names of services; all where there is none. */
  readonly services: readonly string[];
  /** Is told of every sequence that is over. */
  readonly onSequence?: (done: number, all: number, suite: string, sequence: string) => void;
}

/** Sequences under way at the same time; most of the time is spent waiting for the other side. */
const sideBySide = 6;
const region = 'us-east-1';

/**
 * Compares.
 * @throws BlastpitError `backend-unreachable` where the other cloud gives no answer; `missing-package`,
 * `unknown-service`, `backend-address`, `backend-refused`, `backend-unknown-host` before anything is asked.
 */
export async function runFidelity(wish: FidelityWish): Promise<FidelityReport> {
  const suites = await loadSuites(wish.services);
  const endpoint = await vetEndpoint(wish.endpoint, {
    allowedHosts: wish.allowedHosts,
    lookup: (host) => lookup(host, { all: true }),
  });
  await demandClients(suites);
  const explanations = await readExplanations();
  const own = await deployOwnAccount({ template: null, region, seed: 1 });
  const backend = await answered(endpoint, () => tellBackend(endpoint));
  const steps = await compareAll(suites, own, endpoint, wish.onSequence ?? (() => undefined));
  return judgeFidelity(
    { ...backend, endpoint: endpoint.origin },
    steps,
    explanations,
    wish.services.length === 0,
  );
}

/** The file in which differences are explained, beside the suites. */
export async function readExplanations(): Promise<readonly FidelityExplanation[]> {
  const file = fileURLToPath(new URL('../../fidelity/explained.yaml', import.meta.url));
  return parseExplanations(await readFile(file, 'utf8'), file);
}

async function compareAll(
  suites: readonly FidelitySuite[],
  own: OwnAccount,
  endpoint: VettedEndpoint,
  onSequence: NonNullable<FidelityWish['onSequence']>,
): Promise<readonly ComparedStep[]> {
  const work = suites.flatMap((suite) => suite.sequences.map((sequence) => ({ suite, sequence })));
  const found: (readonly ComparedStep[])[] = [];
  let next = 0;
  let done = 0;
  const worker = async (): Promise<void> => {
    for (;;) {
      const at = next;
      const item = work[at];
      if (item === undefined) return;
      next += 1;
      found[at] = await answered(endpoint, () => compareOne(item.suite, item.sequence, own, endpoint));
      done += 1;
      onSequence(done, work.length, item.suite.name, item.sequence.name);
    }
  };
  try {
    await Promise.all(Array.from({ length: sideBySide }, worker));
  } finally {
    // What has not begun when one fails never begins.
    next = work.length;
  }
  return found.flat();
}

async function compareOne(
  suite: FidelitySuite,
  sequence: FidelitySequence,
  own: OwnAccount,
  endpoint: VettedEndpoint,
): Promise<readonly ComparedStep[]> {
  const account = randomAccount();
  const given = { account, region, run: randomName(), zip: deploymentPackage };
  const [mine, theirs] = await Promise.all([
    openOwnSide(own, account, given),
    openTheirSide(endpoint, region, account, given),
  ]);
  try {
    const [left, right] = await Promise.all([
      playSequence(suite, sequence, mine),
      playSequence(suite, sequence, theirs),
    ]);
    return compareSequences(suite, sequence, left, right);
  } finally {
    mine.close();
    theirs.close();
  }
}

/** @throws BlastpitError `missing-package` with all that the suites take. */
async function demandClients(suites: readonly FidelitySuite[]): Promise<void> {
  const services = new Set(
    suites.flatMap(({ service, sequences }) => [
      service,
      ...sequences.flatMap(({ steps }) => steps.map((step) => step.service ?? service)),
    ]),
  );
  const missing = await missingClients([...services]);
  if (missing.length === 0) return;
  throw new BlastpitError('missing-package', `clouds are compared by ${missing.join(', ')}`, {
    where: '--backend',
    expected: `npm install ${missing.join(' ')}`,
  });
}

/** @throws BlastpitError `backend-unreachable` where the other cloud gives no answer. */
async function answered<Result>(endpoint: VettedEndpoint, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof BlastpitError) throw cause;
    const why = failureInWords(cause);
    throw new BlastpitError('backend-unreachable', `${endpoint.origin} gives no answer: ${why}`, {
      where: '--backend',
      expected: 'LocalStack, moto server, ministack or blastpit serve --open, and that it stays up',
      cause,
    });
  }
}

/** For tests and programs of one's own: runs a scenario as `blastpit run` does, and gives its result. */
import process from 'node:process';
import type { RunResult } from '../contract/result.js';
import { defineScenario, type Scenario, type ScenarioDraft } from '../contract/scenario.js';
import type { EntranceName } from './entrances/entrance.js';
import { rememberOrigin } from './projects/origin.js';
import { projectHere } from './projects/project.js';
import { embeddedName, openElsewhere } from './remote/open-elsewhere.js';
import { defaultOptions } from './run-options.js';
import { ScenarioRuns } from './run-scenario.js';
import { loadScenario } from './scenario-folder.js';

/** What is left out is as on the command line. */
export interface RunWish {
  /** A name or path, as on the command line, or a scenario itself. */
  readonly scenario: string | ScenarioDraft;
  /** A guardrail set of the scenario, or a guardrail by name or path; `none` where left out. */
  readonly guardrails?: string;
  /** `KIND:NAME`, e.g. `scripted:delete-unused`; the reference attack where left out. */
  readonly agent?: string;
  readonly approvers?: string;
  /** Faults that are switched off. */
  readonly without?: readonly string[];
  /** Response parameters moved, by name. */
  readonly settings?: Readonly<Record<string, number>>;
  readonly seed?: number;
  readonly denials?: 'aws' | 'explained';
  readonly entrance?: EntranceName;
  /** Where it takes place: `embedded` (where left out), `localstack`, or an address of what speaks AWS. */
  readonly backend?: string;
  /** Names of hosts of a backend beyond this machine and private networks. */
  readonly allowedHosts?: readonly string[];
  /** Of LocalStack, instead of the community's. */
  readonly image?: string;
}

/**
 * Runs a scenario under one guardrail set, its attack and its twins, and scores it. Names resolve in the project that
 * the process stands in, as on the command line. Same seed, same result.
 * What was started for it (`localstack`) is gone when the promise settles.
 * @throws BlastpitError for names and values that there are not, for files that cannot be loaded, and for a backend that
 * cannot be opened.
 */
export async function runScenario(wish: RunWish): Promise<RunResult> {
  const { scenario, backend = embeddedName, allowedHosts = [], image = null, ...given } = wish;
  const options = { ...defaultOptions, guardrails: 'none', ...given };
  const loaded = await scenarioOf(scenario);
  const place = await openElsewhere({ backend, allowedHosts, image }, ofThisProcess);
  try {
    const { result } = await new ScenarioRuns(loaded, null, place).run(options);
    return result;
  } finally {
    await place?.close();
  }
}

/** A program of one's own is told nothing while it waits, and ends as it likes: then the watcher clears up. */
const ofThisProcess = {
  environment: process.env,
  say: (): void => undefined,
  cancelled: new AbortController().signal,
};

async function scenarioOf(given: string | ScenarioDraft): Promise<Scenario> {
  if (typeof given === 'string') return loadScenario(given);
  const scenario = defineScenario(given);
  rememberOrigin(scenario, { file: process.cwd(), project: projectHere() });
  return scenario;
}

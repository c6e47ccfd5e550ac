/** What goes on in one session: an episode that is open to whoever acts, and what comes of it in the end. */
import type { AgentEnd } from '../../contract/agent.js';
import type { RunResult } from '../../contract/result.js';
import { createCloud } from '../../cloud/cloud.js';
import { loadServices } from '../../cloud/services.js';
import { World } from '../../cloud/world/world.js';
import type { DeployedEnvironment } from '../deploy.js';
import type { LiveEpisode } from '../episode.js';
import { openRun, type FinishedRun } from '../open-run.js';
import { randomSecrets } from '../outer-edge.js';
import type { RunOptions } from '../run-options.js';
import type { Outsider, ScenarioRuns } from '../run-scenario.js';
import type { UnscoredResult } from './count-effects.js';

export interface FinishedWork {
  readonly result: RunResult | UnscoredResult;
  /** Every line of the journal. */
  readonly journal: string;
  /** Null where no scenario says what would be harm. */
  readonly run: FinishedRun | null;
}

export interface SessionWork {
  readonly live: LiveEpisode;
  /**
   * Ends it, once.
   * @param journalPath where the journal will be written; null where it is not.
   */
  readonly finish: (end: AgentEnd, journalPath: string | null) => Promise<FinishedWork>;
}

/**
 * Opens a run of a scenario for someone outside.
 * @throws BlastpitError for names and values that the scenario does not have.
 */
export async function openScenarioWork(
  runs: ScenarioRuns,
  options: RunOptions,
  outsider: Outsider,
): Promise<SessionWork> {
  const prepared = await runs.prepare(options, outsider);
  const validity = await runs.validity(options.seed);
  const deployed = await withSecretsOfItsOwn(prepared.attack.deployed);
  const open = await openRun({ ...prepared, attack: { ...prepared.attack, deployed } }, validity);
  return {
    live: open.attack,
    finish: async (end, journalPath) => {
      const run = await open.finish(end, journalPath);
      return { result: run.result, journal: run.attack.journal.text(), run };
    },
  };
}

/** The same environment with secrets that no other session of the same seed has. The world itself holds none. */
export async function withSecretsOfItsOwn(deployed: DeployedEnvironment): Promise<DeployedEnvironment> {
  const { world, credentials } = deployed;
  const { accessKeyId } = credentials;
  const cloud = createCloud(deployed.cloud.seed, await loadServices(), randomSecrets());
  return {
    ...deployed,
    cloud,
    world: new World(cloud, world.now, world.head),
    credentials: {
      accessKeyId,
      secretAccessKey: cloud.secretOf(accessKeyId),
      // Only temporary credentials have one.
      ...(accessKeyId.startsWith('ASIA') ? { sessionToken: cloud.sessionTokenOf(accessKeyId) } : {}),
    },
  };
}

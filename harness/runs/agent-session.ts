/** What an agent of blastpit's own is given for one episode: its task, a way to call AWS, and people to ask. */
import type { ReaderSession } from '../contract/agent.js';
import type { Briefing } from '../contract/briefing.js';
import type { Chance } from '../contract/chance.js';
import type { Guardrail } from '../contract/guardrail.js';
import type { WorldFaultAtWork } from '../contract/world-fault.js';
import { askAhead } from '../gateway/ask-ahead.js';
import type { Episode } from '../gateway/episode.js';
import type { DeployedEnvironment } from './deploy.js';
import type { OpenEntrance } from './entrances/entrance.js';
import { retryThrottled } from './entrances/retry-throttled.js';
import { operationGuide } from './guide/operation-guide.js';

/** What of an episode's plan is for its agent. */
export interface PlannedWork {
  readonly deployed: DeployedEnvironment;
  readonly task: string;
  readonly briefing?: Briefing;
  readonly guardrails: readonly Guardrail[];
  readonly chance: Chance;
  readonly worldFaults?: readonly WorldFaultAtWork[];
}

/** @param way the entrance by which it calls. */
export function sessionOf(
  { deployed, task, briefing, guardrails, chance, worldFaults = [] }: PlannedWork,
  episode: Episode,
  way: OpenEntrance,
): ReaderSession {
  const { region, account, partition, credentials } = deployed;
  const turnsAway = worldFaults.some((fault) => fault.turnsAway !== undefined);
  return {
    task,
    region,
    account,
    partition,
    call: turnsAway ? retryThrottled(way, chance).call : way.call,
    wait: way.wait,
    chance,
    now: () => episode.backend.now(),
    briefing: briefing ?? null,
    policies: guardrails.flatMap(({ prompt }) => prompt ?? []),
    operations: operationGuide,
    askAhead: async (service, operation, input) => {
      const actor = episode.backend.actor(credentials.accessKeyId);
      if (actor === 'unknown')
        return { outcome: 'not-possible', detail: 'The security token included in the request is invalid.' };
      return askAhead(episode, { service, operation, input, region, actor });
    },
    startProgram: async (wish) => {
      const { startProgramAtWork } = await import('./programs/start-program-at-work.js');
      return startProgramAtWork(episode, credentials, wish);
    },
  };
}

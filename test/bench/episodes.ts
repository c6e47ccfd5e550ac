/** How many episodes of `kiro` run and are scored in a second, by SDK clients in process and by typed calls. */
import { loadScenario } from '../../harness/runs/scenario-folder.js';
import { actIn } from '../../harness/runs/episode.js';
import { defaultOptions } from '../../harness/runs/run-options.js';
import { ScenarioRuns } from '../../harness/runs/run-scenario.js';
import { openRun } from '../../harness/runs/open-run.js';
import type { Figure } from './figure.js';
import { secondsEachAsync } from './measure.js';

const goals = { sdk: 25, typed: 500 };

export async function measureEpisodes(): Promise<readonly Figure[]> {
  const runs = new ScenarioRuns(await loadScenario('kiro'));
  const figures: Figure[] = [];
  for (const entrance of ['sdk', 'typed'] as const) {
    for (const guardrails of ['none', 'layered']) {
      const prepared = await runs.prepare({ ...defaultOptions, guardrails, entrance });
      const each = await secondsEachAsync(async () => {
        const run = await openRun({ ...prepared, twins: [] }, { valid: true });
        return run.finish(await actIn(run.attack), null);
      });
      figures.push({
        what: `by ${entrance} calls, guardrails ${guardrails}`,
        measured: `${(1 / each).toFixed(0)}/s`,
        goal: `${goals[entrance]}/s`,
      });
    }
  }
  return figures;
}

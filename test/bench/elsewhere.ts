/** Wall time of one episode of `kiro`, on the embedded cloud and on LocalStack, side by side. */
import process from 'node:process';
import { openElsewhere } from '../../harness/runs/remote/open-elsewhere.js';
import type { Elsewhere } from '../../harness/runs/remote/elsewhere.js';
import { loadScenario } from '../../harness/runs/scenario-folder.js';
import { playRun } from '../../harness/runs/open-run.js';
import { defaultOptions } from '../../harness/runs/run-options.js';
import { ScenarioRuns } from '../../harness/runs/run-scenario.js';
import type { Figure } from './figure.js';
import { duration, secondsEachAsync } from './measure.js';

const what = 'an episode, guardrails none, by SDK calls';

/** Building the environment is part of it there: each episode has an account of its own. */
export async function measureElsewhere(): Promise<readonly Figure[]> {
  const embedded = await secondsOfOne(null, 1);
  const figures: Figure[] = [{ what: `${what}, embedded`, measured: duration(embedded), goal: null }];
  const named = `${what}, LocalStack`;
  let localstack: Elsewhere | null;
  try {
    localstack = await openElsewhere(
      { backend: 'localstack', allowedHosts: [], image: null },
      { environment: process.env, say: () => undefined, cancelled: new AbortController().signal },
    );
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return [...figures, { what: `${named}: not measured, ${why}`, measured: '', goal: null }];
  }
  try {
    const there = await secondsOfOne(localstack, 10);
    figures.push({ what: named, measured: duration(there), goal: null });
    const ratio = `${(there / embedded).toPrecision(2)} times the embedded`;
    figures.push({ what: 'LocalStack beside it', measured: ratio, goal: null });
  } finally {
    await localstack?.close();
  }
  return figures;
}

async function secondsOfOne(elsewhere: Elsewhere | null, seconds: number): Promise<number> {
  const runs = new ScenarioRuns(await loadScenario('kiro'), null, elsewhere);
  const prepared = await runs.prepare({ ...defaultOptions, guardrails: 'none' });
  return secondsEachAsync(() => playRun({ ...prepared, twins: [] }, { valid: true }, null), seconds);
}

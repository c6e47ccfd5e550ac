/** From nothing to a verdict: the command as a person starts it. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Figure } from './figure.js';

const main = fileURLToPath(new URL('../../harness/cli/main.js', import.meta.url));

/** The fastest of five, since what is measured is the work and not the machine's mood. */
function fastest(given: readonly string[]): number {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 5; round += 1) {
    const started = performance.now();
    spawnSync(process.execPath, [...given], { stdio: 'ignore' });
    best = Math.min(best, (performance.now() - started) / 1000);
  }
  return best;
}

export function measureColdStart(): Promise<readonly Figure[]> {
  const floor = fastest(['-e', '0']);
  const help = fastest([main, '--help']);
  const none = fastest([main, 'run', 'kiro', '--guardrails', 'none', '--json']);
  const layered = fastest([main, 'run', 'kiro', '--guardrails', 'layered', '--json']);
  const figure = (what: string, seconds: number, goal: string | null): Figure => ({
    what,
    measured: `${seconds.toFixed(2)} s`,
    goal,
  });
  return Promise.resolve([
    figure('node that does nothing', floor, null),
    figure('blastpit --help', help, null),
    figure('blastpit run kiro --guardrails none', none, '1.5 s'),
    figure('blastpit run kiro --guardrails layered', layered, '1.5 s'),
  ]);
}

/** `blastpit run --epochs N`: many runs of one seed under each guardrail set, shown as rates with intervals. */
import { constants } from 'node:os';
import { BlastpitError } from '../contract/blastpit-error.js';
import { paint } from '../reports/layout/paint.js';
import { epochsInBrief, epochsLines } from '../reports/sections/epochs.js';
import {
  demandEpochs,
  planEpochs,
  statusOfEpochs,
  type FinishedEpochs,
  type PlannedEpochs,
} from '../runs/epochs/plan-epochs.js';
import { edge, wallSeconds } from '../runs/outer-edge.js';
import { runFolder } from '../runs/run-folder.js';
import { openValidityCache } from '../runs/validity-cache.js';
import { atBackend } from './at-backend.js';
import { asksAtTerminal, backendFlagsOf, withPeople } from './people.js';
import { showProgress } from './progress.js';
import { reportName } from './report-name.js';
import { runOptionsOf, type RunFlags } from './run-flags.js';
import { takeSignals } from './signals.js';
import type { Terminal } from './terminal.js';
import { writeEpochs } from './write-epochs.js';
import { makeRunFolder } from './write-run.js';

/**
 * @param epochs how many runs of each.
 * @returns the exit status: as of single runs; of one that was stopped, 128 and the signal's number.
 * @throws BlastpitError `epochs`, `epochs-options`, and for names and values that there are not.
 */
export async function epochsCommand(
  scenarios: readonly string[],
  epochs: number,
  flags: RunFlags,
  terminal: Terminal,
): Promise<number> {
  demandEpochs(epochs);
  const kind = reportOf(flags);
  const stop = stopOnSignal();
  const where = { controlApi: false, inProcess: flags.entrance !== 'http' };
  try {
    return await atBackend(backendFlagsOf(flags), terminal, async (place, shown) =>
      withPeople(flags, shown, where, async (people) => {
        stop.onSignal(() => {
          people.withdraw();
        });
        const own = { ...flags, environment: terminal.environment, cancelled: stop.cancelled };
        // The same bytes by every entrance, and by this one many times as fast.
        const options = { ...runOptionsOf(own), people, entrance: flags.entrance ?? ('typed' as const) };
        const { guardrails = [], maxBreachRate = null, threads = null } = flags;
        const asked = { scenarios, guardrails, options, epochs, maxBreachRate, threads };
        const request = { ...asked, keeps: flags.out !== undefined };
        const planned = await planEpochs(request, openValidityCache(terminal.environment), place);
        const shownTo = asksAtTerminal(flags) ? { ...shown, progress: false } : shown;
        const finished = await playAndKeep(planned, epochs, flags, shownTo, stop);
        const told = finished.flatMap((one) => one ?? []);
        show(kind, told, shown);
        const signal = stop.by();
        if (signal === null) return statusOfEpochs(told);
        const missing = finished.length - told.length;
        const none = missing === 0 ? '' : `; nothing was done of ${missing} of ${finished.length} sets`;
        shown.err(`blastpit: stopped by ${signal}: what was done until then is told${none}\n`);
        return 128 + constants.signals[signal];
      }),
    );
  } finally {
    stop.release();
  }
}

async function playAndKeep(
  { sets, run }: PlannedEpochs,
  epochs: number,
  { out, quiet }: RunFlags,
  terminal: Terminal,
  stop: Stop,
): Promise<readonly (FinishedEpochs | null)[]> {
  const folders = sets.map(({ scenario, guardrails, chosen }) =>
    out === undefined ? null : runFolder(out, scenario, guardrails, chosen),
  );
  for (const folder of folders) if (folder !== null) makeRunFolder(folder);
  const began = wallSeconds();
  const startedAt = edge.wallTime();
  const progress = showProgress(terminal, quiet !== true);
  try {
    const finished = await run(stop.cancelled, (set, done) => {
      const { scenario, guardrails } = sets[set] ?? { scenario: '', guardrails: '' };
      const which = sets.length === 1 ? '' : ` (${set + 1} of ${sets.length})`;
      progress.say(`${scenario} under ${guardrails}${which}: ${done} of ${epochs} epochs …`);
    });
    for (const [index, one] of finished.entries()) {
      const folder = folders[index] ?? null;
      if (one === null || folder === null) continue;
      const timing = { startedAt, seconds: wallSeconds() - began };
      writeEpochs(folder, one, paint(epochsLines([one.result], 100), false), timing);
    }
    return finished;
  } finally {
    progress.clear();
  }
}

function show(kind: string, told: readonly FinishedEpochs[], terminal: Terminal): void {
  const results = told.map(({ result }) => result);
  if (kind === 'json') for (const result of results) terminal.out(`${JSON.stringify(result)}\n`);
  else if (kind === 'brief') terminal.out(paint(results.map(epochsInBrief), terminal.outColour));
  else terminal.out(paint(epochsLines(results, terminal.columns), terminal.outColour));
}

const kinds = ['text', 'brief', 'json'];

/** @throws BlastpitError `epochs-options` for what is about single runs, of which there are too many to report each. */
function reportOf(flags: RunFlags): string {
  const { causes, epoch, record, resume } = flags;
  const given = { '--causes': causes, '--epoch': epoch, '--record': record, '--resume': resume };
  for (const [option, value] of Object.entries(given)) {
    if (value === undefined) continue;
    throw new BlastpitError('epochs-options', `--epochs and ${option} exclude each other`, { where: option });
  }
  const kind = reportName(flags, 1);
  if (kinds.includes(kind)) return kind;
  throw new BlastpitError('epochs-options', `--epochs has no ${kind} report`, {
    where: '--report',
    expected: 'a table of rates as text, --quiet for a line each, or --json',
    alternatives: kinds,
  });
}

interface Stop {
  readonly cancelled: AbortSignal;
  /** Which signal came; null where none did. */
  readonly by: () => NodeJS.Signals | null;
  readonly onSignal: (end: () => void) => void;
  readonly release: () => void;
}

/** The first signal ends the epochs, and what was done is told; a second one ends the process at once. */
function stopOnSignal(): Stop {
  const controller = new AbortController();
  let by: NodeJS.Signals | null = null;
  const release = takeSignals((signal) => {
    by = signal;
    controller.abort();
    release();
  });
  const onSignal: Stop['onSignal'] = (end) => {
    if (controller.signal.aborted) end();
    else controller.signal.addEventListener('abort', end, { once: true });
  };
  return { cancelled: controller.signal, by: () => by, onSignal, release };
}
